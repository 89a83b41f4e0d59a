"""People a caller knows, offered where a number is asked for: favourites, and whom they sent to lately."""

from collections.abc import Generator, Sequence
from typing import Any, Final

from ussd_menus.questions import Option, pick
from wallet.people.favourites import Favourite

FAVOURITES: Final = "favourites"


def name_people(known: Sequence[Favourite]) -> list[Option]:
    """Return a line for each, by name; the answer is their number."""
    return [Option(one.phone, "ussd.favourites.name", vars(one)) for one in known]


def offer_favourites(known: Sequence[Favourite], digit: str) -> list[Option]:
    """Return the line that leads to the list, where there is one and no room for it."""
    return [Option(FAVOURITES, "ussd.favourites.title", {}, digit)] if known else []


def pick_number(known: Sequence[Favourite]) -> Generator[Any, Any, str]:
    """Offer the list, and return the number of the one chosen."""
    lines = [Option(one.phone, "ussd.favourites.line", vars(one)) for one in known]
    return (yield from pick("ussd.favourites.title", lines))
