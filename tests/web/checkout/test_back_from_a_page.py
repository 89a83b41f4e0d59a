"""A payer who comes back from a rail's page has its worker look at once, seldom enough, and moves nothing by it."""

import pytest
from flask.testing import FlaskClient

from tests.web.checkout.test_checkout_page import follow, make
from tests.web.reading import read_page
from tests.world.cashier import Cashier
from tests.world.shop import Shop
from tests.world.world import World

DUE = "SELECT due_at <= wallet_now() FROM payment"
FORGED = "&status=successful&transaction_id=1&tx_ref=x"


@pytest.fixture
def where(world: World, shop: Shop, browser: FlaskClient) -> str:
    """Return the address of a page whose payer is at the card processor's, not looked at for a while."""
    Cashier.hire(world, shop)
    _, address = make(world, shop)
    leads, _ = follow(browser, address.token, method="card")
    world.work("pending", rail="flutterwave")
    assert not world.one(DUE)
    return leads.replace("&go=1", "")


def test_who_is_back_is_looked_at_at_once_by_the_worker_alone(world: World, browser: FlaskClient, where: str) -> None:
    browser.get(where)
    assert not world.one(DUE), "they only look at the page"
    back = read_page(browser.get(f"{where}&back=1{FORGED}")).text
    assert "Payé" not in back
    assert "Vous revenez de la page de Flutterwave" in back
    assert "Sinon, rien n'a été prélevé" in back, "who cancelled there is not told to wait"
    assert world.one(DUE)
    assert world.one("SELECT state FROM payment") == "pending", "what they bring says nothing"
    world.work("succeeded", rail="flutterwave")
    assert world.one("SELECT state FROM checkout") == "paid"
    world.check()


def test_an_operator_is_not_worn_out_by_whoever_comes_back_again_and_again(
    world: World, browser: FlaskClient, where: str
) -> None:
    hurried = list[int]()
    for nth in range(40):  # five seconds apart
        browser.get(f"{where}&back=1")
        if world.one(DUE):
            hurried.append(nth)
            world.work("pending", rail="flutterwave")
            world.change("UPDATE payment SET due_at = wallet_now() + interval '1 hour'")
        world.pass_time(5)
    assert hurried == [0, 2, 4, 6, 8, 10]


def test_a_payment_that_ended_or_was_not_told_is_not_looked_at(world: World, browser: FlaskClient, where: str) -> None:
    world.change("UPDATE payment SET due_at = NULL, state = 'succeeded'")
    browser.get(f"{where}&back=1")
    assert world.one("SELECT due_at FROM payment") is None
    world.change("UPDATE payment SET due_at = wallet_now() + interval '1 hour', state = 'created', handle = ''")
    browser.get(f"{where}&back=1")
    assert not world.one(DUE)


def test_the_page_alone_may_not_say_when_a_payment_is_looked_at(world: World, where: str) -> None:
    assert where
    with pytest.raises(Exception, match="permission denied"):
        world.do(lambda db: db.exec_driver_sql("UPDATE payment SET due_at = wallet_now()"), "web")


def test_a_rail_whose_page_posts_leads_its_payer_back_too(world: World, browser: FlaskClient, where: str) -> None:
    """Their button sends a form of theirs to the address we gave: it is no choice of a way to pay."""
    posted = browser.post(f"{where}&back=1", data={"transaction_id": "x", "token": "y"})
    assert posted.status_code == 303
    back = read_page(browser.get(posted.headers["Location"])).text
    assert "Vous revenez de la page de Flutterwave" in back
    assert world.one(DUE)


def test_who_paid_what_is_asked_for_no_more_is_told_where_it_goes(
    world: World, browser: FlaskClient, where: str
) -> None:  # fmt: skip
    world.change("UPDATE checkout SET state = 'cancelled', ended_at = wallet_now()")
    back = read_page(browser.get(f"{where}&back=1")).text
    assert "Si vous avez payé sur la page de Flutterwave" in back
    assert "Rien n'a été prélevé" not in back, "nobody knows yet"
    assert world.one(DUE)
    world.work("succeeded", "pending", rail="flutterwave")
    after = read_page(browser.get(f"{where}&back=1")).text
    assert "C'est arrivé trop tard" in after
    assert "12 500 FCFA retournent d'où ils viennent" in after
