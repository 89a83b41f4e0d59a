"""Say on each of somebody's pages what must stay of their money, and whom to call; never why."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from tests.wallet.sanctions.test_sanctions import STRANGERS, bring, screen, write
from tests.web.conftest import Look
from tests.web.me.conftest import Visitor
from tests.world.cast import BRUNO, MOUSSA
from tests.world.office import Office
from tests.world.world import World

ORDER = ("--authority", "Tribunal de Douala", "--order", "123/CRIM", "--day", "2026-11-02", "--why", "order received")
PAGES = ("", "/history", "/subscriptions", "/account", "/close", "/give-back")
TELLING = ("sanction", "liste", "list of", "tribunal", "autorité", "authority", "order", "ordre", "crim", "nations")


def retain(office: Office, whom: str, amount: str) -> None:
    """Have two of staff retain money."""
    office.done("retention", "add", whom, amount, *ORDER)
    office.done("retention", "add", whom, "--approve", login=BRUNO)


def test_my_pages_part_what_is_available_from_what_must_stay(world: World, office: Office, visitor: Visitor) -> None:
    world.credit(MOUSSA, 18_000)
    assert "doivent rester" not in visitor.sign_in().text
    retain(office, MOUSSA, "15000")
    for page in PAGES:
        seen = visitor.see(f"/me{page}").text
        assert "Solde 18 000 FCFA" in seen, page
        assert "Disponible : 3 000 FCFA" in seen, page
        assert "15 000 FCFA de votre solde doivent rester" in seen, page
        assert "appelez-nous : 222123456" in seen, page


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_a_list_retains_says_what_an_order_does(
    world: World, office: Office, visitor: Visitor, chromium: BrowserContext, url: str, language: str, look: Look,
    tmp_path: Path,
) -> None:  # fmt: skip
    world.credit(MOUSSA, 18_000)
    bring(office, write(tmp_path, (*STRANGERS, "QDi.7;person;BELLO Musa;;1970;")))
    screen(world)
    page = chromium.new_page()
    visitor.sign_in_at(page, url, language)
    page.wait_for_selector("#movements")
    page.goto(f"{url}/me?lang={language}")
    told = " ".join(page.locator("div.told").inner_text().split())
    assert ("18 000 FCFA de votre solde" if language == "fr" else "18 000 FCFA of your balance") in told
    assert not [one for one in TELLING if one in told.lower()]
    for width in (1100, 360):
        look(page, width)
