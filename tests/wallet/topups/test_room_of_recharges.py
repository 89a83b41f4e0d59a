"""Whatever is tried at pages of recharges, in any order: room is taken once a recharge, and only while it may come."""

from dataclasses import dataclass, field
from itertools import count

import hypothesis.strategies as st
from hypothesis import given

from tests.wallet.topups.test_recharges import open_page, pay
from tests.world.cast import SOMEBODYS_PIN
from tests.world.examples import draw
from tests.world.scripted_rail import ScriptedRail
from tests.world.world import World
from wallet.topups.recharges import Recharge

RAIL = "flutterwave"
LATER = "wallet_now() + interval '1 day'"
numbers = count(10_000)
steps = st.lists(
    st.tuples(st.sampled_from(["try", "try", "succeeded", "failed"]), st.integers(0, 9), st.integers(0, 9)), max_size=8
)
pages = st.lists(st.tuples(st.booleans(), st.integers(100, 900)), min_size=1, max_size=3)


@dataclass
class PaperRecharge:
    """A recharge on paper: payments that may still come, and whether one did."""

    real: Recharge
    own: bool
    live: list[str] = field(default_factory=list)
    paid: bool = False

    @property
    def takes(self) -> int:
        """Francs of room that it takes: its own owner's, while something may come."""
        return self.real.amount if self.own and self.live and not self.paid else 0


def open_one(world: World, owner: str, other: str, amount: int, *, own: bool) -> PaperRecharge:
    """Return a new recharge of the owner's wallet, asked for by them or by another."""
    key = f"page {next(numbers)}"
    return PaperRecharge(open_page(world, owner if own else other, owner, amount, key), own)


def try_one(world: World, page: PaperRecharge) -> None:
    """Have somebody about to pay it, where it is not refused; the rail is not asked of the others meanwhile."""
    world.change(f"UPDATE payment SET due_at = {LATER}")
    if pay(world, page.real, f"pay {next(numbers)}", RAIL).refused:
        return
    world.work("pending", rail=RAIL)
    newest = "SELECT id::text FROM payment WHERE recharge_id = :id ORDER BY created_at DESC, id LIMIT 1"
    page.live.append(world.one(newest, id=page.real.id))


def end_one(world: World, page: PaperRecharge, chosen: int, state: str) -> None:
    """Let the rail say how one of its payments ended, if any is under way."""
    if not page.live:
        return
    payment = page.live.pop(chosen % len(page.live))
    world.change(f"UPDATE payment SET due_at = {LATER}")
    world.change("UPDATE payment SET due_at = wallet_now() WHERE id = :id", id=payment)
    world.work(state, rail=RAIL)
    page.paid = page.paid or state == "succeeded"


@given(pages, steps)
@draw(10)
def test_room_is_taken_once_and_while_it_may_come(
    world: World, asked: list[tuple[bool, int]], drawn: list[tuple[str, int, int]]
) -> None:
    world.rails[RAIL] = ScriptedRail()
    owner, other = (f"+2376771{next(numbers)}" for _ in range(2))
    for phone in (owner, other):
        world.open_wallet(phone, "Moussa Bello", SOMEBODYS_PIN)
    person = world.actor(owner).person_id
    all_of = [open_one(world, owner, other, amount, own=own) for own, amount in asked]
    for step, which, chosen in drawn:
        page = all_of[which % len(all_of)]
        if step == "try":
            try_one(world, page)
        else:
            end_one(world, page, chosen, step)
        expected = sum(one.takes for one in all_of)
        came = sum(one.real.amount for one in all_of if one.paid)
        taken = "SELECT coalesce(sum(amount), 0)::bigint FROM room_taken WHERE person_id = :id"
        used = "SELECT coalesce(sum(amount), 0)::bigint FROM usage WHERE person_id = :id AND direction = 'in'"
        assert (world.one(taken, id=person), world.balance(owner)) == (expected, came)
        assert world.one(used, id=person) == expected + came
    world.check("hold_late_payment")
