"""A transfer is of one currency: legs of two are refused, alone and in a batch, by whoever posts them."""

import pytest
from sqlalchemy import Connection, Engine

from tests.conftest import Database
from tests.wallet.ledger.accounts import Accounts
from tests.world.wallet_under_test import connect_owner
from wallet import ledger
from wallet.ledger import Entry, Transfer

TWO = "two_currencies"


@pytest.fixture
def abroad(database: Database) -> dict[str, int]:
    """Our float and our position in euros, and the position in francs."""
    with connect_owner(database.owner_url).begin() as db:
        return {
            name: ledger.ours(db, code)
            for name, code in {
                "float": "operator_float:flutterwave:EUR", "euros": "position:EUR", "dollars": "position:USD",
                "francs": "position:XAF",
            }.items()
        }  # fmt: skip


def move(key: str, taken: int, given: int, amount: int = 100) -> Transfer:
    return Transfer(key, "test", (Entry(taken, -amount), Entry(given, amount)))


@pytest.mark.parametrize("pair", [("float", "francs"), ("euros", "dollars"), ("francs", "euros")])
def test_accounts_of_two_currencies_are_in_no_transfer(
    engine: Engine, abroad: dict[str, int], pair: tuple[str, str]
) -> None:
    with engine.begin() as db:
        [alone] = ledger.post(db, [move("alone", abroad[pair[0]], abroad[pair[1]])])
        assert (alone.outcome, alone.reason, alone.account) == ("refused", TWO, None)


def test_a_customer_is_not_paid_in_euros(engine: Engine, accounts: Accounts, abroad: dict[str, int]) -> None:
    with engine.begin() as db:
        [alone] = ledger.post(db, [move("alone", abroad["float"], accounts.id("moussa"))])
    assert (alone.outcome, alone.reason) == ("refused", TWO)


def test_of_a_batch_only_what_mixes_is_refused(engine: Engine, accounts: Accounts, abroad: dict[str, int]) -> None:
    batch = [
        accounts.transfer("in: orange -500, moussa +500"),
        move("euros", abroad["float"], abroad["euros"]),
        move("mixed", abroad["euros"], accounts.id("moussa")),
        accounts.transfer("on: moussa -100, awa +100"),
    ]
    with engine.begin() as db:
        posted = ledger.post(db, batch)
    assert [one.outcome for one in posted] == ["posted", "posted", "refused", "posted"]
    assert posted[2].reason == TWO


def test_a_role_of_a_process_opens_accounts_in_francs_alone(engine: Engine) -> None:
    def open_abroad(db: Connection) -> None:
        db.exec_driver_sql("SELECT open_account('customer:abroad', 'customer', 'EUR')")

    with engine.connect() as db, pytest.raises(Exception, match="opens no account of kind 'customer' in EUR"):
        open_abroad(db)
