"""Verification by pages: a photo sent, its fate read; files that are none refused by name; and the office's side."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pytest
from structlog.testing import capture_logs
from werkzeug.test import TestResponse

from documents.sent.redraw import BYTES_MOST
from tests.documents.sent_papers import HTML, SVG, huge_png, pdf, photo_of_a_phone, picture
from tests.web.business.conftest import Visit
from tests.web.reading import read_page
from tests.web.refused import check_refused
from tests.world.cast import BRICE, BRUNO, TILL
from tests.world.members import Members
from tests.world.office import Office
from tests.world.sealed import KEYS
from tests.world.verifying import AS_IN_PRODUCTION
from tests.world.world import World
from wallet.business.checkouts import NewCheckout
from wallet.business.create_checkout import CreateCheckout
from wallet.core.public_ids import write_id
from wallet.operations.pay_addresses import get_of
from web.business import verification

BAD: Final = {
    "page.png": (HTML, "PNG"), "logo.svg": (SVG, "PNG"), "half.jpg": (picture("JPEG")[:900], "abîmé"),
    "locked.pdf": (pdf(password="x"), "mot de passe"), "book.pdf": (pdf(11), "dix pages"),
    "wall.png": (huge_png(40_000, 40_000), "trop de points"), "stamp.png": (picture(sides=(90, 90)), "trop petite"),
    "none.pdf": (b"", "Choisissez"),
}  # fmt: skip


def send(visit: Visit, way: str, content: bytes, name: str = "cni.jpg", paper: str = "identity") -> TestResponse:
    """Send a paper by the form."""
    html = visit.see(f"{way}/verification").html
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html.partition("multipart")[2]))
    said = {**hidden, "paper": paper, "file": (BytesIO(content), name)}
    return visit.browser.post(f"/business{way}/verification", data=said, content_type="multipart/form-data")


def test_a_paper_from_the_page_to_the_office_and_back(
    world: World, members: Members, visit: Visit, office: Office, tmp_path: Path
) -> None:
    world.change(AS_IN_PRODUCTION)
    members.open_owner()
    way = visit.enter(members.logins["owner"])
    page = visit.see(f"{way}/verification")
    assert "Niveau 0" in page.text
    with capture_logs() as said:
        assert send(visit, way, photo_of_a_phone()).status_code == 303
        assert send(visit, way, pdf(2, script=True), "niu.pdf", "niu").status_code == 303
    for secret in (KEYS.peppers[0][1].decode(), "Tecno", "JFIF"):
        assert secret not in str(said)
    assert visit.see(f"{way}/verification").text.count("Attend d'être examiné") >= 2
    identity, niu = (
        write_id("doc", str(world.one("SELECT id FROM business_document WHERE kind = :kind", kind=kind)))
        for kind in ("identity", "niu")
    )

    assert "documents of businesses" in office.done("waiting")
    queue = office.done("merchant", "documents")
    assert queue.index(identity) < queue.index(niu), "the oldest first"
    kept = tmp_path / "seen.jpg"
    assert "identity" in office.done("merchant", "look", identity, str(kept), "--why", "compare the name")
    assert kept.read_bytes().startswith(b"\xff\xd8\xff")
    assert b"Tecno" not in kept.read_bytes()
    office.done("merchant", "refuse", identity, "--because", "unreadable", "--why", "dark")
    assert "quatre coins" in visit.see(f"{way}/verification").text
    assert send(visit, way, picture("JPEG")).status_code == 303
    again = write_id(
        "doc", str(world.one("SELECT id FROM business_document WHERE kind = 'identity' AND state = 'asked'"))
    )
    office.done("merchant", "accept", again, "--until", "2031-05-04", "--why", "it is him")
    assert "show level 0" in office.done("merchant", "documents", TILL)
    office.refused("merchant", "raise", TILL, "1", "--why", "soon")
    office.done("merchant", "accept", niu, "--why", "it is theirs")
    assert "deux agents" in visit.see(f"{way}/verification").text
    office.done("merchant", "raise", TILL, "1", "--why", "all seen")
    assert "level 1 from now on" in office.done("merchant", "raise", TILL, "--approve", login=BRUNO)
    page = visit.see(f"{way}/verification")
    assert "Niveau 1" in page.text
    assert "500 000 FCFA" in page.text
    assert "04/05/2031" in page.text
    assert "level_raised" in world.texts_to(BRICE)
    assert "Document envoyé" in visit.see(f"{way}/history").text
    trail = office.done("audit", "show")
    assert "compare the name" in trail
    office.refused("merchant", "look", "doc_1", str(tmp_path / "none"), "--why", "curious")
    world.check()


def test_what_is_no_paper_is_said_by_name_and_nothing_is_kept(world: World, members: Members, visit: Visit) -> None:
    members.open_owner()
    way = visit.enter(members.logins["owner"])
    for name, (content, said) in BAD.items():
        answer = send(visit, way, content, name)
        check_refused(answer, {"paper": "identity"}, "fr")
        assert said in answer.get_data(as_text=True), name
    assert send(visit, way, b"%PDF-" + b"0" * (BYTES_MOST + 100_000)).status_code == 413
    assert send(visit, way, picture(), paper="a poem").status_code == 400
    assert world.one("SELECT count(*) FROM business_document") == 0


def test_another_s_paper_is_not_there_and_ours_is_taken_back(world: World, members: Members, visit: Visit) -> None:
    members.open_owner()
    way = visit.enter(members.logins["owner"])
    assert send(visit, way, picture()).status_code == 303
    mine = write_id("doc", str(world.one("SELECT id FROM business_document")))
    another = write_id("doc", "00000000-0000-4000-8000-000000000007")
    form = dict(re.findall(r'type="hidden" name="(form)" value="([^"]*)"', visit.see(f"{way}/verification").html))
    for named in (another, "doc_1", mine.replace("doc", "pyr")):
        sent = {**form, "attempt": "a" * 16}
        assert visit.browser.post(f"/business{way}/verification/{named}", data=sent).status_code == 404
    assert visit.press(f"{way}/verification/{mine}", f"{way}/verification").status_code == 303
    assert "Retiré" in visit.see(f"{way}/verification").text


def test_while_enough_are_drawn_others_come_again(
    members: Members, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    members.open_owner()
    way = visit.enter(members.logins["owner"])
    busy: Any = type("Busy", (), {"acquire": lambda self, blocking: False})()
    monkeypatch.setattr(verification, "AT_ONCE", busy)
    assert send(visit, way, picture()).status_code == 503


def test_a_page_offers_what_the_level_of_its_business_takes(world: World, members: Members, visit: Visit) -> None:
    owner, merchant = members.open_owner(), members.shop.merchant.id
    made = owner.perform(CreateCheckout(NewCheckout(merchant, 5_000, "Pain"))).values["checkout_id"]
    token = str(world.do(lambda db: get_of(db, "checkout", str(made)).token))
    world.change(AS_IN_PRODUCTION)

    def list_offered() -> list[str]:
        return re.findall(r'name="method" value="(\w+)"', visit.browser.get(f"/pay/{token}").get_data(as_text=True))

    assert list_offered() == []
    assert "comment payer autrement" in read_page(visit.browser.get(f"/pay/{token}")).text
    world.change("UPDATE merchant SET level = 1")
    world.change("UPDATE level_rule SET methods = '{wallet,mtn}' WHERE level = 1")
    assert list_offered() == ["wallet", "mtn"]
    world.change("UPDATE level_rule SET payment_most = 4999 WHERE level = 1")
    assert list_offered() == []
