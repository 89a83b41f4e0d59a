"""A person at the terminal handset: news come above what is being typed, a PIN is dots, words are not broken."""

from __future__ import annotations

import os
import pty
import threading
import tty
from collections.abc import Iterator

import pytest

from faults.polling import wait_for
from simulators.line_editor import CLEAR, LineEditor
from simulators.pin_asked import asks_pin
from simulators.wrapping import wrap


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    ours, theirs = pty.openpty()
    tty.setcbreak(theirs)  # else the kernel edits what is typed ahead of the first line, before we read it
    yield ours, theirs
    os.close(ours)
    os.close(theirs)


def test_a_line_is_read_key_by_key(terminal: tuple[int, int]) -> None:
    ours, theirs = terminal
    written: list[str] = []
    editor = LineEditor(theirs, written.append, lambda: None)
    os.write(ours, "sms sold\x7fde\x1b[A\x7fé\rq\n\x04".encode())
    assert editor.read("677 > ", is_secret=False) == "sms soldé"
    assert editor.read("677 > ", is_secret=False) == "q"
    assert editor.read("677 > ", is_secret=False) is None
    assert f"{CLEAR}677 > " in written


def test_a_pin_is_drawn_as_dots_and_news_come_above_it(terminal: tuple[int, int]) -> None:
    ours, theirs = terminal
    written: list[str] = []
    news = iter(["a text"])

    def look() -> None:
        for one in news:
            editor.say(one)

    editor = LineEditor(theirs, written.append, look)
    found: list[str | None] = []
    reader = threading.Thread(target=lambda: found.append(editor.read("> ", is_secret=True)))
    reader.start()
    wait_for(lambda: f"{CLEAR}> " in written, "the line to be drawn")
    os.write(ours, b"73")
    wait_for(lambda: f"{CLEAR}a text\n> ••" in written, "news above the line, which is drawn anew")
    os.write(ours, b"51\n")
    reader.join()
    assert found == ["7351"]
    assert "7" not in "".join(written)


SCREENS = {
    "Envoyer 5 000 FCFA à Awa N.\nTotal 5 039 FCFA\nPIN?\n0 Retour 00 Menu": True,
    "Choisissez un PIN de 4 à 6 chiffres. Ne le dites à personne.\n0 Retour": True,
    "Retapez ce PIN: vous ouvrez le compte et acceptez les conditions (mbongo.cm/cg).": True,
    "Nouveau PIN, 4 à 6 chiffres?\nPas 1234, ni votre année, ni la fin du numéro": True,
    "Your current PIN?": True,
    "Mon compte\n5 Verrouiller\n6 Changer de PIN\n0 Retour": False,
    "PIN oublié: numéro du client?\n0 Retour": False,
    "Forgot PIN: customer's number?": False,
    "Montant en FCFA?": False,
}


@pytest.mark.parametrize("screen", SCREENS)
def test_screens_that_ask_for_a_pin(screen: str) -> None:
    assert asks_pin(screen) is SCREENS[screen]


def test_lines_break_between_words_and_never_inside_an_amount() -> None:
    assert wrap("Envoyer 10 000 FCFA à Awa", 12) == "Envoyer\n10 000 FCFA\nà Awa"
    assert wrap("un\n\ndeux", 9) == "un\n\ndeux"
    assert wrap("x" * 10, 4) == "xxxx\nxxxx\nxx"
