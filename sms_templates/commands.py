"""SMS commands: reading what a text asks for, and shielding its secrets before anything of it is stored.

The words of every language are read whatever the person's language. A PIN is never read: it is masked, and
its owner warned. Nothing is guessed: a text with two readings, or two commands, does nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sms_templates import FILES, handover_command, money_commands, pay_command
from sms_templates.amount_and_phone import joined, refusal
from sms_templates.pay_command import numbers
from sms_templates.pins_seen import pin_like, series
from sms_templates.tokens import KEPT_LETTERS, MASK, Token, clean, plain, tokens
from wallet.core.codes import AgentCode, RequestCode, TillCode
from wallet.core.errors import Misread
from wallet.core.values import BillReference, Money, Phone, Reason

CODE_DIGITS: Final = 4


@dataclass(frozen=True)
class TextCommand:
    """A command that was read: its name in [command], and what came with it.

    `code` is a digest when the text was shielded, the code's digits when not. `phone` is where the money goes or comes
    from, `rail` the operator named, `whose` the number after POUR. `request` is an eight-digit code, `biller` the word
    and `bill` the reference after PAYER, `agent` the six digits after AGENT.
    """

    name: str
    amount: Money | None = None
    phone: Phone | None = None
    code: str | None = None
    language: str | None = None
    topic: str | None = None
    rail: str | None = None
    whose: Phone | None = None
    till: TillCode | None = None
    request: RequestCode | None = None
    biller: str | None = None
    bill: BillReference | None = None
    reason: Reason | None = None
    agent: AgentCode | None = None


WORDS: Final[dict[str, str]] = {
    word: name for file in FILES.values() for name, words in file["command"].items() for word in words
}
LANGUAGE_NAMES: Final[dict[str, str]] = {
    plain(name): language for language, file in FILES.items() for name in file["names"]
}


@dataclass(frozen=True)
class Clause:
    """A command word's name, and the tokens up to the next one; "" as name when the text begins with none."""

    name: str
    rest: list[Token]


def understand(text: str) -> TextCommand:
    """Return the command of a text. Raises Misread, and nothing else, with the key of the answering sentence."""
    said = tokens(clean(text))
    first, *others = clauses(said)
    if any(token.kind == "mask" for token in said) or any(map(hidden, [first, *others])):
        raise Misread("sms.pin_seen")
    if not first.name:
        raise Misread("sms.unknown")
    if others:
        raise Misread("sms.two_commands")
    return READERS[first.name](first.name, first.rest)


def shield(text: str, digest: Callable[[str], str]) -> str:
    """Return the text as it may be stored: its code as `~digest~`, what may be a PIN as `****`, cut at 480 letters.

    `digest` answers the hexadecimal digest of a code under a key that is not stored.
    """
    safe = clean(text.replace("~", " "), KEPT_LETTERS)
    covers = []
    for clause in clauses(tokens(safe)):
        covers += [(run[0].start, run[-1].end, MASK) for run in hidden(clause)]
        codes = [run for run in (code_place(clause), *codes_astray(clause)) if run]
        covers += [(code[0].start, code[-1].end, f"~{digest(digits_of(code))}~") for code in codes]
    for start, end, cover in sorted(covers, reverse=True):
        safe = safe[:start] + cover + safe[end:]
    return safe


def named(text: str) -> str:
    """Return the command this text begins with, "" for none, so that an answer can be about it."""
    return clauses(tokens(clean(text)))[0].name


def clauses(said: list[Token]) -> list[Clause]:
    """Return the text cut at its command words, but for the one AIDE is about; nameless when it begins with none."""
    first = next((token.word for token in said if token.kind != "mark"), "")
    if first not in WORDS:
        return [Clause("", said)]
    found: list[Clause] = []
    for token in said:
        asked_about = bool(found) and found[-1].name == "help" and not found[-1].rest
        if token.word in WORDS and not asked_about:
            found.append(Clause(WORDS[token.word], []))
        elif found:
            found[-1].rest.append(token)
    return found


PLACES: Final = {"handover": handover_command.places, "pay": pay_command.places}  # where their numbers belong


def hidden(clause: Clause) -> list[list[Token]]:
    """Return the numbers to mask: what may be a PIN and has no place in its command.

    A money command that holds one does nothing; nobody can tell which group it is, so all short ones go.
    """
    placed = set(code_place(clause))
    if clause.name in money_commands.FORMS:
        placed = set(money_commands.places(money_commands.find_parts(clause.name, clause.rest)))
    if clause.name in ("yes", "no", "decline", "lock"):
        placed |= set(request_place(clause.rest))
    if clause.name in PLACES:
        placed = set(PLACES[clause.name](clause.rest))
    numbers = [token for token in clause.rest if token.kind == "number"]
    found = [run for run in series(token for token in numbers if token not in placed) if pin_like(run)]
    if found and clause.name in (*money_commands.FORMS, "pay"):
        return [run for run in series(numbers) if pin_like(run) or len(run[0].digits) <= handover_command.CODE_DIGITS]
    return found


def code_place(clause: Clause) -> list[Token]:
    """Return the code after OUI or NON (the first group, if four ASCII digits), or after REMISE (seven digits)."""
    if clause.name == "handover":
        return [token for token in handover_command.code_place(clause.rest) if token.kind == "number"]
    if clause.name not in ("yes", "no"):
        return []
    runs = series(token for token in clause.rest if token.kind == "number")
    fits = runs and len(digits_of(runs[0])) == CODE_DIGITS and all(token.text.isascii() for token in runs[0])
    return runs[0] if fits else []


def codes_astray(clause: Clause) -> list[list[Token]]:
    """Return seven-digit groups that have no place: perhaps a withdrawal's code, which is then as secret.

    After ENVOI and the like they are a number cut short.
    """
    numbers = [token for token in clause.rest if token.kind == "number"]
    if clause.name in money_commands.FORMS or (clause.name == "pay" and len(numbers) > 1):
        return []
    placed = set(code_place(clause))
    if clause.name in PLACES:
        placed |= set(PLACES[clause.name](clause.rest))
    runs = series(token for token in numbers if token not in placed)
    return [run for run in runs if len(digits_of(run)) == handover_command.CODE_DIGITS and not pin_like(run)]


def request_place(rest: list[Token]) -> list[Token]:
    """Return the code of a request: the only group of numbers, when it can be read as one."""
    runs = series(token for token in rest if token.kind == "number")
    plain = len(runs) == 1 and all(token.text.isascii() for token in runs[0])
    return runs[0] if plain and refusal(RequestCode, digits_of(runs[0])) is None else []


def digits_of(run: list[Token]) -> str:
    """Return the digits of a group as one."""
    return "".join(token.digits for token in run)


def alone(name: str, rest: list[Token]) -> TextCommand:
    """Read a word that needs nothing: words around it are courtesy, a number is a misunderstanding."""
    if any(token.kind in ("number", "code") for token in rest):
        raise Misread(f"help.{name}")
    return TextCommand(name)


def money(name: str, rest: list[Token]) -> TextCommand:
    """Read a word followed by an amount, and the other parts its command takes."""
    meant = money_commands.read(money_commands.find_parts(name, rest))
    return TextCommand(name, **vars(meant))


def pay(name: str, rest: list[Token]) -> TextCommand:
    """Read PAYER and what is to be paid."""
    meant = pay_command.read(rest)
    return TextCommand(
        name, meant.amount, till=meant.till, request=meant.code, biller=meant.biller, bill=meant.reference
    )  # fmt: skip


def handover(name: str, rest: list[Token]) -> TextCommand:
    """Read REMISE, a withdrawal's code, and the amount."""
    handed = handover_command.read(rest)
    return TextCommand(name, handed.amount, code=handed.code)


def answer(name: str, rest: list[Token]) -> TextCommand:
    """Read OUI or NON with the code of the question; with a request's code it means PAYER or REFUSE."""
    request = request_place(rest)
    if request:
        return TextCommand("pay" if name == "yes" else "decline", request=RequestCode.read(digits_of(request)))
    found = [token.text.strip("~") for token in rest if token.kind == "code"]
    runs = series(token for token in rest if token.kind == "number")
    found += [digits_of(run) for run in runs]
    if len(found) != 1 or (runs and len(found[0]) not in (CODE_DIGITS, handover_command.CODE_DIGITS)):
        raise Misread("sms.yes_needs_code")
    return TextCommand(name, code=found[0])


def decline(name: str, rest: list[Token]) -> TextCommand:
    """Read REFUSE and the code of a request."""
    place = request_place(rest)
    if place:
        return TextCommand(name, request=RequestCode.read(digits_of(place)))
    eight = sum(len(token.digits) for token in rest) == RequestCode.digits
    raise Misread("error.no_such_code" if eight else f"help.{name}")


def lock(name: str, rest: list[Token]) -> TextCommand:
    """Read BLOQUE alone; with a number or a request's code it is about that person's requests."""
    place = request_place(rest)
    if place:
        return TextCommand("block", request=RequestCode.read(digits_of(place)))
    chunks = numbers(rest)
    if chunks and refusal(Phone, joined(chunks)) is None:
        return TextCommand("block", phone=Phone.read(joined(chunks)))
    return alone(name, rest)


def language(name: str, rest: list[Token]) -> TextCommand:
    """Read a word followed by the name of a language."""
    called = rest[0].word if rest else ""
    if called not in LANGUAGE_NAMES:
        raise Misread(f"help.{name}")
    return TextCommand(name, language=LANGUAGE_NAMES[called])


def topic(name: str, rest: list[Token]) -> TextCommand:
    """Read AIDE alone, or with the word it is about."""
    return TextCommand(name, topic=WORDS.get(rest[0].word) if rest else None)


READERS: Final[dict[str, Callable[[str, list[Token]], TextCommand]]] = {
    "balance": alone,
    "history": alone,
    "send": money,
    "recharge": money,
    "withdraw": money,
    "pay": pay,
    "request": money,
    "decline": decline,
    "handover": handover,
    "yes": answer,
    "no": answer,
    "language": language,
    "lock": lock,
    "help": topic,
    "stop": alone,
    "start": alone,
}
