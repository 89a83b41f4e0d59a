"""The filter in a history's address: days, which way, what, with whom, how much, and how it stands."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import request

from documents.words import Say
from wallet.accounts.read_movements import NEWEST
from wallet.core.errors import Misread
from wallet.core.values import Money
from wallet.operations.kinds import GROUPS
from wallet.operations.movements import STATES, MovementFilter
from web.pages.group_names import name_groups

WAYS: Final = ("", "in", "out")
FIELDS: Final = ("since", "until", "way", "kind", "who", "least", "most", "state")
WHO_LETTERS: Final = 40
SEQ_DIGITS: Final = 18


class WrongFilter(Exception):
    """A filter in the address that nothing can be chosen by; the message is what its reader reads."""


@dataclass(frozen=True)
class Choice:
    """One of the choices of a list on the page."""

    value: str
    words: str


def list_ways(say: Say) -> list[Choice]:
    """Return the ways money goes."""
    return [Choice(*one) for one in zip(WAYS, (say("All"), say("Received"), say("Given")), strict=True)]


def list_groups(say: Say) -> list[Choice]:
    """Return what a person can look for."""
    words = name_groups(say)
    return [Choice("", say("All")), *(Choice(one, words[one]) for one in GROUPS)]


def list_states(say: Say) -> list[Choice]:
    """Return how an operation may stand."""
    words = {"done": say("Done"), "waiting": say("Waits"), "undone": say("Given back")}
    return [Choice("", say("All")), *(Choice(one, words[one]) for one in STATES)]


def read_filter(say: Say) -> MovementFilter:
    """Return what the current request's address asks for. Raises WrongFilter."""
    said = {name: request.args.get(name, "").strip() for name in FIELDS}
    try:
        days = [date.fromisoformat(said[name]) if said[name] else None for name in FIELDS[:2]]
    except ValueError:
        raise WrongFilter(say("Write days as 2026-11-29.")) from None
    try:
        least, most = (int(Money.read(said[name])) if said[name] else 0 for name in ("least", "most"))
    except Misread:
        raise WrongFilter(say("Write amounts in digits: 5000.")) from None
    known = said["way"] in WAYS and said["kind"] in ("", *GROUPS) and said["state"] in ("", *STATES)
    if not known or len(said["who"]) > WHO_LETTERS or not (said["who"].isprintable() or not said["who"]):
        raise WrongFilter(say("This filter is unknown: choose one of those shown."))
    return MovementFilter(days[0], days[1], said["way"], said["kind"], said["who"], least, most, said["state"])


def read_before(say: Say) -> int:
    """Return the line before which a page begins. Raises WrongFilter."""
    before = request.args.get("before", "")
    if not before:
        return NEWEST
    if not (before.isascii() and before.isdigit() and len(before) <= SEQ_DIGITS):
        raise WrongFilter(say("This filter is unknown: choose one of those shown."))
    return int(before)


def keep_filter() -> dict[str, str]:
    """Return the filter as it stands in the address, for the addresses that go on with it."""
    return {name: request.args.get(name, "") for name in FIELDS}


def describe_filter(say: Say, wanted: MovementFilter) -> str:
    """Return in words by what besides days its lines were chosen, "" for nothing."""

    def find(choices: list[Choice], value: str) -> str:
        return next(one.words for one in choices if one.value == value) if value else ""

    bounds = say("from %(least)s", least=wanted.least) if wanted.least else ""
    bounds = " ".join((bounds, say("up to %(most)s FCFA", most=wanted.most) if wanted.most else "")).strip()
    parts = (
        find(list_ways(say), wanted.way), find(list_groups(say), wanted.group), wanted.who, bounds,
        find(list_states(say), wanted.state),
    )  # fmt: skip
    chosen = ", ".join(one for one in parts if one)
    return say("Only: %(chosen)s", chosen=chosen) if chosen else ""
