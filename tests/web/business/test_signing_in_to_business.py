"""Signing in to /business: invited, a password, a second factor; nothing told of who exists, nobody led elsewhere."""

import re
from base64 import urlsafe_b64encode

import pytest

from tests.web.business.conftest import Visit
from tests.world.cast import BRICE
from tests.world.members import PASSWORD, Members
from tests.world.world import World
from wallet.business.invite_owner import InviteOwner
from wallet.members.invite_member import InviteMember
from web.pages.headers import POLICY


def write_way(world: World, members: Members) -> str:
    """Return the way of the newest invitation."""
    token = members.send("invitation", members.newest_invitation())
    return f"/i/{urlsafe_b64encode(token).decode().rstrip('=')}"


def test_an_owner_comes_from_their_phone_to_their_figures(world: World, members: Members, visit: Visit) -> None:
    assert not world.perform(BRICE, InviteOwner(), "k").refused
    way = write_way(world, members)
    assert "Boulangerie" in visit.see(way).text
    weak = visit.press(way, way, name="Brice Kamga", password="motdepasse1234")
    assert (weak.status_code, "voleurs" in weak.get_data(as_text=True)) == (422, True)
    accepted = visit.press(way, way, name="Brice Kamga", password=PASSWORD)
    assert (accepted.status_code, accepted.headers["Location"]) == (303, "/business")
    assert visit.browser.get("/business").headers["Location"] == "/business/own"
    page = visit.press("/own", "/own", what="start_app").get_data(as_text=True)
    assert re.search(r'class="qr" src="data:image/svg\+xml[;,]', page), "a picture that a browser draws"
    secret = re.search(r'class="secret">([A-Z2-7 ]+)<', page)
    assert secret
    owner = members.sign_in(BRICE)
    owner.app = secret[1].replace(" ", "")
    world.pass_time(60)
    form = dict(re.findall(r'type="hidden" name="(form)" value="([^"]*)"', page))
    confirmed = visit.browser.post("/business/own", data={**form, "what": "confirm_app", "code": owner.code()})
    assert confirmed.get_data(as_text=True).count("<code>") == 10, "recovery codes come with the first factor"
    assert visit.browser.get("/business").headers["Location"] == f"/business/b/{members.shop.merchant.id}"
    page2 = visit.see(f"/b/{members.shop.merchant.id}")
    assert "Disponible 0 FCFA" in page2.text
    assert "Cette invitation est terminée" in visit.see(way).text


def test_a_password_then_a_code_lead_to_where_one_wanted(world: World, members: Members, visit: Visit) -> None:
    owner = members.open_owner()
    way = f"/b/{members.shop.merchant.id}/links"
    asked = visit.browser.get(f"/business{way}")
    assert asked.headers["Location"].startswith("/business?next=")
    where = asked.headers["Location"].removeprefix("/business")
    first = visit.press("/in", where, address=BRICE, password=PASSWORD)
    assert first.headers["Location"] == f"/business{way}"
    assert visit.browser.get(f"/business{way}").headers["Location"].startswith("/business/factor?next=")
    wrong = visit.press("/factor", "/factor", by="app", code="000000")
    assert wrong.status_code == 422
    world.pass_time(60)
    right = visit.press("/factor", f"/factor?next=/business{way}", by="app", code=owner.code())
    assert right.headers["Location"] == f"/business{way}"
    assert visit.see(way).status == 200


@pytest.mark.parametrize(
    "url",
    ["https://evil.example", "//evil.example", "/\\evil.example", "/businessevil", "/business/../me",
     "/business\r\nX: y", "/business/b?x=//evil", "javascript:alert(1)"],
)  # fmt: skip
def test_nobody_is_led_elsewhere(members: Members, visit: Visit, url: str) -> None:
    members.hire("viewer", "awa@example.cm")
    answer = visit.press("/in", address="awa@example.cm", password=PASSWORD, next=url)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/business")


def test_wrong_and_unknown_read_the_same(members: Members, visit: Visit) -> None:
    members.hire("viewer", "awa@example.cm")
    answers = [
        re.sub(r'value="[^"]*"', "", visit.sign_in(address, "a wrong password").get_data(as_text=True))
        for address in ("awa@example.cm", "nobody@example.cm", "é", "677000009")
    ]
    assert len(set(answers)) == 1
    assert "Aucun membre" in answers[0]


def test_a_cashier_signs_in_by_a_code_and_sees_their_till_alone(world: World, members: Members, visit: Visit) -> None:
    owner = members.open_owner()
    assert not owner.perform(InviteMember("", "+237655000009", "cashier", members.till)).refused
    way = write_way(world, members)
    assert "password" not in visit.see(way).html
    assert visit.press(way, way, name="Nadia").status_code == 303
    where = visit.press("/number", phone="655000009").headers["Location"].removeprefix("/business")
    from tests.web.me.conftest import Visitor

    [code] = Visitor(world, visit.browser, "+237655000009").list_codes()
    assert visit.press("/code", where, code="000000" if code != "000000" else "111111").status_code == 422
    assert visit.press("/code", where, code=code).headers["Location"] == "/business"
    inside = f"/b/{members.shop.merchant.id}"
    assert members.till in visit.see(inside).text
    assert visit.see(f"{inside}/payments").status == 200
    assert visit.see(f"{inside}/members").status == 404


def test_sessions_end_by_a_button(members: Members, visit: Visit) -> None:
    viewer = members.hire("viewer", "awa@example.cm")
    way = visit.enter(viewer)
    other = members.sign_in("awa@example.cm")
    assert visit.press("/own", "/own", what="end_others").status_code == 303
    visit.enter(other)
    assert visit.browser.get(f"/business{way}").headers["Location"].startswith("/business?next")
    visit.enter(viewer)
    assert visit.press("/out", "/own").status_code == 303
    visit.enter(viewer)
    assert "Mot de passe" in visit.see().text


@pytest.mark.parametrize(
    "way",
    ["/in", "/number", "/code", "/factor", "/out", "/own", "/factor/passkey", "/own/passkey", "/forgotten", "/p/x"],
)
def test_a_form_of_another_s_page_does_nothing(members: Members, visit: Visit, way: str) -> None:
    visit.enter(members.open_owner())
    for form in ("", "0" * 32, "é"):
        sent = {"form": form, "what": "make_codes", "by": "app", "address": BRICE, "password": PASSWORD}
        assert visit.browser.post(f"/business{way}", data=sent).status_code == 400


@pytest.mark.parametrize("token", ["x", "x" * 22, "é" * 22, "-" * 22, "%00", "a" * 500, "A" * 21 + "=", "_" * 22])
def test_what_is_no_invitation_is_said_to_be_over(visit: Visit, token: str) -> None:
    assert visit.see(f"/i/{token}").status == 404


def test_the_pages_are_small_and_nobody_else_s(members: Members, visit: Visit) -> None:
    page = visit.see()
    assert page.headers["Content-Security-Policy"] == POLICY
    assert page.headers["Cache-Control"] == "no-store"
    assert "<script" not in page.html
    set_cookie = page.headers["Set-Cookie"]
    assert "HttpOnly" in set_cookie
    assert "SameSite=Lax" in set_cookie


def test_a_forgotten_password_is_set_anew_by_the_address_of_a_mail(
    world: World, members: Members, visit: Visit
) -> None:
    members.hire("viewer", "awa@example.cm")
    known = visit.press("/forgotten", "/forgotten", address="awa@example.cm").get_data(as_text=True)
    unknown = visit.press("/forgotten", "/forgotten", address="nobody@example.cm").get_data(as_text=True)
    assert known == unknown
    assert "30 minutes" in known
    asked = str(world.one("SELECT id::text FROM password_reset"))
    token = members.send("new password", asked)
    way = f"/p/{urlsafe_b64encode(token).decode().rstrip('=')}"
    weak = visit.press(way, way, password="motdepasse1234")
    assert (weak.status_code, "voleurs" in weak.get_data(as_text=True)) == (422, True)
    assert "est enregistré" in visit.press(way, way, password="trente-deux mangues").get_data(as_text=True)
    assert visit.see(way).status == 404
    assert visit.sign_in("awa@example.cm").status_code == 422
    assert visit.sign_in("awa@example.cm", "trente-deux mangues").status_code == 303
    changed = visit.press(
        "/own", "/own", what="change_password", before="trente-deux mangues", password="quarante poires vertes"
    )
    assert "Votre mot de passe est changé" in changed.get_data(as_text=True)
    assert visit.press("/out", "/own").status_code == 303
    assert visit.sign_in("awa@example.cm", "quarante poires vertes").status_code == 303
