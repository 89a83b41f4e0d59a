"""Send money to someone who has a wallet."""

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Connection

from wallet.core.errors import Misread, Refused
from wallet.core.values import Priced
from wallet.messages import notices
from wallet.messages.notices import Message
from wallet.operations import movements
from wallet.operations.actor import Actor
from wallet.operations.proofs import CodeProof, PinProof
from wallet.operations.use_case import Accepts, Doing, Outcome, Quoted
from wallet.people import people
from wallet.prices import limits, tariffs
from wallet.sending import first_sends
from wallet.sending.wallet_payment import pay_wallet

TAUGHT_AT = 3  # the send to one person whose receipt teaches how to dial the next at once
UNCHECKED = 0  # the tier of who opens a wallet


@dataclass(frozen=True)
class Recipient:
    """A recipient as the screen shows them. `name` is "" when the caller has seen too many names today.

    Without `person_id` the number has no wallet yet. `unchecked`: 1 while nobody has checked that name.
    """

    person_id: str
    phone: str
    name: str
    unchecked: int = 0


@dataclass(frozen=True)
class Quote(Priced):
    """The price of a send, as shown before the PIN and charged after it."""

    person_id: str
    phone: str
    name: str
    amount: int
    fee: int
    tax: int
    unchecked: int = 0


def find_recipient(db: Connection, person_id: str, phone: str) -> Recipient:
    """Return the wallet a number reaches, or the number alone (no `person_id`, no name). Raises Misread: own one."""
    person = people.find_by_phone(db, phone)
    if person is None:
        return Recipient("", phone, "")
    if person.id == person_id:
        raise Misread("error.own_number")
    if person.state == "closed":
        raise Misread("error.no_wallet")
    name = people.show_name(db, person_id, person)
    return Recipient(person.id, person.phone, name, person.unchecked if name else 0)


def quote_sending(db: Connection, person_id: str, recipient: Recipient, amount: int) -> Quote:
    """Return the price of sending `amount` now.

    Raises Misread: more at once than the caller's tier may send, or than a number without a wallet may receive.
    """
    giver = people.get_person(db, person_id)
    limits.check_amount(db, giver.tier, "out", tariffs.MINIMUM, amount)
    if not recipient.person_id:  # it may have one by now
        recipient = find_recipient(db, person_id, recipient.phone)
    if not recipient.person_id:
        limits.check_amount(db, UNCHECKED, "in", tariffs.MINIMUM, amount)
    first_sends.look_ahead(db, giver, recipient.person_id, amount)
    price = tariffs.read_price(db, "send_money", amount)
    return Quote(
        recipient.person_id, recipient.phone, recipient.name, amount, price.fee, price.tax, recipient.unchecked
    )


@dataclass(frozen=True)
class SendMoney(Quoted):
    """Send `quote.amount` to a person, at the price shown."""

    kind: ClassVar[str] = "send_money"
    accepts: ClassVar[Accepts] = (PinProof, CodeProof)
    moves_money: ClassVar[bool] = True

    quote: Quote

    @property
    def others(self) -> tuple[str, ...]:
        """Person id of the receiver."""
        return (self.quote.person_id,)

    @property
    def shown(self) -> dict[str, Any]:
        """Receiver, amount and price."""
        return {**vars(self.quote), "total": self.quote.total}

    def quoted_anew(self, db: Connection, actor: Actor) -> "SendMoney":
        """Return the same at today's price. Raises Misread."""
        recipient = find_recipient(db, actor.person_id, self.quote.phone)
        return SendMoney(quote_sending(db, actor.person_id, recipient, self.quote.amount))

    def find_leaving(self, db: Connection, doing: Doing) -> int:
        """Return the amount sent."""
        return self.quote.amount

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Take amount, fee and tax from the sender; tell both. Raises Refused or QuoteChanged."""
        quote = self.quote
        tariffs.check_price(db, "send_money", quote)
        receiver = doing.people.get(quote.person_id)
        if receiver is None or receiver.state != "open":
            raise Refused("refusal.recipient_refuses")
        balance, theirs = pay_wallet(db, doing, doing.key, self.kind, receiver, quote)
        return self._tell(db, doing, receiver, balance, theirs)

    def _tell(self, db: Connection, doing: Doing, receiver: people.Person, balance: int, theirs: int) -> Outcome:
        quote, sender = self.quote, doing.person
        said = {
            "amount": quote.amount,
            "name": quote.name,
            "phone": receiver.phone,
            "reference": doing.reference,
            "balance": balance,
        }
        sends = movements.count_sends(db, sender.id, receiver.id, TAUGHT_AT + 1)
        sent = {**said, "fee": quote.fee, "tax": quote.tax, "total": quote.total, "sends": sends}
        received = Message(
            receiver, "money_received", {**said, "name": sender.shown, "phone": sender.phone, "balance": theirs}
        )
        if sends == TAUGHT_AT:
            taught = {**sent, "number": receiver.phone, "typed": str(quote.amount)}
            notices.tell_all(db, "receipt", Message(sender, "money_sent_again", taught), received)
            return Outcome("money_sent", sent, told=True)
        return doing.tell(db, "receipt", "money_sent", sent, received)
