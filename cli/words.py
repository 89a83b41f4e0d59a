"""The words of staff's commands: one English file, and the phone's English for what it does not say."""

import re
import tomllib
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import sms_templates
from cli.discrepancy_words import WORDS as CLASSES
from cli.program import PROGRAM, name_program
from wallet.core.errors import Problem
from wallet.core.public_ids import write_short_id
from wallet.core.values import space
from wallet.people.people import shorten_name

WORDS: Final[dict[str, dict[str, str]]] = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


def say(key: str, /, **values: Any) -> str:
    """Return the sentence of a key, its values filled in. Raises LookupError for a key or a value that is missing."""
    section, _, name = key.partition(".")
    words = WORDS.get(section, {}).get(name)
    if words is None:
        return sms_templates.say("en", key, **values)
    shown = {name: NAMED[name](value) if name in NAMED else value for name, value in values.items()}
    if "person_id" in values:
        shown["person"] = write_short_id("per", values["person_id"])
    if "phone" in values:
        shown["number"] = values["phone"].removeprefix("+237")  # as staff type it
    try:
        return PROGRAM.sub("{program}", words).format_map({**shown, "program": name_program()})
    except KeyError as missing:
        raise LookupError(f"words.toml {key}: nobody gave {missing}") from missing


def say_problems(problems: Iterable[Any]) -> str:
    """Return what is wrong, one thing a line, each after its line of the file or its field."""
    lines = []
    for where, key, values in map(Problem._make, problems):
        is_line = isinstance(where, int)
        lines.append((not is_line, where, f"{f'line {where}' if is_line else where}: {say(key, **values)}"))
    return "\n".join(line for *_, line in sorted(lines))


AMOUNTS: Final = (
    "amount",
    "total",
    "paid_francs",
    "returned_francs",
    "price",
    "left",
    "brought",
    "earned",
    "fee",
    "minimum",
    "least",
    "low",
    "most",
    "float",
    "commission",
    "due",
    "back",
    "ours",
    "theirs",
    "free",
)


def write_day(day: Any) -> str:
    """Return a day as commands write it, 29/11/2026, also where it was kept as 2026-11-29."""
    return f"{date.fromisoformat(day):%d/%m/%Y}" if ISO_DAY.fullmatch(str(day)) else str(day)


ISO_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
# Values that are more than they look.
NAMED: Final[dict[str, Callable[[Any], str]]] = {
    **dict.fromkeys(AMOUNTS, lambda amount: space(amount) if isinstance(amount, int) else str(amount)),
    "problems": say_problems,
    "form": WORDS["form"].__getitem__,  # how a rule of a tariff is written
    "act_kind": WORDS["act_kind"].__getitem__,
    "day": write_day,
    "difference": lambda found: space(found) if isinstance(found, int) else CLASSES.get(found, str(found)),
    "margin_ppm": lambda ppm: f"{Decimal(ppm).scaleb(-4).normalize():f} %",
    "lasts_days": lambda days: f"for {days} days" if days else "until another is loaded",
    "allowed": " or ".join,
    "kinds": ", ".join,
    "bearer": shorten_name,
    "verdict": lambda verdict: str(verdict).replace("_", " "),
}
