"""The tables of docs/settings.md, drawn from what the settings' own classes say: a test keeps them equal."""

from collections.abc import Iterable, Iterator
from typing import Final

from wallet.core.setting_words import find_example
from workers.listed_settings import PROCESSES, Group, Setting, list_groups, name_process
from workers.needs import BESIDES, NEEDS, list_secrets
from workers.production import IN_A_TRIAL, IN_PRODUCTION, SettingRule
from workers.queues import JOBS

HEAD: Final = """## Secrets of each process

| process | does not start without | may be given besides |
|---|---|---|
"""
RULES: Final = """## What production refuses

Processes stop at their start where a setting breaks one of these rules. `MBONGO_SANDBOX=true` says aloud that this is a
trial, where they do not hold; what they say names the setting that one of them gives way to besides.

"""
TRIALS: Final = """
And in a trial:

"""
COMMANDS: Final = """## Of commands

| setting | meaning |
|---|---|
"""
TABLE: Final = "| setting | meaning | default | for |\n|---|---|---|---|\n"


def draw_tables() -> str:
    """Return the page from its first table on."""
    secrets = "".join(_draw_process(process) for process in PROCESSES)
    groups = "\n".join(_draw_group(group) for group in list_groups())
    rules = f"{RULES}{_draw_rules(IN_PRODUCTION)}{TRIALS}{_draw_rules(IN_A_TRIAL)}"
    besides = "".join(f"| `{name}` | {meaning} |\n" for name, meaning in BESIDES.items())
    return f"{HEAD}{secrets}\n{groups}\n{rules}\n{COMMANDS}{besides}"


def say_for(setting: Setting) -> str:
    """Return which processes need a setting, and which may have it."""
    needed = [f"needed by {name_all(setting.needed_by)}"] if setting.needed_by else []
    others = ["every process"] if setting.for_all else [name_all(setting.others)] if setting.others else []
    return "; ".join(needed + others)


def say_default(setting: Setting) -> str:
    """Return a setting's default, or why there is none."""
    if setting.default:
        return setting.default
    return "none; with the others" if setting.together else "none"


def name_all(processes: Iterable[str]) -> str:
    """Return processes by how they are started; all workers by one word."""
    named = [*processes]
    workers = all(queue in named for queue in JOBS)
    kept = [f"`{name_process(process)}`" for process in named if not (workers and process in JOBS)]
    return ", ".join([*kept, *(["every worker"] if workers else [])])


def _draw_process(process: str) -> str:
    needs = NEEDS[process]
    besides = sorted(needs.besides & list_secrets())
    return f"| `{name_process(process)}` | {_list(sorted(needs.required))} | {_list(besides)} |\n"


def _list(variables: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in variables)


def _draw_group(group: Group) -> str:
    head, *rest = group.title.split(": ", 1)
    above = [paragraph for paragraph in (*(f"{_capital(one)}" for one in rest), *group.paragraphs) if paragraph]
    rows = "".join(_draw_rows(group.settings))
    return "\n\n".join([f"## {head.rstrip('.')}", *above, f"{TABLE}{rows}"])


def _capital(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"


def _draw_rows(settings: Iterable[Setting]) -> Iterator[str]:
    for one in settings:
        example = find_example(one.variable).partition(", ")[0]
        meaning = f"{one.meaning}{f'; e.g. `{example}`' if example and not one.default else ''}"
        default = f"`{one.default}`" if one.default else say_default(one)
        secret = "secret; " if one.is_secret else ""
        yield f"| `{one.variable}` | {meaning} | {default} | {secret}{say_for(one)} |\n"


def _draw_rules(rules: Iterable[SettingRule]) -> str:
    return "".join(f"- {rule.breaks.__doc__.removeprefix('True for ').rstrip('.')}: *{rule.says}*\n" for rule in rules)  # type: ignore[union-attr]
