"""Inside /business: each page opens for whom it should, says what it must, and another business's is not there."""

import re
import uuid
from html import unescape
from typing import Any

import pytest
from playwright.sync_api import Browser

from documents.sent.draw import draw_logo
from tests.documents.sent_papers import picture
from tests.web.business.conftest import Visit
from tests.web.conftest import Look
from tests.web.reading import read_page
from tests.world.cast import AWA, BRICE, MOUSSA, TILL
from tests.world.members import PASSWORD, Members
from tests.world.subscribers import Subscribers
from tests.world.treasury import Treasury
from tests.world.world import World
from wallet.business.ask_shop_request import WRITE_REQUESTS, AskShopRequest
from wallet.business.checkouts import NewCheckout
from wallet.business.create_checkout import CreateCheckout
from wallet.business.invite_owner import InviteOwner
from wallet.business.keep_endpoint import AddEndpoint, ChangeEndpoint
from wallet.business.orders import CreateOrder
from wallet.business.pay_checkout import PayCheckout, quote_checkout
from wallet.business.payables import find_payable
from wallet.business.take_at_till import TakeAtTill
from wallet.core.public_ids import write_id
from wallet.members import roles
from wallet.operations.actor import Actor
from wallet.payouts.change_settlement import AddSettlementAccount
from wallet.payouts.make_payout import AskPayout
from wallet.payouts.save_schedule import SaveSchedule
from wallet.salaries.decide_payroll import AskPayroll
from wallet.salaries.make_payroll import MakePayroll
from wallet.salaries.typed_rows import TypedRow
from wallet.verification.change_shop import SetLogo
from wallet.verification.send_document import SendDocument
from web.business.routes import INSIDE

BYTES_MOST = 100_000


def sell(world: World, members: Members, amount: int = 5_000, payer: str = MOUSSA) -> str:
    """Let somebody pay a checkout of the shop; return its payment's id."""
    made = members.logins["owner"].perform(CreateCheckout(NewCheckout(members.shop.merchant.id, amount, "Pain de mie")))
    person = world.actor(payer).person_id
    case: PayCheckout = world.do(
        lambda db: PayCheckout(quote_checkout(db, person, find_payable(db, person, made.values["pay_code"]), amount))
    )
    assert not world.perform(payer, case, f"pays {made.values['checkout_id']}").refused
    return write_id("pay", str(world.one("SELECT paid_with FROM checkout ORDER BY ended_at DESC NULLS LAST LIMIT 1")))


def fill(world: World, members: Members) -> str:
    """Let the shop have an owner, a payment and a link; return the payment's id."""
    members.open_owner()
    world.see_id(MOUSSA)
    world.credit(MOUSSA, 400_000)
    return sell(world, members)


def bill(world: World, members: Members, visit: Visit) -> dict[str, str]:
    """Let the owner note a customer and an issuer, and write a draft; return the ids, by their names in ways."""
    way = visit.enter(members.logins["owner"])
    noted = visit.press(
        f"{way}/customers", f"{way}/customers", name="Hôtel Sawa", email="achats@sawa.example", language="fr"
    )
    assert noted.status_code == 303
    customer = write_id("cus", str(world.one("SELECT id::text FROM customer")))
    issuer = {
        "legal_name": "Établissements Brice Kamga, Boulangerie, Pâtisserie et Traiteur",
        "address": "Marché Central\nDouala",
        "niu": "P012345678901A",
        "regime": "real",
    }
    more = {"vat_shown": "whole", "language": "fr", "reminder_days": "-3 0 7"}
    assert visit.press(f"{way}/invoices/issuer", f"{way}/invoices/issuer", **issuer, **more).status_code == 303
    line = {"title-0": "Pain de mie", "quantity-0": "1,5", "unit_price-0": "2000", "vat-0": "standard"}
    said = {"customer": customer, "kind": "invoice", "lines": "3", **line}
    drafted = visit.press(f"{way}/invoices/new", f"{way}/invoices/new", **said)
    assert drafted.status_code == 303, drafted.get_data(as_text=True)
    return {"<customer>": customer, "<invoice>": drafted.headers["Location"].rpartition("/")[2]}


def pay_out(world: World, members: Members) -> None:
    """Let the shop have accounts to be paid out to, a schedule, a payout under way, and one that is asked."""
    till = Treasury(world, members.shop, members)
    accountant = members.logins.get("accountant") or members.hire("accountant")
    rib, phone = till.add_bank(), till.add_phone()
    till.owner.perform(AddSettlementAccount("wallet"))
    till.owner.perform(SaveSchedule(rib, "week", 5, 100_000))
    assert not till.pay_out(rib, 1_000).refused
    hired = members.sign_in("accountant@example.cm")
    hired.app = accountant.app
    hired.show_code()
    assert not hired.perform(AskPayout(phone, 1_500, 50)).refused


def pay_salaries(members: Members) -> dict[str, str]:
    """Let a maker submit a payroll of more than there is; return its id, by its name in ways."""
    maker = members.logins.get("payroll_maker") or members.hire("payroll_maker")
    row = TypedRow(2, MOUSSA, "momo", "Moussa Bello", "900 000")
    made = str(maker.perform(MakePayroll("Novembre", (row,))).values["payroll_id"])
    assert not maker.perform(AskPayroll(made)).refused
    return {"<payroll>": write_id("pyr", made)}


def send_paper(members: Members) -> dict[str, str]:
    """Let the owner send a paper, which waits; return its id, by its name in ways."""
    sent = members.logins["owner"].perform(SendDocument("bank", "jpeg", b"a paper, drawn anew"))
    return {"<document>": write_id("doc", str(sent.values["document_id"]))}


def take(members: Members) -> dict[str, str]:
    """Let the owner take a payment at the till, which waits; return the ids, by their names in ways."""
    made = members.logins["owner"].perform(TakeAtTill(TILL, 700, "Pain"))
    return {"<till>": TILL, "<checkout>": write_id("chk", str(made.values["checkout_id"]))}


def list_ways(merchant: str, fill_in: dict[str, str]) -> list[tuple[str, str]]:
    """Return every way inside, by its method."""
    ways = []
    for method, way, _ in INSIDE:
        for name, value in fill_in.items():
            way = way.replace(name, value)  # noqa: PLW2901
        ways.append((method, f"/business/b/{merchant}{way}"))
    return ways


def test_another_business_s_pages_are_not_there(world: World, members: Members, visit: Visit) -> None:
    payment = fill(world, members)
    owner = members.logins["owner"]
    way = visit.enter(owner)
    assert visit.press(f"{way}/links", f"{way}/links", title="Pain", amount="500").status_code == 303
    named = {
        "<payment>": payment, "<link>": write_id("lnk", str(world.one("SELECT id FROM link"))), "<kind>": "csv",
        **pay_salaries(members), **send_paper(members),
        **bill(world, members, visit), **subscribe(world, members), **listen(members), **take(members),
    }  # fmt: skip
    world.see_id(AWA)
    other = world.open_shop(AWA, "Quincaillerie", "23457")
    assert not world.perform(AWA, InviteOwner(), "k").refused
    members.accept(members.newest_invitation(), "Awa Ngo")
    stranger = members.sign_in(AWA)
    stranger.add_app()
    visit.enter(stranger)
    form = dict(re.findall(r'type="hidden" name="(form)" value="([^"]*)"', visit.see("/own").html))
    sent = {**form, "attempt": "a" * 16, "amount": "100", "title": "x", "what": "remove", "member": owner.who.login_id}
    for method, url in list_ways(members.shop.merchant.id, named):
        assert visit.browser.open(url, method=method, data=sent if method == "POST" else None).status_code == 404, url
    for method, url in list_ways(other.id, named):  # their own pages, another's payment, link, invoice and customer
        if any(one in url for one in named.values() if "_" in one):
            assert visit.browser.open(url, method=method, data=sent if method == "POST" else None).status_code == 404
    assert visit.press(f"/b/{other.id}/members", f"/b/{other.id}/members", what="remove", member=owner.who.login_id)
    assert world.one("SELECT count(*) FROM membership WHERE until IS NOT NULL") == 0
    assert world.one("SELECT count(*) FROM refund") == 0


def subscribe(world: World, members: Members) -> dict[str, str]:
    """Return the ids of a plan of the shop, and of Moussa's subscription to it, as its pages name them."""
    subscribers = Subscribers(world, members.shop)
    code = subscribers.offer(amount=500)
    subscribers.agree(MOUSSA, code)
    found = subscribers.find(MOUSSA)
    return {"<plan>": write_id("pln", found.plan_id), "<subscription>": write_id("sub", found.id)}


def listen(members: Members) -> dict[str, str]:
    """Return the ids of an order of the shop, and of an endpoint that hears of nothing now, as its pages name them."""
    owner = members.logins["owner"]
    made = owner.perform(CreateOrder(NewCheckout(members.shop.merchant.id, 500, "Pain"))).values["order_id"]
    told = owner.perform(AddEndpoint("https://hooks.boulangerie.cm/mbongo/evenements")).values["endpoint_id"]
    owner.perform(ChangeEndpoint(told, "off"))
    return {"<order>": write_id("ord", made), "<endpoint>": write_id("end", told)}


def test_a_plan_is_made_its_price_changed_and_a_subscription_ended(
    world: World, members: Members, visit: Visit
) -> None:
    fill(world, members)
    way = f"{visit.enter(members.logins['owner'])}/plans"
    plan = {
        "title": "Salle",
        "amount": "2000",
        "every": "month",
        "trial_days": "7",
        "grace_days": "3",
        "at_last": "end",
    }
    assert visit.press(way, way, **plan).status_code == 303
    unfit = visit.press(way, way, **plan | {"every": "decade"})
    assert (unfit.status_code, "revoyez chaque champ" in unescape(unfit.get_data(as_text=True))) == (422, True)
    page = visit.see(way)
    assert "2 000 FCFA par mois" in page.text
    made = write_id("pln", str(world.one("SELECT id FROM plan")))
    assert visit.press(f"{way}/{made}/price", way, amount="50").status_code == 422
    assert visit.press(f"{way}/{made}/price", way, amount="2500").status_code == 303
    assert "2 500 FCFA" in visit.see(way).text
    subscribers = Subscribers(world, members.shop)
    subscribers.agree(MOUSSA, str(world.one("SELECT code FROM pay_address WHERE plan_id IS NOT NULL")))
    one = f"{way}/{made}"
    assert "Moussa B." in visit.see(one).text
    theirs = f"{one}/{write_id('sub', subscribers.find(MOUSSA).id)}"
    assert visit.press(f"{theirs}/pause", one).status_code == 303
    assert "suspendu" in visit.see(one).text
    assert f"{theirs}/pause" not in visit.see(one).html
    assert visit.press(f"{theirs}/resume", one).status_code == 303
    assert {"subscription_paused_by_shop", "subscription_resumed_by_shop"} <= set(world.texts_to(MOUSSA))
    assert visit.press(f"{theirs}/end", one).status_code == 303
    assert "terminé" in visit.see(one).text
    assert "subscription_ended_by_shop" in world.texts_to(MOUSSA)
    assert visit.press(f"{one}/close", way).status_code == 303
    assert world.one("SELECT state FROM plan") == "closed"
    history = visit.see(f"/b/{members.shop.merchant.id}/history").text
    for said in (
        "Formule créée",
        "Prix d'une formule annoncé",
        "Abonnement terminé",
        "Formule fermée",
        "Abonnement repris",
    ):
        assert said in history
    world.check()


OPENS = {  # which page a role must have something of
    "/payments": "payments:read", "/links": "links:read", "/members": "members:read", "/history": "history:read",
    "/invoices": "invoices:read", "/customers": "customers:read",
    "/payouts": "payouts:write", "/plans": "plans:read", "/orders": "orders:write",
    "/salaries": "salaries:approve", "/verification": "verification:write",
}  # fmt: skip

NARROWED = {"/payments": ("own",), "/payouts": ("ask",), "/links": ("own",), "/orders": ("own",)}
OR_ELSE = {"/salaries": "salaries:make"}


@pytest.mark.parametrize("role", roles.ROLES)
def test_each_role_sees_the_pages_its_column_says(members: Members, visit: Visit, role: str) -> None:
    member = members.hire(role) if role != "owner" else members.open_owner()
    way = visit.enter(member)
    home = visit.see(way)
    may = roles.list_permissions(role)
    assert home.status == 200
    assert ("Disponible" in home.text) == ("balance:read" in may)
    for page, permission in OPENS.items():
        opens = permission in may or any(f"{permission}:{one}" in may for one in NARROWED.get(page, ()))
        opens = opens or OR_ELSE.get(page) in may
        assert (visit.see(f"{way}{page}").status == 200) == opens, page
        assert (f'href="/business{way}{page}"' in home.html) == opens, page


def test_figures_and_payments_and_a_refund(world: World, members: Members, visit: Visit) -> None:
    payment = fill(world, members)
    way = visit.enter(members.logins["owner"])
    home = visit.see(way)
    assert "Disponible 4 950 FCFA" in home.text
    assert "Encaissé 5 000 FCFA" in home.text
    listed = visit.see(f"{way}/payments")
    assert "Pain de mie" in listed.text
    assert payment in listed.html
    csv = visit.browser.get(f"/business{way}/payments.csv").get_data(as_text=True)
    assert "Pain de mie" in csv
    assert visit.browser.get(f"/business{way}/payments.xlsx").data[:2] == b"PK"
    one = f"{way}/payments/{payment}"
    assert visit.press(one, one, amount="5001").status_code == 422
    assert visit.press(one, one, amount="2000", reason="moisi").status_code == 303
    assert "Rendu 2 000 FCFA" in visit.see(one).text
    assert world.balance(MOUSSA) == 397_000
    assert "Remboursement: 2 000 FCFA" in visit.see(f"{way}/history").text
    world.check()


def test_payouts_are_made_asked_and_decided_by_the_page(world: World, members: Members, visit: Visit) -> None:
    fill(world, members)
    way = f"{visit.enter(members.logins['owner'])}/payouts"
    other = visit.press(way, way, what="add", where="mtn", number="655000004", holder="")
    assert (other.status_code, "d&#39;Orange Money, pas de MTN" in other.get_data(as_text=True)) == (422, True)
    assert 'name="meant"' in other.get_data(as_text=True), "it can be meant so"
    assert 'name="meant"' not in visit.see(way).html
    added = visit.press(way, way, what="add", where="mtn", number="655000004", holder="", meant="1")
    assert added.status_code == 303
    assert "utilisable à partir du" in visit.see(way).text
    till = Treasury(world, members.shop, members)
    till.pass_time(48 * 3600)
    visit.enter(till.owner)
    account = str(world.one("SELECT id FROM settlement_account"))
    assert visit.press(way, way, what="make", account=account, amount="4950").status_code == 422
    assert visit.press(way, way, what="make", account=account, amount="1000").status_code == 303
    page = visit.see(way)
    assert "Réservé : versements en cours 1 050 FCFA" in page.text
    assert "En cours" in page.text
    assert "1 050 FCFA" in visit.see(way.replace("/payouts", "/balance")).text
    assert visit.press(way, way, what="schedule", account=account, every="day", least="2000").status_code == 303
    assert "Chaque jour" in visit.see(way).text
    members.hire("accountant")
    visit.enter(members.logins["accountant"])
    assert "Ajouter le compte" not in visit.see(way).text
    assert visit.press(way, way, what="ask", account=account, amount="500").status_code == 303
    visit.enter(till.owner)
    payout = str(world.one("SELECT id FROM payout WHERE state = 'asked'"))
    assert visit.press(way, way, what="agree", payout=payout).status_code == 303
    assert world.one("SELECT count(*) FROM payout WHERE state = 'pending'") == 2
    assert visit.press(way, way, what="remove", account=account).status_code == 303
    assert world.one("SELECT count(*) FROM payout_schedule") == 0
    world.check()


def test_more_than_fifty_thousand_asks_the_second_factor_again(world: World, members: Members, visit: Visit) -> None:
    fill(world, members)
    payment = sell(world, members, 60_000)
    owner = members.logins["owner"]
    way = visit.enter(owner)
    world.pass_time(minutes=11)
    one = f"{way}/payments/{payment}"
    answer = visit.press(one, one, amount="60000")
    assert "Code à 6 chiffres" in answer.text
    wrong = visit.browser.post("/business/factor", data={**find_hidden(answer.text), "code": "000000"})
    assert wrong.status_code == 422
    right = visit.browser.post("/business/factor", data={**find_hidden(wrong.text), "code": owner.code()})
    assert "bien vous" in right.text
    assert f'href="/business{one}"' in right.text, "back without doing it"
    assert world.one("SELECT count(*) FROM refund") == 0, "nothing is done before it is pressed"
    done, again = (visit.browser.post(f"/business{one}", data=find_hidden(right.text)) for _ in range(2))
    assert (done.status_code, again.status_code) == (303, 422)
    assert world.one("SELECT sum(amount) FROM refund") == 60_000


NOT_KEPT = (
    "{", "[]", "{}", '{"to": "/out", "fields": []}', '{"to": "//evil.example", "fields": []}', "[" * 5_000,
    '{"to": "/b/x", "fields": [1]}', '{"to": 7, "fields": [["a", "b"]]}',
)  # fmt: skip


def test_what_no_page_of_ours_kept_is_not_gone_on_with(world: World, members: Members, visit: Visit) -> None:
    fill(world, members)
    owner = members.logins["owner"]
    visit.enter(owner)
    for kept in NOT_KEPT:
        world.pass_time(60)
        form = find_hidden(visit.see("/factor").html)
        went = visit.browser.post("/business/factor", data={**form, "kept": kept, "code": owner.code()})
        assert (went.status_code, went.headers.get("Location")) == (303, "/business"), kept


def find_hidden(html: str) -> dict[str, str]:
    """Return what the first form of a page that asks for something holds, which nobody types."""
    [form, *_] = re.findall(r'<form class="method"[^>]*>(.*?)</form>', html, re.DOTALL)
    return {name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)}


def test_more_than_fifty_thousand_in_parts_asks_it_too(world: World, members: Members, visit: Visit) -> None:
    fill(world, members)
    payment = sell(world, members, 90_000)
    world.pass_time(minutes=11)
    one = f"{visit.enter(members.logins['owner'])}/payments/{payment}"
    assert "factor" not in visit.press(one, one, amount="50000").headers["Location"]
    assert 'name="kept"' in visit.press(one, one, amount="40000").text
    assert world.one("SELECT sum(amount) FROM refund") == 50_000


def test_the_same_form_sent_twice_gives_back_once(world: World, members: Members, visit: Visit) -> None:
    payment = fill(world, members)
    way = visit.enter(members.logins["owner"])
    one = f"{way}/payments/{payment}"
    html = visit.see(one).html
    sent = dict(re.findall(r'type="hidden" name="(form|attempt)" value="([^"]*)"', html))
    for _ in range(2):
        assert visit.browser.post(f"/business{one}", data={**sent, "amount": "1000"}).status_code == 303
    assert world.one("SELECT count(*) FROM refund") == 1


def test_members_are_invited_given_roles_and_removed_by_the_page(world: World, members: Members, visit: Visit) -> None:
    viewer = members.hire("viewer", "awa@example.cm")
    way = f"{visit.enter(members.logins['owner'])}/members"
    assert visit.press(way, way, what="invite", address="x@example.cm", role="manager").status_code == 303
    assert "x@example.cm" in visit.see(way).text
    assert visit.press(way, way, what="withdraw").status_code == 303
    assert "x@example.cm" not in visit.see(way).text
    theirs = viewer.who.login_id
    assert visit.press(way, way, what="change_role", member=theirs, role="cashier").status_code == 422
    assert visit.press(way, way, what="change_role", member=theirs, role="manager").status_code == 303
    assert world.one("SELECT role FROM membership WHERE until IS NULL ORDER BY since DESC LIMIT 1") == "manager"
    mine = members.logins["owner"].who.login_id
    page = read_page(visit.press(way, way, what="remove", member=mine))
    assert (page.status, "garde un propriétaire" in page.text) == (422, True)
    assert visit.press(way, way, what="remove", member=theirs).status_code == 303
    assert viewer.actor().permissions == frozenset()


def test_an_invoice_is_written_issued_sent_and_taken_back_by_pages(
    world: World, members: Members, visit: Visit
) -> None:
    members.open_owner()
    way = visit.enter(members.logins["owner"])
    assert "Avant la première" in visit.see(f"{way}/invoices").text
    billed = bill(world, members, visit)
    draft = f"{way}/invoices/{billed['<invoice>']}"
    page = visit.see(draft)
    assert "3 578 FCFA" in page.text  # 1.5 × 2 000, and 19.25 %
    assert "1,5 × 2 000 FCFA" in page.text
    line = {
        "customer": billed["<customer>"],
        "lines": "1",
        "title-0": "Pain",
        "quantity-0": "1",
        "unit_price-0": "4000",
    }
    for unfit in ({"vat-0": "exempt"}, {"vat-0": "standard", "deposit": "9999999"}):
        again = visit.press(f"{draft}/change", f"{draft}/change", **line, **unfit)
        assert (again.status_code, "la taxe de chaque ligne" in again.get_data(as_text=True)) == (422, True), unfit
    without_customer = visit.press(f"{draft}/change", f"{draft}/change", **{"title-0": "Pain", "unit_price-0": "4000"})
    assert (without_customer.status_code, "Choisissez le client" in without_customer.get_data(as_text=True)) == (
        422,
        True,
    )
    more = visit.press(f"{draft}/change", f"{draft}/change", what="more", lines="2").get_data(as_text=True)
    assert more.count('<fieldset class="line"') == 7
    assert visit.press(draft, draft, what="issue").headers["Location"] == f"/business{draft}"
    issued = visit.see(draft)
    assert "À payer" in issued.text
    assert visit.see(f"{draft}/change").status == 404
    assert visit.browser.get(f"/business{draft}/pdf").data[:5] == b"%PDF-"
    assert visit.press(draft, draft, what="send").status_code == 303
    assert world.one("SELECT count(*) FROM mail WHERE kind = 'invoice_sent'") == 1
    note = visit.press(draft, draft, what="void", reason="Commande annulée").headers["Location"]
    assert "Avoir" in visit.see(note.removeprefix("/business")).text
    assert "Reprise" in visit.see(f"{way}/invoices").text
    assert "Facture émise" in visit.see(f"{way}/history").text


def test_a_viewer_sees_invoices_and_writes_none(world: World, members: Members, visit: Visit) -> None:
    members.open_owner()
    draft = bill(world, members, visit)["<invoice>"]
    way = visit.enter(members.hire("viewer", "awa@example.cm"))
    page = visit.see(f"{way}/invoices/{draft}")
    assert page.status == 200
    assert "L'émettre" not in page.text
    for below in ("/new", "/issuer", f"/{draft}/change"):
        assert visit.see(f"{way}/invoices{below}").status == 404
    form = dict(re.findall(r'type="hidden" name="(form)" value="([^"]*)"', visit.see("/own").html))
    for below in ("/invoices/new", "/invoices/issuer", f"/invoices/{draft}", "/customers"):
        sent = {**form, "attempt": "a" * 16, "what": "issue", "name": "x"}
        assert visit.browser.post(f"/business{way}{below}", data=sent).status_code == 404


HOSTILE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/links", {"title": ""}), ("/links", {"title": "x" * 400, "amount": "500"}),
    ("/links", {"title": "a", "amount": "-5"}),
    ("/links", {"title": "a", "amount": "5.5"}), ("/links", {"title": "a", "amount": "9" * 60}),
    ("/links", {"title": "a\r\nSet-Cookie: x=y", "amount": "500"}),
    ("/links", {"title": "a", "least": "500", "most": "100"}),
    ("/links", {"title": "a\x00", "amount": "500"}), ("/links", {"title": "a", "amount": "٥٠٠"}),
    ("/plans", {"title": "a", "amount": "500", "every": "day", "at_last": "pause"}),
    ("/plans", {"title": "a", "amount": "500", "every": "month", "at_last": "x"}),
    ("/plans", {"title": "a", "amount": "5.5", "every": "month", "at_last": "pause"}),
    ("/plans", {"title": "a", "amount": "500", "every": "month", "at_last": "pause", "times": "9" * 60}),
    ("/plans", {"title": "a", "amount": "500", "every": "month", "at_last": "pause", "trial_days": "-1"}),
    ("/plans", {"title": "a\x00", "amount": "500", "every": "month", "at_last": "pause"}), ("/plans", {}),
    ("/members", {"what": "invite", "address": "x", "role": "viewer"}),
    ("/members", {"what": "invite", "address": "a@b.cm\r\nBcc: c@d.cm", "role": "viewer"}),
    ("/members", {"what": "invite", "address": "a@b.cm", "role": "king"}),
    ("/members", {"what": "invite", "address": "a@b.cm", "role": ""}),
    ("/members", {"what": "invite", "address": "a@b.cm", "role": "cashier", "tills": "99999 '; --"}),
    ("/members", {"what": "invite", "address": "a@b.cm", "role": "cashier", "tills": "\0"}),
    ("/members", {"what": "change_role", "member": "x", "role": "viewer"}),
    ("/members", {"what": "change_role", "member": "00000000-0000-0000-0000-000000000000", "role": "viewer"}),
    ("/members", {"what": "withdraw", "invitation": "00000000-0000-0000-0000-000000000000"}),
    ("/customers", {"name": ""}), ("/customers", {"name": "a\nb"}), ("/customers", {"name": "x" * 300}),
    ("/customers", {"name": "a\x00"}), ("/customers", {"name": "a", "email": "a@b.cm\r\nBcc: c@d.cm"}),
    ("/customers", {"name": "a", "phone": "x"}), ("/customers", {"name": "a", "language": "de"}),
    ("/customers", {"name": "a", "address": "x" * 400}),
    ("/invoices/issuer", {"legal_name": "a", "address": "b", "niu": "x"}),
    ("/invoices/issuer", {"legal_name": "a", "address": "b", "niu": "P012345678901A", "regime": "none"}),
    ("/invoices/issuer", {"legal_name": "a", "address": "b", "niu": "P012345678901A", "reminder_days": "x"}),
    ("/invoices/issuer", {"legal_name": "a", "address": "b", "niu": "P012345678901A", "reminder_days": "999"}),
    ("/invoices/new", {}), ("/invoices/new", {"customer": "x"}), ("/invoices/new", {"lines": "99999999"}),
    ("/invoices/new", {"customer": "cus_" + "0" * 32, "lines": "1", "title-0": "a", "unit_price-0": "5"}),
    ("/invoices/new", {"customer": "cus_" + "0" * 32, "lines": "1", "title-0": "a", "unit_price-0": "5.5"}),
    ("/invoices/new", {"customer": "cus_" + "0" * 32, "lines": "1", "title-0": "a", "quantity-0": "NaN"}),
    ("/payouts", {"what": "make", "account": "x", "amount": "500"}), ("/payouts", {"what": "steal"}),
    ("/payouts", {"what": "ask", "account": "x", "amount": "500"}), ("/payouts", {"what": "agree", "payout": "x"}),
    ("/payouts", {"what": "agree", "payout": "00000000-0000-0000-0000-000000000000"}),
    ("/payouts", {"what": "remove", "account": "00000000-0000-0000-0000-000000000000"}),
    ("/payouts", {"what": "add", "where": "bank", "number": "1" * 23, "holder": "x"}),
    ("/payouts", {"what": "add", "where": "mtn", "number": "\u0660" * 9}), ("/payouts", {"what": "add", "way": "shoe"}),
    ("/payouts", {"what": "add", "where": "bank", "number": "10002000300277976315008", "holder": "\r\n"}),
    ("/members", {"what": "steal"}), ("/members", {}), ("/links", {"attempt": "", "title": "a", "amount": "500"}),
    ("/links", {"attempt": "x" * 99, "title": "a", "amount": "500"}), ("/links", {"form": "é", "title": "a"}),
)  # fmt: skip


@pytest.mark.parametrize(("page", "typed"), HOSTILE)
def test_what_is_typed_to_break_it_is_refused_and_nothing_is_done(
    world: World, members: Members, visit: Visit, page: str, typed: dict[str, Any]
) -> None:
    members.open_owner()
    way = f"{visit.enter(members.logins['owner'])}{page}"
    sent = dict(re.findall(r'type="hidden" name="(form|attempt)" value="([^"]*)"', visit.see(way).html))
    answer = visit.browser.post(f"/business{way}", data={**sent, **typed})
    assert answer.status_code in (400, 404, 422)
    assert "Set-Cookie" not in answer.headers
    assert read_page(answer).language == "fr"
    assert (
        world.one("SELECT (SELECT count(*) FROM link) + (SELECT count(*) FROM mail) + (SELECT count(*) FROM plan)") == 0
    )


@pytest.mark.parametrize(
    "query",
    [
        "since=x",
        "until=2026-13-01",
        "kind=all",
        "reference=" + "x" * 99,
        "since=%00",
        "reference=%00",
        "before=x",
        "before=pay_" + "0" * 32,
    ],
)
def test_a_filter_that_is_none_breaks_nothing(members: Members, visit: Visit, query: str) -> None:
    members.open_owner()
    way = visit.enter(members.logins["owner"])
    assert visit.see(f"{way}/payments?{query}").status in (200, 400, 422)


PAGES = (
    "",
    "/payments",
    "/links",
    "/plans",
    "/invoices",
    "/invoices/new",
    "/invoices/issuer",
    "/verification",
    "/customers",
    "/payouts",
    "/salaries",
    "/balance",
    "/members",
    "/history",
    "/orders",
    "/tills",
    "/settings",
    "/endpoints",
)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("width", [1100, 360])
def test_no_reader_stumbles_and_nothing_is_wider_than_the_screen(
    world: World, members: Members, visit: Visit, chromium: Browser, url: str, width: int, language: str, look: Look,
) -> None:  # fmt: skip
    payment = fill(world, members)
    members.hire("cashier", "a.very.long.address.of.a.cashier.of.this.shop@example.cm")
    members.hire("viewer")
    owner = members.logins["owner"]
    way = visit.enter(owner)
    visit.press(f"{way}/links", f"{way}/links", title="Pain de mie complet du dimanche", amount="500")
    visit.press(f"{way}/members", f"{way}/members", what="invite", address="x@example.cm", role="accountant")
    billed = bill(world, members, visit)
    plan = subscribe(world, members)["<plan>"]
    heard = listen(members)
    pay_out(world, members)
    payroll = pay_salaries(members)["<payroll>"]
    send_paper(members)
    members.logins["owner"].perform(SetLogo(draw_logo(picture(sides=(600, 300)), "logo-png")))
    taken = take(members)
    way = visit.enter(owner)
    page = chromium.new_page()

    def see(path: str) -> None:
        page.goto(f"{url}/business{path}?lang={language}")
        assert page.locator("[role=alert]").count() == 0, page.content()
        look(page, width)
        assert len(page.content().encode()) < BYTES_MOST

    see("")
    page.fill("#address", BRICE)
    page.fill("#password", PASSWORD)
    page.click("main form:first-of-type button")
    page.wait_for_selector("#code")
    see("/factor")
    world.pass_time(60)
    page.fill("#code", owner.code())
    page.click("main form:first-of-type button")
    page.wait_for_selector("#balance")
    for one in PAGES:
        see(f"{way}{one}")
    see(f"{way}/invoices/{billed['<invoice>']}")
    see(f"{way}/customers/{billed['<customer>']}")
    see(f"{way}/plans/{plan}")
    see(f"{way}/tills/{taken['<till>']}/{taken['<checkout>']}")
    see(f"{way}/salaries/{payroll}")
    see(f"{way}/payments/{payment}")
    see(f"{way}/endpoints/{heard['<endpoint>']}")
    see("/own")
    page.close()


def test_a_passkey_is_added_and_shown(world: World, members: Members, chromium: Browser, url: str) -> None:
    members.open_owner()
    owner = members.logins["owner"]
    page = chromium.new_page()
    here = url.replace("127.0.0.1", "localhost")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.context.add_cookies([{"name": "mbongo-business", "value": owner.token, "url": here}])
    page.goto(f"{here}/business/own?lang=fr")
    page.fill("#name", "Téléphone de Brice")
    page.click("form[data-passkey] button")
    page.wait_for_selector("text=Retirer Téléphone de Brice")
    assert world.one("SELECT count(*) FROM passkey") == 1
    half = members.sign_in(BRICE)
    page.context.add_cookies([{"name": "mbongo-business", "value": half.token, "url": here}])
    page.goto(f"{here}/business/factor?lang=fr")
    page.click("form[data-passkey] button")
    page.wait_for_selector("#balance")
    assert half.who.is_fresh
    page.close()


def test_whom_its_programs_asked_stands_with_its_links(world: World, members: Members, visit: Visit) -> None:
    owner, merchant = members.open_owner(), members.shop.merchant.id
    program = Actor("api_key", str(uuid.UUID(int=1)), "fr", "", merchant, frozenset({WRITE_REQUESTS}))
    for whom in ({"customer_phone": AWA}, {"customer_email": "awa@exemple.cm"}):
        asking = AskShopRequest(NewCheckout(merchant, 2_500, "Gâteau", **whom))
        assert not world.wallet_on("api").perform(asking, program, str(uuid.uuid4()), "api").refused
    page = visit.see(f"{visit.enter(owner)}/links").text
    for said in ("Demandé à des personnes", "2 500 FCFA", "Gâteau", "awa@exemple.cm", "À payer"):
        assert said in page, said
