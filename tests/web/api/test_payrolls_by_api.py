"""A program makes a payroll, mends it by making it anew, and follows it; a member approves it on its page."""

import pytest

from tests.world.cast import AWA, MOUSSA
from tests.world.payroll_office import PayrollOffice
from tests.world.program import Program
from wallet.core.public_ids import find_id
from wallet.salaries import payrolls

LINE = {"number": AWA, "name": "Awa Ngono", "amount": 10_000, "label": "Salaire"}
PAYROLL = {"title": "Novembre", "lines": [LINE]}
BAD = {**LINE, "number": MOUSSA}


@pytest.fixture
def office(program: Program) -> PayrollOffice:
    return PayrollOffice.open(program.world, program.shop)


def test_a_payroll_is_made_submitted_approved_by_a_member_and_followed(program: Program, office: PayrollOffice) -> None:
    before = program.world.balance(AWA)
    made = program.post("/payrolls", PAYROLL)
    assert (made["state"], made["lines"], made["amount"], made["fee"], made["tax"]) == ("draft", 1, 10_000, 50, 24)
    assert program.post(f"/payrolls/{made['id']}/submit")["state"] == "asked"
    assert [one["id"] for one in program.get("/payrolls?state=asked")["data"]] == [made["id"]]
    row_id = str(find_id("pyr", made["id"]))
    assert office.decide(row_id).sentence == "payroll_approved"
    office.pay(row_id)
    (line,) = program.get(f"/payrolls/{made['id']}/lines")["data"]
    assert (line["line"], line["number"], line["state"], line["label"]) == (1, AWA, "paid", "Salaire")
    assert program.get(f"/payrolls/{made['id']}")["state"] == "done"
    assert program.world.balance(AWA) == before + 10_000
    program.world.check()


def test_what_cannot_be_paid_is_named_and_not_submitted(program: Program) -> None:
    made = program.post("/payrolls", {**PAYROLL, "lines": [LINE, BAD]})
    assert (made["lines"], made["bad_lines"], made["amount"]) == (2, 1, 10_000)
    (bad,) = program.get(f"/payrolls/{made['id']}/lines?bad=true")["data"]
    assert (bad["line"], bad["problem"] != "", bad["name"]) == (2, True, "Awa Ngono")
    first = program.get(f"/payrolls/{made['id']}/lines?limit=1")
    assert ([one["line"] for one in first["data"]], first["has_more"]) == ([1], True)
    assert program.trouble("POST", f"/payrolls/{made['id']}/submit")[:2] == (409, "not_possible")
    assert program.call("POST", f"/payrolls/{made['id']}/drop").status_code == 204
    assert program.get("/payrolls")["data"] == []


def test_a_list_says_of_each_what_it_says_alone_and_counts_them_together(
    program: Program, office: PayrollOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.post("/payrolls", {**PAYROLL, "lines": [LINE, BAD]})
    office.make((AWA, "mbongo", "Awa Ngono", "600"))
    office.pay(office.approve((AWA, "mbongo", "Awa Ngono", "500"), ("677000021", "momo", "Zita Bih", "700")))
    asked, count_each = list[int](), payrolls.count_each
    with monkeypatch.context() as watched:
        watched.setattr(payrolls, "count_each", lambda db, ids: (asked.append(len(ids)), count_each(db, ids))[1])
        listed = program.get("/payrolls")["data"]
    assert (len(listed), asked) == (3, [3]), "by one question, however many"
    assert listed == [program.get(f"/payrolls/{one['id']}") for one in listed]
    assert sorted((one["lines"], one["bad_lines"], one["pending"], one["paid"]) for one in listed) == [
        (1, 0, 0, 0), (2, 0, 1, 1), (2, 1, 0, 0),
    ]  # fmt: skip


def test_a_members_draft_is_the_members(program: Program, office: PayrollOffice) -> None:
    made = office.make((AWA, "mbongo", "Awa Ngono", "500"))
    written = program.get("/payrolls")["data"][0]["id"]
    for step in ("submit", "drop"):
        assert program.trouble("POST", f"/payrolls/{written}/{step}")[:2] == (409, "not_possible")
    assert office.find(made).state == "draft"


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"lines": []}, {"lines": [{**LINE, "amount": "10000"}]}, {"lines": [{**LINE, "way": "moov"}]}],
)  # fmt: skip
def test_what_no_payroll_can_be_is_refused(program: Program, wrong: dict[str, object]) -> None:
    assert program.trouble("POST", "/payrolls", {**PAYROLL, **wrong})[0] == 400
    assert program.get("/payrolls")["data"] == []
