"""Rejections by a bank's report: one login asks to give each back, another approves them all."""

from pathlib import Path

import pytest

from simulators.bank.write_pain002 import write_pain002
from tests.wallet.payouts.test_payouts_by_bank import book, debit, desk, send, states, treasury
from tests.world.bank_desk import BankDesk
from tests.world.cast import BRICE, BRUNO, password_of
from tests.world.treasury import Treasury

__all__ = ["desk", "treasury"]  # fixtures


@pytest.fixture
def references(desk: BankDesk, treasury: Treasury) -> list[str]:
    """Return those of three payouts that were sent to the bank in P1."""
    account = treasury.add_bank()
    made = [treasury.row(treasury.pay_out(account, 5_000 + number)).reference for number in range(3)]
    send(desk)
    return made


def write(desk: BankDesk, rejected: dict[str, str], message: str = "") -> Path:
    """Write the bank's report on P1."""
    message = message or str(desk.column("SELECT message_id FROM payout_file")[0])
    path = desk.folder / "report.xml"
    path.write_bytes(write_pain002(message, 3, rejected))
    return path


def test_what_is_rejected_goes_back_once_a_second_login_agreed(
    desk: BankDesk, treasury: Treasury, references: list[str]
) -> None:
    first, second, third = references
    desk.take(debit(desk, second, 5_001))
    path, office = write(desk, {first: "AC04", second: "AC01"}), desk.office
    said = office.run("bank", "report", str(path))
    assert said.exit_code == 3, "of one of them a statement tells that it was paid"
    assert f"left as they are: {second}." in said.output
    assert "P1: its bank says PART of the whole. Rejected: 2 of its 3 payouts." in said.output
    assert states(desk) == ["pending"] * 3, "a report moves nothing"
    office.refused("bank", "reject", "P1", "--approve")  # nor does who read it
    assert states(desk) == ["pending"] * 3
    told = office.done("bank", "reject", "P1", "--approve", login=BRUNO)
    assert f"{first}" in told
    assert "5 000 FCFA" in told
    assert "AC04" in told
    assert states(desk) == ["failed", "pending", "pending"]
    assert desk.column("SELECT reason FROM payout ORDER BY created_at, id") == ["AC04", "", ""]
    assert desk.world.texts_to(BRICE)[-1] == "payout_failed"
    assert "Nobody asked" in office.refused("bank", "reject", "P1", "--approve", login=BRUNO)
    book(desk)
    assert states(desk) == ["failed", "paid", "pending"]
    assert treasury.shop.takings == 39_600 - 5_051 - 5_052
    desk.take(debit(desk, third, 5_002), number="70")
    book(desk, "B2")
    desk.world.check()


def test_a_whole_file_is_rejected_and_who_says_no_gives_nothing_back(
    desk: BankDesk, treasury: Treasury, references: list[str]
) -> None:
    path, office = write(desk, dict.fromkeys(references, "AM05")), desk.office
    assert "says RJCT of the whole. Rejected: 3" in office.done("bank", "report", str(path))
    said = office.run("bank", "reject", "P1", "--approve", login=BRUNO, typed=f"{password_of(BRUNO)}\nn\n")
    assert (said.exit_code, states(desk)) == (1, ["pending"] * 3)
    assert "P1: 3 payouts of" in office.done("bank", "reject", "P1", "--approve", login=BRUNO)
    assert (states(desk), treasury.shop.takings) == (["failed"] * 3, 39_600)
    desk.take(debit(desk, references[0], 5_000))
    assert desk.cases() == ["bank_line_unknown"], "what it paid all the same is for a person"
    desk.world.check()


def test_a_report_of_no_file_of_ours_and_of_a_bank_that_makes_none_is_refused(
    desk: BankDesk, references: list[str]
) -> None:
    office = desk.office
    assert "No file of payouts has the message PAY-NONE" in office.refused(
        "bank", "report", str(write(desk, {}, "PAY-NONE"))
    )
    unknown = office.run("bank", "report", str(write(desk, {"ZZZZ-9999": "AC04"})))
    assert (unknown.exit_code, "ZZZZ-9999" in unknown.output) == (3, True)
    accepted = office.done("bank", "report", str(write(desk, {})))
    assert "says ACSP of the whole. Rejected: 0 of its 3 payouts. No money moved by it." in accepted
    desk.world.do_as_owner(lambda db: db.exec_driver_sql("UPDATE bank_account SET profile = 'csv'"))
    assert "reports on no file" in office.refused("bank", "report", str(write(desk, {references[0]: "AC04"})))
    assert states(desk) == ["pending"] * 3
