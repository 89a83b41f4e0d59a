"""Prices and ceilings: loaded by two people from a file, in force from a midnight in Douala, refused when unsound."""

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from cli.words import say
from tests.world.cast import ALICE, AWA, BRUNO, MOUSSA
from tests.world.examples import draw
from tests.world.office import Office
from tests.world.world import World
from wallet.core import clock
from wallet.core.errors import Refused, WalletError
from wallet.prices import round_trips, sound_prices, tariff_book, tariff_file, written_tariff
from wallet.prices.tariff_book import SPANS_OF, Book
from wallet.prices.tariffs import MINIMUM, Tariff
from wallet.staff.actions.load_tariff import LoadTariff, read_file

CASH = {
    "take_cash_in": Tariff(0, 0, None, 0, 0, 2_000, "amount"),
    "pay_cash_out": Tariff(15_000, 50, 3_500, 2_000, 4, 400_000, "fee"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def today(world: World) -> date:
    now = world.do(clock.now)
    return now.astimezone(clock.DOUALA).date()


def in_force(world: World) -> Book:
    return world.do(lambda db: tariff_book.read(db, clock.now(db)))


def a_file(office: Office, folder: Path, begins: object, *changes: tuple[str, str]) -> Path:
    """Write a file of what is in force, from that day on, with some words put in place of others."""
    words = re.sub("from = .*", f"from = {begins}", office.done("tariff", "show", "--file"))
    for old, new in changes:
        assert old in words, old
        words = words.replace(old, new)
    path = folder / "tariff.toml"
    path.write_text(words, "utf-8")
    return path


def judge(db: Connection, file: str) -> None:
    """Raise Refused for a file that cannot be loaded."""
    LoadTariff(file, read_file(db, file)).preview(db)


def words_of(refused: WalletError) -> str:
    return say(refused.key, **refused.values)


def load(path: Path) -> tuple[str, ...]:
    return ("tariff", "load", str(path), "--why", "the board's decision 7")


SEND = "[price.send_money]\nfee_percent = 0.5\nfee_max = 500"
DEARER = (SEND, "[price.send_money]\nfee_percent = 0.75\nfee_min = 10\nfee_max = 600")
LOWER = ("out = { operation = 5000, day = 20000,", "out = { operation = 4000, day = 20000,")


def test_a_tariff_is_asked_shown_approved_and_begins_at_midnight(world: World, office: Office, folder: Path) -> None:
    day = today(world) + timedelta(days=2)
    told = office.done(*load(a_file(office, folder, day, DEARER, LOWER)), login=ALICE)
    for needed in (f"From {day:%d/%m/%Y} at midnight", "price.send_money.fee_percent", "0.5", "0.75",
                   "price.send_money.fee_min", "10", "price.send_money.fee_max", "500", "600",
                   "tier.0.out.operation", "5000", "4000",
                   f"./mbongo tariff approve {day:%d/%m/%Y} --login THEM"):  # fmt: skip
        assert needed in told, told
    assert "price.send_money.tax" not in told, "only what changes"
    assert "somebody else must" in office.refused("tariff", "approve", str(day), "--login", ALICE)
    told = office.done("tariff", "approve", f"{day:%d/%m/%Y}", login=BRUNO)
    assert "0.75" in told
    [act] = world.rows("SELECT * FROM staff_act WHERE kind = 'load_tariff'")
    assert (act.subject, act.asked_by, act.approved_by) == (str(day), ALICE, BRUNO)
    names = (
        "price.send_money.fee_percent",
        "price.send_money.fee_min",
        "price.send_money.fee_max",
        "tier.0.out.operation",
    )
    assert act.after == dict(zip(names, ("0.75", "10", "600", "4000"), strict=True))
    assert act.before == dict(zip(names, ("0.5", "0", "500", "5000"), strict=True))

    assert world.quote(MOUSSA, AWA, 1_000).fee == 5
    until = tariff_book.to_midnight(day) - world.do(clock.now)
    world.pass_time(int(until.total_seconds()) - 60)
    assert world.quote(MOUSSA, AWA, 1_000).fee == 5
    assert "0.75" not in office.done("tariff", "show")
    assert "0.75" in office.done("tariff", "show", "--at", str(day))
    world.pass_time(61)
    assert world.quote(MOUSSA, AWA, 1_000).fee == 10
    assert f"since {day:%d/%m/%Y}" in office.done("tariff", "show")
    assert "0.75" not in office.done("tariff", "show", "--at", str(day - timedelta(days=1)))
    assert in_force(world).ceilings[0, "out", "operation"] == 4_000


WRONG = {
    "an unknown kind": ("[price.send_money]", "[price.gift]\n[price.send_money]", "price.gift: unknown"),
    "a missing kind": ("[price.send_money]", "[price.sent]", "price.send_money: missing, a gap"),
    "a kind that is no table": (
        "[price.send_money]",
        "[price]\nsend_money = 3\n[price.sent]",
        "price.send_money: not 3; say a table",
    ),
    "a missing tier": ("[tier.1]", "[tier.7]", "tier.1: missing, a gap"),
    "an unknown tier": ("[tier.1]", "[tier.7]", "tier.7: unknown"),
    "a missing ceiling": ("out = { operation = 5000, ", "out = { ", "tier.0.out.operation: missing, a gap"),
    "an unsaid none": ('week = "none", ', "", "tier.0.out.week: missing, a gap"),
    "a ceiling that must be": ("balance = 50000 }", 'balance = "none" }', "tier.0.in.balance: not 'none'"),
    "a ceiling that is no number": ("day = 20000", "day = 20000.5", "tier.0.out.day: not 20000.5"),
    "a ceiling that is no whole number": ("day = 20000", "day = 20000.0", "tier.0.out.day: not 20000.0"),
    "a ceiling that is true": ("day = 20000", "day = true", "tier.0.out.day: not True"),
    "a ceiling in quotes": ("day = 20000", 'day = "20000"', "tier.0.out.day: not '20000'"),
    "a ceiling of nothing": ("day = 20000", "day = 0", "tier.0.out.day: not 0"),
    "a ceiling too wide": ("day = 20000", "day = 100000000", "tier.0.out.day: not 100000000"),
    "a day below an operation": ("day = 20000", "day = 4000", "tier.0.out.day: 4 000 is below the operation's 5 000"),
    "an unknown span": ("day = 20000", "day = 20000, year = 1", "tier.0.out.year: unknown"),
    "an unknown line": ("fee_percent = 0.5", "fees = 0.5", "price.send_money.fees: unknown; there is fee_percent"),
    "a share above the whole": ("fee_percent = 0.5", "fee_percent = 101", "price.send_money.fee_percent: not 101; say"),
    "a share below nothing": ("fee_percent = 0.5", "fee_percent = -0.5", "price.send_money.fee_percent: not -0.5; say"),
    "a share finer than the books": ("fee_percent = 0.5", "fee_percent = 0.00005", "fee_percent: not 0.00005; say"),
    "no number": ("fee_percent = 0.5", "fee_percent = nan", "price.send_money.fee_percent: not NaN; say"),
    "a comma": ("fee_percent = 0.5", 'fee_percent = "0,5"', "price.send_money.fee_percent: not '0,5'; say"),
    "half a franc": ("fee_max = 500", "fee_max = 0.5", "price.send_money.fee_max: not 0.5; say"),
    "a share of nobody": (SEND, f'{SEND}\ncommission_of = "tax"', "price.send_money.commission_of: not 'tax'; say"),
    "most below least": (
        "fee_max = 500",
        "fee_max = 5\nfee_min = 9",
        "price.send_money.fee_max: 5 is below the fee_min of 9",
    ),
    "a fee no screen shows": ("fee_percent = 0.5\nfee_max = 500", "fee_percent = 100", "more than a screen can show"),
    "a fee as large as the least amount": (
        "[price.pay_till]\nfee_percent = 1",
        "[price.pay_till]\nfee_min = 100",
        "the pay_till of 100 FCFA would cost 100",
    ),
    "a fee on what is free": (
        "[price.add_money]\nfee_max = 0",
        "[price.add_money]\nfee_min = 5",
        "no fee is charged for add_money",
    ),
    "a fee on cash in": (
        "[price.take_cash_in]\nfee_max = 0",
        "[price.take_cash_in]\nfee_min = 5",
        "no fee is charged for take_cash_in",
    ),
    "a tax on a sale": ("[price.pay_bill]", "[price.pay_bill]\ntax_fixed = 1", "no tax is charged for pay_bill"),
    "a section too many": ("[price.send_money]", "[surprise]\n[price.send_money]", "surprise: unknown"),
    "no section": ("[price.", "[prices.", "price: missing, a gap"),
    "no date": ("[price.send_money]", "[price.send_money]", None),
    "no TOML": ("[price.send_money]", "[price.send_money", "This is not TOML"),
    "a figure of 5000 digits": (SEND, f"{SEND}\nfee_min = {'9' * 5000}", "This is not TOML"),
    "an exponent beyond all": (SEND, f"{SEND}\nfee_percent = 1e{'9' * 30}", "This is not TOML"),
    "brackets too deep": (SEND, f"{SEND}\nfee_min = {'[' * 900}", "This is not TOML"),
}


def test_a_file_that_does_not_hold_is_refused(world: World, office: Office, folder: Path) -> None:
    begins = today(world) + timedelta(days=2)
    for what, (old, new, said) in WRONG.items():
        path = a_file(office, folder, '"soon"' if said is None else begins, (old, new))
        with pytest.raises(Refused) as refused:
            world.do(partial(judge, file=path.read_text("utf-8")))
        assert (said or "from: not 'soon'; say the day it begins") in words_of(refused.value), what
    told = office.refused(*load(path), login=ALICE)
    assert "This is not TOML" in told
    assert not world.rows("SELECT 1 FROM staff_request")


def test_all_that_is_wrong_is_said_at_once_in_sentences(world: World, folder: Path) -> None:
    known = in_force(world)
    words = tariff_file.write(date(2030, 1, 2), known)
    for old, new in (
        (SEND, '[price.gift]\n[price.send_money]\nfee_percent = "0,5"\nfee_max = 5\nfee_min = 9'),
        ('day = 20000, week = "none",', "day = 4000,"),
    ):
        assert old in words
        words = words.replace(old, new, 1)
    with pytest.raises(Refused) as refused:
        tariff_file.read(words, known)
    assert words_of(refused.value).splitlines() == [
        "Nothing is loaded:",
        f"price.gift: unknown; there is {', '.join(known.prices)}",
        "price.send_money.fee_max: 5 is below the fee_min of 9",
        "price.send_money.fee_percent: not '0,5'; say a percent from 0 to 100, e.g. 0.5",
        "tier.0.out.day: 4 000 is below the operation's 5 000",
        'tier.0.out.week: missing, a gap; say whole francs from 1 to 99999999, or "none"',
    ]


def test_a_form_is_read_by_the_same_model_and_a_float_by_none(world: World) -> None:
    known = in_force(world)
    typed: dict[str, Any] = {"from": "2030-01-02", "price": {}, "tier": {}}
    for rule, value in written_tariff.list_rules(known).items():
        *tables, name = rule.split(".")
        inner = typed
        for table in tables:
            inner = inner.setdefault(table, {})
        inner[name] = value
    assert written_tariff.read(typed, known, strings=True) == (date(2030, 1, 2), known)
    typed["price"]["send_money"]["fee_percent"] = 0.5
    with pytest.raises(Refused) as refused:
        written_tariff.read(typed, known)
    assert "price.send_money.fee_percent: not 0.5; say a percent" in words_of(refused.value)


def test_overlaps_and_days_that_have_begun_are_refused(world: World, office: Office, folder: Path) -> None:
    now = today(world)
    world.credit(MOUSSA, 5_000)
    assert "has begun" in office.refused(*load(a_file(office, folder, now)), login=ALICE), "somebody was charged"
    later = now + timedelta(days=3)
    office.done(*load(a_file(office, folder, later, DEARER)), login=ALICE)
    office.done("tariff", "approve", str(later), login=BRUNO)
    assert "overlap" in office.refused(*load(a_file(office, folder, later)), login=ALICE)
    assert "has begun" in office.refused(*load(a_file(office, folder, now - timedelta(days=9))), login=ALICE)
    assert "Other rules begin" in office.done("tariff", "show")


def test_the_first_may_begin_at_once_while_nothing_was_posted(world: World, office: Office, folder: Path) -> None:
    now = today(world)
    office.done(*load(a_file(office, folder, now, DEARER)), login=ALICE)
    office.done("tariff", "approve", str(now), login=BRUNO)
    assert in_force(world).prices["send_money"].fee_min == 10
    second = a_file(office, folder, now - timedelta(days=1))
    assert "has begun" in office.refused(*load(second), login=ALICE)


def test_an_approval_that_comes_after_its_day_changes_nothing(world: World, office: Office, folder: Path) -> None:
    world.credit(MOUSSA, 5_000)
    day = today(world) + timedelta(days=1)
    office.done(*load(a_file(office, folder, day, DEARER)), login=ALICE)
    until = tariff_book.to_midnight(day) - world.do(clock.now)
    world.pass_time(int(until.total_seconds()) + 1)
    told = office.refused("tariff", "approve", str(day), login=BRUNO)
    assert "has begun" in told or "more than 24 h" in told
    assert in_force(world).prices["send_money"].fee_min == 0


def test_a_tariff_to_come_can_be_taken_away(world: World, office: Office, folder: Path) -> None:
    day = today(world) + timedelta(days=2)
    office.done(*load(a_file(office, folder, day, DEARER)), login=ALICE)
    office.done("tariff", "approve", str(day), login=BRUNO)
    drop = ("tariff", "drop", str(day), "--why", "a slip in the fee")
    for outside in ("0001-01-01", "9999-12-31"):
        assert "outside the years 2000 to 2099" in office.run("tariff", "drop", outside, *drop[3:], login=ALICE).output
    told = office.done(*drop, login=ALICE)
    assert "0.75" in told
    office.done("tariff", "approve", str(day), login=BRUNO)
    assert "Other rules" not in office.done("tariff", "show")
    assert "No tariff was loaded" in office.refused(*drop, login=ALICE)
    office.done(*load(a_file(office, folder, day, LOWER)), login=ALICE)
    office.done("tariff", "approve", str(day), login=BRUNO)
    kinds = world.rows("SELECT kind FROM staff_act WHERE kind LIKE '%_tariff' ORDER BY number")
    assert [row.kind for row in kinds] == ["load_tariff", "drop_tariff", "load_tariff"]
    assert "The trail holds" in office.done("audit", "verify")


REWRITING = (
    "INSERT INTO tariff VALUES ('send_money', date_trunc('day', now()) - interval '1 hour', 0, 0, 0, 0, 0)",
    "INSERT INTO tariff VALUES ('send_money', now() + interval '1 day', 0, 0, 0, 0, 0)",
    "INSERT INTO ceiling VALUES (0, 'out', 'day', date_trunc('day', now()) - interval '25 hours', 1000000)",
    "DELETE FROM tariff WHERE kind = 'send_money'",
    "DELETE FROM ceiling",
    "UPDATE ceiling SET amount = 9000000",
)


def test_the_app_rewrites_no_rule_that_was_in_force(world: World, office: Office, folder: Path) -> None:
    day = today(world) + timedelta(days=2)
    office.done(*load(a_file(office, folder, day)), login=ALICE)
    office.done("tariff", "approve", str(day), login=BRUNO)
    for statement in REWRITING:
        with pytest.raises(DBAPIError, match=r"permission denied|midnight to come|stay as they were"):
            world.rows(f"{statement} RETURNING 1")


# ---------------------------------------------------------------------------------------------- round trips
def a_book(cash_in: Tariff, cash_out: Tariff, most: int) -> Book:
    ceilings: dict[tuple[int, str, str], int | None] = {(0, way, "operation"): most for way in ("in", "out")}
    return Book({"take_cash_in": cash_in, "pay_cash_out": cash_out}, ceilings)


def refused(book: Book) -> bool:
    try:
        round_trips.refuse_gain(book, book, MINIMUM)
    except Refused:
        return True
    return False


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({}, False),
        ({"take_cash_in": {"commission_ppm": 10_000}}, True),  # 1 % in and 40 % of 1.5 % out: 1.6 % for 1.5 %
        ({"take_cash_in": {"commission_ppm": 8_000}}, True),  # holds until the fee's cap, then every franc more earns
        ({"pay_cash_out": {"fee_min": 0, "fee_ppm": 3_000, "commission_ppm": 500_000}}, True),
        ({"pay_cash_out": {"commission_ppm": 1_000_000}}, True),
        ({"pay_cash_out": {"commission_ppm": 1_000_000}, "take_cash_in": {"commission_ppm": 0}}, False),
        ({"pay_cash_out": {"fee_max": 60}}, True),
    ],
)
def test_a_round_trip_never_earns(change: dict[str, dict[str, int]], wrong: bool) -> None:
    changed = {kind: replace(tariff, **change.get(kind, {})) for kind, tariff in CASH.items()}  # type: ignore[arg-type]
    assert refused(a_book(changed["take_cash_in"], changed["pay_cash_out"], 1_000_000)) == wrong


def test_what_was_loaded_holds_without_a_file(world: World) -> None:
    """The starting rows, whatever other migrations add to them, are a tariff that could be loaded."""
    book = in_force(world)
    round_trips.refuse_gain(book, book, MINIMUM)
    sound_prices.refuse_unsound(book, MINIMUM)
    assert tariff_file.read(tariff_file.write(date(2030, 1, 2), book), book) == (date(2030, 1, 2), book)


ppm = st.sampled_from([0, 1, 500, 2_000, 5_000, 9_999, 10_000, 15_000, 30_000, 400_000, 500_000, 1_000_000])
tariffs = st.builds(
    lambda ppm, least, above, share, of: Tariff(
        ppm, least, None if above is None else least + above, 2_000, 4, share, of
    ),
    ppm.filter(lambda one: one <= 30_000), st.sampled_from([0, 1, 50, 99]), st.sampled_from([None, 0, 10, 500]), ppm,
    st.sampled_from(["amount", "fee"]),
)  # fmt: skip


@draw(60)
@given(coming_in=tariffs, going_out=tariffs, most=st.integers(100, 4_000), pieces=st.integers(1, 3))
def test_no_tariff_that_passes_can_be_earned_from(coming_in: Tariff, going_out: Tariff, most: int, pieces: int) -> None:
    """Every amount out, brought in free, whole or in equal pieces, against what was judged at a few amounts."""
    if refused(a_book(coming_in, going_out, most)):
        return
    for amount in range(100, most + 1):
        out = going_out.price(amount)
        piece = -(-(amount + out.fee + out.tax) // pieces)
        if not MINIMUM <= piece <= most:
            continue
        brought = coming_in.price(piece)
        earned = pieces * (brought.commission if coming_in.commission_of == "amount" else 0) + out.commission
        assert earned <= out.fee, (amount, piece)


@draw(60)
@given(tariff=tariffs)
def test_a_price_reads_as_it_was_written(tariff: Tariff) -> None:
    book = a_book(tariff, tariff, 1_000)
    ceilings = {
        (0, way, span): book.ceilings.get((0, way, span), 2_000) for way, spans in SPANS_OF.items() for span in spans
    }
    book = replace(book, ceilings=ceilings)
    assert tariff_file.read(tariff_file.write(date(2030, 1, 2), book), book) == (date(2030, 1, 2), book)
