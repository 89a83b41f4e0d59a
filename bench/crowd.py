"""A database with a past: so many people, each credited six times and having sent once: ten entries a person.

Everything is posted by the ledger itself, so every invariant holds; what sends leave beside it is added by crowd.sql.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import make_url

from bench.calls import phone_of
from bench.past import fill_past
from bench.programs import owning
from bench.stage import Stage
from local.postgres import OWNER
from local.trial_kinds import TEST, allow_trials
from wallet import ledger
from wallet.core.database import in_transaction
from wallet.core.secrets import Secrets
from wallet.ledger import Entry, Transfer
from wallet.people import pins

CREDIT, AMOUNT, FEE, TAX = 20_000, 100, 1, 5
CREDITS, PAYROLL = 6, 100  # credits a person, people in one payroll
BESIDE = Path(__file__).with_suffix(".sql")

# What is measured has its reasons; what the past was credited with goes on to be of a kind that needs none.
NO_MORE_TRIALS = f"DELETE FROM transfer_kind WHERE reason = 'trial' AND kind <> '{TEST}'"  # noqa: S608 - a constant

# All at once, as wallet.people.people.register does one by one.
PEOPLE = text("""
  WITH crowd AS (
    SELECT number, person_id, open_account('customer:' || person_id, 'customer') AS account_id
    FROM (SELECT number, gen_random_uuid() AS person_id FROM unnest(CAST(:numbers AS text[])) number) new),
  people AS (
    INSERT INTO person (id, name, tier, account_id, joined_at)
    SELECT person_id, 'Moussa Bello', 1, account_id, wallet_now() FROM crowd),
  phones AS (
    INSERT INTO phone (number, person_id, since) SELECT number, person_id, wallet_now() FROM crowd)
  SELECT account_id, person_id::text FROM crowd""")
PINS = text("""INSERT INTO pin (person_id, hash, past) SELECT person_id, hash, ARRAY[hash]
    FROM unnest(CAST(:people AS uuid[]), CAST(:hashes AS text[])) AS given (person_id, hash)""")


def fill(stage: Stage, database: str, people: int, secrets: Secrets, pin_hash: str, past: int = 0) -> None:
    """Make this database and its crowd, all with one PIN, whose hash is nobody's. Under a minute for 100 000.

    So many entries of others lie in the months before (past.py).
    """
    stage.make_database(database)
    if past:
        with owning(stage, database) as engine:
            fill_past(engine, past)
    settle(stage.postgres.url(database, OWNER), people, secrets, pin_hash)
    stage.postgres.execute("CHECKPOINT")  # what filling left to write is not paid for by what is measured


def settle(owner_url: str, people: int, secrets: Secrets, pin_hash: str) -> None:
    """Put the crowd into a database that has its tables, as its owner."""
    allow_trials(owner_url, "send_money", TEST)
    engine = create_engine(make_url(owner_url).set(drivername="postgresql+psycopg"))
    with engine.begin() as db:
        made = db.execute(PEOPLE, {"numbers": [phone_of(number) for number in range(people)]}).all()
        accounts, ids = [one.account_id for one in made], [one.person_id for one in made]
        db.execute(PINS, {"people": ids, "hashes": [pins.bind(secrets, person_id, pin_hash) for person_id in ids]})
        cash, fees, tax = (ledger.ours(db, code) for code in ("cash", "fees", "tax"))
    payrolls = [
        payroll(turn, accounts[first : first + PAYROLL], cash)
        for turn in range(CREDITS)
        for first in range(0, people, PAYROLL)
    ]
    sends = [
        Transfer(f"send:{sender}", "send_money", (
            Entry(sender, -AMOUNT - FEE - TAX), Entry(accounts[place - 1], AMOUNT), Entry(fees, FEE), Entry(tax, TAX),
        ))
        for place, sender in enumerate(accounts)
    ]  # fmt: skip
    for transfers, batch in ((payrolls, 5), (sends, 500)):
        for first in range(0, len(transfers), batch):
            in_transaction(engine, partial(_post, transfers[first : first + batch]))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        ledger.roll_up(db)
        db.exec_driver_sql(NO_MORE_TRIALS)
        db.exec_driver_sql("ANALYZE")
        db.exec_driver_sql(BESIDE.read_text())
        db.exec_driver_sql("VACUUM (ANALYZE)")
    engine.dispose()


def payroll(turn: int, paid: Sequence[int], cash: int) -> Transfer:
    """Return one transfer from cash to many people, which posts a past faster than one each would."""
    credited = tuple(Entry(account, CREDIT) for account in paid)
    return Transfer(f"past:{turn}:{paid[0]}", TEST, (*credited, Entry(cash, -CREDIT * len(paid))))


def _post(transfers: Sequence[Transfer], db: Connection) -> None:
    assert {posting.outcome for posting in ledger.post(db, transfers)} == {"posted"}
