"""Anything anybody might post, in any order and any batch: the ledger answers as paper would, and stays sound.

Every example is one transaction, rolled back at its end; what needs several connections is in test_races.py.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import ClassVar

import hypothesis.strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine

from tests.conftest import Database
from tests.wallet.ledger.paper import Expected, PaperLedger, moving
from tests.world.examples import draw
from tests.world.wallet_under_test import connect_owner
from wallet.ledger import (
    NotClosedError,
    Posting,
    Transfer,
    balance,
    close_account,
    open_account,
    post,
    roll_up,
    transfer_id,
)
from wallet.ledger.check import INVARIANTS, find_violations

PEOPLE = ("customer", "customer", "agent_float", "merchant")
# Held on an account of its own: of the house's, the check knows which codes and claims wait on it, and there are none.
SHARED = {"cash": "cash", "fees": "fees", "tax": "tax", "waiting": "held"}  # code → kind
amounts = st.integers(1, 60)
asks = st.tuples(
    st.sampled_from(["cash_in", "send", "hold", "hold", "undo", "undo", "end", "again", "clash"]),
    *[st.integers(0, 999)] * 3,
    amounts,
)


class LedgerMachine(RuleBasedStateMachine):
    """One ledger and its model on paper."""

    engine: ClassVar[Engine]
    owner: ClassVar[Engine]

    def __init__(self) -> None:
        super().__init__()
        self.db = self.engine.connect()
        self.paper = PaperLedger()
        self.people: list[int] = []
        self.numbers = count()

    def teardown(self) -> None:
        self.db.rollback()
        self.db.close()

    @initialize()
    def settle(self) -> None:
        with self.owner.begin() as db:
            self.shared = {code: open_account(db, code, kind) for code, kind in SHARED.items()}
        for account in self.shared.values():
            self.paper.opened(account, accrued=True)
        for kind in PEOPLE:
            self.open(kind)
            self.post([("cash_in", len(self.people) - 1, 0, 0, 300)])

    @rule(kind=st.sampled_from(PEOPLE))
    def open(self, kind: str) -> None:
        code = f"{kind}-{len(self.people)}"
        with self.owner.begin() as db:  # staff's act opens an agent's or a shop's
            self.people.append(open_account(db, code, kind))
        assert open_account(self.db, code, kind) == self.people[-1]
        self.paper.opened(self.people[-1], accrued=False)

    @precondition(lambda self: len(self.people) > len(PEOPLE))
    @rule(which=st.integers(0, 999))
    def close(self, which: int) -> None:
        account = self.people[which % len(self.people)]
        try:
            close_account(self.db, account)
            assert self.paper.balances[account] == 0
            self.paper.closed.add(account)
        except NotClosedError:
            assert self.paper.balances[account] != 0

    @rule()
    def roll_up(self) -> None:
        roll_up(self.db)
        assert roll_up(self.db) == 0

    @rule(asked=st.lists(asks, min_size=1, max_size=6))
    def post(self, asked: list[tuple[str, int, int, int, int]]) -> None:
        transfers, expected = [], []
        for verb, *chosen in asked:
            transfer: Transfer = VERBS[verb](self, *chosen)
            transfers.append(transfer)
            expected.append(self.paper.post(transfer))
        assert list(map(told, post(self.db, transfers))) == expected

    @invariant()
    def sound(self) -> None:
        assert find_violations(self.db, INVARIANTS) == []
        assert {account: balance(self.db, account) for account in self.paper.balances} == self.paper.balances

    # ------------------------------------------------------------------------ what people ask for, by three choices
    def key(self) -> str:
        return f"key-{next(self.numbers)}"

    def someone(self, which: int) -> int:
        return self.people[which % len(self.people)]

    def earlier(self, which: int) -> Transfer | None:
        written = list(self.paper.written.values())
        return written[which % len(written)].transfer if written else None

    def cash_in(self, who: int, _whom: int, _which: int, amount: int) -> Transfer:
        return Transfer(self.key(), "test", moving({self.shared["cash"]: -amount, self.someone(who): amount}))

    def send(self, who: int, whom: int, which: int, amount: int) -> Transfer:
        sender, receiver = self.someone(who), self.someone(whom)
        if sender == receiver:
            return self.cash_in(who, whom, which, amount)
        fee, tax = which % 3, which % 2
        legs = {sender: -amount - fee - tax, receiver: amount, self.shared["fees"]: fee, self.shared["tax"]: tax}
        return Transfer(self.key(), "test", moving(legs))

    def hold(self, who: int, _whom: int, _which: int, amount: int) -> Transfer:
        return Transfer(self.key(), "hold", moving({self.someone(who): -amount, self.shared["waiting"]: amount}))

    def undo(self, who: int, whom: int, which: int, amount: int) -> Transfer:
        """All of an earlier transfer, or a part of it; sometimes more than is left."""
        target = self.earlier(which)
        if target is None:
            return self.cash_in(who, whom, which, amount)
        if who % 2:
            legs = tuple(entry._replace(amount=-entry.amount) for entry in target.entries)
        else:
            back = {entry.account: -1 if entry.amount > 0 else 1 for entry in target.entries[:2]}
            legs = moving({account: sign * amount for account, sign in back.items()})
        return Transfer(self.key(), "undo", legs, undoes=transfer_id(target.key))

    def end(self, who: int, whom: int, which: int, amount: int) -> Transfer:
        """Pay on or return, whole, what is held."""
        held = [w.transfer for w in self.paper.written.values() if w.transfer.kind == "hold"]
        if not held:
            return self.hold(who, whom, which, amount)
        target = held[which % len(held)]
        waiting = max(entry.amount for entry in target.entries)
        legs = moving({self.shared["waiting"]: -waiting, self.someone(who): waiting})
        return Transfer(self.key(), "end", legs, ends=transfer_id(target.key))

    def again(self, who: int, whom: int, which: int, amount: int) -> Transfer:
        return self.earlier(which) or self.cash_in(who, whom, which, amount)

    def clash(self, who: int, whom: int, which: int, amount: int) -> Transfer:
        other = self.cash_in(who, whom, which, amount)
        seen = self.earlier(which)
        return replace(other, key=seen.key) if seen else other


VERBS: dict[str, Callable[..., Transfer]] = {
    verb: getattr(LedgerMachine, verb) for verb in ("cash_in", "send", "hold", "undo", "end", "again", "clash")
}


def told(posting: Posting) -> Expected:
    return posting.outcome, posting.reason, posting.account, posting.balances


def test_the_ledger_answers_as_paper_would(engine: Engine, database: Database) -> None:
    LedgerMachine.engine, LedgerMachine.owner = engine, connect_owner(database.owner_url)
    run_state_machine_as_test(
        LedgerMachine,
        settings=draw(10, stateful_step_count=20),
    )
