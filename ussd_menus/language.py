"""Choosing a language: each is offered by its own name, so that its speakers find it from any other."""

from collections.abc import Generator
from typing import Any

from ussd_menus.questions import Menu, Option, Question, Speak, pick
from wallet.accounts.change_language import ChangeLanguage
from wallet.people.people import Caller


def change_language(caller: Caller) -> Menu:
    """Speak another language to the owner of a wallet from now on."""
    return ChangeLanguage((yield from choose_language(caller))), None


def speak_another(caller: Caller) -> Menu:
    """Go on in another language, for a phone without a wallet."""
    return Speak((yield from choose_language(caller))), None


def choose_language(caller: Caller) -> Generator[Question, Any, str]:
    """Offer every language we speak, and return the one chosen."""
    lines = [Option(one, "ussd.language.line", {"language": one}) for one in caller.languages.split()]
    return (yield from pick("ussd.language.title", lines))
