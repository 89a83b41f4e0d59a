"""The words for a setting that is missing or wrong: its variable, what is the matter, an example of a right one."""

import re
from typing import Final

from wallet.core.weak_secrets import TOLD

PREFIX: Final = "MBONGO_"
# By a setting's name without its prefix. A word in capitals is to be put there.
EXAMPLES: Final = {
    r"(WEB|WORKER|OFFICE|READ)_DATABASE_URL": "postgresql://mbongo_{}:PASSWORD@db.our.host/mbongo?sslmode=verify-full",
    "MIGRATE_DATABASE_URL": "postgresql://OWNER:PASSWORD@db.our.host/mbongo?sslmode=verify-full",
    "REDIS_URL|SESSIONS_REDIS_URL": "rediss://USER:PASSWORD@redis.our.host:6380/0",
    "SERVICE_NUMBER": "222123456, whom people call when robbed",
    "SERVICE_CODE": "*384*237#",
    "AT_SENDER_ID": "8237",
    "PIN_PEPPER|ANCHOR_KEYS": "1:SECRET",
    "[A-Z]+_SECRETS": "SECRET",
    "ANCHOR_FILE": "/mnt/elsewhere/anchors.jsonl",
    "ANCHOR_URL": "https://notary.example/anchors",
    "AT_USERNAME": "mbongo, as Africa's Talking calls the account",
    "AT_API_KEY": "KEY, from Africa's Talking's dashboard",
    "PRIVATE_BILLERS|PRIVATE_ENDPOINTS": "bills.our.host,10.0.0.7",
}
DRAWN: Final = "SECRET"  # in an example: what nobody makes up
# Of pydantic's own words, those that are no sentence for who sets a variable, by its name of the mistake.
SAID: Final = {
    "bool_parsing": "must be true or false",
    "int_parsing": "must be a whole number",
    "float_parsing": "must be a number",
    "string_pattern_mismatch": "is not written as it must be",
}


def find_example(variable: str) -> str:
    """Return what a variable may be; "" where no form says it."""
    name = variable.removeprefix(PREFIX)
    for form, example in EXAMPLES.items():
        if found := re.fullmatch(form, name):
            return example.format((found[1] or "").lower()) if found.groups() else example
    return ""


def say_missing(variable: str) -> str:
    """Return the line that says that a setting is missing, with an example."""
    example = find_example(variable)
    return f"{variable} is missing" + (f", e.g. {example}" if example else "")


def say_wrong(variable: str, kind: str, said: str) -> list[str]:
    """Return the lines that say what is wrong with a setting ("" for several together), from pydantic's own error."""
    if kind == "missing":
        return [say_missing(variable)]
    told = SAID.get(kind) or said.removeprefix("Value error, ").replace("Input should be", "must be")
    example = find_example(variable) if kind in SAID else ""
    lines = [line if line.startswith(PREFIX) or not variable else f"{variable}: {line}" for line in told.splitlines()]
    return [*lines[:-1], lines[-1] + (f", e.g. {example}" if example else "")]


def say_all(lines: list[str]) -> str:
    """Return the whole of what is said of settings, a line each, and how to draw a secret where one is missing."""
    draw = [f"A {DRAWN}: {TOLD}"] if any(DRAWN in line for line in lines) else []
    return "\n  ".join(["settings missing or wrong (each may also be given as *_FILE):", *lines, *draw])
