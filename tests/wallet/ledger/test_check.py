"""Each way of damaging a ledger, done as superuser with the guards off, is found and named, on the account it is on."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from local.postgres import Postgres
from tests.wallet.ledger.damage import FATOU, FEES, MOUSSA, found_after, sound_ledger
from wallet.checks import check
from wallet.ledger.check import INVARIANTS

S, R, H, W = (f"(SELECT id FROM transfer WHERE key = '{key}')" for key in "srhw")

# What is broken, how, and whose account must be named.
DAMAGE = {
    "a transfer's legs sum to zero": (
        "UPDATE transfer SET amounts[1] = amounts[1] + 1 WHERE key = 's'", "test:awa, test:fees, test:moussa"),
    "a transfer's id is the hash of its key": ("UPDATE transfer SET key = 'other' WHERE key = 's'", None),
    "a transfer is what was posted under its key": (
        "UPDATE transfer SET kind = 'gift' WHERE key = 's'", "test:awa, test:fees, test:moussa"),
    "a leg has its account, and a balance if that is ordinary": (
        "UPDATE transfer SET accounts[2] = 999999 WHERE key = 'in'", None),
    "what is posted is guarded against change": ("SELECT 1", None),
    "a link is between transfers, as large as what made it": (f"UPDATE transfer_link SET by_id = {W}", None),
    "a transfer says that it undoes another if, and only if, it does": (
        "UPDATE transfer SET undoing = true WHERE key = 'w'", None),
    "what undoes a transfer never exceeds it": (
        f"INSERT INTO transfer_link SELECT {S}, id, 'undoes', 1000 FROM transfer WHERE key = 'in'",
        "test:awa, test:fees, test:moussa"),
    "an undoing is never undone": (f"INSERT INTO transfer_link VALUES ({R}, {W}, 'undoes', 50)", None),
    "what waits ends once": (
        f"DROP INDEX ended_once; INSERT INTO transfer_link VALUES ({H}, {W}, 'ends', 50)", None),
    "what waits is ended or undone, never both": (
        f"INSERT INTO transfer_link VALUES ({H}, {W}, 'undoes', 50)", None),
    "all balances of a currency sum to zero": (
        "UPDATE account SET balance = balance + 1 WHERE code = 'test:cash'", None),
    "a transfer is of one currency": (
        "UPDATE account SET currency = 'EUR' WHERE code = 'test:cash'", "test:cash, test:moussa"),
    "a balance is the sum of its legs": (
        "UPDATE account SET balance = balance + 1 WHERE code = 'test:moussa'", "test:moussa"),
    "what is due is a leg of an accrued account": (f"UPDATE accrual_due SET account_id = {MOUSSA}", "test:moussa"),
    "nothing is below its floor": (f"INSERT INTO accrual_due VALUES ({FEES}, {H}, -11)", "test:fees"),
    "an account is as its kind": ("UPDATE account SET floor = -5 WHERE code = 'test:moussa'", "test:moussa"),
    "a closed account is empty": ("UPDATE account SET closed_at = now() WHERE code = 'test:awa'", "test:awa"),
    "an ordinary account has an entry for each of its legs, and no other": (
        f"DELETE FROM entry WHERE account_id = {MOUSSA} AND seq = 3", "test:moussa"),
    "nothing was ever below its floor": (
        f"UPDATE entry SET balance_after = -1 WHERE account_id = {MOUSSA} AND seq = 2", "test:moussa"),
    "entries are numbered without a gap": (
        f"UPDATE entry SET seq = 9 WHERE account_id = {MOUSSA} AND seq = 3", "test:moussa"),
    "each entry's balance is the one before it and its amount": (
        f"UPDATE entry SET balance_after = 491 WHERE account_id = {MOUSSA} AND seq = 2", "test:moussa"),
    "an account's entries follow each other in time": (
        f"UPDATE entry SET posted_at = posted_at - interval '1 day' WHERE account_id = {MOUSSA} AND seq = 5",
        "test:moussa"),
    "an account knows when its newest entry was posted": (
        "UPDATE account SET last_at = last_at - interval '1 second' WHERE code = 'test:moussa'", "test:moussa"),
}  # fmt: skip

# Other ways to break some of them.
LEGS, ENTRY = "a transfer's legs sum to zero", "an ordinary account has an entry for each of its legs, and no other"
DUE = "what is due is a leg of an accrued account"
MORE_DAMAGE = [
    (LEGS, "INSERT INTO transfer VALUES (gen_random_uuid(), 'x', 'x', '', '{}', '{}', '{}', false, now())", None),
    (LEGS, "UPDATE transfer SET accounts = accounts[1:2] WHERE key = 's'", "test:awa, test:moussa"),
    (LEGS, "UPDATE transfer SET balances = balances[1:2] WHERE key = 's'", "test:awa, test:fees, test:moussa"),
    (LEGS, "UPDATE transfer SET amounts[3] = NULL WHERE key = 's'", "test:awa, test:fees, test:moussa"),
    ("a leg has its account, and a balance if that is ordinary",
     f"UPDATE transfer SET balances[array_position(accounts, {FEES})] = 10 WHERE key = 's'", "test:fees"),
    ("a leg has its account, and a balance if that is ordinary",
     f"UPDATE transfer SET balances[array_position(accounts, {MOUSSA})] = NULL WHERE key = 's'", "test:moussa"),
    ("a transfer is what was posted under its key",
     f"UPDATE transfer_link SET target = {S} WHERE role = 'ends'", "test:awa, test:held"),
    ("a transfer is what was posted under its key", "DELETE FROM transfer_link WHERE role = 'ends'",
     "test:awa, test:held"),
    ("a link is between transfers, as large as what made it", "UPDATE transfer_link SET size = size - 1", None),
    ("a link is between transfers, as large as what made it",
     "UPDATE transfer_link SET target = gen_random_uuid()", None),
    ("a transfer says that it undoes another if, and only if, it does",
     "UPDATE transfer SET undoing = false WHERE key = 'r'", None),
    ("a balance is the sum of its legs", "UPDATE account SET balance = balance + 1 WHERE code = 'test:fees'",
     "test:fees"),
    (DUE, f"INSERT INTO accrual_due VALUES ({FEES}, gen_random_uuid(), 1)", "test:fees"),
    (DUE, "UPDATE accrual_due SET amount = amount + 1", "test:held"),
    (ENTRY, f"INSERT INTO entry VALUES ({FEES}, {S}, 1, 'test', 10, 10, now())", "test:fees"),
    (ENTRY, f"INSERT INTO entry VALUES ({FATOU}, gen_random_uuid(), 1, 'test', 10, 10, now())", "test:fatou"),
    (ENTRY, f"UPDATE entry SET amount = amount + 1 WHERE account_id = {MOUSSA} AND seq = 2", "test:moussa"),
    (ENTRY, f"UPDATE entry SET kind = 'gift' WHERE account_id = {MOUSSA} AND seq = 2", "test:moussa"),
    ("nothing is below its floor", "UPDATE account SET balance = -1 WHERE code = 'test:fatou'", "test:fatou"),
    ("nothing is below its floor",
     """INSERT INTO account (code, kind, accrued, floor, balance, opened_at)
     VALUES ('c', 'agent_commission', false, 0, -1, now())""", "c"),
]  # fmt: skip


@pytest.fixture(scope="module")
def sound(postgres: Postgres) -> Iterator[Engine]:
    with sound_ledger(postgres) as engine:
        yield engine


def test_a_sound_ledger_shows_nothing(sound: Engine) -> None:
    with sound.begin() as db:
        assert check(db) == []


def test_every_invariant_is_broken_here() -> None:
    assert DAMAGE.keys() == INVARIANTS.keys()


@pytest.mark.parametrize(
    ("invariant", "statement", "account"), [*((name, *damage) for name, damage in DAMAGE.items()), *MORE_DAMAGE]
)
def test_the_damage_is_named(sound: Engine, invariant: str, statement: str, account: str | None) -> None:
    assert (invariant, account) in found_after(sound, statement)


@pytest.mark.parametrize(
    "off",
    [
        "ALTER TABLE entry DISABLE TRIGGER entries_stay",
        "ALTER TABLE transfer DISABLE TRIGGER transfers_stay",
        "ALTER TABLE transfer_link ENABLE REPLICA TRIGGER links_stay",
        "ALTER TABLE transfer DROP CONSTRAINT legs_sum_to_zero",
    ],
)
def test_each_guard_that_is_off_is_told(sound: Engine, off: str) -> None:
    with sound.connect() as db:
        db.exec_driver_sql(off)
        assert [found.invariant for found in check(db)] == ["what is posted is guarded against change"]
        db.rollback()
