"""The office's pages: two of staff sign in with password and app, ask, look, approve; nobody else does anything."""

import re
from html import unescape
from io import BytesIO
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.web.office.conftest import Sit
from tests.web.office.desk import Desk, read_secret
from tests.world.cast import ALICE, AWA, BRUNO, MOUSSA, password_of
from tests.world.office import Office
from wallet.payments.orders import Confirmation
from wallet.perform import Wallet
from web.office.routes import WAYS, create_pages

STATE = "SELECT p.state FROM person p JOIN phone n ON n.person_id = p.id WHERE n.number = :phone AND n.until IS NULL"


def test_nobody_reads_or_does_anything_before_a_password_and_a_code(office: Office, wallet: Wallet) -> None:
    desk = Desk(office, create_pages(wallet).test_client(), ALICE)
    assert "Login" in desk.open().text
    for method, way, _ in WAYS:
        if method == "GET" and "<" not in way:
            assert "Password" in desk.open(way).text, way
    assert "Password" in desk.open("/do/person/show", person=MOUSSA).text
    wrong = desk.send("/in", login=ALICE, password="not the right one")
    nobody = desk.send("/in", login="nobody", password="not the right one")
    assert (wrong.status, nobody.status) == (422, 422)
    assert wrong.text.replace(ALICE, "") == nobody.text.replace("nobody", ""), "it tells which logins there are"
    assert "Authenticator app" in desk.send("/in", login=ALICE, password=password_of(ALICE)).text
    assert "Authenticator app" in desk.open("/do/waiting").text, "not before there is an app"
    assert "Nothing waits" in desk.add_app().text
    desk.send("/out")
    desk.sign_in()
    assert "Show that it is you" in desk.open("/do/agent/list").text
    assert desk.send("/code", code="000000").status == 422
    assert "Nothing waits" in desk.send("/code", code=desk.code(1)).text
    assert "Show that it is you" not in desk.open("/do/agent/list").text


def test_a_first_code_that_was_mistyped_is_typed_again_for_the_same_square(office: Office, wallet: Wallet) -> None:
    desk, other = (Desk(office, create_pages(wallet).test_client(), ALICE) for _ in range(2))
    desk.sign_in()
    shown = desk.send("/app")
    secret = read_secret(shown)
    again = desk.send("/code", code="000000", shown=desk.hidden("shown"))
    assert (again.status, read_secret(again)) == (422, secret)
    other.sign_in()
    other.send("/app")
    assert "Add an app" in desk.send("/code", code="000000", shown=desk.hidden("shown")).text, (
        "what another began is theirs"
    )


def test_a_code_is_good_once_and_five_wrong_ones_lock(office: Office, sit: Sit) -> None:
    desk = sit(ALICE)
    desk.send("/out")
    desk.sign_in()
    assert desk.send("/code", code=desk.first_code).status == 422
    for _ in range(4):
        assert desk.send("/code", code="000000").status == 422
    assert desk.send("/code", code=desk.code(1)).status == 422, "the right one, too late"


def test_what_one_asks_another_approves_by_a_code_of_just_now(office: Office, sit: Sit) -> None:
    world = office.world
    world.credit(MOUSSA, 5_000)
    alice, bruno = sit(ALICE), sit(BRUNO)
    frozen = alice.use("person freeze", person=MOUSSA, why="he called: the phone is stolen")
    assert "stopped" in frozen.text or "frozen" in frozen.text, frozen.text
    asked = alice.use("person unfreeze", person=MOUSSA, why="the phone was found")
    assert "Somebody else approves it" in asked.text
    assert "/office/do/person/unfreeze?" in asked.html, "the command that approves leads to its form"
    own = alice.use("person unfreeze", person=MOUSSA, approve="yes")
    assert (own.status, "somebody else must approve it" in own.text) == (422, True)

    waits = bruno.open()
    assert "the phone was found" in waits.text
    shown = bruno.use("person unfreeze", person=MOUSSA, approve="yes")
    assert "alice asks" in shown.text
    assert "I agree" in shown.text
    world.change("UPDATE staff_session SET factor_at = factor_at - interval '11 minutes'")
    stale = bruno.agree("person unfreeze")
    assert "ten minutes" in stale.text
    assert world.one(STATE, phone=MOUSSA) == "frozen"
    done = bruno.agree("person unfreeze", code=bruno.code(1))
    assert done.status == 200, done.text
    assert world.one(STATE, phone=MOUSSA) == "open"
    assert bruno.use("person unfreeze", person=MOUSSA, approve="yes").status == 422, "it is done"


def test_the_database_takes_no_act_of_a_session_without_its_code(office: Office, sit: Sit) -> None:
    sit(ALICE)
    refused = office.run(
        "person", "freeze", MOUSSA, "--why", "by its password alone", typed=f"{password_of(ALICE)}\n000000\n"
    )
    assert refused.exit_code == 1
    assert "wrong, used or too old" in refused.output
    half = office.sign_in(ALICE)
    with pytest.raises(Exception, match="no login has this session"):
        office.world.do(
            lambda db: db.exec_driver_sql("SELECT begin_staff_act(%s, 'freeze_wallet')", (half.secret,)), "office"
        )


def test_a_command_asks_for_the_code_of_whoever_has_an_app(office: Office, sit: Sit) -> None:
    desk, awa = sit(ALICE), sit(BRUNO)
    typed = f"{password_of(ALICE)}\n{desk.code(1)}\n"
    assert office.run("person", "freeze", AWA, "--why", "she asked for it", typed=typed).exit_code == 0
    asks = f"{password_of(BRUNO)}\n{awa.code(1)}\n"
    assert office.run("person", "unfreeze", AWA, "--why", "all is well", login=BRUNO, typed=asks).exit_code == 0
    office.world.wait_for_morning()
    agrees = f"{password_of(ALICE)}\n{desk.code()}\ny\n"
    approved = office.run("person", "unfreeze", AWA, "--approve", typed=agrees)
    assert approved.exit_code == 0, approved.output
    assert "all is well" in approved.output


def test_a_form_of_nobodys_page_does_nothing(sit: Sit) -> None:
    desk = sit(ALICE)
    assert desk.send("/do/person/freeze", form="forged", person=MOUSSA, why="a page of another's").status == 400
    assert desk.send("/do/nothing/at/all").status == 404
    assert desk.open("/do/person").status == 404
    assert desk.open("/do/person/show", number="6\0").status == 400


def test_a_payment_in_review_is_settled_at_pages(office: Office, sit: Sit) -> None:
    world = office.world
    world.recharge()
    world.work(Confirmation("succeeded", 4_999, MOUSSA, "XAF", raw='{"amount":"4999"}'))
    alice, bruno, reference = sit(ALICE), sit(BRUNO), world.payment_reference
    asked = alice.use("payments", reference=reference, state="succeeded", why="MTN's statement says so")
    assert asked.status == 200, asked.text
    assert "MTN's statement" in bruno.use("payments", approve=reference).text
    done = bruno.agree("payments")
    assert (done.status, world.payment_state) == (200, "succeeded"), done.text


def test_books_come_down_as_files_or_as_tables(sit: Sit) -> None:
    desk = sit(ALICE)
    desk.open("/do/books/journal")
    sheet = desk.browser.post("/office/do/books/journal", data={"form": desk.form, "file": "xlsx"})
    assert sheet.headers["Content-Disposition"] == 'attachment; filename="books-journal.xlsx"'
    assert sheet.data.startswith(b"PK")
    table = desk.browser.get("/office/do/books/trial-balance")
    assert (table.status_code, "Content-Disposition" in table.headers) == (200, False)
    written = desk.browser.get("/office/do/books/trial-balance?file=csv")
    assert written.headers["Content-Disposition"] == 'attachment; filename="books-trial-balance.csv"'


def test_what_somebody_wrote_leads_nowhere_and_the_trail_holds_commands_as_anybody_types_them(
    office: Office, sit: Sit
) -> None:
    desk = sit(ALICE)
    desk.use("person freeze", person=MOUSSA, why="see ./mbongo staff role mallory administrator --why ok")
    seen = desk.open("/do/person/show", person=MOUSSA)
    assert "./mbongo staff role mallory" in seen.text
    assert "mallory" not in "".join(re.findall(r'href="[^"]*"', seen.html))
    again = desk.use("person freeze", person=MOUSSA, why="once more, to be refused")
    assert "/office/do/person/unfreeze" in again.html, "our own sentence leads on"
    assert "./mbongo~" not in again.text + desk.open("/do/audit/show").text


def test_a_field_that_is_too_long_is_told_and_nothing_is_done(office: Office, sit: Sit) -> None:
    desk = sit(ALICE)
    refused = desk.use("person freeze", person=MOUSSA, why="y" * 2_001)
    assert (refused.status, "2000 letters" in refused.text) == (422, True)
    assert office.world.one(STATE, phone=MOUSSA) == "open"


@pytest.mark.parametrize("name", ["é" * 300 + ".csv", " mtn.csv ", "mtn\t.csv", "../../mtn.csv", "-.csv", "..."])
def test_a_file_may_have_any_name(sit: Sit, name: str) -> None:
    desk = sit(ALICE)
    assert 'type="file"' in desk.open("/do/reconcile").html
    sent = desk.send("/do/reconcile", rail="mtn", files={"file": (BytesIO(b"nothing,of,theirs\n1,2,3\n"), name)})
    assert sent.status == 422
    assert "no line of column names" in sent.text


def test_the_first_page_shows_figures_that_stay_fresh_to_whose_role_reads_them(office: Office, sit: Sit) -> None:
    desk = sit(ALICE)
    home = desk.open()
    assert ("Waiting" in home.text, "Beside yesterday" in home.text, "/office/live" in home.html) == (True, True, True)
    first = desk.browser.get("/office/live")
    assert (first.status_code, "Operators and providers" in first.get_data(as_text=True)) == (200, True)
    same = {"If-None-Match": first.headers["ETag"]}
    assert desk.browser.get("/office/live", headers=same).status_code == 304
    office.world.open_wallet("+237651000009", "Odile Mbarga")
    assert desk.browser.get("/office/live", headers=same).status_code == 200
    office.hire("carine", role="support")
    helper = sit("carine")
    assert "Beside yesterday" not in helper.open().text
    assert "Beside yesterday" not in helper.open("/live").text
    assert "role" in helper.open("/do/figures").text


@pytest.mark.parametrize("lang", ["", "fr"])
def test_a_command_leads_to_its_filled_form_in_the_language_that_was_chosen(
    office: Office, sit: Sit, lang: str
) -> None:
    office.done("person", "freeze", MOUSSA, "--why", "he called: the phone is stolen")
    office.done("person", "unfreeze", MOUSSA, "--why", "it was found")
    found = re.findall(r'href="(/office/do/person/unfreeze[^"]*)"', sit(BRUNO).open(lang=lang).html)
    assert found
    said = dict(parse_qsl(urlsplit(unescape(found[0])).query))
    assert said.pop("lang", "") == lang
    assert said["approve"] == "yes"
    assert said["person"].startswith("per_")
