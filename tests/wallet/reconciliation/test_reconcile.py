"""Every class of difference, once; imported again in any way, nothing changes; what agrees later is gone."""

import random
import resource
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cli.words import say
from simulators import mtn, settlement
from simulators.operator_books import COLLECTION, PAYOUT, JournalEntry
from tests.world.cast import MOUSSA
from tests.world.office import Office
from tests.world.settlements import (
    HEADER,
    NOON,
    Settlements,
    count_lines,
    line_of,
    reference_of,
    write_lines,
)
from tests.world.world import World
from wallet.core.errors import Refused
from wallet.reconciliation.settlement_file import open_file
from wallet.reconciliation.settlement_lines import read_lines

THE_DAY = date(2026, 3, 10)
X = reference_of("nobody's")

# Our payments (name → how it is made), the file's lines, then what is found: class and reference or operator's id.
CLASSES: dict[str, tuple[dict[str, dict[str, Any]], list[dict[str, str]], list[tuple[str, str]]]] = {
    "matched": ({"a": {}}, [line_of("a")], []),
    "matched by handle": ({"a": {}}, [line_of("a", reference="handle-a", operator_id="")], []),
    "matched by the operator's id": ({"a": {}}, [line_of("a", reference="")], []),
    "our reference before theirs": (
        {"a": {}, "b": {}}, [line_of("a", operator_id="op-b")], [("missing_there", reference_of("b"))]),
    "both say it failed": ({"a": {"state": "failed"}}, [line_of("a", status="FAILED")], []),
    "it failed first, then was done": ({"a": {}}, [line_of("a", status="FAILED"), line_of("a")], []),
    "missing there": ({"a": {}, "b": {}}, [line_of("a")], [("missing_there", reference_of("b"))]),
    "failed here and absent there": ({"a": {}, "b": {"state": "failed"}}, [line_of("a")], []),
    "another day's is not looked for": ({"a": {}, "b": {"at": "2026-03-09T12:00:00+01:00"}}, [line_of("a")], []),
    "a day is Douala's": (
        {"a": {}, "b": {"at": "2026-03-09T23:30:00Z"}}, [line_of("a")], [("missing_there", reference_of("b"))]),
    "missing here": ({}, [line_of("z", reference=X)], [("missing_here", "op-z")]),
    "not executed there, unknown here": ({}, [line_of("z", reference=X, status="FAILED")], []),
    "amount differs": ({"a": {}}, [line_of("a", amount=4_900)], [("amount_differs", reference_of("a"))]),
    "the wrong way": ({"a": {}}, [line_of("a", direction="payout")], [("amount_differs", reference_of("a"))]),
    "failed there": ({"a": {}}, [line_of("a", status="FAILED")], [("status_differs", reference_of("a"))]),
    "a word nobody knows": ({"a": {}}, [line_of("a", status="ONGOING")], [("status_differs", reference_of("a"))]),
    "failed here": ({"a": {"state": "failed"}}, [line_of("a")], [("status_differs", reference_of("a"))]),
    "expired here": ({"a": {"state": "expired"}}, [line_of("a")], [("status_differs", reference_of("a"))]),
    "not settled here": (
        {"a": {"state": "review"}}, [line_of("a", status="FAILED")], [("status_differs", reference_of("a"))]),
    "pending on both sides": ({"a": {"state": "pending"}}, [line_of("a", status="PENDING")], []),
    "the same line twice": ({"a": {}}, [line_of("a"), line_of("a")], [("duplicate", reference_of("a"))]),
    "executed twice": ({"a": {}}, [line_of("a"), line_of("a", operator_id="op-9")], [("duplicate", reference_of("a"))]),
    "executed three times": ({"a": {}}, [line_of("a")] * 3, [("duplicate", reference_of("a"))] * 2),
    "a payout": ({"a": {"direction": "pay"}}, [line_of("a", direction="payout")], []),
    "same amount and number is no match": (
        {"a": {}}, [line_of("z", reference=X)], [("missing_there", reference_of("a")), ("missing_here", "op-z")]),
}  # fmt: skip


@pytest.mark.parametrize("name", CLASSES)
def test_a_class(settlements: Settlements, name: str) -> None:
    payments, lines, found = CLASSES[name]
    for payment, how in payments.items():
        settlements.make_payment(payment, **how)
    report = settlements.reconcile(*lines, day=THE_DAY)
    assert settlements.list_open() == found
    here = sum(count for kind, count in count_lines(report).items() if kind != "missing_there")
    assert here == len(lines), "every line of the file is in one class"
    before = settlements.list_written()
    for content in (write_lines(*lines), write_lines(*reversed(lines), delimiter=";") + "TOTAL;;;;;;\n"):
        again = settlements.reconcile_file(settlements.write_file(content), THE_DAY)
        assert again.new_lines == 0
        assert again.totals == report.totals
        assert settlements.list_written() == before, "importing twice changes nothing"


def mixed(settlements: Settlements) -> list[dict[str, str]]:
    for number in range(12):
        settlements.make_payment(
            str(number), state="failed" if number == 7 else "succeeded", direction="pay" if number % 3 else "collect"
        )
    lines = [line_of(str(number), direction="payout" if number % 3 else "collection") for number in range(12)]
    lines[1]["amount"] = "4999"
    lines[2]["status"] = "FAILED"
    return [*lines[:4], lines[3], *lines[5:], line_of("z", reference=X)]


def test_shuffled_lines_change_nothing(settlements: Settlements) -> None:
    lines = mixed(settlements)
    first = settlements.reconcile(*lines, day=THE_DAY)
    assert count_lines(first) == {
        "matched": 8, "amount_differs": 1, "status_differs": 2, "duplicate": 1, "missing_here": 1, "missing_there": 1,
    }  # fmt: skip
    before = settlements.list_written()
    for seed in range(3):
        random.Random(seed).shuffle(lines)
        again = settlements.reconcile(*lines, day=THE_DAY)
        assert (again.new_lines, again.totals, again.seen_before) == (0, first.totals, False)
        assert settlements.list_written() == before
    assert settlements.reconcile(*lines, day=THE_DAY).seen_before


def test_totals_are_in_francs_each_way(settlements: Settlements) -> None:
    settlements.make_payment("in")
    settlements.make_payment("out", direction="pay", amount=2_000)
    report = settlements.reconcile(line_of("in"), line_of("out", direction="payout", amount=2_000), day=THE_DAY)
    assert (report.totals["matched"].collected, report.totals["matched"].paid) == ({"XAF": 5_000}, {"XAF": 2_000})


def test_without_a_date_the_days_it_spans_are_looked_for(settlements: Settlements) -> None:
    settlements.make_payment("a")
    settlements.make_payment("same day", at="2026-03-10T23:30:00+01:00")
    settlements.make_payment("next day", at="2026-03-11T00:30:00+01:00")
    settlements.reconcile(line_of("a"))
    assert settlements.list_open() == [("missing_there", reference_of("same day"))]


def test_of_a_day_not_over_only_what_came_before_its_last_line(world: World, settlements: Settlements) -> None:
    today = world.one("SELECT date_trunc('day', wallet_now() AT TIME ZONE 'Africa/Douala')")
    settlements.make_payment("a", at=f"{today:%Y-%m-%d}T00:00:01+01:00")
    settlements.make_payment("later", at=f"{today:%Y-%m-%d}T23:59:59+01:00")
    report = settlements.reconcile(line_of("a", time=f"{today:%Y-%m-%d}T00:00:02+01:00"))
    assert settlements.list_open() == []
    assert count_lines(report) == {"matched": 1}


def test_a_file_that_tells_no_time_misses_nothing(settlements: Settlements) -> None:
    settlements.make_payment("a")
    report = settlements.reconcile(line_of("z", reference=X, time=""))
    assert (report.since, settlements.list_open()) == (None, [("missing_here", "op-z")])


def test_what_comes_in_the_next_file_is_gone(settlements: Settlements) -> None:
    settlements.make_payment("a")
    settlements.make_payment("b", at="2026-03-10T23:59:59+01:00")
    settlements.reconcile(line_of("a"), day=THE_DAY)
    assert settlements.list_open() == [("missing_there", reference_of("b"))]
    settlements.reconcile(line_of("b", time="2026-03-11T00:00:01+01:00"), day=date(2026, 3, 11))
    assert settlements.list_open() == []


def test_what_is_settled_later_is_gone(office: Office, settlements: Settlements) -> None:
    settlements.make_payment("a", state="review")
    settlements.reconcile(line_of("a"), day=THE_DAY)
    assert settlements.list_open() == [("status_differs", reference_of("a"))]
    office.settle(reference_of("a"), "succeeded")
    office.approve(reference_of("a"))
    settlements.reconcile(line_of("a"), day=THE_DAY)
    assert settlements.list_open() == []


def test_a_line_of_two_days_files_is_one_and_a_second_execution_is_not(settlements: Settlements) -> None:
    settlements.make_payment("a")
    settlements.reconcile(line_of("a"), day=THE_DAY)
    settlements.reconcile(
        line_of("a"), line_of("a", operator_id="op-9", time="2026-03-11T08:00:00"), day=date(2026, 3, 11)
    )
    assert settlements.list_open() == [("duplicate", reference_of("a"))]


def test_amount_and_number_only_suggest(settlements: Settlements) -> None:
    settlements.make_payment("a", state="expired", at="2026-03-10T09:00:00+01:00")
    settlements.make_payment("too old", state="expired", at="2026-03-08T09:00:00+01:00")
    settlements.reconcile(line_of("z", reference=X), day=THE_DAY)
    found = settlements.get_discrepancy()
    assert (found.kind, found.perhaps) == ("missing_here", reference_of("a"))


def test_another_operators_payment_is_none_of_its(world: World, settlements: Settlements) -> None:
    settlements.make_payment("a")
    settlements.make_payment("b")
    world.change("UPDATE payment SET rail = 'orange' WHERE reference = :a", a=reference_of("a"))
    settlements.reconcile(line_of("a"), line_of("b"), day=THE_DAY)
    assert settlements.list_open() == [("missing_here", "op-a")]


def test_another_operators_file_is_refused_whole(world: World, settlements: Settlements) -> None:
    for name in "abc":
        settlements.make_payment(name)
    world.change("UPDATE payment SET rail = 'orange' WHERE reference <> :a", a=reference_of("a"))
    before = settlements.list_written()
    with pytest.raises(Refused) as refused:
        settlements.reconcile(line_of("a"), line_of("b"), line_of("c", reference="handle-c"), day=THE_DAY)
    assert "is orange's: 2 of its lines name payments by orange, 1 by mtn" in say(
        refused.value.key, **refused.value.values
    )
    assert settlements.list_written() == before


def refused(settlements: Settlements, *lines: dict[str, str], day: date | None = None) -> str:
    """Return what is said of a file that is refused; nothing of it is kept."""
    before = settlements.list_written()
    with pytest.raises(Refused) as refusal:
        settlements.reconcile(*lines, day=day)
    assert settlements.list_written() == before
    return say(refusal.value.key, **refusal.value.values)


def test_dates_that_are_to_come_refuse_the_file(world: World, settlements: Settlements) -> None:
    """With the month first, a day before the thirteenth may read as one to come."""
    now = world.one("SELECT wallet_now()")
    told = refused(settlements, line_of("z", reference=X, time=f"{now.year + 1}-01-02 11:56"))
    assert "which is to come; nothing was imported" in told
    assert "--date" in told


def test_dates_of_other_days_than_it_is_said_to_be_of_refuse_the_file(settlements: Settlements) -> None:
    told = refused(settlements, line_of("z", reference=X, time="11/12/2025 11:56"), day=THE_DAY)
    assert "tells of 11/12/2025 11:56 to 11/12/2025 11:56, not of 10/03/2026" in told


def test_dates_far_from_our_payments_refuse_a_file_that_may_have_its_month_first(settlements: Settlements) -> None:
    settlements.make_payment("a", at="2026-10-03T12:00:00+01:00")
    line = line_of("a", time="10/03/2026 12:00")
    assert "1 of 1 payments of ours were made on other days" in refused(settlements, line)
    settlements.reconcile(line, day=date(2026, 10, 3))
    assert settlements.list_open() == []


def test_a_file_that_cannot_be_read_leaves_nothing(world: World, settlements: Settlements) -> None:
    before = settlements.list_written()
    with pytest.raises(Refused):
        settlements.reconcile(line_of("a"), line_of("b", amount="five"), day=THE_DAY)
    assert settlements.list_written() == before
    assert not world.rows("SELECT 1 FROM settlement_file")


@pytest.mark.parametrize("seed", range(5))
def test_what_the_simulator_got_wrong_is_what_is_found(settlements: Settlements, seed: int) -> None:
    """The simulators' file, which says what mistakes were put into it."""
    entries = []
    for number in range(30):
        pays = number % 3 == 0
        settlements.make_payment(str(number), direction="pay" if pays else "collect")
        entries.append(
            JournalEntry(number, "mtn", f"op-{number}", f"handle-{number}", reference_of(str(number)),
                  PAYOUT if pays else COLLECTION, 5_000, MOUSSA, NOON)
        )  # fmt: skip
    file, wrong = settlement.spoil([settlement.row(mtn.FILE_WORDS, entry) for entry in entries], str(seed), 3)
    settlements.reconcile_file(settlements.write_file(settlement.write(file)), THE_DAY)
    named = {f"handle-{number}": reference_of(str(number)) for number in range(30)}
    expected = [(SIMULATED[one.kind], named.get(one.our_reference, one.operator_id)) for one in wrong]
    assert len(expected) == 15
    assert sorted(settlements.list_open()) == sorted(expected)


SIMULATED = {
    settlement.MISSING: "missing_there",
    settlement.EXTRA: "missing_here",
    settlement.AMOUNT: "amount_differs",
    settlement.STATUS: "status_differs",
    settlement.DUPLICATE: "duplicate",
}


def fill(settlements: Settlements, count: int) -> Path:
    """So many payments and their lines: one in a thousand missing there, one amount wrong, one missing here."""
    settlements.world.change(
        """INSERT INTO payment (id, purpose, reference, rail, direction, channel, person_id, asked_by,
            party_kind, party, amount, state, handle, operator_id, created_at, changed_at)
        SELECT gen_random_uuid(), 'add_money', 'bulk-' || n, 'mtn', 'collect', 'ussd', person_id, person_id,
            'phone', :phone, 1000 + n, 'succeeded', 'handle-' || n, 'op-' || n, now(), CAST(:at AS timestamptz)
        FROM generate_series(1, :count) n, phone WHERE number = :phone""",
        count=count,
        phone=MOUSSA,
        at=NOON,
    )
    # As autovacuum would: or what is planned for the few payments of other tests goes through all of them for each row.
    settlements.world.change("ANALYZE payment")
    path = settlements.folder / "big.csv"
    with path.open("w") as file:
        file.write(HEADER + "\n")
        for n in range(1, count + 1):
            kind = n % 1000
            reference, amount = (X if kind == 2 else f"handle-{n}"), 1000 + n + (kind == 1)
            operator_id = f"new-{n}" if kind == 2 else f"op-{n}"
            if kind != 3:
                file.write(f"{operator_id},{reference},collection,{amount},{MOUSSA},SUCCESSFUL,{NOON}\n")
    return path


def test_thirty_thousand_lines_take_seconds(settlements: Settlements) -> None:
    path = fill(settlements, 30_000)
    started = time.monotonic()
    report = settlements.reconcile_file(path, THE_DAY)
    seconds = time.monotonic() - started
    assert count_lines(report) == {"matched": 29_910, "amount_differs": 30, "missing_here": 30, "missing_there": 60}
    assert seconds < 60, f"{seconds:.1f} s; about 3 s on two busy cores"
    started = time.monotonic()
    again = settlements.reconcile_file(path, THE_DAY)
    seconds = time.monotonic() - started
    assert (again.new_lines, again.totals) == (0, report.totals)
    assert seconds < 60, f"{seconds:.1f} s, and once more: what is found is compared with what was, also in one go"


def test_reading_takes_no_more_memory_for_more_lines(settlements: Settlements) -> None:
    path = settlements.folder / "endless.csv"
    one = ",".join(line_of("a").values()) + "\n"
    with path.open("w") as file:
        file.write(HEADER + "\n")
        for _ in range(60):
            file.write(one * 1000)
    lines = read_lines(open_file(path))
    for _ in range(1000):
        next(lines)
    before_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert sum(1 for _ in lines) == 59_000
    grown_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kib
    assert grown_kib < 2_048, f"{grown_kib} KiB for 6 MB of lines"
