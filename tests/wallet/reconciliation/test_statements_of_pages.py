"""Providers' statements beside what was paid at pages: in its currency, and all that came at one page as one."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from cli.words import say
from tests.world.cast import ALICE, MOUSSA
from tests.world.office import Office
from tests.world.settlements import NOON, Settlements, reference_of
from tests.world.world import World
from wallet.core.errors import Refused
from wallet.reconciliation.discrepancies import list_discrepancies
from wallet.reconciliation.settlement_file import open_file
from wallet.reconciliation.settlement_lines import read_lines
from wallet.staff.actions.correct_books import find_discrepancy
from wallet.staff.import_file import import_file

RAIL, THE_DAY = "flutterwave", date(2026, 3, 10)
COLUMNS = ("operator_id", "our_reference", "order", "direction", "amount", "currency", "status", "time")
PAGE, MORE, BACK, REFUND = "page", "more", "back", "refund"
# What stands in our books: a name → what it came to in cents (of a page in euros), how it ended, which way.
Books = dict[str, tuple[int, str]]
ASKED: Books = {PAGE: (1_525, "succeeded")}
TOO_MUCH: Books = {PAGE: (1_525, "succeeded"), MORE: (15, "succeeded")}
TOO_LITTLE: Books = {PAGE: (1_525, "failed"), MORE: (1_510, "succeeded")}
TWICE: Books = {PAGE: (1_525, "succeeded"), MORE: (1_525, "succeeded")}
GIVEN_BACK: Books = {**TOO_MUCH, REFUND: (15, "succeeded")}


def line(amount: str, operator_id: str = "op-1", currency: str = "EUR", **other: str) -> dict[str, str]:
    """Return a line of the statement about the page."""
    told = {"operator_id": operator_id, "our_reference": "handle", "order": "", "direction": "collection",
            "amount": amount, "currency": currency, "status": "SUCCESSFUL", "time": NOON}  # fmt: skip
    return told | other


SENT_BACK = line("0.15", "op-9", our_reference=reference_of(REFUND), direction="refund")
# Our books, the statement, and what differs: class, ours, theirs, in cents; what then is to be found beside our books.
STATEMENTS: dict[str, tuple[Books, list[dict[str, str]], list[tuple[str, int | None, int | None]], int]] = {
    "as it was asked": (ASKED, [line("15.25")], [], 0),
    "as it was asked, in another currency": (
        ASKED, [line("15.25", currency="USD")], [("amount_differs", 1_525, 1_525)], 0),
    "cents fewer": (ASKED, [line("15.10")], [("amount_differs", 1_525, 1_510)], -15),
    "twice there, once here": (ASKED, [line("15.25"), line("15.25", "op-2")], [("duplicate", 1_525, 1_525)], 1_525),
    "twice on both sides": (TWICE, [line("15.25"), line("15.25", "op-2")], [], 0),
    "twice here, once there": (TWICE, [line("15.25")], [("amount_differs", 3_050, 1_525)], -1_525),
    "too much on both sides": (TOO_MUCH, [line("15.40")], [], 0),
    "too much was told, and not taken": (TOO_MUCH, [line("15.25")], [("amount_differs", 1_540, 1_525)], -15),
    "too little on both sides": (TOO_LITTLE, [line("15.10")], [], 0),
    "too little was told, and all taken": (TOO_LITTLE, [line("15.25")], [("amount_differs", 1_510, 1_525)], 15),
    "too little, and refused there": (
        TOO_LITTLE, [line("15.10", status="FAILED")], [("status_differs", 1_510, 1_510)], -1_510),
    "of what came, nothing there": (
        TOO_LITTLE, [line("1", "op-7", our_reference="nobody's", status="FAILED")], [("missing_there", 1_510, None)],
        -1_510),
    "given back on both sides": (GIVEN_BACK, [line("15.40"), SENT_BACK], [], 0),
    "given back, of what never came": (
        GIVEN_BACK, [line("15.25"), SENT_BACK], [("amount_differs", 1_540, 1_525)], -15),
    "given back here alone": (GIVEN_BACK, [line("15.40")], [("missing_there", 15, None)], 15),
    "taken back by the payer's bank": (
        ASKED, [line("15.25"), line("15.25", "op-3", direction="chargeback")], [("duplicate", 1_525, 1_525)], -1_525),
    "unknown here": (ASKED, [line("15.25"), line("7.50", "op-4", our_reference="nobody's")],
                     [("missing_here", None, 750)], 750),
}  # fmt: skip


def keep_books(world: World, books: Books) -> None:
    """Write what our books say: payments alone, as neither a quote nor a wallet's money is looked at here."""
    world.change("ALTER TABLE payment DISABLE TRIGGER quoted_first")
    for name, (cents, state) in books.items():
        world.change(
            """INSERT INTO payment (id, purpose, reference, rail, direction, channel, person_id, asked_by, party_kind,
                party, amount, currency, charged, quote_id, state, handle, operator_id, beside, refunds,
                reservation, created_at, changed_at)
            SELECT gen_random_uuid(), 'add_money', :reference, 'flutterwave', :direction, 'web', h.person_id,
                h.person_id, 'payer', '', 10000, 'EUR', :cents, CAST(:quote AS uuid), :state, :handle, 'op-1',
                (SELECT id FROM payment WHERE reference = :beside), (SELECT id FROM payment WHERE reference = :refunds),
                CASE :direction WHEN 'refund' THEN gen_random_uuid() END,
                CAST(:at AS timestamptz), CAST(:at AS timestamptz)
            FROM phone h WHERE number = :phone""",
            reference=reference_of(name), quote=str(UUID(int=13)), cents=cents, state=state, at=NOON, phone=MOUSSA,
            direction="refund" if name == REFUND else "collect", handle="" if name == REFUND else "handle",
            beside=reference_of(PAGE) if name == MORE else "", refunds=reference_of(MORE) if name == REFUND else "",
        )  # fmt: skip
    world.change("ALTER TABLE payment ENABLE ALWAYS TRIGGER quoted_first")


def write(path: Path, lines: list[dict[str, str]]) -> Path:
    """Write a statement."""
    path.write_text("\n".join(";".join(row) for row in [COLUMNS, *([one[c] for c in COLUMNS] for one in lines)]))
    return path


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement(world: World, office: Office, settlements: Settlements, tmp_path: Path, name: str) -> None:
    books, lines, differs, more = STATEMENTS[name]
    keep_books(world, books)
    session = office.sign_in(ALICE).secret
    for content in (lines, lines[::-1]):
        file = open_file(write(tmp_path / "statement.csv", content))
        world.do(lambda db, file=file: import_file(db, session, RAIL, file, read_lines(file), THE_DAY), "office")
        found = world.do(lambda db: list(list_discrepancies(db, RAIL, corrected=False)), "office")
        assert [(one.kind, one.ours, one.theirs) for one in found] == differs
        now = [world.do(lambda db, one=one: find_discrepancy(db, one.name), "office") for one in found]
        assert sum(one.theirs - one.ours for one in now) == more


def test_staff_read_it_in_its_currency_and_correct_no_euros(
    world: World, office: Office, settlements: Settlements, tmp_path: Path
) -> None:
    keep_books(world, TOO_MUCH)
    path, kept = write(tmp_path / "statement.csv", [line("15.25")]), tmp_path / "kept.csv"
    ran = office.run("reconcile", RAIL, str(path), "--date", "2026-03-10", "--csv", str(kept), login=ALICE)
    assert ran.exit_code == 3
    for needed in ("ours 15.40 EUR, theirs 15.25 EUR", "0, 15.25 EUR", "Ask flutterwave which side is true"):
        assert needed in ran.output, ran.output
    assert ";15.40;15.25;EUR;EUR;" in kept.read_text(encoding="utf-8-sig")
    told = office.run("reconcile", "--correct", "D1", "--why", "their statement", login=ALICE)
    assert "only francs are put in suspense" in told.output
    assert world.rows("SELECT 1 FROM transfer WHERE kind = 'correct_books'") == []


def test_a_currency_that_nobody_is_charged_in_refuses_the_file(settlements: Settlements, tmp_path: Path) -> None:
    file = open_file(write(tmp_path / "statement.csv", [line("15.25", currency="NGN")]))
    with pytest.raises(Refused) as refusal:
        list(read_lines(file))
    assert "currency 'NGN' is not ours" in say(refusal.value.key, **refusal.value.values)
