"""The tour: every scene plays in every language, also once more on the same data, and ends with books that hold."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from local.tour import ending, scenes
from local.tour.cast import AWA, MOUSSA
from local.tour.reading import find_digit, find_language, stands
from local.tour.stage import WORDS, Tour
from sms_templates import LANGUAGES
from tests.world.service import Service
from wallet.people import people

CHECKOUT = Path(__file__).parents[2]
BY_COMMAND = "en"  # the language in which the command plays it; the others are played here
SCREEN = "Mbongo\n1 Envoyer\n2. Ajouter de l'argent (sauf Orange)\n3 Retirer\n4 FRANÇAIS"


def tour_of(service: Service, language: str) -> tuple[Tour, io.StringIO]:
    """Return a tour of the service, and what it draws."""
    drawn = io.StringIO()
    console = Console(file=drawn, width=80)
    owner, reader = (
        engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        for engine in (service.owner, service.wallets["read"].engine)
    )
    office = service.wallet_on("office")
    return Tour(
        office, "*384*237#", service.simulator_url, f"{service.base_url}/v1", console, owner, reader, language
    ), drawn


@pytest.mark.parametrize(
    ("language", "times"), [(one, 1 if place else 2) for place, one in enumerate(LANGUAGES) if one != BY_COMMAND]
)
def test_it_plays_in_this_language_and_once_more_on_the_same_data(service: Service, language: str, times: int) -> None:
    for _ in range(times):
        tour, drawn = tour_of(service, language)
        scenes.play(tour)
        ending.end(tour)
        ending.show_next(tour, "http://phone.example/", Path("data"), stays=True)
    said = drawn.getvalue()
    for told in (MOUSSA.pin, AWA.pin, "http://phone.example/", tour.say("journals_agree"), "none broken"):
        assert told in said
    spoken = service.do(lambda db: people.find_by_phone(db, MOUSSA.number))
    assert spoken.language == language
    service.check()


def test_another_language_is_spoken_by_people_who_are_there_already(service: Service) -> None:
    for language in ("fr", "en"):
        tour, _ = tour_of(service, language)
        scenes.register(tour, MOUSSA)
    assert service.do(lambda db: people.find_by_phone(db, MOUSSA.number)).language == "en"


def test_screens_are_known_by_their_sentences() -> None:
    assert find_digit(SCREEN, "fr", "ussd.main.send_money") == "1"
    assert find_digit(SCREEN, "fr", "ussd.main.recharge") == "2"
    assert find_digit(SCREEN, "fr", "ussd.main.agent") == ""
    assert find_language(SCREEN, "fr") == "4"
    assert find_language(SCREEN, "en") == ""
    assert stands("Faux.\nAwa N. 699000002\nMontant en FCFA?", "fr", "ussd.send_amount")
    assert not stands("Envoyer à quel numéro?", "fr", "ussd.send_amount")


def test_the_command_plays_it_and_says_what_to_try_next(folder: Path) -> None:
    argv = [sys.executable, "-m", "local", "demo", "--once", "--language", BY_COMMAND, "--data", str(folder)]
    ran = subprocess.run(argv, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    said = " ".join(ran.stdout.split())
    for told in (MOUSSA.pin, AWA.pin, " ".join(WORDS[BY_COMMAND]["journals_agree"].split()), "none broken"):
        assert told in said
    assert ran.stdout.rstrip().endswith(f"./mbongo check --data {folder}")
    checked = [sys.executable, "-m", "local", "check", "--data", str(folder)]
    said = subprocess.run(checked, cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout
    assert said.startswith(f"In {folder.resolve()}:\nThe ledger holds")


def test_every_language_s_words_are_for_what_english_says() -> None:
    assert all(words.keys() <= WORDS["en"].keys() for words in WORDS.values())
