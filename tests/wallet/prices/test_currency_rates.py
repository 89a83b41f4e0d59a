"""Rates and quotes: rounding never favours the payer, nobody gains by splitting, giving back or going round."""

import uuid
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from tests.world.examples import draw
from tests.world.world import World
from wallet.core.errors import NotNow, QuoteChanged
from wallet.core.roles import ProcessKind
from wallet.prices import quotes, rates
from wallet.prices.rates import Rate

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
PEG = Decimal("655.957")
all_rates = st.builds(
    lambda rate, digits: Rate("EUR", LONG_AGO, "", digits, Decimal(rate).scaleb(-8)),
    st.integers(1, 10**13),
    st.integers(0, 3),
)
francs = st.integers(1, 10**12)


def exact(rate: Rate, minor: int) -> Fraction:
    """The francs that minor units pay, before any rounding."""
    return Fraction(minor) * Fraction(rate.rate) / 10**rate.digits


@pytest.mark.parametrize(("amount", "cents", "worth"), [(10_000, 1525, 10_003), (1_000, 153, 1_003), (500, 77, 505)])
def test_amounts_by_the_peg_are_those_of_the_vectors(amount: int, cents: int, worth: int) -> None:
    peg = Rate("EUR", LONG_AGO, "peg", 2, PEG)
    assert (peg.charge(amount), peg.worth(cents)) == (cents, worth)


@draw(300)
@given(all_rates, francs)
@example(Rate("EUR", LONG_AGO, "peg", 2, PEG), 655_957)
def test_what_is_charged_is_enough_and_no_part_less_is(rate: Rate, amount: int) -> None:
    charged = rate.charge(amount)
    assert exact(rate, charged) >= amount > exact(rate, charged - 1)
    assert amount <= rate.worth(charged) <= exact(rate, charged)


@draw(300)
@given(all_rates, st.lists(francs, min_size=2, max_size=6))
def test_nobody_pays_less_by_splitting(rate: Rate, parts: list[int]) -> None:
    assert sum(map(rate.charge, parts)) >= rate.charge(sum(parts))


@draw(300)
@given(all_rates, st.lists(st.integers(1, 10**9), min_size=1, max_size=6))
def test_going_there_and_back_never_gains(rate: Rate, parts: list[int]) -> None:
    whole = sum(parts)
    charged = rate.charge(whole)
    given_back, gone = list[int](), 0
    for part in parts:
        given_back.append(quotes.give_back(charged, whole, part, gone, sum(given_back)))
        gone += part
        assert sum(given_back) * whole <= charged * gone  # at no moment more than its share
    assert min(given_back) >= 0
    assert sum(given_back) == charged  # and all of it with the last


@draw(200)
@given(all_rates, all_rates, st.integers(1, 10**9))
def test_francs_that_go_round_two_currencies_come_back_no_more(there: Rate, back: Rate, amount: int) -> None:
    assert there.worth(there.charge(amount)) - amount <= exact(there, 1)  # what is over is less than one part
    assert back.worth(back.charge(amount) - 1) < amount


def load(world: World, currency: str, rate: str, margin_ppm: int = 0, days: int | None = None) -> None:
    world.change(
        """INSERT INTO rate (currency, since, source, digits, francs, margin_ppm, lasts_days)
        VALUES (:currency, wallet_now(), 'test', 2, :rate, :margin, :days)""",
        currency=currency, rate=rate, margin=margin_ppm, days=days,
    )  # fmt: skip


def test_a_quote_says_both_amounts_and_the_rate_and_holds_a_quarter_of_an_hour(world: World) -> None:
    quote = world.do(lambda db: quotes.make_quote(db, "EUR", 10_000), "web")
    assert (quote.currency, quote.shown, quote.francs, quote.rate) == ("EUR", "15.25", 10_000, PEG)
    assert world.do(lambda db: quotes.check_quote(db, quote.id, 10_000), "web") == quote
    with pytest.raises(QuoteChanged):
        world.do(lambda db: quotes.check_quote(db, quote.id, 10_001), "web")
    world.pass_time(14 * 60 + 58)
    assert world.do(lambda db: quotes.check_quote(db, quote.id, 10_000), "web") == quote
    world.pass_time(2)
    with pytest.raises(QuoteChanged, match="quote_expired"):
        world.do(lambda db: quotes.check_quote(db, quote.id, 10_000), "web")


def test_a_margin_is_in_the_rate_that_is_shown_and_an_old_rate_charges_nothing(world: World) -> None:
    load(world, "USD", "560.25", margin_ppm=15_000, days=4)
    quote = world.do(lambda db: quotes.make_quote(db, "USD", 10_000), "web")
    assert (quote.rate, quote.shown) == (Decimal("551.84625"), "18.13")
    assert world.do(rates.list_charged) == ["EUR", "USD"]
    world.pass_time(4 * 86_400)
    assert world.do(rates.list_charged) == ["EUR"]
    with pytest.raises(NotNow, match="rate_too_old"):
        world.do(lambda db: quotes.make_quote(db, "USD", 10_000), "web")
    with pytest.raises(NotNow, match="no_rate"):
        world.do(lambda db: quotes.make_quote(db, "GBP", 10_000), "web")


@pytest.mark.parametrize(
    "wrong",
    [
        {"charged": 1524},  # a cent less than is enough
        {"charged": 1526},  # a cent more than is needed
        {"rate": Decimal(656)},  # no rate of ours
        {"until": timedelta(minutes=16)},
    ],
)
def test_the_database_takes_no_quote_that_is_otherwise(world: World, wrong: dict[str, object]) -> None:
    made = world.do(lambda db: quotes.make_quote(db, "EUR", 10_000), "web")
    said = {name: made.made_at + one if isinstance(one, timedelta) else one for name, one in wrong.items()}
    with pytest.raises((IntegrityError, ProgrammingError)):
        world.do(lambda db: db.execute(quotes.INSERT, {**asdict(made), "id": str(uuid.uuid4()), **said}), "web")


def test_a_rate_that_is_not_the_newest_makes_no_quote(world: World) -> None:
    made = world.do(lambda db: quotes.make_quote(db, "EUR", 10_000), "web")
    load(world, "EUR", "656")
    with pytest.raises(ProgrammingError, match="the rate in force"):
        world.do(lambda db: db.execute(quotes.INSERT, {**asdict(made), "id": str(uuid.uuid4())}), "web")


@pytest.mark.parametrize("process", ["web", "worker", "office"])
def test_nobody_alone_adds_or_changes_a_rate(world: World, process: ProcessKind) -> None:
    for statement in (
        "INSERT INTO rate (currency, since, source, digits, francs, margin_ppm) VALUES ('USD', now(), '', 2, 1, 0)",
        "UPDATE rate SET francs = 1",
        "DELETE FROM rate",
    ):
        with pytest.raises(ProgrammingError):
            world.do(lambda db, one=statement: db.execute(text(one)), process)
    with pytest.raises(ProgrammingError, match="stay as they were"):
        world.change("UPDATE rate SET francs = 1")
