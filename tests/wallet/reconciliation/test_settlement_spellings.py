"""A file saved again by a spreadsheet is the same file: read alike, and imported twice it changes nothing."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.world.cast import MOUSSA
from tests.world.examples import draw
from tests.world.settlements import Settlements, line_of, reference_of
from tests.world.spellings import SPELLINGS, Lines, write_spelling
from wallet.reconciliation.settlement_file import open_file
from wallet.reconciliation.settlement_lines import SettlementLine, read_lines

LINES: Lines = [
    line_of("a", operator_id="1795862678729", phone=MOUSSA[1:], amount=1_250_000, time="2026-03-13T11:56:19+01:00"),
    line_of("b", operator_id="1795862678730", phone=MOUSSA[1:], amount=700, time="2026-03-14T23:05:00+01:00"),
    line_of("c", operator_id="1795862678731", phone=MOUSSA[1:], direction="payout", amount=5_000,
            status="FAILED", time="2026-03-15T00:00:59+01:00"),
]  # fmt: skip


def read(folder: Path, how: str, lines: Lines) -> list[SettlementLine]:
    return list(read_lines(open_file(write_spelling(folder, how, lines))))


@pytest.mark.parametrize("how", SPELLINGS)
def test_each_spelling_is_read_alike(tmp_path: Path, how: str) -> None:
    plain, spelled = read(tmp_path, "as it is", LINES), read(tmp_path, how, LINES)
    for said, there in zip(plain, spelled, strict=True):
        assert said._replace(line=0, said="", at=None) == there._replace(line=0, said="", at=None)
        assert said.at is not None
        assert there.at is not None
        assert abs(said.at - there.at) < timedelta(minutes=1)


def transactions() -> st.SearchStrategy[Lines]:
    """Return some days' lines, one of them after the twelfth, so that a date says which number is its month."""
    one = st.fixed_dictionaries({
        "name": st.sampled_from("abcdefgh"),
        "operator_id": st.sampled_from(["1795862678729", "MP260310.1156.A12345", "0012345", ""]),
        "amount": st.sampled_from([1, 700, 5_000, 1_250_000]),
        "direction": st.sampled_from(["collection", "payout"]),
        "status": st.sampled_from(["SUCCESSFUL", "FAILED", "PENDING"]),
        "day": st.integers(10, 28),
        "second": st.integers(0, 86_399),
    })  # fmt: skip
    return st.lists(one, min_size=1, max_size=6, unique_by=lambda line: line["name"]).map(to_lines)


def to_lines(drawn: list[dict[str, object]]) -> Lines:
    lines = []
    for place, one in enumerate(drawn):
        at = datetime.fromisoformat(f"2026-03-{13 if place == 0 else one['day']}T00:00:00+01:00")
        moment = at + timedelta(seconds=int(str(one["second"])))
        operator_id = f"{one['operator_id']}{place}" if one["operator_id"] else ""
        lines.append(
            line_of(str(one["name"]), operator_id=operator_id, phone=MOUSSA[1:], time=moment.isoformat(),
                    **{name: one[name] for name in ("amount", "direction", "status")})
        )  # fmt: skip
    return lines


@given(lines=transactions(), first=st.sampled_from(sorted(SPELLINGS)), then=st.sampled_from(sorted(SPELLINGS)))
@draw(10)
def test_the_same_transactions_in_any_spelling_change_nothing(
    settlements: Settlements, lines: Lines, first: str, then: str
) -> None:
    settlements.reconcile_file(write_spelling(settlements.folder, first, lines))
    before, opened = settlements.list_written(), settlements.list_open()
    again = settlements.reconcile_file(write_spelling(settlements.folder, then, lines))
    assert again.new_lines == 0
    assert settlements.list_open() == opened
    assert settlements.list_written() == before


def test_the_operators_id_is_who_a_line_is(settlements: Settlements) -> None:
    """Import a file again whose seconds a spreadsheet lost: each line is the transaction it was before."""
    settlements.make_payment("a", amount=700, at="2026-11-28T11:56:19+01:00")
    head = "transaction_id,external_id,type,amount,currency,msisdn,payer_name,status,date\n"
    line = "1795862678729,{},collection,700,XAF,237677001001,ADA BIH,SUCCESSFUL,28/11/2026 11:56{}\n"
    first, again = (head + line.format(reference_of("a"), seconds) for seconds in (":19", ""))
    settlements.reconcile_file(settlements.write_file(first))
    told = settlements.reconcile_file(settlements.write_file(again))
    assert (told.new_lines, settlements.list_open()) == (0, [])
