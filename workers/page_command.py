"""RECHARGE 5000 CARTE: answered with the address of a page, at which whoever has it pays."""

from sqlalchemy import Connection

from sms_templates.reading.text_command import TextCommand
from wallet.business.methods import list_offers
from wallet.core.database import in_transaction
from wallet.core.errors import NotNow
from wallet.operations.actor import Actor
from wallet.topups.open_recharge import OpenRecharge, quote_page
from workers import process
from workers.answers import perform
from workers.questions import amount_of, money


def recharge(actor: Actor, command: TextCommand, key: str) -> str | None:
    """Ask back what RECHARGE asks of an operator; of a card, PayPal or crypto, answer with its page at once.

    Returns what perform() does where there is a page.
    """
    if command.page is None:
        money(actor, command, key)
        return None
    return perform(actor, in_transaction(process.wallet().engine, lambda db: open_page(db, actor, command)), key)


def open_page(db: Connection, actor: Actor, command: TextCommand) -> OpenRecharge:
    """Return what opens the page. Raises NotNow where no rail takes such a payment now; Misread."""
    amount = amount_of(command)
    offered = {one.method.name for one in list_offers(db, amount)}
    if command.page not in offered or not process.configured().wallet.public_url:
        raise NotNow("error.page_closed")
    return quote_page(db, actor.person_id, str(command.whose or actor.phone), amount)
