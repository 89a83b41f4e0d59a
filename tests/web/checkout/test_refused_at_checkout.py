"""Each form of a page that is paid, sent so that it is refused: why, what next, and what was typed stand there."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.web.checkout.test_checkout_page import make, press
from tests.web.refused import check_refused
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business import links
from wallet.business.links import NewLink
from wallet.payments import operators

LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])
FORMS = (
    {"method": "wallet", "phone": "12"},
    {"method": "mtn", "phone": "douze"},
    {"method": "nothing", "phone": ""},
)
FIELDS = {"name": "Awa", "phone": "12", "email": "awa@exemple.cm", "reference": "F-12"}


def send(browser: FlaskClient, token: str, language: str, **form: str) -> Any:
    """Press a button of a page that is read in a language."""
    return press(browser, f"{token}?lang={language}", **form)


@LANGUAGES
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form["method"])
def test_who_pays_by_a_wrong_number_types_it_anew_alone(
    world: World, shop: Shop, browser: FlaskClient, form: dict[str, str], language: str
) -> None:
    _, address = make(world, shop)
    check_refused(send(browser, address.token, language, **form), {"phone": form["phone"]}, language)


@LANGUAGES
def test_who_chose_a_currency_finds_it_chosen(world: World, shop: Shop, browser: FlaskClient, language: str) -> None:
    world.do_as_owner(lambda db: operators.set_maintenance(db, "flutterwave", on=False))
    _, address = make(world, shop)
    answer = send(browser, address.token, language, method="card", currency="EUR", quote="of another time")
    check_refused(answer, {"currency": "EUR"}, language)


@LANGUAGES
def test_who_fills_in_a_links_lines_keeps_them(world: World, shop: Shop, browser: FlaskClient, language: str) -> None:
    new = NewLink(shop.merchant.id, "Cotisation", least=500, most=50_000, fields=" ".join(FIELDS))
    _, address = world.do(lambda db: links.create(db, new), "web")
    for wrong in ({"amount": "5 000", **FIELDS}, {**FIELDS, "amount": "trop", "phone": "699000002"}):
        check_refused(send(browser, address.token, language, **wrong), wrong, language)


@LANGUAGES
def test_what_no_form_of_ours_sends_leads_back(world: World, shop: Shop, browser: FlaskClient, language: str) -> None:
    _, address = make(world, shop)
    page = check_refused(browser.post(f"/pay/{address.token}?lang={language}", data={"method": "mtn"}), {}, language)
    assert f'href="/pay/{address.token}"' in page.html
