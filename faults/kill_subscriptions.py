"""The kill matrix of subscriptions: kill -9 while one is agreed to, charged, not to be charged, and ended."""

from dataclasses import dataclass
from typing import Final

from faults.checks import unmet
from faults.polling import Late, wait_for
from faults.rest import be_quiet, come_to_rest
from faults.sales import NO_MARKET
from faults.shop import OnlineShop
from faults.stage import Stage
from faults.subscribing import DrawnSubscriber, Subscribing
from faults.timeline import Timeline

OWNER, SUBSCRIBER = "+237670000006", "+237670000004"
PRICE: Final = 1_000
DUE_AFTER_SECONDS: Final = 8 * 86_400
PAID: Final = 2  # charges of the two that were agreed to


@dataclass(frozen=True)
class SubscriptionPoint:
    """A row: where which process dies in which part of a subscription's life, and how many charges are made in all."""

    name: str
    part: str
    process: str
    just_done: str
    charges: int = PAID


SUBSCRIPTION_POINTS: Final = (
    SubscriptionPoint("P1", "agree", "serve", "the first charge is posted, not committed"),
    SubscriptionPoint("K1", "agree", "serve", "agreement and charge are committed, nobody told"),
    SubscriptionPoint("P1", "charge", "worker deadlines", "a charge is posted, the period not moved on"),
    SubscriptionPoint("D1", "charge", "worker deadlines", "the whole charge is done, not committed"),
    SubscriptionPoint("D2", "charge", "worker deadlines", "that is committed, nobody woken"),
    SubscriptionPoint("K11", "charge", "worker notices", "that is committed, its text not sent"),
    SubscriptionPoint("D1", "lack", "worker deadlines", "a try in vain is noted, not committed", 1),
    SubscriptionPoint("D2", "lack", "worker deadlines", "that is committed, nobody woken", 1),
    SubscriptionPoint("K1", "end", "worker inbox", "STOP ABO is committed, nobody told", 1),
)


def subscription_row(on: Stage, point: SubscriptionPoint) -> list[str]:
    """Play a row. Returns what is wrong, with the timeline."""
    timeline, wrong = Timeline(), list[str]()
    on.fresh()
    shop = OnlineShop.open(on, timeline, OWNER, NO_MARKET)
    one = DrawnSubscriber(
        SUBSCRIBER, PRICE, "week", PAID, 1 if point.part == "lack" else PAID, 0, "stops" if point.part == "end" else ""
    )
    playing = Subscribing(on, timeline, shop, (one,))
    playing.open_wallets()
    playing.offer(one)
    try:
        if point.part == "agree":
            on.arm(point.process, point.name)
        playing.agree(one)
        if point.part == "end":
            be_quiet(on)
            on.arm(point.process, point.name)
            playing.leave(one)
        elif point.part != "agree":
            be_quiet(on)
            on.arm(point.process, point.name)
            on.pass_time(DUE_AFTER_SECONDS)
        wait_for(lambda: _is_dead(on, point), f"{point.process} to die at {point.name}")
        on.all_up()
        come_to_rest(on, timeline, set())
    except Late as late:
        wrong.append(str(late))
    wrong += [f"the ledger: {one.invariant} on {one.account} ({one.detail})" for one in unmet(on)]
    wrong += playing.check()
    charged = on.rows("SELECT count(*) FROM charge WHERE state = 'paid'")[0][0]
    if charged != point.charges:
        wrong.append(f"{point.name} {point.part}: charged {charged} times, not {point.charges}")
    return [*wrong, *timeline.shown(), *on.broken_lines()] if wrong else []


def _is_dead(on: Stage, point: SubscriptionPoint) -> bool:
    """Return True once the process died that was told to; meanwhile bring up what died and wake every worker."""
    on.mend()
    on.wake_all()
    return not on.is_armed(point.process)
