"""The trial balance and the general ledger are read from transfers alone, at any moment of the past."""

from datetime import datetime

from sqlalchemy import Connection, Engine, text

from tests.wallet.ledger.accounts import Accounts
from wallet.ledger import balance, post, roll_up

TRIAL_BALANCE = text("""
    SELECT leg.account, sum(leg.amount)::bigint FROM transfer t, unnest(t.accounts, t.amounts) leg (account, amount)
    WHERE t.posted_at <= :until GROUP BY leg.account""")
GENERAL_LEDGER = text("""
    SELECT t.key, leg.amount, sum(leg.amount) OVER (ORDER BY t.posted_at, t.id)::bigint
    FROM transfer t, unnest(t.accounts, t.amounts) leg (account, amount)
    WHERE leg.account = :account ORDER BY t.posted_at, t.id""")


def trial_balance(db: Connection, accounts: Accounts, until: datetime) -> dict[str, int]:
    return {accounts.name(row[0]): row[1] for row in db.execute(TRIAL_BALANCE, {"until": until})}


def test_the_trial_balance_is_what_accounts_hold_and_what_they_held(engine: Engine, accounts: Accounts) -> None:
    with engine.begin() as db:
        for said in ("in: cash -100, moussa +100", "s: moussa -60, awa +50, fees +10"):
            post(db, [accounts.transfer(said)])
        roll_up(db)
        then = db.execute(text("SELECT wallet_now()")).scalar_one()
        for said in ("h: awa -30, held +30", "e: held -30, brice +28, fees +2 ends h"):
            post(db, [accounts.transfer(said)])
        assert trial_balance(db, accounts, then) == {"cash": -100, "moussa": 40, "awa": 50, "fees": 10}
        now = trial_balance(db, accounts, db.execute(text("SELECT wallet_now()")).scalar_one())
        assert now == {name: balance(db, accounts.id(name)) for name in now}
        assert sum(now.values()) == 0


def test_an_accrued_account_has_its_general_ledger(engine: Engine, accounts: Accounts) -> None:
    with engine.begin() as db:
        for said in ("in: cash -100, moussa +90, fees +10", "s: moussa -5, fees +5", "r: fees -5, moussa +5 undoes s"):
            post(db, [accounts.transfer(said)])
        lines = db.execute(GENERAL_LEDGER, {"account": accounts.id("fees")}).all()
        assert lines == [("in", 10, 10), ("s", 5, 15), ("r", -5, 10)]
