"""Money that waits: taken whole, ended once, whoever asks for it first."""

import pytest
from sqlalchemy import Connection

from tests.wallet.town import AWA, MOUSSA, Town
from wallet import ledger
from wallet.core.errors import Refused
from wallet.ledger import Entry, holds
from wallet.people import people


def account(db: Connection, phone: str) -> int:
    person = people.by_phone(db, phone)
    assert person
    return person.account_id


def test_what_is_held_is_given_once(town: Town) -> None:
    town.credit(MOUSSA, 5_000)
    with town.wallet.engine.begin() as db:
        moussa, awa = account(db, MOUSSA), account(db, AWA)
        held = holds.hold(db, "one", "cash_code_held", moussa, 4_100).transfer
        paid = holds.end(db, "one:paid", "cash_code_paid", held, [Entry(awa, 4_100), Entry(moussa, 0)])
        returned = holds.end(db, "one:back", "cash_code_returned", held, [Entry(moussa, 4_100)])
        assert (paid.outcome, returned.outcome, returned.reason) == ("posted", "refused", "already_ended")
        assert (ledger.balance(db, moussa), ledger.balance(db, awa)) == (900, 4_100)
        assert ledger.balance(db, ledger.account_named(db, "held")) == 0


def test_what_is_not_there_is_not_held(town: Town) -> None:
    with town.wallet.engine.begin() as db, pytest.raises(Refused) as refused:
        holds.hold(db, "one", "cash_code_held", account(db, MOUSSA), 100)
    assert refused.value.key == "refusal.not_enough"
