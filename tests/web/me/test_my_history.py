"""A person's history on /me: chosen by anything, added up, a page at a time, as files, and each line's receipt."""

import csv
import re
from io import BytesIO, StringIO
from uuid import uuid4

import pytest
from openpyxl import load_workbook
from sqlalchemy import text

from tests.documents.reading import read_paper
from tests.web.me.conftest import Visitor
from tests.web.me.test_my_page import ask
from tests.world.cast import AWA, MOUSSA, STRANGER
from tests.world.world import World
from wallet.accounts import own_receipts
from wallet.operations import movements
from wallet.operations.kinds import GROUPS, KINDS
from wallet.sending.send_to_stranger import SendToStranger
from web.me import exports, history


def count(visitor: Visitor, query: str) -> int:
    page = visitor.see(f"/me/history?{query}")
    assert page.status == 200
    found = re.search(r"Nombre d'opérations (\d+)", page.text)
    assert found
    return int(found[1])


@pytest.fixture
def moved(world: World, visitor: Visitor) -> World:
    """Give Moussa, signed in, who sent 5 000 and 1 000 to Awa, and had 300 from her."""
    world.credit(MOUSSA, 20_000)
    world.send(MOUSSA, AWA, 5_000, "s1")
    world.send(MOUSSA, AWA, 1_000, "s2")
    world.send(AWA, MOUSSA, 300, "s3")
    visitor.sign_in()
    return world


def test_every_kind_of_a_history_is_in_one_group() -> None:
    seen = [name for name, kind in KINDS.items() if kind.giver_sees or kind.receiver_sees]
    assert sorted(name for group in GROUPS.values() for name in group) == sorted(seen)


def test_what_is_shown_is_added_up(moved: World, visitor: Visitor) -> None:
    page = visitor.see("/me/history")
    for said in ("Nombre d'opérations 3", "Donné 6 000 FCFA", "Reçu 300 FCFA", "Frais et taxe 50 FCFA"):
        assert said in page.text
    assert "Solde 14 250 FCFA" in page.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("way=in", 1), ("way=out", 2), ("kind=sent", 3), ("kind=shops", 0), ("who=Awa", 3), ("who=awa+n.", 3),
        ("who=699000002", 3), ("who=002", 3), ("who=02", 0), ("who=Ngono", 0), ("who=%25", 0), ("who=Zita", 0),
        ("least=1000", 2), ("least=1+001", 1), ("most=300", 1), ("least=300&most=1000", 2), ("state=done", 3),
        ("state=waiting", 0), ("until=2020-01-01", 0), ("since=2020-01-01", 3), ("who=Awa&way=in&most=300", 1),
    ],
)  # fmt: skip
def test_a_history_is_chosen_by_anything(moved: World, visitor: Visitor, query: str, found: int) -> None:
    assert count(visitor, query) == found


@pytest.mark.parametrize(
    "query",
    [
        "since=x", "until=2026-13-01", "way=all", "before=-1", "before=" + "9" * 40, "since=%00", "before=%D9%A1",
        "kind=x", "state=open", "least=x", "most=-5", "who=" + "a" * 41, "who=a%00",
    ],
)  # fmt: skip
def test_a_filter_that_is_none_is_said(moved: World, visitor: Visitor, query: str) -> None:
    page = visitor.see(f"/me/history?{query}")
    assert (page.status, 'role="alert"' in page.html) == (422, True)


@pytest.mark.parametrize("kind", exports.LINES_MOST)
def test_a_file_by_a_filter_that_is_none_is_said(moved: World, visitor: Visitor, kind: str) -> None:
    page = visitor.see(f"/me/history.{kind}?who=a%00")
    assert (page.status, 'role="alert"' in page.html) == (422, True)


def test_what_waits_and_what_was_given_back_is_found(moved: World, visitor: Visitor) -> None:
    moved.perform(MOUSSA, SendToStranger(moved.quote(MOUSSA, STRANGER, 700)), "s4")
    assert (count(visitor, "state=waiting"), count(visitor, "state=done")) == (1, 3)
    assert "En attente" in visitor.see("/me/history").text


def test_older_lines_are_a_page_away_by_the_line_and_totals_are_of_all(world: World, visitor: Visitor) -> None:
    world.credit(MOUSSA, 40_000)
    for number in range(23):
        world.send_proven(MOUSSA, AWA, 100, f"s{number}")
    visitor.sign_in()
    page = visitor.see("/me/history?way=out")
    assert (page.html.count('<li><span class="sum'), "Nombre d'opérations 23" in page.text) == (20, True)
    older = re.search(r'href="([^"]+)">Opérations plus anciennes', page.html)
    assert older
    assert "way=out" in older[1]
    world.send_proven(MOUSSA, AWA, 100, "meanwhile")
    last = visitor.see(older[1].replace("&amp;", "&"))
    assert last.html.count('<li><span class="sum') == 3, "what came meanwhile shifts no page"
    assert "Opérations les plus récentes" in last.text


def test_a_history_too_long_to_add_up_is_shown_all_the_same(
    moved: World, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(movements, "SUMMED_MOST", 2)
    monkeypatch.setattr(history, "SUMMED_MOST", 2)
    page = visitor.see("/me/history")
    assert "Plus de 2 opérations" in page.text
    assert page.html.count('<li><span class="sum') == 3
    assert count(visitor, "way=in") == 1


def test_a_sheet_holds_every_line_and_nothing_that_computes(
    moved: World, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "AT_A_TIME", 2)
    rename = text("UPDATE person SET name = '=1+1 Ngono' WHERE name LIKE 'Awa%'")
    moved.do_as_owner(lambda db: db.execute(rename))
    answer = visitor.browser.get("/me/history.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="mbongo.csv"'
    after, *between, before = csv.DictReader(StringIO(answer.data.decode("utf-8-sig")), delimiter=";")
    rows = [row for row in between if row["Référence"]]
    assert [(one["Opération"], one["Solde en FCFA"]) for one in (after, before)] == [
        ("Solde après", str(moved.balance(MOUSSA))), ("Solde avant", "0"),
    ]  # fmt: skip
    assert [(row["Reçu en FCFA"], row["Donné en FCFA"], row["Frais en FCFA"]) for row in rows] == [
        ("300", "0", "0"), ("0", "1000", "5"), ("0", "5000", "25"),
    ]  # fmt: skip
    assert {row["Avec"] for row in rows} == {"'=1+1 N."}
    sheet = load_workbook(BytesIO(visitor.browser.get("/me/history.xlsx").data)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert sheet.max_row == 7
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}, "none is a formula"


def test_a_statement_adds_up_from_the_balance_before_to_the_one_after(moved: World, visitor: Visitor) -> None:
    today = str(moved.one("SELECT (wallet_now() AT TIME ZONE 'Africa/Douala')::date"))
    read = read_paper(visitor.browser.get(f"/me/history.pdf?since={today}&until={today}").data)
    for said in ("Relevé de compte de Moussa", "Solde avant 0 FCFA", "Donné 6 000 FCFA", "Solde après 14 250 FCFA"):
        assert said in read
    assert "Set aside" not in read
    few = read_paper(visitor.browser.get("/me/history.pdf?who=Awa&lang=en").data)
    assert "Only: Awa" in few
    assert "Balance before" not in few, "what was left out would be missing between"


@pytest.mark.parametrize("kind", ["csv", "xlsx", "pdf"])
def test_a_file_holds_so_many_lines_and_says_so(
    moved: World, visitor: Visitor, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setitem(exports.LINES_MOST, kind, 2)
    page = visitor.see(f"/me/history.{kind}")
    assert page.status == 422
    assert "Un fichier contient 2 opérations" in page.text
    assert visitor.browser.get(f"/me/history.{kind}?way=in").status_code == 200


def test_every_line_has_a_receipt_for_whose_it_is(moved: World, visitor: Visitor) -> None:
    ways = re.findall(r"/me/receipt/\d+\.pdf", visitor.see("/me/history").html)
    papers = [read_paper(visitor.browser.get(f"{way}?lang=en").data) for way in ways]
    assert len(papers) == 3
    assert all("Moussa" in paper and "Awa N." in paper for paper in papers)
    assert "5 000 FCFA GIVEN" in papers[2]
    assert "In all 5 039 FCFA" in papers[2]
    for way in ("/me/receipt/1000.pdf", f"/me/receipt/{2**70}.pdf", f"/me/request/{uuid4()}.pdf", "/me/receipt/x.pdf"):
        assert visitor.browser.get(way).status_code == 404


def test_a_request_has_a_paper_for_its_two_sides_alone(world: World, visitor: Visitor) -> None:
    ask(world, AWA, MOUSSA, 1_500)
    ask(world, AWA, STRANGER, 900)
    page = visitor.sign_in()
    [way] = re.findall(r"/me/request/[0-9a-f-]+\.pdf", page.html)
    paper = read_paper(visitor.browser.get(way).data)
    for said in ("Demandé par Awa N.", "Demandé à Moussa", "1 500 FCFA", "EN ATTENTE"):
        assert said in paper
    [other] = world.column("SELECT id::text FROM request WHERE phone = :zita", zita=STRANGER)
    assert visitor.browser.get(f"/me/request/{other}.pdf").status_code == 404
    moussa = world.actor(MOUSSA).id
    assert world.do(lambda db: own_receipts.list_ended_requests(db, moussa)) == []
    ended = text("UPDATE request SET state = 'expired', ended_at = wallet_now() WHERE phone = :moussa")
    world.do_as_owner(lambda db: db.execute(ended, {"moussa": MOUSSA}))
    assert "Pas payée à temps" in visitor.see("/me/history").text


@pytest.mark.parametrize("way", ["history", "history.csv", "history.pdf", "receipt/1.pdf"])
def test_whoever_is_signed_out_is_led_to_sign_in(visitor: Visitor, way: str) -> None:
    answer = visitor.browser.get(f"/me/{way}")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/me")
    assert visitor.browser.get("/me/history.exe").status_code == 404
