"""A change that a text made, said before every other menu: its owner undoes it, or says that they meant it."""

from collections.abc import Generator
from typing import Any

from ussd_menus.account import unlock
from ussd_menus.questions import LookUp, Menu, Question, choose, look_up
from wallet.accounts.change_language import ChangeLanguage
from wallet.accounts.choose_texts import ChooseTexts
from wallet.accounts.first_screen import FirstScreen
from wallet.accounts.text_changed import keep_change
from wallet.people.people import Caller


def asks_to_undo(caller: Caller, screen: FirstScreen) -> Generator[Question | LookUp, Any, bool]:
    """Say what a text changed, and return whether it is to be undone; one that was meant is said no more."""
    said = {"language": screen.before or caller.language}
    chosen = yield from choose(f"ussd.text_change_{screen.text_change}", "undo", "keep", **said)
    if chosen == "keep":
        yield from look_up("meant", keep_change, caller.person_id, screen.text_change)
    return bool(chosen == "undo")


def undo_text_change(caller: Caller, screen: FirstScreen) -> Menu:
    """Undo it: the lock with the PIN, as it may be the owner's own against a thief with their phone."""
    if screen.text_change == "lock":
        return (yield from unlock(caller))
    return ChooseTexts(stopped=False) if screen.text_change == "stop" else ChangeLanguage(screen.before), None
