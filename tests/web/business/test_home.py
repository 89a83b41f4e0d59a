"""The first page of a business: each figure is what happened, and stays fresh; what is vendored."""

import hashlib

import pytest
from playwright.sync_api import BrowserContext

from tests.web.business.conftest import Visit
from tests.world.cashier import Cashier
from tests.world.cast import BRUNO, MOUSSA, TILL
from tests.world.members import Members
from tests.world.office import Office
from tests.world.shop import Shop
from tests.world.subscribers import Subscribers
from tests.world.world import World
from wallet.business import dashboard, sales
from wallet.business.refund_checkout import RefundCheckout
from web.pages.files import VENDORED


@pytest.fixture(autouse=True)
def morning(world: World) -> None:
    """Begin far from midnight: what came in today is looked for."""
    world.wait_for_morning()


@pytest.fixture
def way(world: World, members: Members, shop: Shop, visit: Visit) -> str:
    """Let the shop sell at its till and online, give a part back, and lose two payments: one of them is paid late.

    Returns the way of its owner's pages.
    """
    cashier, owner = Cashier.hire(world, shop), members.open_owner()
    world.see_id(MOUSSA)
    world.credit(MOUSSA, 400_000)
    assert not shop.pay(MOUSSA, 3_000, "t1").refused
    one = cashier.ask(5_000)
    assert not world.perform(MOUSSA, cashier.quote(MOUSSA, one), "c1").refused
    person = world.actor(MOUSSA).person_id
    assert not owner.perform(RefundCheckout(one.id, 2_000, shop.merchant.owner_id, person)).refused
    for number, said in enumerate(("failed", "expired", "succeeded")):
        assert not cashier.prompt(cashier.ask(1_000), MOUSSA, f"m{number}").refused
        world.work(said)
    return visit.enter(owner)


def test_figures_are_what_happened_also_once_they_are_rolled_up(
    world: World, shop: Shop, visit: Visit, way: str
) -> None:
    seen = []
    for _ in range(2):
        home = visit.see(way)
        for said in (
            "Disponible", "Encaissé 9 000 FCFA", "Paiements 3", "Rendu 2 000 FCFA", "Panier moyen 3 000 FCFA",
            "demandés en ligne 33 %", "Pas confirmé à temps 1", "Compte Mbongo 2 8 000 FCFA",
            f"{TILL} 1 3 000 FCFA", "Rien n'est versé automatiquement", "Pas encore échues 0 0 FCFA",
        ):  # fmt: skip
            assert said in home.text, said
        assert len(home.html.encode()) < 100_000
        seen.append(home.text)
        world.check()
        assert world.do(lambda db: dashboard.roll_up(db, 3)) == (3 if len(seen) == 1 else 0)
        while world.do(lambda db: dashboard.roll_up(db, 3)):
            pass
    assert seen[0] == seen[1]
    assert world.one("SELECT count(*) FROM sale_due") == 0
    listed = visit.see(f"{way}/payments?till={TILL}")
    assert ("3 000 FCFA" in listed.text, "5 000 FCFA" in listed.text) == (True, False)
    world.pass_time(days=1)
    today = world.do(lambda db: dashboard.read_today(db, shop.merchant.id))
    assert (today.total.count, today.by_then.count, today.by_then.taken) == (0, 3, 9_000)


def test_what_had_expired_and_is_paid_late_came_to_something(world: World, shop: Shop, visit: Visit, way: str) -> None:
    while world.do(dashboard.roll_up):
        pass
    world.change("UPDATE payment SET due_at = wallet_now() WHERE state = 'expired'")
    world.work("succeeded")
    world.check()
    home = visit.see(way).text
    assert "demandés en ligne 67 %" in home
    assert "Pas confirmé à temps" not in home


def test_what_comes_to_nothing_twice_before_it_is_rolled_up_counts_once(world: World, visit: Visit, way: str) -> None:
    for state in ("review", "failed"):
        world.change(f"UPDATE payment SET state = '{state}' WHERE state IN ('expired', 'review')")
    assert "demandés en ligne 33 %" in visit.see(way).text
    world.check()


def test_what_a_subscriber_is_charged_is_a_payment(world: World, shop: Shop, visit: Visit, way: str) -> None:
    subscribers = Subscribers(world, shop)
    subscribers.agree(MOUSSA, subscribers.offer(amount=500))
    assert world.one("SELECT count(*) FROM movement WHERE kind = 'pay_subscription'") == 1
    assert "Encaissé 9 500 FCFA" in visit.see(way).text
    assert "500 FCFA Abonnement" in visit.see(f"{way}/payments").text
    world.check()


def test_the_live_part_comes_only_where_it_changed(world: World, shop: Shop, visit: Visit, way: str) -> None:
    first = visit.browser.get(f"/business{way}/live")
    assert (first.status_code, "Encaissé" in first.get_data(as_text=True)) == (200, True)
    assert first.headers["Cache-Control"] == "no-store"
    same = {"If-None-Match": first.headers["ETag"]}
    again = visit.browser.get(f"/business{way}/live", headers=same)
    assert (again.status_code, again.data) == (304, b"")
    assert not shop.pay(MOUSSA, 700, "t2").refused
    changed = visit.browser.get(f"/business{way}/live", headers=same)
    assert (changed.status_code, "9 700" in changed.get_data(as_text=True).replace("\u202f", " ")) == (200, True)


def test_a_browser_shows_what_comes_in_and_plots_it(
    world: World, members: Members, shop: Shop, chromium: BrowserContext, url: str, way: str
) -> None:
    page = chromium.new_page()
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    chromium.add_cookies([{"name": "mbongo-business", "value": members.logins["owner"].token, "url": url}])
    page.goto(f"{url}/business{way}?lang=fr")
    page.wait_for_selector("[data-plot=hours] .uplot canvas")
    page.wait_for_selector("[data-plot=days] .uplot canvas")
    assert not shop.pay(MOUSSA, 700, "t2").refused
    page.evaluate("""htmx.ajax('GET', document.querySelector('#live').getAttribute('hx-get'),
        {target: '#live', swap: 'outerHTML'})""")
    page.wait_for_selector("text=9\u202f700")
    page.wait_for_selector("[data-plot=hours] .uplot canvas")
    assert wrong == []
    page.close()


def test_what_is_not_ours_is_as_its_maintainers_publish_it() -> None:
    about = (VENDORED / "about.txt").read_text()
    told = {line.split()[0]: line.split()[-1] for line in about.splitlines() if line.endswith(tuple("0123456789abcdef"))
            and len(line.split()[-1]) == 64}  # fmt: skip
    kept = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in VENDORED.iterdir()}
    kept.pop("about.txt")
    assert told == kept


def test_a_business_sees_what_must_stay_and_its_programs_what_is_available(
    world: World, office: Office, members: Members, shop: Shop, visit: Visit
) -> None:
    world.credit(MOUSSA, 10_000)
    assert not shop.pay(MOUSSA, 3_000, "t1").refused
    way = visit.enter(members.open_owner())
    assert "Doit rester" not in visit.see(way).text
    held = world.do(lambda db: sales.read_holdings(db, shop.merchant.id)).available
    order = ("--authority", "Tribunal", "--order", "123/CRIM", "--day", "2026-11-02", "--why", "order received")
    office.done("retention", "add", TILL, "1000", *order)
    office.done("retention", "add", TILL, "--approve", login=BRUNO)
    holds = world.do(lambda db: sales.read_holdings(db, shop.merchant.id))
    assert (holds.available, holds.retained) == (held - 1_000, 1_000)
    assert "Doit rester pour l'instant 1 000 FCFA" in visit.see(way).text
    behind = visit.see(f"{way}/balance").text
    assert "nous appelle : 222123456" in behind
    assert not [one for one in ("tribunal", "crim", "autorit", "sanction") if one in behind.lower()]
