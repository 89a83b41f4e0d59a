"""Reading what follows ENVOI, RECHARGE or RETRAIT, by the parts each takes, where it can mean one thing only."""

from dataclasses import dataclass, field, replace
from typing import Final

from sms_templates import FILES
from sms_templates.amount_and_phone import Chunk, Chunks, Reading, joined, readings, refusal, splits, windows
from sms_templates.pins_seen import is_short
from sms_templates.tokens import Token
from wallet.core.codes import AgentCode
from wallet.core.errors import Misread
from wallet.core.values import NO_REASON, YEAR, Money, Phone, Reason
from wallet.payments.rails import ROWS

CURRENCY: Final = ("F", "FCFA", "CFA", "XAF", "FRS", "FRANC", "FRANCS")
QUIET_MARKS: Final = frozenset(":;!?()\"'’«».,")  # written around figures; nothing else is guessed at
AMOUNT_CHUNKS: Final = 3  # 999 999 999
PHONE_DIGITS: Final = 9

INSIDE: Final = [file["inside"] for file in FILES.values()]
FILLERS: Final = frozenset(word for words in INSIDE for word in words["filler"])
AGENTS: Final = frozenset(word for words in INSIDE for word in words["agent"])
FOR: Final = frozenset(word for words in INSIDE for word in words["for"])
OPERATORS: Final[dict[str, str]] = {word: rail.name for rail in ROWS for word in rail.words}


@dataclass(frozen=True)
class Form:
    """The parts a money command takes besides its amount."""

    phone_needed: bool  # else it may be left out, and is the sender's own
    operator: bool = False  # OM or MOMO may be said
    agent: bool = False  # AGENT and six digits: cash, there
    whose: bool = False  # POUR and a number: somebody else's wallet; elsewhere POUR means nothing
    reason: bool = False  # what follows the numbers, from its first word on, is said to somebody


FORMS: Final = {
    "send": Form(phone_needed=True),
    "recharge": Form(phone_needed=False, operator=True, whose=True),
    "withdraw": Form(phone_needed=False, operator=True, agent=True),
    "request": Form(phone_needed=True, reason=True),
}


@dataclass
class MoneyParts:
    """The parts found behind a money command's word: its numbers, those after POUR, operators named, and oddities."""

    name: str
    chunks: Chunks = ()
    whose: Chunks | None = None
    agent: Chunks | None = None
    rails: set[str] = field(default_factory=set)
    odd: bool = False  # something stands there that means nothing here
    reason: list[Token] = field(default_factory=list)

    @property
    def form(self) -> Form:
        """Parts that its command takes."""
        return FORMS[self.name]

    def hear(self, chunk: Chunk) -> None:
        """Add one number, where it stands."""
        if self.agent is not None and digits_in(self.agent) < AgentCode.digits:
            self.agent += (chunk,)
        elif self.whose is None:
            self.chunks += (chunk,)
        else:
            self.whose += (chunk,)

    def add_currency(self) -> None:
        """Mark the last number as an amount: Money reads it, Phone does not."""
        run = self.whose or self.chunks
        chunk = replace(run[-1], text=f"{run[-1].text} FCFA")
        if self.whose:
            self.whose = (*run[:-1], chunk)
        else:
            self.chunks = (*run[:-1], chunk)


@dataclass(frozen=True)
class Meaning:
    """A money command as it was meant; what was left out is None."""

    amount: Money
    phone: Phone | None
    rail: str | None
    whose: Phone | None
    reason: Reason | None = None
    agent: AgentCode | None = None


def find_parts(name: str, rest: list[Token]) -> MoneyParts:
    """Return the parts found behind the word of this command."""
    said, before, after_odd = MoneyParts(name), "", False
    for place, token in enumerate(rest):
        word = token.word
        if said.form.reason and said.chunks and begins_reason(token):
            said.reason = rest[place:]
            break
        if token.kind == "number":
            said.hear(Chunk(token, token.text, before == "number", after_odd))
            after_odd = False
        elif word in CURRENCY and before == "number":
            said.add_currency()
        elif said.form.operator and word in OPERATORS:
            said.rails.add(OPERATORS[word])
        elif said.form.whose and word in FOR and said.whose is None:
            said.whose = ()
        elif said.form.agent and word in AGENTS and said.agent is None:
            said.agent = ()
        elif not (word in CURRENCY or word in FILLERS or token.text in QUIET_MARKS or is_filler(said.form, word)):
            said.odd, after_odd = True, after_odd or token.kind == "word"
        before = token.kind
    return said


def begins_reason(token: Token) -> bool:
    """True when the reason begins here: at the first word after a number that says nothing about numbers."""
    return bool(token.word) and token.word not in CURRENCY and token.word not in FILLERS and token.word not in FOR


def is_filler(form: Form, word: str) -> bool:
    """True when POUR means nothing in this command."""
    return not form.whose and word in FOR


def read(said: MoneyParts) -> Meaning:
    """Return the only meaning of these parts. Raises Misread with what is wrong, or the right form."""
    found = meanings(said)
    if len(found) == 1:
        return found.pop()
    if not found and said.agent:
        raise refusal(AgentCode, joined(said.agent)) or Misread(f"help.{said.name}")
    raise Misread("sms.two_readings") if found else complaint(said)


def meanings(said: MoneyParts) -> set[Meaning]:
    """Return every way to read the whole of it."""
    whose = joined(said.whose) if said.whose else ""
    if said.odd or len(said.rails) > 1 or (said.whose is not None and refusal(Phone, whose)):
        return set()
    if said.agent is not None:
        return cash_meanings(said)
    [rail] = said.rails or [None]
    owner = Phone.read(whose) if whose else None
    found: set[Reading] = readings(said.chunks, phone_needed=said.form.phone_needed)
    reason = written(said.reason)
    if refusal(Reason, reason):
        return set()
    why = Reason.read(reason) if said.form.reason else None
    return {Meaning(amount, phone, rail, owner, why) for amount, phone in found}


def written(reason: list[Token]) -> str:
    """Return the words of a reason as they stood; none is what a screen's `1` is."""
    spaced = [(" " if before and before.end < token.start else "") + token.text
              for before, token in zip([None, *reason], reason, strict=False)]  # fmt: skip
    return "".join(spaced) or NO_REASON


def cash_meanings(said: MoneyParts) -> set[Meaning]:
    """Return the one way to read cash at an agent: an amount and the agent's six digits; else nothing."""
    code, amount = joined(said.agent or ()), joined(said.chunks)
    if said.rails or refusal(AgentCode, code) or refusal(Money, amount):
        return set()
    return {Meaning(Money.read(amount), None, None, None, agent=AgentCode.read(code))}


def digits_in(chunks: Chunks) -> int:
    """Return how many digits the chunks have together."""
    return sum(len(chunk.token.digits) for chunk in chunks)


def complaint(said: MoneyParts) -> Misread:
    """Return why there is no reading: the part that cannot be read where the others can, or the right form."""
    whole, how_it_goes = joined(said.chunks), Misread(f"help.{said.name}")
    lacks_one = said.form.phone_needed and not refusal(Money, whole)
    if said.odd or len(said.rails) > 1 or lacks_one or not refusal(Phone, whole):
        return how_it_goes
    wrong = refusal(Reason, written(said.reason))
    if said.whose is not None:
        wrong = refusal(Phone, joined(said.whose)) if said.whose else how_it_goes
    if wrong:
        return wrong
    if any(readings(window) for window in windows(said.chunks)):
        return Misread("sms.two_readings")
    if is_alone(said):
        return amount_complaint(refusal(Money, whole) or how_it_goes)
    for amount, phone in splits(said.chunks):
        errors = [error for error in (refusal(Money, amount), refusal(Phone, phone)) if error]
        if len(errors) == 1:
            return amount_complaint(errors[0])
    return how_it_goes


def is_alone(said: MoneyParts) -> bool:
    """True when its numbers can only be meant as an amount."""
    digits = sum(len(chunk.token.digits) for chunk in said.chunks)
    alone = len(said.chunks) == 1 or digits < PHONE_DIGITS
    return bool(said.chunks) and not said.form.phone_needed and bool(joined(said.chunks)) and alone


def amount_complaint(wrong: Misread) -> Misread:
    """Return the complaint about an amount; a text has room to show how one is written."""
    return Misread("sms.amount_form") if wrong.key == "error.amount_dots" else wrong


def places(said: MoneyParts) -> list[Token]:
    """Return the numbers that have a place in the command: a whole reading, or what stands where its parts go."""
    years = [token for token in said.reason if YEAR.fullmatch(token.digits)]
    everything = (*said.chunks, *(said.whose or ()), *(said.agent or ()))
    chunks = tuple(chunk for chunk in said.chunks if chunk.token.text.isascii())
    if meanings(said) and all(chunk.token.text.isascii() for chunk in everything):
        return [*years, *(chunk.token for chunk in everything)]
    first = 1 if chunks and not is_short(chunks[0].token) else 0  # the phone may come first
    if len(chunks) <= first or chunks[first].after_odd:
        return []
    window = next((window for window in windows(chunks) if readings(window)), ())
    amounts = [chunks[first:end] for end in range(first + AMOUNT_CHUNKS, first, -1) if is_amount(chunks[first:end])]
    return [chunk.token for chunk in window or (amounts or [chunks[first : first + 1]])[0]]


def is_amount(chunks: Chunks) -> bool:
    """True when these chunks are one amount."""
    text = joined(chunks)
    return bool(text) and refusal(Money, text) is None
