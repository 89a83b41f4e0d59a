"""Tables of what drawn people type: on a screen, by the words it shows; in a dialled shortcut; in a text.

A sentence is named by its key in [ussd] of the person's language, so no word of a screen is written twice.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from faults.plan import AGENT_CODE, DrawnPerson, PlannedAct
from faults.stage import PIN
from sms_templates import FILES
from sms_templates.reading.words import WORDS, show_word
from wallet.payments.rails import RAILS

HANGS_UP: Final = "hangs up"  # what was wanted is not on the screen: somebody else did it, or it never came
REMARK: Final = r"(?: \(.*\))?"  # behind a line: how many there are, or that an operator is down
# The line that is wanted, from the first screen to the last; {rail} is the operator a stranger pays by.
WANTED: Final[dict[str, tuple[str, ...]]] = {
    "send": ("main.send_money", "send_new.yes"),
    "recharge": ("main.recharge", "recharge_confirm.yes"),
    "withdraw": ("main.withdraw", "cash_out_waits.other"),
    "cash_in": ("main.agent", "agent.cash_in"),
    "cash_out": ("main.withdraw", "cash_out_waits.other", "withdraw_where_agent"),
    "pay_out": ("main.agent", "agent.pay_out"),
    "request": ("main.requests", "requests.ask_money"),
    "pay_request": ("main.pay", "request.pay"),
    "refuse": ("main.pay", "stranger.pay_request", "stranger_request.refuse", "request.refuse"),
    "collect": ("main.pay", "stranger.pay_request", "request.pay", "operator.{rail}"),
    "register": ("stranger.register",),
    "refund": ("main.account", "account.operations", "operation_do.refund_payment"),
}
LISTED: Final[dict[str, tuple[str, ...]]] = {  # the same, where a request is found in one's own list
    "pay_request": ("main.requests", "requests.to_pay", "request.pay"),
    "refuse": ("main.requests", "requests.to_pay", "request.refuse"),
}
ON_OWN_NUMBER: Final = ("recharge_payer_own", "withdraw_where_own")
EVERYTHING: Final = ("refund_all",)
# What is typed where these are asked, and nothing wanted is on the screen.
TYPED: Final = {
    "register_name.first": "first_name", "register_name.family": "family_name",
    "register_pin": "pin", "register_pin_again": "pin",
    "send_recipient": "other", "cash_in_phone": "other", "request_payer": "other", "recharge_payer": "other",
    "recharge_payer_mine": "other", "pay_code": "code",
    "withdraw_where": "other", "cash_out_agent": "agent", "pay_out_code": "code", "request_code": "code",
    "recharge_amount": "amount", "amount.first": "amount", "amount.again": "amount",
    "pay_out_amount": "amount", "request_reason": "reason",
}  # fmt: skip
# Where somebody hangs up when what they want is not there.
GONE: Final = {
    "register": ("main.send_money",), "refund": ("history.title",),
    "pay_request": ("requests.ask_money", "requests_to_pay.title"),
    "refuse": ("requests.ask_money", "requests_to_pay.title"),
}  # fmt: skip
OFFERED_AFTER: Final = "favourites.add"  # on the screen that says it is done, once one person was sent to twice
# As much as can be dialled at once after *384*237*.
SHORTCUTS: Final = {
    "send": "1*{other}*{amount}", "recharge": "2*{amount}*{other}", "withdraw": "3*{other}*{amount}",
    "cash_in": "7*1*{other}*{amount}", "cash_out": "3*2*{agent}*{amount}", "pay_out": "7*2*{code}*{amount}",
    "request": "5*1*{other}*{amount}", "pay_request": "4*{code}*1", "refund": "6*2",
}  # fmt: skip
# What is texted: the word of a command, and what it needs.
TEXTS: Final = {
    "send": ("send", "{amount} {other}"), "recharge": ("recharge", "{amount} {payer}"),
    "withdraw": ("withdraw", "{amount} {payer}"), "cash_out": ("withdraw", "{amount} {agents_word} {agent}"),
    "pay_out": ("handover", "{code} {amount}"), "request": ("request", "{amount} {other}"),
    "pay_request": ("pay", "{code}"), "refuse": ("decline", "{code}"),
}  # fmt: skip
OUTRIGHT: Final = ("refuse",)  # what a text does at once: nothing is asked back


def values(asked: PlannedAct, person: DrawnPerson, code: str) -> dict[str, str]:
    """Return what may be typed, by name."""
    other, is_own = asked.other[4:], asked.other == person.phone
    return {
        "other": other, "payer": "" if is_own else other, "amount": str(asked.part or asked.amount), "reason": "1",
        "agent": AGENT_CODE, "agents_word": WORDS["fr"]["inside"]["agent"][0], "code": code,
        "first_name": person.name, "family_name": "Nkolo", "pin": PIN,
    }  # fmt: skip


def dialled(asked: PlannedAct, person: DrawnPerson, code: str) -> str:
    """Return the code to dial."""
    shortcut = SHORTCUTS.get(asked.kind) if asked.shortcut and not asked.listed else None
    return f"*384*237*{shortcut.format(**values(asked, person, code))}#" if shortcut else "*384*237#"


def texted(asked: PlannedAct, person: DrawnPerson, code: str) -> str:
    """Return the text that asks for the same."""
    word, rest = TEXTS[asked.kind]
    return f"{show_word(person.language, word)} {rest.format(**values(asked, person, code))}".strip()


def answer_to(screen: str, asked: PlannedAct, person: DrawnPerson, code: str) -> str | None:
    """Return what is typed on this screen, or HANGS_UP; None when the tables have no answer to it."""
    return next(answers(screen, asked, person, code), None)


def answers(screen: str, asked: PlannedAct, person: DrawnPerson, code: str) -> Iterator[str]:
    """Yield answers that fit, the best first: a call to resume, a line wanted (the deepest), a question, the PIN."""
    language = person.language
    if sentence(language, "resume").split("\n")[1][:9] in screen:
        yield "98" if asked.resume else "00"
    yield from lines_wanted(screen, asked, person)
    for key, value in TYPED.items():
        if words(language, key) in screen:
            yield values(asked, person, code)[value]
    if "PIN?" in screen:
        yield PIN
    if is_end(screen, language):
        yield HANGS_UP
    if any(words(language, key) in screen for key in GONE.get(asked.kind, ())):
        yield "98" if re.search(r"^98 ", screen, re.MULTILINE) else HANGS_UP


def is_end(screen: str, language: str) -> bool:
    """True for a screen that is still open, and says that what was wanted is done."""
    return re.search(rf"^[0-9] {line(language, OFFERED_AFTER)}$", screen, re.MULTILINE) is not None


def lines_wanted(screen: str, asked: PlannedAct, person: DrawnPerson) -> Iterator[str]:
    """Yield the digits of the lines that are wanted on this screen; of a list, the one with the amount."""
    wanted = (LISTED if asked.listed else WANTED)[asked.kind]
    if asked.other == person.phone:
        wanted += ON_OWN_NUMBER
    if asked.kind == "refund" and not asked.part:
        wanted += EVERYTHING
    amount = f"{asked.amount:,}".replace(",", " ")
    is_first = f"1 {words(person.language, 'main.send_money')}" in screen  # elsewhere its words mean something else
    keys = [key.format(rail=asked.other) for key in reversed(wanted) if key.startswith("main.") == is_first]
    patterns = [line(person.language, key) for key in keys]
    if asked.listed:
        patterns.insert(0, rf"{amount} .*")
    if asked.kind == "refund":
        patterns.insert(0, rf"\S+ \+{amount} .*")
    for pattern in patterns:
        if found := re.search(rf"^([0-9])\.? {pattern}{REMARK}$", screen, re.MULTILINE):
            yield found[1]


def sentence(language: str, key: str) -> str:
    """Return a sentence of [ussd], or one of its tables, as it is written."""
    found: Any = FILES[language]["ussd"]
    for part in key.split("."):
        found = found[part]
    return str(found)


@cache
def words(language: str, key: str) -> str:
    """Return the longest words of a sentence that no value is part of."""
    return max((piece.strip() for piece in re.split(r"\{.*?\}|\n", sentence(language, key))), key=len)


@cache
def line(language: str, key: str) -> str:
    """Return a line as a pattern that matches it whatever its values are; an operator's is its title."""
    if key.startswith("operator."):
        return re.escape(RAILS[key.removeprefix("operator.")].title)
    return ".*".join(re.escape(piece.rstrip()) for piece in re.split(r"\{.*?\}", sentence(language, key)))
