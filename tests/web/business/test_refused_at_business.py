"""Each form of /business, sent so that it is refused: its sender reads why and what next, and types nothing again."""

import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass

import pytest
from werkzeug.test import TestResponse

from tests.web.business.conftest import Visit
from tests.web.business.test_inside_business import (
    bill,
    fill,
    listen,
    pay_out,
    pay_salaries,
    send_paper,
    subscribe,
    take,
)
from tests.web.business.test_signing_in_to_business import write_way
from tests.web.refused import check_refused
from tests.world.members import PASSWORD, Members
from tests.world.world import World
from wallet.core.database import in_transaction
from wallet.core.public_ids import write_id
from wallet.members import new_passwords
from wallet.members.invite_member import InviteMember
from web.business.routes import INSIDE, OUTSIDE


@dataclass(frozen=True)
class Form:
    """A form: its way and the page it stands on, what is typed that is refused; `inside`: of the shop, `by` whom."""

    way: str
    typed: dict[str, str]
    at: str = ""
    inside: bool = True
    by: str = "owner"


FORMS = (
    Form("/in", {"address": "brice@exemple.cm", "password": "quatre bananes vertes"}, inside=False),
    Form("/number", {"phone": "12"}, inside=False),
    Form("/code", {"code": "000000"}, "/code?asked=00000000-0000-4000-8000-000000000000", inside=False),
    Form("/factor", {"by": "app", "code": "000000"}, "/factor", inside=False),
    Form("/i/<token>", {"name": "B", "password": PASSWORD}, "/i/<token>", inside=False),
    Form("/p/<token>", {"password": "court"}, "/p/<token>", inside=False),
    Form("/own", {"what": "add_passkey", "name": "Clé de Brice", "signed": "{}"}, "/own", inside=False),
    Form("/own", {"what": "change_password", "before": "pas le bon du tout", "password": "six oranges amères"}, "/own",
         inside=False),
    Form("/payments/<payment>", {"amount": "999 999", "reason": "Brûlé"}, "/payments/<payment>"),
    Form("/tills/<till>", {"amount": "beaucoup", "title": "Pain"}, "/tills"),
    Form("/links", {"title": "Pain", "amount": "beaucoup"}, "/links"),
    Form("/links", {"title": "Pain", "amount": "500", "times": "souvent"}, "/links"),
    Form("/links", {"title": "Pain", "least": "900", "most": "500"}, "/links"),
    Form("/plans", {"title": "Salle", "amount": "x", "every": "year", "most": "9", "trial_days": "3", "times": "4",
                    "grace_days": "2", "at_last": "end"}, "/plans"),
    Form("/plans/<plan>/price", {"amount": "cher"}, "/plans"),
    Form("/invoices/new", {"customer": "<customer>", "kind": "proforma", "title-0": "Pain", "quantity-0": "trois",
                           "unit_price-0": "500", "discount_percent-0": "5", "due_on": "2099-01-02",
                           "reference": "BC-1", "deposit": "10", "notes": "Merci"}, "/invoices/new"),
    Form("/invoices/<invoice>/change", {"customer": "<customer>", "title-0": "Pain", "quantity-0": "x"},
         "/invoices/<invoice>/change"),
    Form("/invoices/issuer", {"legal_name": "Brice", "address": "Douala", "niu": "X", "regime": "igs",
                              "vat_shown": "split", "rccm": "RC", "tax_centre": "Akwa", "email": "b@x.cm",
                              "phone": "655", "language": "en", "reminder_days": "1 2"}, "/invoices/issuer"),
    Form("/customers", {"name": "Awa", "email": "nulle part", "phone": "699000002", "address": "Akwa", "niu": "N",
                        "rccm": "R", "language": "en"}, "/customers"),
    Form("/customers/<customer>", {"name": "Awa", "phone": "12", "address": "Akwa"}, "/customers/<customer>"),
    Form("/payouts", {"what": "make", "account": "<account>", "amount": "9 999 999"}, "/payouts"),
    Form("/payouts", {"what": "add", "where": "bank", "number": "123", "holder": "Brice"}, "/payouts"),
    Form("/payouts", {"what": "schedule", "account": "<account>", "every": "week", "weekday": "3", "least": "rien"},
         "/payouts"),
    Form("/salaries", {"title": "Novembre"}, "/salaries", by="payroll_maker"),
    Form("/salaries/<payroll>", {"what": "agree"}, "/salaries/<payroll>"),
    Form("/verification", {"paper": "niu"}, "/verification"),
    Form("/endpoints", {"url": "http://10.0.0.7/ecoute", "kinds": "order.created"}, "/endpoints"),
    Form("/settings", {"what": "add", "origin": "https://boutique.cm/retour"}, "/settings"),
    Form("/settings/shop", {"what": "name", "name": "Mbongo"}, "/settings"),
    Form("/settings/shop", {"what": "contact", "phone": "12", "email": "b@x.cm"}, "/settings"),
    Form("/keys", {"what": "make", "permissions": "links:read", "addresses": "1.2.3"}, "/endpoints"),
    Form("/endpoints/<endpoint>", {"what": "again"}, "/endpoints/<endpoint>"),
    Form("/members", {"what": "invite", "address": "nulle part", "role": "accountant"}, "/members"),
    Form("/members", {"what": "invite", "address": "awa@exemple.cm", "role": "cashier"}, "/members"),
    Form("/members", {"what": "change_role", "member": "<owner>", "role": "viewer"}, "/members"),
    Form("/members", {"what": "remove", "member": "<owner>"}, "/members"),
)  # fmt: skip
# Forms without fields are pressed after what they do was done from elsewhere; the button is gone from the page by then.
DONE = (
    ("/invoices/<invoice>", "/invoices/<invoice>", {}), ("/orders/<order>", "/orders", {"step": "delivered"}),
    ("/verification/<document>", "/verification", {}), ("/tills/<till>/<checkout>", "/tills/<till>/<checkout>", {}),
)  # fmt: skip
# Nothing is refused there: whoever asks is answered the same, what has ended has ended; a script has no page.
NEVER = {
    "/out", "/forgotten", "/factor/passkey", "/own/passkey",
    "/links/<link>/close", "/plans/<plan>/close", "/plans/<plan>/<subscription>/end",
    "/plans/<plan>/<subscription>/pause", "/plans/<plan>/<subscription>/resume",
}  # fmt: skip


@dataclass
class Office:
    """A shop with something behind each form; `ids` are what ways name."""

    world: World
    members: Members
    visit: Visit
    ids: dict[str, str]

    @property
    def inside(self) -> str:
        return f"/b/{self.members.shop.merchant.id}"

    def fill_in(self, said: str) -> str:
        for name, value in self.ids.items():
            said = said.replace(name, value)
        return said

    def press(self, form: Form, language: str) -> tuple[dict[str, str], TestResponse]:
        before = self.inside if form.inside else ""
        way, at = f"{before}{self.fill_in(form.way)}", f"{before}{self.fill_in(form.at)}"
        typed = {name: self.fill_in(value) for name, value in form.typed.items()}
        at += f"{'&' if '?' in at else '?'}lang={language}"
        html = self.visit.see(at).html
        forms = re.findall(
            rf'<form[^>]*action="(/business{re.escape(way)}(?:\?[^"]*)?)"[^>]*>(.*?)</form>', html, re.DOTALL
        )
        marks = [f'value="{typed[one]}"' for one in ("what", "member", "by") if one in typed]
        fitting = [one for one in forms if all(mark in one[1] for mark in marks)]
        assert fitting, (way, html)
        action, inner = fitting[0]
        hidden = dict(re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', inner))
        return typed, self.visit.browser.post(action.replace("&amp;", "&"), data={**hidden, **typed})


@pytest.fixture
def office(world: World, members: Members, visit: Visit) -> Office:
    payment = fill(world, members)
    pay_out(world, members)
    owner = members.logins["owner"]
    owner.show_code()
    way = visit.enter(owner)
    assert visit.press(f"{way}/links", f"{way}/links", title="Pain", amount="500").status_code == 303
    ids = {"<payment>": payment, "<link>": write_id("lnk", str(world.one("SELECT id FROM link")))}
    ids |= bill(world, members, visit) | subscribe(world, members)
    ids |= pay_salaries(members) | send_paper(members)
    ids["<account>"] = str(world.one("SELECT id::text FROM settlement_account WHERE kind = 'phone'"))
    ids["<owner>"] = owner.who.login_id
    ids |= listen(members) | take(members)
    return Office(world, members, visit, ids)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_whoever_is_refused_reads_why_and_types_nothing_again(office: Office, language: str) -> None:
    world, members, visit = office.world, office.members, office.visit
    owner = members.logins["owner"]
    for form in FORMS:
        if form.way in ("/in", "/number", "/i/<token>", "/p/<token>") or form.at.startswith("/code"):
            visit.browser.delete_cookie("mbongo-business")
        elif form.way == "/factor":
            visit.browser.set_cookie("mbongo-business", members.sign_in("accountant@example.cm").token)
        else:
            who = members.logins[form.by]
            if not who.who.is_fresh:
                who.show_code()
            visit.enter(who)
        if form.way == "/i/<token>":
            assert not owner.perform(InviteMember(f"{language}@example.cm", "", "viewer", "")).refused
            office.ids["<token>"] = write_way(world, members).removeprefix("/i/")
        if form.way == "/p/<token>":
            office.ids["<token>"] = forget_password(world, members)
        visit.browser.environ_base["REMOTE_ADDR"] = f"10.79.{FORMS.index(form)}.{len(language)}"
        typed, answer = office.press(form, language)
        check_refused(answer, {name: one for name, one in typed.items() if name not in ("member", "by")}, language)


def forget_password(world: World, members: Members) -> str:
    """Return what the address of a new password of the accountant's says."""
    in_transaction(members.engine, lambda db: new_passwords.ask(db, "accountant@example.cm"))
    asked = str(world.one("SELECT id::text FROM password_reset ORDER BY asked_at DESC LIMIT 1"))
    return urlsafe_b64encode(members.send("new password", asked)).decode().rstrip("=")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_was_done_before_is_said_and_leads_on(office: Office, language: str) -> None:
    visit = office.visit
    for way, at, typed in DONE:
        html = visit.see(f"{office.inside}{office.fill_in(at)}?lang={language}").html
        whole = f"/business{office.inside}{office.fill_in(way)}"
        inner = re.findall(rf'<form[^>]*action="{re.escape(whole)}[^"]*"[^>]*>(.*?)</form>', html, re.DOTALL)
        hidden = dict(re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', inner[0])) | typed
        assert visit.browser.post(whole, data=hidden).status_code == 303
        hidden["attempt"] = f"{hidden['attempt'][:20]}-again"
        check_refused(visit.browser.post(f"{whole}?lang={language}", data=hidden), {}, language)


def test_each_form_is_in_the_table() -> None:
    ways = {way for method, way, _ in (*OUTSIDE, *INSIDE) if method == "POST"}
    assert {form.way for form in FORMS} | {way for way, _, _ in DONE} | NEVER == ways


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_form_that_is_not_of_this_browsers_leads_on(office: Office, language: str) -> None:
    for method, way, _ in (*OUTSIDE, *INSIDE):
        if method != "POST":
            continue
        inside = office.inside if (method, way) in {(one, two) for one, two, _ in INSIDE} else ""
        url = f"/business{inside}{office.fill_in(way)}".replace("<token>", "x" * 22)
        answer = office.visit.browser.post(f"{url}?lang={language}", data={"form": "of another", "attempt": "a" * 16})
        check_refused(answer, {}, language)
