"""`…` in a story stands for lines it does not look at, and for nothing else."""

import pytest

from tests.stories.language.gaps import fold, screen_of
from tests.stories.language.play import FOLDER

MENU = ["      < Mbongo", "      < 1 Envoyer", "      < 2 Recharger", "      < 3 Retirer"]
SMS = "sms to moussa: 5 000 FCFA"
WHOLE = "menus.txt"  # the story about the menus that everybody passes through


def screen(*lines: str) -> list[str]:
    return [f"      < {line}" for line in lines]


@pytest.mark.parametrize(
    "written",
    [
        MENU,
        screen("Mbongo", "…"),
        screen("…"),
        screen("…", "3 Retirer"),
        screen("Mbongo", "…", "3 Retirer"),
        screen("Mbongo", "…", "2 Recharger", "…"),
        screen("…", "1 Envoyer", "…", "3 Retirer"),
        screen("Mbongo", "1 Envoyer", "2 Recharger", "3 Retirer", "…"),
    ],
)
def test_a_screen_is_told_as_it_was_written_where_that_is_true(written: list[str]) -> None:
    assert fold([*written, SMS], [*MENU, SMS]) == [*written, SMS]
    assert fold(written, [*MENU, SMS]) == [*written, SMS], "what came besides is told"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (screen("Mbongo", "1 Envoyer"), MENU),
        (screen("Accueil", "…"), screen("Mbongo", "…")),
        (screen("Mbongo", "…", "4 Payer"), screen("Mbongo", "…", "3 Retirer")),
        (screen("Mbongo", "1 Send", "…"), screen("Mbongo", "1 Envoyer", "…")),
        (screen("Mbongo", "…", "4 Payer", "…"), MENU),
        (screen("a", "b", "…", "c", "d", "e"), MENU),
        ([SMS], MENU),
        (["      = Mbongo", "      = …"], ["      < Mbongo", "      = …"]),
    ],
)
def test_a_screen_that_is_otherwise_is_told_with_the_gap_where_it_stood(written: list[str], told: list[str]) -> None:
    assert fold(written, MENU) == told


def test_the_menus_that_everybody_passes_stand_whole_in_their_own_story_alone() -> None:
    """Or one line more on the first screen would rewrite seventy stories."""
    whole = screens(WHOLE)
    assert len(whole) >= 6, "the first screen and the account in two languages, the agent's, the stranger's"
    found = {path.name for path in FOLDER.glob("*.txt") if path.name != WHOLE and screens(path.name) & whole}
    assert not found, f"write `< …` for the lines these do not look at: {sorted(found)}"


def screens(name: str) -> set[tuple[str, ...]]:
    """Return the menus of a story that wait for a choice among three or more."""
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    found = {tuple(screen_of(lines[number + 1 :])) for number, line in enumerate(lines) if not screen_of([line])}
    return {one for one in found if sum(line.lstrip(" <")[:1].isdigit() for line in one) > 2}
