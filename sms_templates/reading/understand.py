"""SMS commands: reading what a text asks for, and shielding its secrets before anything of it is stored.

The words of every language are read whatever the person's language. A PIN is never read: it is masked, and
its owner warned. Nothing is guessed: a text with two readings, or two commands, does nothing.
"""

from collections.abc import Callable
from typing import Final

from sms_templates.reading.clauses import Clause, list_clauses
from sms_templates.reading.forms import COMMANDS
from sms_templates.reading.judge import Judgement, is_strange, judge, spells_amount
from sms_templates.reading.spelled import CODE
from sms_templates.reading.strays import list_covers
from sms_templates.reading.text_command import TextCommand
from sms_templates.reading.tokens import HIDDEN, KEPT_LETTERS, PIN, clean
from wallet.core.errors import Misread

# What an answer or a lock with a request's code, or a number, asks for.
MEANT: Final = {
    ("yes", "request"): "pay", ("no", "request"): "decline", ("lock", "request"): "block", ("lock", "phone"): "block",
    ("stop", "request"): "end_subscription",
    ("cancel", "code"): "no", ("mistake", "code"): "no",
    ("decline", "code"): "no", ("", "code"): "code", ("", "request"): "pay",
}  # fmt: skip


def understand(text: str) -> TextCommand:
    """Return the command of a text. Raises Misread, and nothing else, with the key of the answering sentence."""
    cleaned = clean(text)
    clauses = list_clauses(cleaned)
    judged = [(clause, judge(clause, cleaned)) for clause in clauses]
    covers = [cover.kind for clause, found in judged for cover in list_covers(clause, found)]
    if PIN in covers or any(term.kind == "pin" for clause in clauses for term in clause.terms):
        raise Misread("sms.pin_seen")
    if len(judged) > 1:
        raise Misread("sms.two_commands")
    [(clause, found)] = judged
    if HIDDEN in covers or any(term.kind == "hidden" for term in clause.terms):
        found = Judgement()
    return take(clause, found)


def shield(text: str, digest: Callable[[str], str]) -> str:
    """Return the text as it may be stored: its code as `~digest~`, what may be a PIN as `****`, cut at 480 letters.

    `digest` answers the hexadecimal digest of a code under a key that is not stored.
    """
    safe = clean(text.replace("~", " "), KEPT_LETTERS)
    covers = [cover for clause in list_clauses(safe) for cover in list_covers(clause, judge(clause, safe))]
    for cover in sorted(covers, key=lambda cover: cover.start, reverse=True):
        shown = f"~{digest(cover.digits)}~" if cover.kind == CODE else cover.kind
        safe = safe[: cover.start] + shown + safe[cover.end :]
    return safe


def named(text: str) -> str:
    """Return the command this text begins with, "" for none, so that an answer can be about it."""
    return list_clauses(clean(text))[0].name


def take(clause: Clause, found: Judgement) -> TextCommand:
    """Return the only meaning of a clause. Raises Misread: there is none, or more than one."""
    command = COMMANDS[clause.name]
    if len(found.readings) != 1:
        if command.any_figures and not (command.refuses and clause.told):
            return TextCommand(clause.name, topic=(clause.name == "help" and clause.topic) or None)
        raise complain(clause, found)
    [values] = found.readings
    if "language" in command.words and "language" not in values:
        raise Misread("help.language")
    name = next((meant for (said, part), meant in MEANT.items() if said == clause.name and part in values), clause.name)
    return TextCommand(name, **values)


def complain(clause: Clause, found: Judgement) -> Misread:
    """Return why there is no reading: two of them, the one part that is wrong, or what the command needs."""
    if not clause.name:
        return Misread(answer_no_command(clause, found))
    command = COMMANDS[clause.name]
    if command.complaint:
        return Misread(command.complaint)
    if len(found.readings) > 1 or (found.leaves_over and command.takes_phone):
        return Misread("sms.two_readings")
    if not found.errors and command.asked_back and not clause.told and spells_amount(clause.terms):
        return Misread("sms.amount_form")
    wrong = found.errors[0] if found.errors else Misread(f"help.{clause.name}")
    if wrong.key == "error.amount_is_phone" and found.parts == {"amount"}:
        return Misread(f"help.{clause.name}")
    return Misread("sms.amount_form") if wrong.key == "error.amount_dots" else wrong


def answer_no_command(clause: Clause, found: Judgement) -> str:
    """Return the key of what is said to a text without any command."""
    if found.tells_of_money:
        return "help.send"
    if clause.has("pin"):
        return "help.forgotten_pin"
    said = any(is_strange(term) or term.kind in ("number", "hidden", "code") for term in clause.terms)
    return "sms.unknown" if said else "sms.help"
