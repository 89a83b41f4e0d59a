"""Rates of payers abroad, loaded by two of staff at the office's commands, and refused where they cannot be meant."""

import pytest

from tests.world.cast import ALICE, BRUNO
from tests.world.office import Office
from tests.world.world import World
from wallet.prices import quotes

LOAD = ("tariff", "rate", "usd", "560.25", "--source", "BEAC", "--margin", "1.5", "--days", "4", "--why", "BEAC now")


def test_a_rate_takes_two_and_is_charged_by_from_then_on(office: Office, world: World) -> None:
    office.done(*LOAD, login=ALICE)
    assert world.one("SELECT count(*) FROM rate WHERE currency = 'USD'") == 0
    assert "somebody else must approve it" in office.refused("tariff", "rate", "USD", "--approve", login=ALICE)
    assert "less our margin of 1.5 %; it holds for 4 days" in office.done("waiting")
    shown = office.done("tariff", "rate", "USD", "--approve", login=BRUNO)
    assert "rate USD: none -> 551.84625" in shown
    assert "One USD pays 551.84625 FCFA from now on." in shown
    assert world.do(lambda db: quotes.make_quote(db, "USD", 10_000), "web").shown == "18.13"
    listed = office.done("tariff", "rates")
    assert "551.84625" in listed
    assert "for 4 days" in listed
    world.check()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("XAF", "1"), "is no rate"),
        (("EURO", "655.957"), "is no rate"),
        (("EUR", "0"), "is no rate"),
        (("EUR", "655,957"), "is no rate"),
        (("EUR", "65595.7"), "far from the rate in force"),
        (("EUR", "6.55957"), "far from the rate in force"),
    ],
)
def test_what_cannot_be_meant_is_refused(office: Office, wrong: tuple[str, str], said: str) -> None:
    refused = office.refused("tariff", "rate", *wrong, "--source", "BEAC", "--why", "BEAC today", login=ALICE)
    assert said in " ".join(refused.split())


@pytest.mark.parametrize("margin", ["15000", "20.1", "-1", "1,5", "a"])
def test_a_margin_is_a_percent(office: Office, margin: str) -> None:
    told = office.run(
        "tariff", "rate", "USD", "560", "--source", "BEAC", "--margin", margin, "--why", "BEAC now"
    ).output
    assert "a percent from 0 to 20, as 1.5" in " ".join(told.split())


def test_what_is_left_out_is_named(office: Office) -> None:
    assert "missing: FCFA, --source" in office.run("tariff", "rate", "USD", "--why", "BEAC now").output
