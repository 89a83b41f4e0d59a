"""Closing: refused before any PIN where the wallet is stopped, its figures shown before the last PIN, and held."""

import pytest

from tests.world.cast import AWA, MOUSSA
from tests.world.office import Office
from tests.world.world import World
from wallet.accounts.close_wallet import CloseWallet, find_closable, quote_closing
from wallet.accounts.lock_wallet import LockWallet
from wallet.core.errors import Locked, QuoteChanged, Refused
from wallet.staff.actions.freeze_wallet import FreezeWallet


def test_a_stopped_wallet_is_refused_before_the_pin(world: World, office: Office) -> None:
    moussa, awa = world.actor(MOUSSA).person_id, world.actor(AWA).person_id
    assert world.do(lambda db: find_closable(db, moussa)).phone == MOUSSA
    office.conclude(FreezeWallet(MOUSSA, why="a forged ID"))
    with pytest.raises(Refused, match="account_frozen"):
        world.do(lambda db: find_closable(db, moussa))
    world.conclude(AWA, LockWallet(), "lock")
    with pytest.raises(Locked, match="locked_by_owner"):
        world.do(lambda db: find_closable(db, awa))


def test_what_is_paid_is_what_was_shown_or_it_is_shown_anew(world: World) -> None:
    world.see_id(MOUSSA)
    world.credit(MOUSSA, 5_000)
    world.change("UPDATE threshold SET amount = 100 WHERE name = 'free_closing'")
    moussa = world.actor(MOUSSA).person_id
    quote = world.do(lambda db: quote_closing(db, moussa, "mtn"))
    assert quote.amount + quote.fee + quote.tax == 5_000
    assert quote.fee
    world.credit(MOUSSA, 1_000, "meanwhile")
    with pytest.raises(QuoteChanged):
        world.conclude(MOUSSA, CloseWallet(quote), "c1")
    anew = world.do(lambda db: quote_closing(db, moussa, "mtn"))
    said = world.conclude(MOUSSA, CloseWallet(anew), "c2")
    assert (said.sentence, said.values["amount"], said.values["fee"], said.values["tax"]) == (
        "account_closed", anew.amount, anew.fee, anew.tax
    )  # fmt: skip
