"""Recharges of a run: money added to a wallet at a page by card, PayPal or crypto, however its payers go about it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from sqlalchemy.exc import SQLAlchemyError

from faults.buyers import Buyers
from faults.sales import Sale, draw_try
from faults.stage import Stage
from faults.timeline import Timeline
from wallet.core.errors import WalletError
from wallet.operations import pay_addresses
from wallet.operations.actor import Actor
from wallet.people import people
from wallet.topups.open_recharge import quote_page

FIRST_NUMBER: Final = 100  # of the sales that recharges are to their payers
TRIES: Final = (1, 1, 2, 2)
# A recharge with the francs that reached its wallet by it, and how often.
RECHARGES: Final = """SELECT r.id::text, r.amount, r.payment_id::text, count(t.id) AS times,
        coalesce(sum(t.amounts[array_position(t.accounts, w.account_id)]), 0)::bigint AS credited,
        count(p.id) FILTER (WHERE p.state = 'succeeded') AS succeeded,
        coalesce(max(p.amount) FILTER (WHERE p.id = r.payment_id), 0) AS paid
    FROM recharge r JOIN person w ON w.id = r.owner_id
    LEFT JOIN payment p ON p.recharge_id = r.id AND p.direction = 'collect'
    LEFT JOIN transfer t ON t.key = 'payment:' || p.id AND t.kind = 'add_money'
    GROUP BY r.id ORDER BY r.created_at"""


def draw_recharges(seed: int, phones: tuple[str, ...]) -> tuple[tuple[str, Sale], ...]:
    """Draw up to two recharges: whose wallet is meant, and what their payers do."""
    chance = Random(f"mbongo recharges {seed}")
    numbers = range(FIRST_NUMBER, FIRST_NUMBER + chance.choice((0, 1, 1, 2)))

    def draw(number: int) -> Sale:
        tries = tuple(draw_try(chance) for _ in range(chance.choice(TRIES)))
        amount = 5 * chance.randint(200, 900)
        return Sale(number, amount, tries, chance.random() < 0.5, link=False, refunds=(), takes_back=False)

    return tuple((chance.choice(phones), draw(number)) for number in numbers)


@dataclass
class Recharging:
    """Does all that becomes of every recharge of a run."""

    stage: Stage
    timeline: Timeline
    buyers: Buyers
    drawn: tuple[tuple[str, Sale], ...]
    opened: list[str] = field(default_factory=list)

    def live(self, phone: str, sale: Sale) -> None:
        """Open the page of one recharge, as its owner does who is signed in to /me, and let it be paid."""
        try:
            url = self.open(phone, sale)
        except (WalletError, SQLAlchemyError) as failed:
            self.timeline.note(phone, f"opens no page: {type(failed).__name__}")
            return
        self.timeline.note(phone, f"is to be credited with {sale.amount}")
        self.buyers.visit(sale, url)

    def open(self, phone: str, sale: Sale) -> str:
        """Return the address of the page of a recharge, made now."""
        owner = self.stage.do(lambda db: people.find_by_phone(db, phone), "web")
        assert owner, phone
        case = self.stage.do(lambda db: quote_page(db, owner.id, phone, sale.amount), "web")
        actor = Actor("person", owner.id, owner.language, owner.phone)
        done = self.stage.wallets["web"].perform(case, actor, f"me:{owner.id}:{sale.number}", "web")
        made = str(done.values["page_of"]).removeprefix("recharge:")
        self.opened.append(made)
        token = self.stage.read(lambda db: pay_addresses.get_of(db, "recharge", made)).token
        return pay_addresses.write_url(self.stage.base_url, token)

    def check(self) -> Iterator[str]:
        """Yield what is wrong once it rests: a recharge is credited once where any payment of it succeeded."""
        yield from check_recharges(self.stage.rows(RECHARGES))


def check_recharges(found: list[Any]) -> Iterator[str]:
    """Yield each recharge that was credited otherwise than once, by the payment that paid it."""
    for one in found:
        paid = one.payment_id is not None
        if one.times != int(paid) or one.credited != one.paid:
            yield f"recharge of {one.amount}, paid: {paid}, credited {one.times} times with {one.credited}"
        if one.succeeded and not paid:
            yield f"recharge of {one.amount} is paid by none of the {one.succeeded} that succeeded"
