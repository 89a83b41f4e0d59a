"""Tills on /business: payments as they come, posters, and what each role may give back of them: the table, walked."""

import re

import pytest

from documents.shown import show_francs
from tests.web.business.conftest import Visit
from tests.world.cashier import Cashier
from tests.world.cast import BRICE, MOUSSA, TILL
from tests.world.claimed import claim
from tests.world.members import Member, Members
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business import checkouts, links, merchants
from wallet.business.checkouts import NewCheckout
from wallet.business.create_link import CreateLink
from wallet.business.links import NewLink
from wallet.business.orders import CreateOrder
from wallet.business.take_at_till import TakeAtOwnTill, TakeAtTill
from wallet.core.errors import Refused
from wallet.core.public_ids import find_id, write_id
from wallet.members import roles
from web.business.routes import INSIDE


@pytest.fixture
def staffed(world: World, members: Members, shop: Shop) -> dict[str, Member]:
    """Hire one of each role; Moussa has money."""
    world.see_id(MOUSSA)
    world.credit(MOUSSA, 400_000)
    return {role: members.open_owner() if role == "owner" else members.hire(role) for role in roles.ROLES}


@pytest.fixture(autouse=True)
def morning(world: World) -> None:
    """Begin far from midnight: what came in today is looked for."""
    world.wait_for_morning()


def pay(world: World, shop: Shop, amount: int, key: str) -> str:
    """Let Moussa pay at the till; return the payment's id as pages name it."""
    assert not shop.pay(MOUSSA, amount, key).refused
    newest = "SELECT transfer_id FROM movement WHERE kind = 'pay_till' ORDER BY at DESC LIMIT 1"
    return write_id("pay", str(world.one(newest)))


# business.md, §2: who gives back what was paid at a till today: whole; up to the limit; nobody else.
REFUNDS = {"owner": "whole", "manager": "whole", "accountant": "whole", "cashier": "own"}


def test_each_role_gives_back_what_its_column_says(
    world: World, shop: Shop, staffed: dict[str, Member], visit: Visit
) -> None:
    for number, (role, member) in enumerate(staffed.items()):
        payment = pay(world, shop, 30_000, f"t{number}")
        one = f"{visit.enter(member)}/payments/{payment}"
        page, may = visit.see(one), REFUNDS.get(role, "")
        assert ("Rembourser" in page.text) == bool(may), role
        if not may:
            sent = {**dict(re.findall(r'name="(form)" value="([^"]*)"', visit.see("/own").html)), "attempt": "a" * 16}
            assert visit.browser.post(f"/business{one}", data={**sent, "amount": "500"}).status_code == 404, role
            continue
        if may == "own":
            refused = visit.press(one, one, amount="20001")
            assert (refused.status_code, show_francs(20_000) in refused.get_data(as_text=True)) == (422, True)
            assert visit.press(one, one, amount="15000").status_code == 303
            assert visit.press(one, one, amount="5001").status_code == 422, "of one payment, not each time"
        assert visit.press(one, one, amount="5000").status_code == 303, role
        assert "Rendu" in visit.see(one).text
    noted = "SELECT count(*) FROM business_act WHERE kind IN ('refund_sale', 'refund_own_sale')"
    assert world.one(noted) == 7, "two of them refused"
    assert world.balance(MOUSSA) == 400_000 - 30_000 * len(staffed) + 3 * 5_000 + 20_000
    assert world.texts_to(MOUSSA).count("refund_received") == 5
    assert world.texts_to(BRICE).count("payment_refunded_by_shop") == 5
    world.check()


def test_a_cashier_has_two_days_of_their_own_tills(
    world: World, shop: Shop, members: Members, staffed: dict[str, Member], visit: Visit
) -> None:
    payment = pay(world, shop, 3_000, "t1")
    way = visit.enter(staffed["cashier"])
    tills = visit.see(f"{way}/tills")
    assert f"Caisse {TILL}" in tills.text
    assert "3 000 FCFA" in tills.text
    assert visit.browser.get(f"/business{way}/tills/{TILL}/poster").data[:5] == b"%PDF-"
    first = visit.browser.get(f"/business{way}/tills/live")
    same = {"If-None-Match": first.headers["ETag"]}
    assert visit.browser.get(f"/business{way}/tills/live", headers=same).status_code == 304
    pay(world, shop, 700, "t2")
    assert visit.browser.get(f"/business{way}/tills/live", headers=same).status_code == 200
    assert visit.see(f"{way}/tills/99999/poster").status == 404
    for days, opens, gives in ((1, 200, False), (1, 404, False)):
        world.pass_time(days=days)
        again = members.sign_in("cashier@example.cm")
        visit.enter(again)
        page = visit.see(f"{way}/payments/{payment}")
        assert (page.status, "Rembourser" in page.text) == (opens, gives)
    world.change("UPDATE membership SET tills = '{99999}' WHERE role = 'cashier'")
    fresh = pay(world, shop, 900, "t3")
    assert visit.see(f"{way}/payments/{fresh}").status == 404
    assert "900 FCFA" not in visit.see(f"{way}/tills").text


def test_the_database_judges_what_a_cashier_gives_back(world: World, shop: Shop, staffed: dict[str, Member]) -> None:
    pay(world, shop, 30_000, "t1")
    paid = str(world.one("SELECT transfer_id FROM movement WHERE kind = 'pay_till'"))
    asked = {"transfer": paid, "amount": 20_000}

    def judge(role: str, kind: str, **said: object) -> bool:
        def work(db):  # type: ignore[no-untyped-def]
            who = ("member", staffed[role].who.login_id)
            assert claim(db, f"{role} {kind} {said}", kind, who, **{**asked, **said})
            return db.exec_driver_sql(f"SELECT may_refund_sale('{paid}')").scalar_one()

        return bool(world.do_as_owner(work))

    assert judge("cashier", "refund_own_sale")
    assert not judge("cashier", "refund_own_sale", amount=20_001)
    assert not judge("cashier", "refund_sale")
    assert not judge("viewer", "refund_sale")
    assert judge("accountant", "refund_sale", amount=30_000)
    assert not judge("owner", "refund_sale", transfer="00000000-0000-0000-0000-000000000000")


# Which permission a form's way asks for; whoever has none of them finds no such page. `*`: narrowed, it will do.
ASKS = {
    "/payments/<payment>": "refunds:write*", "/orders/<order>": "orders:write*", "/links": "links:write*",
    "/links/<link>/close": "links:write*", "/plans": "plans:write", "/plans/<plan>/price": "plans:write",
    "/plans/<plan>/close": "plans:write", "/plans/<plan>/<subscription>/end": "plans:write",
    "/plans/<plan>/<subscription>/pause": "plans:write", "/plans/<plan>/<subscription>/resume": "plans:write",
    "/invoices/new": "invoices:write", "/invoices/issuer": "invoices:write", "/invoices/<invoice>": "invoices:write",
    "/invoices/<invoice>/change": "invoices:write", "/customers": "customers:write",
    "/customers/<customer>": "customers:write", "/payouts": "payouts:write*", "/salaries": "salaries:make",
    "/salaries/<payroll>": "salaries:make salaries:approve", "/endpoints": "endpoints:write",
    "/endpoints/<endpoint>": "endpoints:write", "/members": "members:write", "/keys": "endpoints:write",
    "/settings": "endpoints:write", "/settings/shop": "settings:write",
    "/tills/<till>": "checkouts:write*", "/tills/<till>/<checkout>": "checkouts:write*",
    "/verification": "verification:write", "/verification/<document>": "verification:write",
}  # fmt: skip


def test_no_role_does_by_a_form_what_its_column_does_not_say(
    world: World, staffed: dict[str, Member], visit: Visit
) -> None:
    ways = [way for method, way, _ in INSIDE if method == "POST"]
    assert ASKS.keys() == set(ways)
    for role, member in staffed.items():
        base, may = visit.enter(member), roles.list_permissions(role)
        sent = {**dict(re.findall(r'name="(form)" value="([^"]*)"', visit.see("/own").html)), "attempt": "b" * 16}
        for way, asks in ASKS.items():
            opens = any(
                one.removesuffix("*") in may or (one.endswith("*") and any(p.startswith(one[:-1] + ":") for p in may))
                for one in asks.split()
            )
            answer = visit.browser.post(f"/business{base}{re.sub('<[a-z]+>', 'x_1', way)}", data=sent)
            if not opens:
                assert answer.status_code == 404, (role, way)
            elif "<" not in way:
                assert answer.status_code in (303, 400, 422), (role, way)


def test_who_may_takes_a_payment_at_a_till_and_sees_it_paid_and_a_cashier_at_their_own_alone(
    world: World, members: Members, shop: Shop, staffed: dict[str, Member], visit: Visit
) -> None:
    cashier = Cashier.hire(world, shop)
    other = str(world.do_as_owner(lambda db: merchants.add_till(db, shop.merchant.id)))
    for number, (role, member) in enumerate(staffed.items()):
        way, may = visit.enter(member), roles.list_permissions(role)
        here = f"{way}/tills"
        if not {"checkouts:write", "checkouts:write:own"} & may:
            assert "Encaisser" not in visit.see(here).html, role
            continue
        refused = visit.press(f"{here}/{TILL}", here, amount="beaucoup", title="Pain")
        assert (refused.status_code, 'value="beaucoup"' in refused.get_data(as_text=True)) == (422, True)
        asked = visit.press(f"{here}/{TILL}", here, amount="5 000", title="")
        assert asked.status_code == 303, role
        taken = asked.headers["Location"].removeprefix("/business")
        page = visit.see(taken)
        for shown in ("5 000 FCFA", f"À la caisse {TILL}", "En attente du paiement", "*384*237*4*"):
            assert shown in page.text, (role, shown)
        live = visit.browser.get(f"/business{taken}/live")
        again = visit.browser.get(f"/business{taken}/live", headers={"If-None-Match": live.headers["ETag"]})
        assert again.status_code == 304
        one = world.do(lambda db, at=taken: checkouts.get(db, str(find_id("chk", at.rpartition("/")[2]))))
        assert one.till == TILL
        assert not world.perform(MOUSSA, cashier.quote(MOUSSA, one), f"pays {number}").refused
        assert "Payé : 5 000 FCFA" in visit.see(taken).text
        assert "hx-get" not in visit.browser.get(f"/business{taken}/live").get_data(as_text=True), "it has ended"
        assert visit.see(f"{here}/{other}/{taken.rpartition('/')[2]}").status == 404, "it stands at another till"
        dropped = visit.press(f"{here}/{TILL}", here, amount="700", title="Beignets").headers["Location"]
        dropped = dropped.removeprefix("/business")
        assert visit.press(dropped, dropped).status_code == 303
        assert "Annulé" in visit.see(dropped).text
    assert world.column("SELECT DISTINCT till FROM movement WHERE kind = 'pay_checkout'") == [TILL]
    way = visit.enter(staffed["cashier"])
    assert "5 000 FCFA" in visit.see(f"{way}/payments").text, "what was taken at their till is theirs to see"
    form = dict(re.findall(r'type="hidden" name="(form)" value="([^"]*)"', visit.see(f"{way}/tills").html))
    sent = {**form, "attempt": "c" * 16, "amount": "500"}
    assert visit.browser.post(f"/business{way}/tills/{other}", data=sent).status_code == 404
    assert staffed["cashier"].perform(TakeAtOwnTill(other, 500, "Pain")).sentence == "refusal.not_allowed"
    with pytest.raises(Refused, match="not_allowed"):
        staffed["cashier"].perform(TakeAtTill(TILL, 500, "Pain"))
    world.check()


def test_a_cashier_makes_links_of_their_own_till_and_sees_no_others(
    world: World, members: Members, shop: Shop, staffed: dict[str, Member], visit: Visit
) -> None:
    merchant = shop.merchant.id
    other = str(world.do_as_owner(lambda db: merchants.add_till(db, merchant)))
    closed, moved = {}, {}
    for till in (TILL, other, ""):
        link = staffed["owner"].perform(CreateLink(NewLink(merchant, f"Lien {till or 'partout'}", 500, till=till)))
        order = staffed["owner"].perform(
            CreateOrder(NewCheckout(merchant, 500, f"Tarte {till or 'partout'}", till=till))
        )
        closed[till] = f"/links/{write_id('lnk', link.values['link_id'])}/close"
        moved[till] = f"/orders/{write_id('ord', order.values['order_id'])}"
    way = visit.enter(staffed["cashier"])
    page = visit.see(f"{way}/links")
    assert (f"Lien {TILL}" in page.text, f"Lien {other}" in page.text, "partout" in page.text) == (True, False, False)
    assert other not in page.html, "a till of others is not theirs to choose"
    assert f"Caisse {TILL} · fait par Brice Kamga" in page.text
    made = visit.press(f"{way}/links", f"{way}/links", title="Beignets", amount="200", till=TILL)
    assert made.status_code == 303
    wrong = visit.press(f"{way}/links", f"{way}/links", title="Croissants", amount="200", till=other)
    assert wrong.status_code == 422
    assert world.rows("SELECT title, till FROM link WHERE title IN ('Beignets', 'Croissants')") == [("Beignets", TILL)]
    orders = visit.see(f"{way}/orders").text
    assert f"Caisse {TILL} · fait par Brice Kamga" in orders
    assert (f"Tarte {TILL}" in orders, f"Tarte {other}" in orders, "partout" in orders) == (True, False, False)
    form = dict(re.findall(r'type="hidden" name="(form)" value="([^"]*)"', page.html))
    sent = {**form, "attempt": "d" * 16, "step": "sent"}
    for till in (other, ""):
        for at in (closed[till], moved[till]):
            assert visit.browser.post(f"/business{way}{at}", data=sent).status_code == 404, (till, at)
        assert visit.browser.get(f"/business{way}{closed[till].replace('close', 'poster')}").status_code == 404
    assert visit.browser.get(f"/business{way}{closed[TILL].replace('close', 'poster')}").data[:5] == b"%PDF-"
    assert visit.press(f"{way}{moved[TILL]}", f"{way}/orders", step="sent").status_code == 303
    assert visit.press(f"{way}{closed[TILL]}", f"{way}/links").status_code == 303
    assert world.column("SELECT title FROM link WHERE state = 'closed'") == [f"Lien {TILL}"]
    opened = str(world.one("SELECT id FROM link WHERE title = 'Beignets'"))
    taken = world.do(lambda db: checkouts.create_by_link(db, links.get_link(db, opened), 200))[0]
    assert not world.perform(MOUSSA, Cashier(world, shop).quote(MOUSSA, taken), "pays a link").refused
    assert world.column("SELECT till FROM movement WHERE kind = 'pay_checkout'") == [TILL]
    assert "Beignets" in visit.see(f"{way}/payments").text, "what comes by it is of the till's takings"
    assert visit.see(f"{visit.enter(staffed['owner'])}/links").text.count("Lien ") >= 3
    world.check()
