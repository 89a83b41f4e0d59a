"""PAYER: a till, a code, a plan, or a bill; a bill nobody knows yet is looked for, and another text brings its code."""

from sqlalchemy import Connection

from sms_templates.reading.text_command import TextCommand
from wallet.business.pay_bill import BillQuote, FindBill, PayBill, find_bill, find_bill_by_code, find_biller
from wallet.business.pay_checkout import PayCheckout, quote_checkout
from wallet.business.pay_till import PayTill, find_till, quote_till
from wallet.business.payables import find_payable
from wallet.core.database import in_transaction
from wallet.core.errors import Misread
from wallet.operations.actor import Actor
from wallet.operations.use_case import Quoted
from wallet.requests.pay_request import PayRequest, quote_request
from wallet.subscriptions.subscribe import Subscribe, quote_subscription
from workers import process
from workers.answers import look_at_code, perform
from workers.questions import ask_back


def pay(actor: Actor, command: TextCommand, key: str) -> None:
    """Ask back, or have the biller asked. Raises Misread or Refused."""
    if command.biller:
        found = in_transaction(process.wallet().engine, lambda db: bill_of(db, actor, command))
        if not found.bill_id:
            look_for(actor, found, key)
            return
    elif command.request and not is_bill(actor, command.request):
        look_at_code(actor, command.request)
    ask_back(actor, key, lambda db: payable(db, actor, command))


def is_bill(actor: Actor, code: str) -> bool:
    """True for the code of a bill that was looked for."""
    engine = process.wallet().engine
    return bool(in_transaction(engine, lambda db: find_bill_by_code(db, actor.person_id, code)).bill_id)


def payable(db: Connection, actor: Actor, command: TextCommand) -> Quoted:
    """Return the use case of what PAYER would pay. Raises Misread."""
    if command.biller:
        return PayBill(bill_of(db, actor, command))
    if command.request:
        found = find_bill_by_code(db, actor.person_id, command.request)
        if found.bill_id:
            return PayBill(found)
        asked = find_payable(db, actor.person_id, command.request)
        if asked.plan_id:
            return Subscribe(quote_subscription(db, actor.person_id, asked.pay_code))
        if asked.pay_code and not asked.amount:
            raise Misread("sms.open_amount_by_menu", shop=asked.shop, pay_code=asked.pay_code)
        if asked.pay_code:
            return PayCheckout(quote_checkout(db, actor.person_id, asked))
        return PayRequest(quote_request(db, actor, command.request))
    till = find_till(db, actor.person_id, command.till or "")
    return PayTill(quote_till(db, actor.person_id, till, int(command.amount or 0)))


def bill_of(db: Connection, actor: Actor, command: TextCommand) -> BillQuote:
    """Return the bill named by its biller's word and its reference. Raises Misread."""
    return find_bill(db, actor.person_id, find_biller(db, command.biller or ""), command.bill or "")


def look_for(actor: Actor, wanted: BillQuote, key: str) -> None:
    """Have a worker ask, and say so."""
    perform(actor, FindBill(wanted.merchant_id, wanted.shop, wanted.bill), key)
