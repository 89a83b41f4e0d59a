"""Operators, their customers and billers in a story: their moods, their callbacks, their answers."""

from typing import Final

from simulators.recording import INDENT
from tests.stories.language.bills import read_bills
from tests.stories.language.cast import PHONE, RAIL, phone_of
from tests.stories.language.moods import MOODS
from tests.stories.language.telling import Telling, Verbs
from wallet.payments import operators


def decides(telling: Telling, who: str, word: str) -> None:
    """Answer the oldest question open on a phone, as in simulators/terminal.py."""
    problem = telling.service.outside.decide(phone_of(who), approve=word == "approves")
    if problem:
        telling.say(f"{INDENT}({problem})")


def is_customer(telling: Telling, who: str, rail: str) -> None:
    """Give a number an account at an operator its prefix does not tell."""
    telling.service.outside.put(f"operators/{rail}", {"customers": {phone_of(who): 100_000}})


def goes_wrong(telling: Telling, rail: str, mood: str) -> None:
    """Set an operator's mood until the next of any."""
    telling.service.outside.ask(rail, MOODS[mood].faults, odd=MOODS[mood].odd)


def calls_back(telling: Telling, rail: str, file: str) -> None:
    """Send a kept callback about the newest payment, under the right secret path, whoever sent it."""
    url = telling.service.callback_url(rail)
    telling.service.outside.call_back(url, file, telling.service.newest_payment())


def is_maintained(telling: Telling, rail: str, word: str) -> None:
    """Turn the maintenance switch."""
    with telling.service.owner.begin() as db:  # the office does it for a login alone
        operators.set_maintenance(db, rail, word == "begins")


def knows_bills(telling: Telling, biller: str, bills: str) -> None:
    """Tell the biller's own system what to answer, once it is asked."""
    due = {ref: {"number": f"N-{ref}", "amount": amount} for ref, amount in read_bills(bills).items()}
    telling.service.outside.put(f"billers/{biller}", {"bills": due})


def biller_is(telling: Telling, biller: str, mood: str) -> None:
    """Set the mood of the biller's own system."""
    telling.service.outside.put(f"billers/{biller}", {"mood": mood})


VERBS: Final[Verbs] = {
    r"(?P<biller>[A-Z]+)'s system knows (?P<bills>.*)": knows_bills,
    r"(?P<biller>[A-Z]+)'s system is (?P<mood>well|down)": biller_is,
    rf"{PHONE} (?P<word>approves|refuses)": decides,
    rf"{PHONE} is a customer of {RAIL}": is_customer,
    rf"{RAIL} (?P<mood>{'|'.join(MOODS)})": goes_wrong,
    rf"{RAIL} > (?P<file>callbacks/\S+)": calls_back,
    rf"maintenance of {RAIL} (?P<word>begins|ends)": is_maintained,
}
