"""Transfers one a line, their outcome last; each table is played one by one, all at once, and in small batches."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from tests.wallet.ledger.accounts import Accounts
from wallet.ledger import (
    NotClosedError,
    Transfer,
    balance,
    close_account,
    history,
    open_account,
    ours,
    post,
    roll_up,
    transfer_id,
)

PLAIN = """
in:   cash -1000, moussa +1000                  = posted moussa 1000
in:   cash -1000, moussa +1000                  = already moussa 1000
in:   moussa +1000, cash -1000                  = already moussa 1000
in:   cash -999, moussa +999                    = clash
in:   cash -1000, awa +1000                     = clash
t1:   moussa -510, awa +500, fees +10           = posted awa 500, moussa 490
t2:   moussa -491, awa +491                     = refused floor moussa
t2:   moussa -490, awa +490                     = posted awa 990, moussa 0
t2:   moussa -490, awa +490                     = already awa 990, moussa 0
t3:   moussa -1, brice +1                       = refused floor moussa
t4:   awa -990, moussa +990                     = posted awa 0, moussa 990
t5:   moussa -990, brice +980, fees +8, tax +2  = posted brice 980, moussa 0
t6:   orange -50, cash +50                      = posted
t6:   orange -50, cash +50                      = already
t7:   orange +18, fees -18                      = posted
t8:   brice -10, awa +9                         = refused unbalanced
t8:   brice -10, awa +11                        = refused unbalanced
t8:   brice -10                                 = refused unbalanced
t8:                                             = refused unbalanced
t8:   brice +10, awa -10                        = refused floor awa
t8:   awa +0, brice +0                          = refused unbalanced
t8:   brice -10, nobody +10                     = refused unknown_account nobody
t8:   orange -10, nobody +10                    = refused unknown_account nobody
t8:   brice -10, brice +10                      = refused account_twice brice
t8:   cash +1000000000000001, orange -1000000000000001  = refused amount orange
t8:   brice -10, awa +10                        = posted awa 10, brice 970
t9:   cash +1000000000000000, orange -1000000000000000  = posted
t10:  awa -10, fatou +10                        = posted awa 0, fatou 10
"""

LINKED = """
in:   cash -2000, moussa +2000                            = posted moussa 2000
s1:   moussa -1010, awa +1000, fees +10                   = posted awa 1000, moussa 990
r1:   awa -400, moussa +400 undoes s1                     = posted awa 600, moussa 1390
r1:   awa -400, moussa +400 undoes s1                     = already awa 600, moussa 1390
r1:   awa -400, moussa +400                               = clash
r2:   awa -600, moussa +611, fees -11 undoes s1           = refused undone_too_much
r2:   awa -600, moussa +600 undoes s1                     = posted awa 0, moussa 1990
r3:   fees -11, moussa +11 undoes s1                      = refused undone_too_much
r3:   fees -10, moussa +10 undoes s1                      = posted moussa 2000
r4:   fees -1, moussa +1 undoes s1                        = refused undone_too_much
r5:   moussa -10, fees +10 undoes r3                      = refused undoes_an_undoing
r6:   moussa -10, fees +10 undoes never                   = refused unknown_transfer
h1:   moussa -500, held +500                              = posted moussa 1500
e1:   held -500, awa +490, fees +10 ends h1               = posted awa 490
e1:   held -500, awa +490, fees +10 ends h1               = already awa 490
e2:   held -500, moussa +500 ends h1                      = refused already_ended
u1:   held -500, moussa +500 undoes h1                    = refused already_ended
h2:   moussa -300, held +300                              = posted moussa 1200
u2:   held -100, moussa +100 undoes h2                    = posted moussa 1300
e3:   held -300, awa +300 ends h2                         = refused already_undone
e4:   held -300, awa +300 ends never                      = refused unknown_transfer
u3:   held -200, moussa +200 undoes h2 ends h2            = refused already_undone
h3:   awa -90, held +90                                   = posted awa 400
e5:   held -90, awa +90 undoes s1 ends h3                 = refused undone_too_much
e5:   held -90, awa +90 ends h3                           = posted awa 490
r7:   awa -491, moussa +491 undoes in                     = refused floor awa
"""


@pytest.mark.parametrize("together", [1, 3, 1000])
@pytest.mark.parametrize("table", [PLAIN, LINKED], ids=["plain", "linked"])
def test_each_line_has_its_outcome(engine: Engine, accounts: Accounts, table: str, together: int) -> None:
    lines = [[part.strip() for part in line.split(" = ")] for line in table.strip().splitlines()]
    lines = [[" ".join(said.split()) + (" " if said.endswith(":") else ""), told] for said, told in lines]
    told = []
    for first in range(0, len(lines), together):
        with engine.begin() as db:
            asked = [accounts.transfer(said) for said, _ in lines[first : first + together]]
            told += [accounts.describe(posting) for posting in post(db, asked)]
    assert told == [outcome for _, outcome in lines]


def test_a_batch_of_many_equals_one_by_one(engine: Engine, accounts: Accounts) -> None:
    """A single refusal deep in a large batch costs its own line and no other."""
    said = ["in: cash -100, moussa +100"] + [f"t{n}: moussa -1, awa +1" for n in range(150)]
    with engine.begin() as db:
        outcomes = [posting.outcome for posting in post(db, [accounts.transfer(line) for line in said])]
        assert outcomes == ["posted"] * 101 + ["refused"] * 50
        assert balance(db, accounts.id("awa")) == 100


def test_nothing_asked_is_nothing_done(engine: Engine) -> None:
    with engine.begin() as db:
        assert post(db, []) == []


def test_what_is_due_is_in_the_balance_before_and_after_the_roll_up(engine: Engine, accounts: Accounts) -> None:
    with engine.begin() as db:
        post(
            db, [accounts.transfer("in: cash -1000, moussa +990, fees +10"), accounts.transfer("t: moussa -5, fees +5")]
        )
        before = [balance(db, accounts.id(name)) for name in ("cash", "moussa", "fees")]
        assert before == [-1000, 985, 15]
        assert roll_up(db) > 0
        assert [balance(db, accounts.id(name)) for name in ("cash", "moussa", "fees")] == before
        assert roll_up(db) == 0


def test_history_turns_its_pages_newest_first(engine: Engine, accounts: Accounts) -> None:
    with engine.begin() as db:
        post(db, [accounts.transfer("in: cash -100, moussa +100")])
        post(db, [accounts.transfer(f"t{n}: moussa -{n}, awa +{n}") for n in range(1, 5)])
        newest = history(db, accounts.id("moussa"), None, 2)
        assert [(line.seq, line.amount, line.balance_after) for line in newest] == [(5, -4, 90), (4, -3, 94)]
        older = history(db, accounts.id("moussa"), newest[-1].seq, 10)
        assert [(line.seq, line.amount) for line in older] == [(3, -2), (2, -1), (1, 100)]
        assert newest[0].posted_at >= older[0].posted_at
        assert history(db, accounts.id("fees"), None, 10) == []  # accrued accounts are numbered by nobody


def test_a_closed_account_takes_and_gives_nothing(engine: Engine, accounts: Accounts) -> None:
    with engine.begin() as db:
        close_account(db, accounts.id("awa"))
        close_account(db, accounts.id("awa"))
        said = ["in: cash -10, moussa +10", "t: awa +10, moussa -10", "u: cash -1, awa +1"]
        told = [accounts.describe(posting) for posting in post(db, [accounts.transfer(line) for line in said])]
        assert told == ["posted moussa 10", "refused closed awa", "refused closed awa"]


@pytest.mark.parametrize(
    ("name", "why"), [("moussa", "balance_left"), ("fees", "accrued"), ("nobody", "unknown_account")]
)
def test_closing_is_refused_where_it_would_lose_money(engine: Engine, accounts: Accounts, name: str, why: str) -> None:
    with engine.begin() as db:
        post(db, [accounts.transfer("in: cash -10, moussa +10")])
        with pytest.raises(NotClosedError) as refused:
            close_account(db, accounts.id(name))
        assert refused.value.reason == why


def test_opening_twice_is_opening_once_and_never_as_another_kind(engine: Engine, accounts: Accounts) -> None:
    with engine.begin() as db:
        assert open_account(db, "test:awa", "customer") == accounts.id("awa") == ours(db, "test:awa")
    for code, kind in [("test:awa", "merchant"), ("new", "piggybank")]:
        with engine.connect() as db, pytest.raises(DBAPIError, match="kind"):
            open_account(db, code, kind)


def test_ids_are_the_hash_of_the_key_on_both_sides(engine: Engine, accounts: Accounts) -> None:
    key = "clé \\ \" {} 'é' \n 🙂"
    with engine.begin() as db:
        cash_in = Transfer(key, "é\\", accounts.transfer("in: cash -10, moussa +10").entries)
        [alone] = post(db, [cash_in])
        again = post(db, [cash_in, cash_in])
        written = db.execute(text("SELECT id FROM transfer WHERE key = :key"), {"key": key}).scalar_one()
        assert alone.transfer == transfer_id(key) == written
        assert [posting.outcome for posting in again] == ["already", "already"]
