"""A taken-over office pays by a line something else than two agreed to, or another line beside it; it cannot."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.wallet.reconciliation.test_bank_payments import transferred
from tests.world.bank_desk import BankDesk
from tests.world.bank_files import OURS
from tests.world.cashier import Cashier
from tests.world.cast import BRUNO, MOUSSA
from tests.world.office import Office
from tests.world.shop import Shop
from tests.world.world import World
from wallet import ledger
from wallet.business.checkouts import Checkout
from wallet.ledger import Entry, Transfer
from wallet.staff import audit

PAY = """UPDATE checkout SET state = 'paid', paid_with = transfer_id('checkout:' || id), paid_by = :by, fee = :fee,
    ended_at = wallet_now() WHERE id = :id"""
KEEP = "INSERT INTO bank_line_paid (line_id, checkout_id, at) VALUES (:line, :checkout, wallet_now())"
APPROVE = """SELECT approve_staff_request(:session, r.id, request_hash(r)) FROM staff_request r
    WHERE r.id = CAST(:id AS uuid)"""


@pytest.fixture
def desk(world: World, office: Office, shop: Shop, tmp_path: Path) -> BankDesk:
    return BankDesk.open(world, office, Cashier.hire(world, shop), tmp_path)


def agree(desk: BankDesk, office: Office, attack: Callable[[Connection], None]) -> None:
    """Let two agree that L1 pays what it is matched with, and do something else in its place, by SQL."""
    office.done("bank", "pay", "L1", "--why", "the statement of today")
    request, session = office.newest("L1"), office.sign_in(BRUNO).secret

    def do(db: Connection) -> None:
        db.execute(text(APPROVE), {"session": session, "id": request.id})
        attack(db)
        audit.note(db, session, "pay_bank_line", "L1", {}, json.loads("{}"), "the statement of today", request.id)

    desk.world.do(do, "office")


def credit(db: Connection, one: Checkout, shop: Any, fee: int = 0, posted: int = 0) -> None:
    db.execute(text(PAY), {"id": one.id, "by": "bank", "fee": fee})
    entries = [Entry(ledger.get_named(db, f"bank:{OURS}"), -one.amount), Entry(shop.account_id, one.amount - posted)]
    entries += [Entry(ledger.ours(db, "fees"), posted)] if posted else []
    ledger.post_one(db, Transfer(f"checkout:{one.id}", "pay_checkout", tuple(entries)))


def test_a_line_pays_what_two_agreed_to_and_no_other_checkout(world: World, desk: BankDesk, office: Office) -> None:
    world.open_wallet(MOUSSA)
    world.see_id(MOUSSA)
    robbers = world.open_shop(MOUSSA, "Zita", "20002")
    agreed, mine = desk.cashier.ask(5_000), desk.cashier.ask(5_000)
    desk.take(transferred(desk, desk.code(agreed), 5_000, "B1"))
    world.change("UPDATE checkout SET merchant_id = :shop WHERE id = :id", shop=robbers.id, id=mine.id)

    def pay(db: Connection, one: Checkout, shop: Any, **more: int) -> None:
        db.execute(text(KEEP), {"line": 1, "checkout": one.id})
        credit(db, one, shop, **more)

    with pytest.raises(DBAPIError, match="may not post pay_checkout"):
        agree(desk, office, lambda db: pay(db, mine, robbers))
    with pytest.raises(DBAPIError, match="may not post pay_checkout"):  # the house would give it back with a refund
        agree(desk, office, lambda db: pay(db, agreed, desk.cashier.shop.merchant, fee=4_000))
    agree(desk, office, lambda db: pay(db, agreed, desk.cashier.shop.merchant, fee=50, posted=50))
    assert desk.cashier.read(agreed).state == "paid"


def test_no_other_line_is_said_to_have_paid_and_none_without_its_money(
    world: World, desk: BankDesk, office: Office
) -> None:
    one, two = desk.cashier.ask(5_000), desk.cashier.ask(6_000)
    desk.take(transferred(desk, desk.code(one), 5_000, "B1"), transferred(desk, desk.code(two), 6_000, "B2"))
    for line, checkout, said in ((2, two, "bank_line_paid, which a login does"), (1, one, "that a line paid")):
        with pytest.raises(DBAPIError, match=said):
            agree(desk, office, lambda db, row={"line": line, "checkout": checkout.id}: db.execute(text(KEEP), row))
    assert world.one("SELECT count(*) FROM bank_line_paid") == 0
    world.check()
