"""Favourites: the list, and taking somebody off it. An operation's details put them on it."""

from ussd_menus.questions import Menu, Option, look_up, pick
from wallet.people.people import Caller
from wallet.sending.keep_favourite import RemoveFavourite, get_favourites


def favourites(caller: Caller) -> Menu:
    """Offer the list; one of it can be taken off."""
    known = yield from look_up("favourites", get_favourites, caller.person_id)
    lines = [Option(one.person_id, "ussd.favourites.line", vars(one)) for one in known]
    person_id = yield from pick("ussd.favourites.title", lines)
    chosen = next(one for one in known if one.person_id == person_id)
    remove = Option("remove", "ussd.favourites.remove", {}, "1")
    yield from pick("ussd.favourites.one", [remove], **vars(chosen))
    return RemoveFavourite(**vars(chosen)), None
