"""Have a recharge paid: at a page of a processor's, or by a prompt on the phone of whoever is at its page."""

from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.core.errors import NotNow, Refused
from wallet.core.payment_states import ASKED_ABOUT, in_sql
from wallet.operations.actor import ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.payments import open_pages, operators, payments
from wallet.payments.party import Party, at_phone
from wallet.payments.payments import NewPayment
from wallet.payments.prompts import check_prompts
from wallet.payments.rails import RAILS
from wallet.people import people
from wallet.people.people import Person
from wallet.prices import limits, quotes
from wallet.prices.quotes import CurrencyQuote
from wallet.topups import recharges
from wallet.topups.recharges import Recharge

PAGE_ASKED: Final = "recharge_page_asked"  # an outcome that no phone hears
LIVE_MOST: Final = 2  # prompts of one recharge at a time; whoever left a page holds up nobody
EVER_MOST: Final = 10  # payments of one recharge
COUNT: Final = text(f"""SELECT count(*) AS ever,
        count(*) FILTER (WHERE state IN {in_sql(ASKED_ABOUT)} AND party_kind = 'phone') AS live
    FROM payment WHERE recharge_id = :id AND direction = 'collect'""")  # noqa: S608 - constants


@dataclass(frozen=True)
class PayRecharge(UseCase):
    """Have whoever is at a recharge's page pay it by a rail; `phone` (E.164) is theirs where it prompts one.

    Charged abroad by the quote of `quote_id`, where they agreed to one. No money moves before the rail says so.
    """

    kind: ClassVar[str] = "pay_recharge"
    accepts: ClassVar[Accepts] = (None,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("payer",)

    recharge_id: str
    owner_id: str
    amount: int
    rail: str
    phone: str = ""
    quote_id: str = ""

    @property
    def others(self) -> tuple[str, ...]:
        """Person id of the beneficiary."""
        return (self.owner_id,)

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queues that tell people, and that tell the rail."""
        return ("notices", self.rail)

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Write the payment down; what its owner asked for is counted once. Raises Refused, NotNow, QuoteChanged."""
        party = self.choose_party(db)  # in its number's turn before the recharge's, as whoever settles it
        recharge = recharges.lock_row_open(db, self.recharge_id)
        if (doing.actor.id, self.owner_id, self.amount) != (recharge.id, recharge.owner_id, recharge.amount):
            raise Refused("refusal.not_allowed")
        owner = doing.people[recharge.owner_id]
        if owner.state != "open":
            raise Refused("refusal.recipient_refuses")
        quote = quotes.check_quote(db, self.quote_id, self.amount, recharge.id) if self.quote_id else None
        charged, currency = quotes.find_charged(quote, self.amount)
        said = {"amount": self.amount, "operator": self.rail}
        if party.kind == "payer":
            reference = open_pages.find_reference(db, "recharge_id", recharge.id, self.rail, charged, currency)
            if reference:
                return Outcome(PAGE_ASKED, {**said, "reference": reference})
        check_count(db, recharge, party)
        check_rail(db, self.rail, party, charged, currency)
        take_room(db, owner, recharge)
        payments.create(db, self.make_payment(doing, recharge, party, quote))
        return Outcome(PAGE_ASKED, {**said, "reference": doing.reference})

    def choose_party(self, db: Connection) -> Party:
        """Return who pays: the phone that is prompted, or whoever is at a page. Raises Refused after many prompts.

        What comes by a page and can be neither credited nor given back is kept for the number of who asked.
        """
        asker = people.get_person(db, recharges.get(db, self.recharge_id).asked_by)
        if not self.phone:
            return Party("payer", asker.phone)
        if self.phone != asker.phone:
            check_prompts(db, self.phone)
        return at_phone(self.phone)

    def make_payment(
        self, doing: Doing, recharge: Recharge, party: Party, quote: CurrencyQuote | None
    ) -> NewPayment:  # fmt: skip
        """Return the payment as it is written down."""
        return NewPayment(
            purpose="add_money",
            direction="collect",
            reference=doing.reference,
            rail=self.rail,
            party=party,
            channel=doing.channel,
            person_id=recharge.owner_id,
            asked_by=recharge.asked_by,
            amount=recharge.amount,
            recharge_id=recharge.id,
            counted=recharge.is_own,
            currency=quote.currency if quote else "XAF",
            charged=quote.charged if quote else None,
            quote_id=quote.id if quote else None,
        )


def check_count(db: Connection, recharge: Recharge, party: Party) -> None:
    """Raise Refused where one more payment of a locked recharge is one too many."""
    count = db.execute(COUNT, {"id": recharge.id}).one()
    if party.kind == "phone" and count.live >= LIVE_MOST:
        raise Refused("refusal.recharge_under_way")
    if count.ever >= EVER_MOST:
        raise Refused("refusal.prompts")


def check_rail(db: Connection, rail: str, party: Party, charged: int, currency: str) -> None:
    """Raise NotNow where a rail is down, or does not collect so."""
    operators.get_open(db, rail)
    ability = "collect_by_prompt" if party.kind == "phone" else "collect_by_redirect"
    if ability not in RAILS[rail].can or not RAILS[rail].takes(charged, currency):
        raise NotNow("error.operator_down", operator=rail)


def take_room(db: Connection, owner: Person, recharge: Recharge) -> None:
    """Count a locked recharge against what its locked owner may receive, once, if they asked for it themselves.

    What another asked for takes no room before it is paid, or strangers could fill a wallet's ceilings for nothing; it
    is looked at all the same. Raises Refused, saying nothing of their ceilings.
    """
    if recharge.counted_at:
        return
    take = limits.use if recharge.is_own else limits.check
    room = take(db, owner, "in", recharge.amount)
    limits.check_balance(room, ledger.balance(db, owner.account_id) + recharge.amount)
    if recharge.is_own:
        recharges.count_room(db, recharge.id)
