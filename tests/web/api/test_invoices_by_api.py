"""Invoices by the API: written, issued, printed, sent, taken back; what is wrong is named."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from tests.documents.reading import read_paper
from tests.web.api.test_others import ISSUER
from tests.world.program import Program, give_key

LINE = {"title": "Gâteau", "quantity": "2", "unit_price": 5_000}


@pytest.fixture
def customer(program: Program) -> str:
    program.post("/issuer", ISSUER)
    return str(program.post("/customers", {"name": "Hôtel Akwa", "email": "a@akwa.example"})["id"])


def test_an_invoice_from_its_draft_to_its_credit_note(program: Program, customer: str) -> None:
    drafted = program.post("/invoices", {"customer": customer, "lines": [LINE], "withholdings": ["income_2_2"]})
    assert (drafted["state"], drafted["number"], drafted["url"]) == ("draft", None, None)
    path = f"/invoices/{drafted['id']}"
    changed = program.post(path, {"customer": customer, "lines": [LINE, {**LINE, "discount_percent": "10"}]})
    assert (changed["net"], changed["vat"], changed["total"], changed["withheld"]) == (19_000, 3_658, 22_658, 0)
    issued = program.post(f"{path}/finalise")
    assert (issued["state"], issued["left"], len(issued["code"])) == ("open", 22_658, 8)
    assert issued["number"].startswith("FAC-")
    assert program.trouble("POST", path, {"customer": customer, "lines": [LINE]})[:2] == (409, "not_possible")
    assert program.post(f"{path}/send")["sent"]
    part = program.post(f"{path}/void", {"reason": "Cassé", "lines": [{**LINE, "quantity": "1"}]})
    assert (part["kind"], part["state"], part["total"], part["of"]) == ("credit_note", "issued", 5_963, drafted["id"])
    now = program.get(path)
    assert (now["credited"], now["left"], now["credit_notes"]) == (5_963, 16_695, [part["id"]])
    kinds = [one["id"] for one in program.get("/invoices")["data"]]
    assert kinds == [part["id"], drafted["id"]]


def test_its_paper_is_the_same_bytes_and_says_a_draft_is_one(program: Program, customer: str) -> None:
    drafted = program.post("/invoices", {"customer": customer, "lines": [LINE]})["id"]
    draft = program.call("GET", f"/invoices/{drafted}/pdf")
    assert "BROUILLON" in read_paper(draft.data)
    issued = program.post(f"/invoices/{drafted}/finalise")
    papers = [program.call("GET", f"/invoices/{drafted}/pdf") for _ in range(2)]
    assert papers[0].data == papers[1].data
    assert papers[0].mimetype == "application/pdf"
    assert issued["number"] in read_paper(papers[0].data)
    program.post("/customers/" + customer, {"name": "Autre"})
    assert program.call("GET", f"/invoices/{drafted}/pdf").data == papers[0].data
    assert list(PdfReader(BytesIO(papers[0].data)).attachments) == [f"{issued['number']}.json"]


def test_without_what_the_law_wants_nothing_is_issued_or_printed(program: Program) -> None:
    one = program.post("/customers", {"name": "Awa"})["id"]
    drafted = program.post("/invoices", {"customer": one, "lines": [LINE]})["id"]
    assert program.trouble("POST", f"/invoices/{drafted}/finalise")[:2] == (409, "not_possible")
    assert program.trouble("GET", f"/invoices/{drafted}/pdf")[:2] == (409, "not_possible")
    assert program.trouble("GET", "/issuer")[:2] == (404, "not_found")


@pytest.mark.parametrize(
    ("wrong", "param"),
    [({"lines": []}, "lines"), ({"lines": [{**LINE, "quantity": "1e3"}]}, "lines.0.quantity"),
     ({"lines": [{**LINE, "unit_price": 1.5}]}, "lines.0.unit_price"), ({"lines": [{**LINE, "vat": "nil"}]}, ""),
     ({"lines": [{**LINE, "unit_price": -1}]}, "lines.0.unit_price"), ({"kind": "credit_note"}, "kind"),
     ({"due_on": "soon"}, "due_on"), ({"lines": [{**LINE, "discount": 5, "discount_percent": "5"}]}, ""),
     ({"deposit": 100_000}, ""), ({"withholdings": ["none"]}, ""), ({"number": "FAC-1"}, "number"),
     ({"lines": [{**LINE, "title": "a\u202eb"}]}, "")],
)  # fmt: skip
def test_what_is_wrong_is_named(program: Program, customer: str, wrong: dict[str, Any], param: str) -> None:
    body = {"customer": customer, "lines": [LINE], **wrong}
    assert program.trouble("POST", "/invoices", body) == (400, "invalid_request", param)
    assert program.get("/invoices")["data"] == []


def test_the_same_key_issues_once(program: Program, customer: str) -> None:
    drafted = program.post("/invoices", {"customer": customer, "lines": [LINE]})["id"]
    answers = [program.call("POST", f"/invoices/{drafted}/finalise", Idempotency_Key="one") for _ in range(3)]
    assert len({answer.data for answer in answers}) == 1
    assert program.world.one("SELECT sum(taken) FROM invoice_series") == 1


def test_a_proforma_is_turned_and_a_draft_dropped(program: Program, customer: str) -> None:
    one = program.post("/invoices", {"customer": customer, "lines": [LINE], "kind": "proforma"})["id"]
    program.post(f"/invoices/{one}/finalise")
    made = program.post(f"/invoices/{one}/turn")
    assert (made["kind"], made["state"], made["of"]) == ("invoice", "draft", one)
    assert program.get(f"/invoices/{one}")["turned_into"] == made["id"]
    assert program.call("POST", f"/invoices/{made['id']}/drop").status_code == 204
    assert program.trouble("GET", f"/invoices/{made['id']}")[:2] == (404, "not_found")


def test_a_key_that_may_only_read_writes_nothing(program: Program, customer: str) -> None:
    reader = program.with_key(give_key(program.world, program.shop.merchant.id, permissions=["invoices:read"]))
    assert reader.trouble("POST", "/invoices", {"customer": customer, "lines": [LINE]})[:2] == (
        403,
        "permission_denied",
    )
    assert reader.get("/invoices")["data"] == []
