"""A change that a text made is said at the owner's next call, whoever sent it, and undone there; no other change is."""

from collections.abc import Callable

import pytest

from tests.world.cast import AWA, MOUSSA, STRANGER
from tests.world.world import World
from wallet.accounts.change_language import ChangeLanguage
from wallet.accounts.choose_texts import ChooseTexts
from wallet.accounts.first_screen import find_first_screen
from wallet.accounts.lock_wallet import LockWallet, UnlockWallet
from wallet.accounts.text_changed import keep_change
from wallet.messages import texts
from wallet.operations.use_case import UseCase

FORGED: dict[str, UseCase] = {"lock": LockWallet(), "stop": ChooseTexts(stopped=True), "language": ChangeLanguage("en")}
UNDONE: dict[str, UseCase] = {
    "lock": UnlockWallet(),
    "stop": ChooseTexts(stopped=False),
    "language": ChangeLanguage("fr"),
}
changes = pytest.mark.parametrize("kind", FORGED)


def said(world: World, phone: str = MOUSSA) -> str:
    actor = world.actor(phone)
    return str(world.do(lambda db: find_first_screen(db, actor.id).text_change))


@changes
def test_what_a_text_changed_is_said_until_its_owner_answers(world: World, kind: str) -> None:
    world.perform(MOUSSA, FORGED[kind], "t", "sms")
    assert (said(world), said(world), said(world, AWA)) == (kind, kind, "")
    world.perform(MOUSSA, UNDONE[kind], "u")
    assert said(world) == ""


@changes
def test_what_was_meant_is_said_no_more_and_stays(world: World, kind: str) -> None:
    world.perform(MOUSSA, FORGED[kind], "t", "sms")
    actor = world.actor(MOUSSA)
    world.do(lambda db: keep_change(db, actor.id, kind))
    assert said(world) == ""
    assert is_changed(world)[kind](MOUSSA)


@changes
def test_what_its_owner_did_by_the_menu_is_not_asked_about(world: World, kind: str) -> None:
    world.perform(MOUSSA, FORGED[kind], "m")
    assert (is_changed(world)[kind](MOUSSA), said(world)) == (True, "")


@changes
def test_a_text_that_changed_nothing_is_not_said(world: World, kind: str) -> None:
    world.perform(MOUSSA, FORGED[kind], "m")
    world.perform(MOUSSA, FORGED[kind], "t", "sms")
    assert said(world) == ""


def test_the_language_before_the_first_of_several_texts_is_what_comes_back(world: World) -> None:
    for turn, language in enumerate(("en", "pcm", "en")):
        world.perform(MOUSSA, ChangeLanguage(language), f"t{turn}", "sms")
    actor = world.actor(MOUSSA)
    assert world.do(lambda db: find_first_screen(db, actor.id).before) == "fr"


def test_several_are_said_one_after_the_other(world: World) -> None:
    for kind, case in FORGED.items():
        world.perform(MOUSSA, case, f"t {kind}", "sms")
    heard = []
    while kind := said(world):
        heard.append(kind)
        world.perform(MOUSSA, UNDONE[kind], f"u {kind}")
    assert sorted(heard) == sorted(FORGED)


def test_a_number_without_a_wallet_may_stop_texts_and_has_no_menu_to_hear_it_in(world: World) -> None:
    assert world.perform(STRANGER, ChooseTexts(stopped=True), "t", "sms").told
    assert world.do(lambda db: texts.is_stopped(db, STRANGER))
    assert world.one("SELECT count(*) FROM text_change") == 0


def is_changed(world: World) -> dict[str, Callable[[str], bool]]:
    """Return how each change is seen."""
    locked = "SELECT locked_by_owner FROM person p JOIN phone f ON f.person_id = p.id WHERE f.number = :phone"
    return {
        "lock": lambda phone: world.one(locked, phone=phone),
        "stop": lambda phone: world.do(lambda db: texts.is_stopped(db, phone)),
        "language": lambda phone: world.actor(phone).language == "en",
    }
