"""Salaries by pages: a file in, each bad row told what to mend, approved by another, followed, tried again."""

import re
from io import BytesIO
from typing import Any, Final

import pytest
from playwright.sync_api import BrowserContext as Browser
from werkzeug.test import TestResponse

from tests.web.business.conftest import Visit
from tests.web.conftest import Look
from tests.web.reading import Read, read_page
from tests.world.cast import AWA, STRANGER
from tests.world.members import Members
from tests.world.payroll_office import PayrollOffice
from tests.world.shop import Shop
from tests.world.world import World
from wallet.core.public_ids import write_id
from wallet.salaries.read_sheet import BYTES_MOST

BYTES_OF_PAGE: Final = 100_000
HEAD: Final = "destinataire;type;nom;montant;motif;matricule\r\n"
SHEET: Final = (
    f"{HEAD}699 00 00 02;mbongo;NGONO Awa;10 000;Salaire nov;M-1\r\n"
    "677000099;momo;Zita Bih;5.000;Salaire nov;M-2\r\n"
    "699000002;;Jean Mballa;2 000;Prime;M-3\r\n"
)


@pytest.fixture
def office(world: World, shop: Shop, members: Members) -> PayrollOffice:
    office = PayrollOffice.open(world, shop)
    members.logins.update(office.treasury.members.logins)
    return office


def send(visit: Visit, way: str, content: bytes, title: str = "Novembre", name: str = "paie.csv") -> TestResponse:
    """Send a file by the form."""
    html = visit.see(f"{way}/salaries").html
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html.partition("multipart")[2]))
    said = {**hidden, "title": title, "file": (BytesIO(content), name)}
    return visit.browser.post(f"/business{way}/salaries", data=said, content_type="multipart/form-data")


def take(visit: Visit, way: str, content: str = SHEET) -> str:
    """Send a file that is taken in; return the way to its payroll."""
    answer = send(visit, way, content.encode("utf-8-sig"))
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.headers["Location"].removeprefix("/business")


def press(visit: Visit, at: str, what: str, **more: Any) -> TestResponse:
    """Press a button of a payroll's page."""
    html = visit.see(at).html
    forms = re.findall(r"<form.*?</form>", html, re.DOTALL)
    nth = more.get("nth")
    inner = next(
        one for one in forms if f'value="{what}"' in one and (nth is None or f'name="nth" value="{nth}"' in one)
    )
    fields = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', inner))
    fields = {name: value for name, value in fields.items() if name != "vouched"}
    return visit.browser.post(f"/business{at}", data={**fields, "what": what, **more})


def test_from_a_file_to_the_last_line(office: PayrollOffice, visit: Visit) -> None:
    way = visit.enter(office.maker)
    at = take(visit, way)
    page = visit.see(at)
    assert "Écrivez 5.000 sans point ni virgule : 150000 ou 150 000." in page.text
    assert "Le compte de ce numéro porte un autre nom" in page.text
    assert "Soumettre" not in page.text
    assert press(visit, at, "mend", nth=3, amount="5000").status_code == 303
    assert press(visit, at, "mend", nth=4, vouched="name_other").status_code == 303
    assert "La ligne 2 paie déjà ce numéro" in visit.see(at).text
    assert press(visit, at, "strike", nth=4).status_code == 303
    page = visit.see(at)
    assert "Ils reçoivent 15 000 FCFA" in page.text
    assert "À avoir en caisse 15 124 FCFA" in page.text
    assert press(visit, at, "ask").status_code == 303
    assert "Attend l'approbation" in visit.see(at).text
    assert "Approuver" not in visit.see(at).text
    visit.enter(office.approver)
    if not office.approver.who.is_fresh:
        office.approver.show_code()
    assert "Approuver : payer 15 124 FCFA · personnes : 2" in visit.see(at).text
    assert press(visit, at, "agree").status_code == 303
    made = str(office.world.one("SELECT id::text FROM payroll"))
    assert "data-goes-on" in visit.see(at).html
    office.pay(made)
    page = visit.see(at)
    assert "1 sur 2 terminées" in page.text
    for shown in (page, visit.see(at.rpartition("/")[0])):
        assert ("Paiement en cours" in shown.text, "Fait" in shown.text) == (True, False)
    office.world.work("failed")
    page = visit.see(at)
    assert "2 sur 2 terminées" in page.text
    assert "data-goes-on" not in page.html
    visit.enter(office.maker)
    assert "Reprendre 1 en brouillon" in visit.see(at).text
    child = press(visit, at, "retry").headers["Location"].removeprefix("/business")
    assert "Zita Bih" in visit.see(child).text
    assert press(visit, child, "drop").status_code == 303
    assert visit.see(child).status == 404
    lines = visit.browser.get(f"/business{at}/lines.csv").get_data(as_text=True)
    assert "NGONO Awa" in lines
    assert "Échec" in lines or "revenu" in lines
    assert visit.browser.get(f"/business{at}/lines.xlsx").data[:2] == b"PK"
    office.world.check()


def test_an_approver_sends_it_back_and_it_is_mended(office: PayrollOffice, visit: Visit) -> None:
    way = visit.enter(office.maker)
    at = take(visit, way, f"{HEAD}{AWA};;Awa Ngono;1000;;\r\n")
    press(visit, at, "ask")
    visit.enter(office.approver)
    assert press(visit, at, "refuse").status_code == 303
    visit.enter(office.maker)
    assert "Renvoyé : à corriger" in visit.see(at).text
    assert press(visit, at, "ask").status_code == 303


def test_a_stale_factor_is_shown_again_first(office: PayrollOffice, visit: Visit) -> None:
    way = visit.enter(office.maker)
    at = take(visit, way, f"{HEAD}{AWA};;Awa Ngono;1000;;\r\n")
    press(visit, at, "ask")
    visit.enter(office.approver)
    office.world.pass_time(700)
    answer = press(visit, at, "agree")
    assert 'name="kept"' in answer.get_data(as_text=True)
    assert office.world.one("SELECT state FROM payroll") == "asked"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Choisissez d'abord un fichier"), (b"x;y\n1;2\n", "il manque destinataire, nom, montant"),
        (b"PK\x03\x04" + bytes(99), "Ce n'est ni un CSV ni un XLSX lisible"), (HEAD.encode(), "aucune ligne"),
        (b"x" * (BYTES_MOST + 1), "dépasse 2 Mo"), (b"x" * (BYTES_MOST + 200_000), "Ce fichier est trop grand"),
    ],
    ids=["none", "no columns", "no workbook", "no rows", "large", "larger"],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_in_a_sentence(
    office: PayrollOffice, visit: Visit, content: bytes, words: str
) -> None:
    page = read_page(send(visit, visit.enter(office.maker), content))
    assert page.status in (413, 422)
    assert words in page.text
    assert office.world.one("SELECT count(*) FROM payroll") == 0


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_comes_in_both_kinds(office: PayrollOffice, visit: Visit, kind: str) -> None:
    way = visit.enter(office.maker)
    answer = visit.browser.get(f"/business{way}/salaries/template.{kind}")
    assert answer.status_code == 200
    assert f"mbongo-salaries.{kind}" in answer.headers["Content-Disposition"]
    assert read_page(send(visit, way, answer.data, name=f"t.{kind}")).status == 303
    assert visit.browser.get(f"/business{way}/salaries/template.exe").status_code == 404


def test_who_does_not_make_takes_no_file_in(office: PayrollOffice, visit: Visit) -> None:
    way = visit.enter(office.approver)
    page = visit.see(f"{way}/salaries")
    assert "multipart" not in page.html
    form = dict(re.findall(r'type="hidden" name="(form)" value="([^"]*)"', page.html))
    said = {**form, "attempt": "a" * 16, "title": "x", "file": (BytesIO(SHEET.encode()), "x.csv")}
    assert visit.browser.post(f"/business{way}/salaries", data=said).status_code == 404


def see_all(office: PayrollOffice) -> tuple[str, str, str]:
    """Return a draft with bad rows, one that waits, and one that is half paid."""
    office.world.see_id(AWA)
    draft = office.make(
        (AWA, "mbongo", "Awa Ngono", "10 000"), ("67700002", "momo", "Zita Bih", "5.000"),
        (AWA, "", "Jean-Baptiste Mballa Ondoua Essomba", "2 000"), ("+33612345678", "om", "Luc", "0"),
        title="Salaires et primes de novembre, toutes les équipes",
    )  # fmt: skip
    office.world.change("UPDATE operator SET maintenance = true WHERE rail = 'orange'")
    paid = office.approve(
        (AWA, "mbongo", "Awa Ngono", "10 000"), (STRANGER, "momo", "Zita Bih", "5000"),
        ("690000077", "om", "Paul Etoo", "1000"),
    )  # fmt: skip
    office.pay(paid)
    office.world.work("failed")
    asked = office.make(("677000123", "momo", "Zita Bih", "3000"))
    office.ask(asked)
    return draft, asked, paid


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("width", [1100, 360])
def test_no_reader_stumbles_and_nothing_is_wider_than_the_screen(
    office: PayrollOffice, visit: Visit, chromium: Browser, url: str, width: int, language: str, look: Look,
) -> None:  # fmt: skip
    draft, asked, paid = (write_id("pyr", one) for one in see_all(office))
    way = visit.enter(office.maker)
    page = chromium.new_page()

    def see(member: str, path: str) -> None:
        chromium.add_cookies([{"name": "mbongo-business", "value": member, "url": url}])
        page.goto(f"{url}/business{way}/salaries{path}?lang={language}")
        assert page.locator("[role=alert]").count() == 0, page.content()
        look(page, width)
        assert len(page.content().encode()) < BYTES_OF_PAGE

    see(office.maker.token, "")
    see(office.maker.token, f"/{draft}")
    see(office.maker.token, f"/{paid}")
    see(office.approver.token, f"/{asked}")
    page.close()


def test_a_page_of_five_thousand_rows_is_small(office: PayrollOffice, visit: Visit) -> None:
    way = visit.enter(office.maker)
    names = ["Zita B1h" if n % 25 == 0 else "Zita Bih" for n in range(5_000)]
    names = ["Zita B1h" if n % 25 == 0 else "Zita Bih" for n in range(5_000)]
    rows = "".join(f"67{n + 1_000_000:07d};momo;{name};{5_000 + n};;\r\n" for n, name in enumerate(names))
    at = take(visit, way, f"{HEAD}{rows}")
    page: Read = visit.see(at)
    assert len(page.html.encode()) < BYTES_OF_PAGE
    assert "Lignes à corriger 200" in page.text
