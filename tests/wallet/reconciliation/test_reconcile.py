"""Every class of difference, once; imported again in any way, nothing changes; what agrees later is gone."""

import random
import resource
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from simulators import mtn, settlement
from simulators.operator_books import COLLECTION, PAYOUT, JournalEntry
from tests.world.books import HEADER, NOON, Books, a_line, ours, written
from tests.world.town import MOUSSA
from wallet.core.errors import Refused
from wallet.reconciliation import settlement_file

THE_DAY = date(2026, 3, 10)
X = ours("nobody's")

# Our payments (name → how it is made), the file's lines, then what is found: class and reference or operator's id.
CLASSES: dict[str, tuple[dict[str, dict[str, Any]], list[dict[str, str]], list[tuple[str, str]]]] = {
    "matched": ({"a": {}}, [a_line("a")], []),
    "matched by handle": ({"a": {}}, [a_line("a", reference="handle-a", operator_id="")], []),
    "matched by the operator's id": ({"a": {}}, [a_line("a", reference="")], []),
    "our reference before theirs": (
        {"a": {}, "b": {}}, [a_line("a", operator_id="op-b")], [("missing_there", ours("b"))]),
    "both say it failed": ({"a": {"state": "failed"}}, [a_line("a", status="FAILED")], []),
    "it failed first, then was done": ({"a": {}}, [a_line("a", status="FAILED"), a_line("a")], []),
    "missing there": ({"a": {}, "b": {}}, [a_line("a")], [("missing_there", ours("b"))]),
    "failed here and absent there": ({"a": {}, "b": {"state": "failed"}}, [a_line("a")], []),
    "another day's is not looked for": ({"a": {}, "b": {"at": "2026-03-09T12:00:00+01:00"}}, [a_line("a")], []),
    "a day is Douala's": (
        {"a": {}, "b": {"at": "2026-03-09T23:30:00Z"}}, [a_line("a")], [("missing_there", ours("b"))]),
    "missing here": ({}, [a_line("z", reference=X)], [("missing_here", "op-z")]),
    "not executed there, unknown here": ({}, [a_line("z", reference=X, status="FAILED")], []),
    "amount differs": ({"a": {}}, [a_line("a", amount=4_900)], [("amount_differs", ours("a"))]),
    "the wrong way": ({"a": {}}, [a_line("a", direction="payout")], [("amount_differs", ours("a"))]),
    "failed there": ({"a": {}}, [a_line("a", status="FAILED")], [("status_differs", ours("a"))]),
    "a word nobody knows": ({"a": {}}, [a_line("a", status="ONGOING")], [("status_differs", ours("a"))]),
    "failed here": ({"a": {"state": "failed"}}, [a_line("a")], [("status_differs", ours("a"))]),
    "expired here": ({"a": {"state": "expired"}}, [a_line("a")], [("status_differs", ours("a"))]),
    "not settled here": ({"a": {"state": "review"}}, [a_line("a", status="FAILED")], [("status_differs", ours("a"))]),
    "pending on both sides": ({"a": {"state": "pending"}}, [a_line("a", status="PENDING")], []),
    "the same line twice": ({"a": {}}, [a_line("a"), a_line("a")], [("duplicate", ours("a"))]),
    "executed twice": ({"a": {}}, [a_line("a"), a_line("a", operator_id="op-9")], [("duplicate", ours("a"))]),
    "executed three times": ({"a": {}}, [a_line("a")] * 3, [("duplicate", ours("a"))] * 2),
    "a payout": ({"a": {"direction": "pay"}}, [a_line("a", direction="payout")], []),
    "same amount and number is no match": (
        {"a": {}}, [a_line("z", reference=X)], [("missing_there", ours("a")), ("missing_here", "op-z")]),
}  # fmt: skip


@pytest.mark.parametrize("name", CLASSES)
def test_a_class(books: Books, name: str) -> None:
    payments, lines, found = CLASSES[name]
    for payment, how in payments.items():
        books.pay(payment, **how)
    report = books.reconcile(*lines, day=THE_DAY)
    assert books.open() == found
    here = sum(count for kind, count in books.counts(report).items() if kind != "missing_there")
    assert here == len(lines), "every line of the file is in one class"
    before = books.state_of_all()
    for content in (written(*lines), written(*reversed(lines), delimiter=";") + "TOTAL;;;;;;\n"):
        again = books.reconcile_file(books.file(content), THE_DAY)
        assert again.new_lines == 0
        assert again.totals == report.totals
        assert books.state_of_all() == before, "importing twice changes nothing"


def mixed(books: Books) -> list[dict[str, str]]:
    for number in range(12):
        books.pay(
            str(number), state="failed" if number == 7 else "succeeded", direction="pay" if number % 3 else "collect"
        )
    lines = [a_line(str(number), direction="payout" if number % 3 else "collection") for number in range(12)]
    lines[1]["amount"] = "4999"
    lines[2]["status"] = "FAILED"
    return [*lines[:4], lines[3], *lines[5:], a_line("z", reference=X)]


def test_shuffled_lines_change_nothing(books: Books) -> None:
    lines = mixed(books)
    first = books.reconcile(*lines, day=THE_DAY)
    assert books.counts(first) == {
        "matched": 8, "amount_differs": 1, "status_differs": 2, "duplicate": 1, "missing_here": 1, "missing_there": 1,
    }  # fmt: skip
    before = books.state_of_all()
    for seed in range(3):
        random.Random(seed).shuffle(lines)
        again = books.reconcile(*lines, day=THE_DAY)
        assert (again.new_lines, again.totals, again.seen_before) == (0, first.totals, False)
        assert books.state_of_all() == before
    assert books.reconcile(*lines, day=THE_DAY).seen_before


def test_totals_are_in_francs_each_way(books: Books) -> None:
    books.pay("in")
    books.pay("out", direction="pay", amount=2_000)
    report = books.reconcile(a_line("in"), a_line("out", direction="payout", amount=2_000), day=THE_DAY)
    assert (report.totals["matched"].collected, report.totals["matched"].paid) == (5_000, 2_000)


def test_without_a_date_the_days_it_spans_are_looked_for(books: Books) -> None:
    books.pay("a")
    books.pay("same day", at="2026-03-10T23:30:00+01:00")
    books.pay("next day", at="2026-03-11T00:30:00+01:00")
    books.reconcile(a_line("a"))
    assert books.open() == [("missing_there", ours("same day"))]


def test_of_a_day_not_over_only_what_came_before_its_last_line(books: Books) -> None:
    with books.office.counter.town.engine.begin() as db:
        today = db.execute(text("SELECT date_trunc('day', wallet_now() AT TIME ZONE 'Africa/Douala')")).scalar_one()
    books.pay("a", at=f"{today:%Y-%m-%d}T00:00:01+01:00")
    books.pay("later", at=f"{today:%Y-%m-%d}T23:59:59+01:00")
    report = books.reconcile(a_line("a", time=f"{today:%Y-%m-%d}T00:00:02+01:00"))
    assert books.open() == []
    assert books.counts(report) == {"matched": 1}


def test_a_file_that_tells_no_time_misses_nothing(books: Books) -> None:
    books.pay("a")
    report = books.reconcile(a_line("z", reference=X, time=""))
    assert (report.since, books.open()) == (None, [("missing_here", "op-z")])


def test_what_comes_in_the_next_file_is_gone(books: Books) -> None:
    books.pay("a")
    books.pay("b", at="2026-03-10T23:59:59+01:00")
    books.reconcile(a_line("a"), day=THE_DAY)
    assert books.open() == [("missing_there", ours("b"))]
    books.reconcile(a_line("b", time="2026-03-11T00:00:01+01:00"), day=date(2026, 3, 11))
    assert books.open() == []


def test_what_is_settled_later_is_gone(books: Books) -> None:
    books.pay("a", state="review")
    books.reconcile(a_line("a"), day=THE_DAY)
    assert books.open() == [("status_differs", ours("a"))]
    books.office.settle(ours("a"), "succeeded")
    books.office.approve(ours("a"))
    books.reconcile(a_line("a"), day=THE_DAY)
    assert books.open() == []


def test_a_line_of_two_days_files_is_one_and_a_second_execution_is_not(books: Books) -> None:
    books.pay("a")
    books.reconcile(a_line("a"), day=THE_DAY)
    books.reconcile(a_line("a"), a_line("a", operator_id="op-9", time="2026-03-11T08:00:00"), day=date(2026, 3, 11))
    assert books.open() == [("duplicate", ours("a"))]


def test_amount_and_number_only_suggest(books: Books) -> None:
    books.pay("a", state="expired", at="2026-03-10T09:00:00+01:00")
    books.pay("too old", state="expired", at="2026-03-08T09:00:00+01:00")
    books.reconcile(a_line("z", reference=X), day=THE_DAY)
    assert (books.named().kind, books.named().perhaps) == ("missing_here", ours("a"))


def test_another_operators_payment_is_none_of_its(books: Books) -> None:
    books.pay("a")
    with books.office.counter.town.engine.begin() as db:
        db.execute(text("UPDATE payment SET rail = 'orange'"))
    books.reconcile(a_line("a"), day=THE_DAY)
    assert books.open() == [("missing_here", "op-a")]


def test_a_file_that_cannot_be_read_leaves_nothing(books: Books) -> None:
    before = books.state_of_all()
    with pytest.raises(Refused):
        books.reconcile(a_line("a"), a_line("b", amount="five"), day=THE_DAY)
    assert books.state_of_all() == before
    assert not books.office.rows("SELECT 1 FROM settlement_file")


@pytest.mark.parametrize("seed", range(5))
def test_what_the_simulator_got_wrong_is_what_is_found(books: Books, seed: int) -> None:
    """The simulators' file, which says what mistakes were put into it."""
    entries = []
    for number in range(30):
        pays = number % 3 == 0
        books.pay(str(number), direction="pay" if pays else "collect")
        entries.append(
            JournalEntry(number, "mtn", f"op-{number}", f"handle-{number}", ours(str(number)),
                  PAYOUT if pays else COLLECTION, 5_000, MOUSSA, NOON)
        )  # fmt: skip
    file, wrong = settlement.spoil([settlement.row(mtn.FILE_WORDS, entry) for entry in entries], str(seed), 3)
    books.reconcile_file(books.file(settlement.write(file)), THE_DAY)
    named = {f"handle-{number}": ours(str(number)) for number in range(30)}
    expected = [(SIMULATED[one.kind], named.get(one.our_reference, one.operator_id)) for one in wrong]
    assert len(expected) == 15
    assert sorted(books.open()) == sorted(expected)


SIMULATED = {
    settlement.MISSING: "missing_there",
    settlement.EXTRA: "missing_here",
    settlement.AMOUNT: "amount_differs",
    settlement.STATUS: "status_differs",
    settlement.DUPLICATE: "duplicate",
}


def fill(books: Books, count: int) -> Path:
    """So many payments and their lines: one in a thousand missing there, one amount wrong, one missing here."""
    with books.office.counter.town.owner.begin() as db:
        db.execute(
            text("""INSERT INTO payment (id, purpose, reference, rail, direction, channel, person_id, asked_by,
                    party_kind, party, amount, state, handle, operator_id, created_at, changed_at)
                SELECT gen_random_uuid(), 'add_money', 'bulk-' || n, 'mtn', 'collect', 'ussd', person_id, person_id,
                    'phone', :phone, 1000 + n, 'succeeded', 'handle-' || n, 'op-' || n, now(), CAST(:at AS timestamptz)
                FROM generate_series(1, :count) n, phone WHERE number = :phone"""),
            {"count": count, "phone": MOUSSA, "at": NOON},
        )
    path = books.folder / "big.csv"
    with path.open("w") as file:
        file.write(HEADER + "\n")
        for n in range(1, count + 1):
            kind = n % 1000
            reference, amount = (X if kind == 2 else f"handle-{n}"), 1000 + n + (kind == 1)
            operator_id = f"new-{n}" if kind == 2 else f"op-{n}"
            if kind != 3:
                file.write(f"{operator_id},{reference},collection,{amount},{MOUSSA},SUCCESSFUL,{NOON}\n")
    return path


def test_thirty_thousand_lines_take_seconds(books: Books) -> None:
    path = fill(books, 30_000)
    started = time.monotonic()
    report = books.reconcile_file(path, THE_DAY)
    seconds = time.monotonic() - started
    assert books.counts(report) == {"matched": 29_910, "amount_differs": 30, "missing_here": 30, "missing_there": 60}
    assert seconds < 60, f"{seconds:.1f} s; about 3 s on two busy cores"
    started = time.monotonic()
    again = books.reconcile_file(path, THE_DAY)
    seconds = time.monotonic() - started
    assert (again.new_lines, again.totals) == (0, report.totals)
    assert seconds < 60, f"{seconds:.1f} s, and once more: what is found is compared with what was, also in one go"


def test_reading_takes_no_more_memory_for_more_lines(books: Books) -> None:
    path = books.folder / "endless.csv"
    one = ",".join(a_line("a").values()) + "\n"
    with path.open("w") as file:
        file.write(HEADER + "\n")
        for _ in range(60):
            file.write(one * 1000)
    lines = settlement_file.read_lines(settlement_file.open_file(path))
    for _ in range(1000):
        next(lines)
    before_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert sum(1 for _ in lines) == 59_000
    grown_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kib
    assert grown_kib < 2_048, f"{grown_kib} KiB for 6 MB of lines"
