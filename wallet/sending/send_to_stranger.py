"""Send money to a number without a wallet: held whole for seven days, for whoever opens one there."""

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Connection

from wallet import ledger
from wallet.core import clock
from wallet.core.errors import QuoteChanged
from wallet.ledger import holds
from wallet.messages.notices import Message, Number
from wallet.operations import movements
from wallet.operations.actor import Actor
from wallet.operations.movements import NewMovement
from wallet.operations.proofs import CodeProof, PinProof
from wallet.operations.use_case import Accepts, Doing, Outcome, Quoted
from wallet.people import numbers, people
from wallet.prices import limits, tariffs
from wallet.sending import claims, first_sends
from wallet.sending.claims import NewClaim
from wallet.sending.send_money import Quote, SendMoney, find_recipient, quote_sending


def choose_sending(quote: Quote) -> Quoted:
    """Return the use case of a quote: to a wallet, or to a number without one."""
    return SendMoney(quote) if quote.person_id else SendToStranger(quote)


@dataclass(frozen=True)
class SendToStranger(Quoted):
    """Hold `quote.amount` for a number, fee and tax with it, at the price shown."""

    kind: ClassVar[str] = "send_to_stranger"
    accepts: ClassVar[Accepts] = (PinProof, CodeProof)
    moves_money: ClassVar[bool] = True

    quote: Quote

    @property
    def shown(self) -> dict[str, Any]:
        """Number, amount and price."""
        return {**vars(self.quote), "total": self.quote.total}

    def quoted_anew(self, db: Connection, actor: Actor) -> Quoted:
        """Return the same at today's price, as a plain send once the number has a wallet. Raises Misread."""
        recipient = find_recipient(db, actor.person_id, self.quote.phone)
        return choose_sending(quote_sending(db, actor.person_id, recipient, self.quote.amount))

    def find_leaving(self, db: Connection, doing: Doing) -> int:
        """Return the amount sent."""
        return self.quote.amount

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Hold it and tell both. Raises Refused, Locked, or QuoteChanged when the number has a wallet by now."""
        quote, sender = self.quote, doing.person
        tariffs.check_price(db, "send_money", quote)
        numbers.take_turn(db, quote.phone)
        if people.find_by_phone(db, quote.phone):
            raise QuoteChanged("error.price_changed")
        room = limits.spend(db, sender, quote.amount, doing.channel)
        first_sends.refuse_unknown(db, sender, "", room, quote.amount)
        limits.check_stranger(db, quote.amount, claims.sum_waiting(db, quote.phone))
        hold = holds.hold(db, doing.key, "send_to_stranger", sender.account_id, quote.total)
        movements.note(db, NewMovement(
            hold.transfer, doing.reference, "send_to_stranger", quote.amount,
            giver_id=sender.id, fee=quote.fee, tax=quote.tax,
        ))  # fmt: skip
        until = claims.keep(db, NewClaim(
            quote.phone, hold.transfer, doing.channel, sender.language, doing.reference, quote.amount,
            quote.fee, quote.tax, sender.id,
        ))  # fmt: skip
        said = {"amount": quote.amount, "phone": quote.phone, "reference": doing.reference}
        priced = {**said, "fee": quote.fee, "tax": quote.tax, "total": quote.total,
                  "balance": ledger.balance(db, sender.account_id)}  # fmt: skip
        how = {**said, "name": sender.shown, "phone": sender.phone, **clock.shown(until)}
        told = Message(Number(quote.phone, sender.language), "money_waiting", how)  # after STOP too: it is a receipt
        return doing.tell(db, "receipt", "money_sent_to_stranger", priced, told)
