"""Each way of damaging a ledger, done as superuser with the guards off, is found and named, on the account it is on."""

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import make_url

from local.postgres import SUPERUSER, Postgres
from tests.conftest import TEMPLATE
from tests.ledger.conftest import engine_on
from tests.ledger.town import Town
from wallet.ledger import post, roll_up
from wallet.ledger.check import INVARIANTS, check

SOUND = """
in: cash -1000, moussa +1000
s: moussa -510, awa +500, fees +10
r: awa -100, moussa +100 undoes s
h: moussa -200, held +200
e: held -200, awa +200 ends h
w: moussa -50, held +50
"""
MOUSSA = "(SELECT id FROM account WHERE code = 'town:moussa')"
FEES = "(SELECT id FROM account WHERE code = 'town:fees')"
FATOU = "(SELECT id FROM account WHERE code = 'town:fatou')"
HELD = "(SELECT id FROM account WHERE code = 'town:held')"

# What is broken, how, and whose account must be named.
DAMAGE = {
    "a transfer's entries sum to zero": (
        f"UPDATE entry SET amount = amount + 1 WHERE account_id = {FEES}", "town:awa, town:fees, town:moussa"),
    "a transfer has entries": (
        "INSERT INTO transfer VALUES (gen_random_uuid(), 'x', 'x', '', NULL, NULL, now())", None),
    "an entry has its account and its transfer": (
        "INSERT INTO entry SELECT id, NULL, gen_random_uuid(), 1, NULL FROM account WHERE code = 'town:fees'",
        "town:fees"),
    "what is due has its accrued account": (f"UPDATE accrual_due SET account_id = {MOUSSA}", "town:moussa"),
    "all balances sum to zero": ("UPDATE account SET balance = balance + 1 WHERE code = 'town:cash'", None),
    "a balance is the sum of its entries": (
        "UPDATE account SET balance = balance + 1 WHERE code = 'town:moussa'", "town:moussa"),
    "nothing is below its floor": (f"INSERT INTO accrual_due VALUES ({FEES}, -11)", "town:fees"),
    "nothing was ever below its floor": (
        f"UPDATE entry SET balance_after = -1 WHERE account_id = {MOUSSA} AND seq = 2", "town:moussa"),
    "an account is as its kind": ("UPDATE account SET floor = -5 WHERE code = 'town:moussa'", "town:moussa"),
    "a closed account is empty": ("UPDATE account SET closed_at = now() WHERE code = 'town:awa'", "town:awa"),
    "entries are numbered if, and only if, their account is ordinary": (
        f"UPDATE entry SET seq = NULL, balance_after = NULL WHERE account_id = {MOUSSA} AND seq = 3", "town:moussa"),
    "entries are numbered without a gap": (
        f"UPDATE entry SET seq = 9 WHERE account_id = {MOUSSA} AND seq = 3", "town:moussa"),
    "each entry's balance is the one before it and its amount": (
        f"UPDATE entry SET balance_after = 491 WHERE account_id = {MOUSSA} AND seq = 2", "town:moussa"),
    "an account's entries follow each other in time": (
        "UPDATE transfer SET posted_at = posted_at - interval '1 day' WHERE key = 'w'", "town:moussa"),
    "a transfer's id is the hash of its key": ("UPDATE transfer SET key = 'other' WHERE key = 's'", None),
    "a transfer is what was posted under its key": (
        "UPDATE transfer SET kind = 'gift' WHERE key = 's'", "town:awa, town:fees, town:moussa"),
    "what undoes a transfer never exceeds it": (
        "UPDATE transfer SET undoes = (SELECT id FROM transfer WHERE key = 's') WHERE key = 'in'",
        "town:awa, town:fees, town:moussa"),
    "an undoing is never undone": (
        "UPDATE transfer SET undoes = (SELECT id FROM transfer WHERE key = 'r') WHERE key = 'w'", None),
    "what waits ends once": (
        "DROP INDEX ended_once; UPDATE transfer SET ends = (SELECT id FROM transfer WHERE key = 'h') WHERE key = 'w'",
        None),
    "what waits is ended or undone, never both": (
        "UPDATE transfer SET undoes = (SELECT id FROM transfer WHERE key = 'h') WHERE key = 'w'", None),
    "what is unclaimed is what its open cases brought": (
        "INSERT INTO accrual_due SELECT id, 1 FROM account WHERE code = 'unclaimed'", "unclaimed"),
    "what is held is what waits": ("INSERT INTO accrual_due SELECT id, 1 FROM account WHERE code = 'held'", "held"),
    "what waits has not ended": (
        """INSERT INTO claim (id, phone, hold, channel, amount, reference, language, held_at, due_at)
        SELECT gen_random_uuid(), '', id, 'ussd', 1, 'r', 'fr', now(), now() FROM transfer WHERE key = 'h'""", "held"),
    "what waits is held whole": (
        """INSERT INTO claim (id, phone, hold, channel, amount, reference, language, held_at, due_at)
        SELECT gen_random_uuid(), '', id, 'ussd', 1, 'r', 'fr', now(), now() FROM transfer WHERE key = 'w'""", "held"),
    "what is held waits for something": (
        """INSERT INTO entry SELECT a.id, NULL, t.id, 50, NULL FROM account a, transfer t
        WHERE a.code = 'held' AND t.key = 'w'""", "held"),
    "what waits no more has ended": (
        """INSERT INTO cash_out SELECT gen_random_uuid(), 'r', '', gen_random_uuid(), 'ussd', 50, 0, 0, id, 0, '',
        'paid', 0, now(), now() FROM transfer WHERE key = 'w'""", "held"),
    "a request is paid once, or not": (
        """INSERT INTO request (id, code, asker_id, phone, amount, reference, language, state, asked_at, due_at)
        VALUES (gen_random_uuid(), 'c', gen_random_uuid(), '', 1, 'r', 'fr', 'paid', now(), now())""", None),
    "a bill is paid once, for what it says": (
        """INSERT INTO bill SELECT gen_random_uuid(), gen_random_uuid(), 'r', 'n', 510, id, now(), now()
        FROM transfer WHERE key = 's'""", None),
    "what an agent did is what was posted": (
        f"""INSERT INTO agent SELECT '123455', gen_random_uuid(), {FATOU}, {MOUSSA}, 0, 0, NULL, 'open', now();
        INSERT INTO agent_deed VALUES ('123455', 'r', 'take_cash_in', NULL, 100, 0, now())""", "town:fatou"),
    "what is posted is guarded against change": ("ALTER TABLE entry DISABLE TRIGGER entries_stay", None),
}  # fmt: skip

# Other ways to break some of them.
MORE_DAMAGE = [
    ("nothing is below its floor", "UPDATE account SET balance = -1 WHERE code = 'town:fatou'", "town:fatou"),
    ("nothing is below its floor",
     ("INSERT INTO account (code, kind, accrued, floor, balance, opened_at) "
     "VALUES ('c', 'agent_commission', false, 0, -1, now())"), "c"),
    ("a request is paid once, or not", "UPDATE transfer SET kind = 'pay_request' WHERE key = 's'", None),
    ("a bill is paid once, for what it says", "UPDATE transfer SET kind = 'pay_bill' WHERE key = 's'", None),
    ("a bill is paid once, for what it says",  # two bills by one transfer
     """UPDATE transfer SET kind = 'pay_bill' WHERE key = 's';
     INSERT INTO movement (transfer_id, reference, kind, amount) SELECT id, 'r', 'pay_bill', 510 FROM transfer
     WHERE key = 's';
     INSERT INTO bill SELECT gen_random_uuid(), gen_random_uuid(), 'r', n::text, 255 * n, id, now(), now()
     FROM transfer, generate_series(1, 2) n WHERE key = 's'""", None),
    ("what an agent did is what was posted",  # earned, and nothing done for it
     f"INSERT INTO agent SELECT '123455', gen_random_uuid(), {FATOU}, {MOUSSA}, 0, 0, NULL, 'open', now()",
     "town:fatou"),
]  # fmt: skip

WITHOUT_GUARDS = """
SET LOCAL session_replication_role = replica;  -- no foreign keys
ALTER TABLE entry DISABLE TRIGGER entries_stay, DISABLE TRIGGER entries_balance;
ALTER TABLE transfer DISABLE TRIGGER transfers_stay;
ALTER TABLE account DROP CONSTRAINT balance_not_below_floor_accrued_never_numbered_closed_is_empty;
"""


@pytest.fixture(scope="module")
def sound(postgres: Postgres) -> Iterator[Engine]:
    """A small sound ledger, part of it rolled up; superuser, so that the guards can be taken off."""
    name = "mbongo_test_check"
    postgres.create_database(name, TEMPLATE)
    app = engine_on(postgres.url(name))
    for half in (SOUND.strip().splitlines()[:3], SOUND.strip().splitlines()[3:]):
        with app.begin() as db:
            roll_up(db)
            town = Town.settle(db)
            for line in half:
                assert post(db, [town.transfer(line)])[0].outcome == "posted", line
    app.dispose()
    engine = create_engine(make_url(postgres.url(name, SUPERUSER)).set(drivername="postgresql+psycopg"))
    yield engine
    engine.dispose()
    postgres.drop_database(name)


def test_a_sound_ledger_shows_nothing(sound: Engine) -> None:
    with sound.begin() as db:
        assert check(db) == []


def test_every_invariant_is_broken_here() -> None:
    assert DAMAGE.keys() == INVARIANTS.keys()


@pytest.mark.parametrize(
    ("invariant", "statement", "account"), [*((name, *damage) for name, damage in DAMAGE.items()), *MORE_DAMAGE]
)
def test_the_damage_is_named(sound: Engine, invariant: str, statement: str, account: str | None) -> None:
    with sound.connect() as db:
        raw = db.connection.driver_connection
        assert isinstance(raw, psycopg.Connection)
        raw.execute(WITHOUT_GUARDS)
        raw.execute(statement)
        assert (invariant, account) in {(found.invariant, found.account) for found in check(db)}
        db.rollback()
    with sound.begin() as db:
        assert check(db) == []
