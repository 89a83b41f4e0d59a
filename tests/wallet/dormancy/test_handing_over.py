"""Hand over to the deposit fund by two what was kept apart for years, each line judged again; change the rule."""

import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.wallet.dormancy.test_dormancy import MONTH, WHY, fall_asleep, look, pass_time, texts
from tests.world.bank_files import OURS
from tests.world.cast import ALICE, AWA, BRUNO, MOUSSA
from tests.world.house_banks import open_banks
from tests.world.office import Office
from tests.world.world import World
from wallet.dormancy.batches import DormantLine
from wallet.staff.actions.hand_over_dormant import HandOverDormant

KEPT = MONTH * 61
DAY = "2099-01-31"


@pytest.fixture
def kept(world: World, office: Office) -> World:
    """Keep the money of Moussa and Awa apart, five years ago."""
    banks = open_banks(world)
    banks.credit(MOUSSA, 5_000)
    banks.credit(AWA, 7_000)
    fall_asleep(banks)
    office.done("dormancy", "gather", *WHY)
    office.done("dormancy", "move", "N1", "--approve", login=BRUNO)
    pass_time(banks, KEPT)
    return banks


def ask(office: Office) -> None:
    """List what was kept long enough, and ask that it is handed over."""
    assert "H1 has 2 wallets" in office.done("dormancy", "prepare", *WHY)
    office.done("dormancy", "hand-over", "H1", "Trust", *WHY)


def approve(office: Office) -> str:
    return office.done("dormancy", "hand-over", "H1", "--approve", login=BRUNO)


def states(world: World) -> list[str]:
    return sorted(str(row.state) for row in world.rows("SELECT state FROM dormant_line"))


def test_handed_over_by_two_once_and_claimed_at_the_fund_afterwards(
    kept: World, office: Office, tmp_path: Path
) -> None:
    ask(office)
    office.done("dormancy", "show", "H1", "--file", str(tmp_path / "before.csv"))
    assert "Moussa B." in (before := (tmp_path / "before.csv").read_text("utf-8-sig"))
    assert "Moussa Bello" not in before, "nobody is named before it is handed over"
    told = approve(office)
    assert "2 handed over, 0 woke" in told
    assert "2 wallets, 12 000 FCFA handed over" in told
    assert (kept.balance_of("unclaimed:dormant"), kept.balance_of(f"bank:{OURS}")) == (0, 12_000)
    assert kept.one("SELECT amount FROM bank_leg WHERE move = 'hand_over_dormant'") == -12_000
    assert texts(kept)[-1] == texts(kept, AWA)[-1] == "dormant_handed"
    kept.check()
    assert "was handed over" in office.refused("dormancy", "hand-over", "H1", "Trust", *WHY)
    assert "nothing done" in approve(office), "once"
    assert "Nothing was kept apart long enough" in office.refused("dormancy", "prepare", *WHY)
    claimed = office.refused("dormancy", "return", MOUSSA, *WHY)
    assert "handed over to the CDEC by H1" in claimed
    assert "claims them there" in claimed
    for name in ("list.xlsx", "list.csv"):
        office.done("dormancy", "show", "H1", "--french", "--file", str(tmp_path / name))
    sheet = load_workbook(tmp_path / "list.xlsx").active
    assert sheet is not None
    rows = [tuple(row) for row in sheet.iter_rows(values_only=True)]
    assert rows[0][:2] == ("Nom", "Numéro")
    assert sorted((row[0], row[5]) for row in rows[1:]) == [("Awa Ngono", 7_000), ("Moussa Bello", 5_000)]
    assert "Moussa Bello" in (tmp_path / "list.csv").read_text("utf-8-sig")
    shown = office.done("dormancy", "show", "H1")
    assert "Moussa Bello" not in shown, "in a terminal people are as others see them"
    assert "12 000" in office.done("dormancy", "handovers")


def test_who_woke_or_had_it_back_meanwhile_is_left_out(kept: World, office: Office) -> None:
    ask(office)
    assert look(kept, AWA).sentence == "balance"
    assert "1 handed over, 1 woke" in approve(office)
    assert states(kept) == ["handed", "moved"]
    assert kept.balance_of("unclaimed:dormant") == 7_000
    office.done("dormancy", "return", AWA, *WHY)
    office.done("dormancy", "return", AWA, "--approve", login=BRUNO)
    assert kept.balance_of("unclaimed:dormant") == 0
    kept.check()


def test_a_clock_that_went_ahead_hands_nothing_over_once_it_is_back(kept: World, office: Office) -> None:
    pass_time(kept, -KEPT)
    assert "Nothing was kept apart long enough" in office.refused("dormancy", "prepare", *WHY)
    pass_time(kept, KEPT)
    listed = re.search("(H[0-9]+) has 2 wallets", office.done("dormancy", "prepare", *WHY))
    assert listed
    pass_time(kept, -KEPT)
    assert "Nothing was kept apart long enough" in office.refused("dormancy", "hand-over", listed[1], "Trust", *WHY)
    kept.check()


@pytest.mark.parametrize("is_kept", [True, False])
def test_two_who_agree_hand_over_no_more_than_was_kept_so_long(
    kept: World, office: Office, monkeypatch: pytest.MonkeyPatch, is_kept: bool
) -> None:
    """An office whose code says another sum, or that what is not due is: the database judges both itself."""
    ask(office)
    if is_kept:
        write = HandOverDormant._write_transfer

        def add(act: HandOverDormant, db: object, lines: Sequence[DormantLine]) -> object:
            made = write(act, db, lines)  # type: ignore[arg-type]
            more = tuple(type(one)(one.account, one.amount * 2) for one in made.entries)
            return type(made)(made.key, made.kind, more)

        monkeypatch.setattr(HandOverDormant, "_write_transfer", add)
    else:
        kept.change("INSERT INTO dormancy_rule VALUES (wallet_now(), 12, 30, 60, 90)")
        monkeypatch.setattr(DormantLine, "__getattribute__", say_kept)
    with pytest.raises(DBAPIError, match=r"may not (post hand_over_dormant|change money of a dormant wallet)"):
        office.conclude(office.approval_of("H1"), BRUNO)
    assert kept.balance_of("unclaimed:dormant") == 12_000
    assert states(kept) == ["moved", "moved"]


def say_kept(line: DormantLine, name: str) -> object:
    return True if name == "is_long_kept" else object.__getattribute__(line, name)


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE dormant_line SET state = 'handed'",
        "UPDATE dormant_line SET handover_id = NULL",
        "UPDATE dormant_line SET kept_at = now() - interval '90 years'",
        "INSERT INTO dormant_handover (made_by, made_at) VALUES ('alice', now())",
        "INSERT INTO dormancy_rule VALUES (now(), 3, 7, 4, 1)",
        "UPDATE dormancy_rule SET handover_months = 1",
        "SELECT set_dormancy_rule()",
    ],
)
@pytest.mark.parametrize("role", ["office", "web", "worker"])
def test_no_process_hands_over_or_changes_the_rule(kept: World, office: Office, attack: str, role: str) -> None:
    ask(office)
    with pytest.raises(DBAPIError, match=r"permission denied|may not change|agreed to no such rule"):
        kept.do(lambda db: db.execute(text(attack)), role)


def test_two_change_the_rule_from_a_day_to_come(world: World, office: Office) -> None:
    office.done("dormancy", "set", "warn=45", "handover=72", "--from", DAY, *WHY)
    assert "warn: 30 -> 45" in office.done("dormancy", "set", "--approve", login=BRUNO)
    shown = " ".join(office.done("dormancy", "rules").replace("│", " ").split())
    assert "31/01/2099 handover 72 months kept apart" in shown
    assert "the beginning handover 60" in shown
    assert (
        world.one("SELECT warn_days FROM dormancy_rule WHERE since <= wallet_now() ORDER BY since DESC LIMIT 1") == 30
    ), "not before its day"
    assert "no other begins" in office.refused("dormancy", "set", "warn=40", "--from", DAY, *WHY)
    world.check()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("warn=45", "--from", "2020-01-01"), "say a day to come"),
        (("warn=91", "--from", DAY), "warn is 7 to 90"),
        (("unclaimed=12", "--from", DAY), "unclaimed is more than dormant"),
        (("fee=1", "--from", DAY), "is no number of the rule"),
        (("warn=30", "--from", DAY), "Nothing would change"),
    ],
)
def test_what_is_no_rule_is_refused(office: Office, words: tuple[str, ...], told: str) -> None:
    assert told in " ".join(office.refused("dormancy", "set", *words, *WHY).split())


@pytest.mark.parametrize(("day", "warn"), [("2020-01-01", 45), (DAY, 91)])
def test_two_cannot_agree_to_what_is_no_rule(world: World, office: Office, day: str, warn: int) -> None:
    ask_by_hand = text("""SELECT ask_staff_act(:s, '00000000-0000-0000-0000-000000000001', 'set_dormancy_rule',
        'dormancy rule', jsonb_build_object('day', CAST(:day AS text), 'numbers', jsonb_build_object('dormant', 12,
        'warn', CAST(:warn AS int), 'unclaimed', 60, 'handover', 60), 'before', '{}'::jsonb), 'a reason')""")
    agree = text("SELECT approve_staff_request(:s, r.id, request_hash(r)) FROM staff_request r")
    sessions = {who: office.sign_in(who).secret for who in (ALICE, BRUNO)}
    world.do(lambda db: db.execute(ask_by_hand, {"s": sessions[ALICE], "day": day, "warn": warn}), "office")
    with pytest.raises(DBAPIError, match=r"agreed to no such rule|violates check constraint"):
        world.do(lambda db: (db.execute(agree, {"s": sessions[BRUNO]}),
                             db.execute(text("SELECT set_dormancy_rule()"))), "office")  # fmt: skip
    assert world.one("SELECT count(*) FROM dormancy_rule") == 1


def test_the_days_of_a_rule_begin_in_douala(world: World, office: Office) -> None:
    begins = world.one("SELECT ((wallet_now() AT TIME ZONE 'Africa/Douala')::date + 1)::text")
    office.done("dormancy", "set", "warn=45", "--from", str(begins), *WHY)
    office.done("dormancy", "set", "--approve", login=BRUNO)
    pass_time(world, timedelta(days=1))
    assert (
        world.one("SELECT warn_days FROM dormancy_rule WHERE since <= wallet_now() ORDER BY since DESC LIMIT 1") == 45
    )
    world.check()
