"""Money that waits: taken whole, ended once, whoever asks for it first."""

import pytest
from sqlalchemy import Connection, Engine

from tests.wallet.ledger.accounts import Accounts
from wallet.core.errors import Refused
from wallet.ledger import Entry, NotPosted, balance, holds, ours, post


def credit(db: Connection, accounts: Accounts, francs: int) -> None:
    post(db, [accounts.transfer(f"in: cash -{francs}, moussa +{francs}")])


def test_what_is_held_is_given_once(engine: Engine, accounts: Accounts) -> None:
    moussa, awa = accounts.id("moussa"), accounts.id("awa")
    with engine.begin() as db:
        credit(db, accounts, 5_000)
        held = holds.hold(db, "one", "hold", moussa, 4_100).transfer
        assert (balance(db, moussa), balance(db, ours(db, "held"))) == (900, 4_100)
        assert holds.has_waiting(db, moussa)
        holds.end(db, "one:paid", "end", held, [Entry(awa, 4_100), Entry(moussa, 0)])
        with pytest.raises(NotPosted, match="already_ended"):
            holds.end(db, "one:back", "end", held, [Entry(moussa, 4_100)])
        assert (balance(db, moussa), balance(db, awa), balance(db, ours(db, "held"))) == (900, 4_100, 0)
        assert not holds.has_waiting(db, moussa)


def test_what_is_not_there_is_not_held(engine: Engine, accounts: Accounts) -> None:
    with engine.begin() as db:
        with pytest.raises(Refused) as refused:
            holds.hold(db, "one", "hold", accounts.id("moussa"), 100)
        assert (refused.value.key, refused.value.values) == ("refusal.not_enough", {"total": 100})
        with pytest.raises(Refused, match=r"refusal\.close_under_way"):
            holds.hold(db, "one", "hold", accounts.id("moussa"), 100, refusal=Refused("refusal.close_under_way"))


def test_what_waits_elsewhere_does_not_wait_in_held(engine: Engine, accounts: Accounts) -> None:
    with engine.begin() as db:
        credit(db, accounts, 100)
        holds.hold(db, "one", "hold", accounts.id("moussa"), 60, "suspense")
        assert balance(db, ours(db, "suspense")) == 60
        assert not holds.has_waiting(db, accounts.id("moussa"))
