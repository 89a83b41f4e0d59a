"""One run: people live, disruptions strike, it comes to rest, and what is wrong is told with its timeline."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Final

from faults.asked_by_shop import AskedByShop, draw_asks
from faults.buyers import Buyers
from faults.checks import wrongs
from faults.disruptions import Disruptions
from faults.draw import draw, draw_phone
from faults.evidence import Evidence, gather
from faults.opening import open_wallets
from faults.paying_out import PayingOut
from faults.payout_checks import check_paid_out, gather_paid_out
from faults.payout_plan import PayoutPlan, draw_payouts
from faults.people import Everybody, town
from faults.plan import Plan
from faults.polling import Late
from faults.recharging import Recharging, draw_recharges
from faults.rest import be_quiet, come_to_rest, count
from faults.sales import PROVIDERS
from faults.sales_checks import check_online
from faults.sales_evidence import OnlineEvidence, gather_online
from faults.shop import OnlineShop
from faults.stage import Stage
from faults.subscribing import DrawnSubscriber, Subscribing, draw_subscribers
from faults.timeline import Timeline, add_what_others_know, described

LIVES_SECONDS: Final = 180.0  # nobody's day takes longer: a phone waits 10 s at most for a hop
OWNERS_NUMBER, SUBSCRIBERS_NUMBERS = 6, (4, 5)  # of the run's ten: nobody else's
PACE_SECONDS: Final = 0.15  # the tick's own is a second


@dataclass
class Ran:
    """The outcome of a run; `wrong` is empty when everything agrees."""

    seed: int
    wrong: list[str]
    timeline: list[str]
    seconds: float
    operations: Counter[str] = field(default_factory=Counter)
    struck: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)


def run(stage: Stage, seed: int) -> Ran:
    """Play the run of this seed, and return its outcome."""
    began, plan, timeline = time.monotonic(), draw(seed), Timeline()
    stage.fresh()
    since = marks(stage)
    told: list[tuple[str, str]] = []
    wrong: list[str] = []
    disruptions = Disruptions(stage, timeline)
    customers = tuple(person.phone for person in plan.people if person.role == "customer")
    late = {person.phone for person in plan.people if person.habit == "late"}
    owner = draw_phone(Random(seed), seed, OWNERS_NUMBER)
    subscribers = draw_subscribers(seed, tuple(draw_phone(Random(seed), seed, one) for one in SUBSCRIBERS_NUMBERS))
    subscribing: Subscribing | None = None
    recharging: Recharging | None = None
    paying: PayingOut | None = None
    asked: AskedByShop | None = None
    paid_out = draw_payouts(seed)
    try:
        open_wallets(stage, plan.people)
        shop = OnlineShop.open(stage, timeline, owner, plan.market)
        paying = PayingOut.open(stage, timeline, shop, owner, paid_out)
        asked = AskedByShop(stage, timeline, shop, draw_asks(seed))
        asked.open_wallets()
        set_up(stage, plan, paid_out, asked.habits)
        buyers = Buyers(stage, timeline, shop)
        subscribing = Subscribing(stage, timeline, shop, subscribers)
        subscribing.open_wallets()
        recharging = Recharging(stage, timeline, buyers, draw_recharges(seed, customers))
        people = town(stage, timeline, plan.people, told, since["texts"])
        wrong += live(stage, plan, timeline, people, disruptions, buyers, subscribing, recharging, paying, asked)
        shop.feel("quick")
        come_to_rest(stage, timeline, late, at_rest=plan.at_rest, buyers=buyers)
        paying.let_bank_days_pass(partial(be_quiet, stage))
    except Late as unrest:
        wrong.append(str(unrest))
    phones = {owner, *(person.phone for person in plan.people), *(one.phone for one in subscribers), *paid_out.phones}
    phones |= {one.phone for one in draw_asks(seed)}
    found = gather(stage, phones, since, told, disruptions.killed["worker notices"])
    online = gather_online(stage, buyers, since, plan.market.sales)
    wrong += [*wrongs(stage, found), *check_online(online), *(subscribing.check() if subscribing else [])]
    wrong += recharging.check() if recharging else []
    wrong += [*(asked.check() if asked else []), *check_texts(plan, found)]
    wrong += [*paying.broken, *check_paid_out(gather_paid_out(paying))] if paying else []
    add_what_others_know(stage, timeline, found.strikes)
    lines = [*described(plan), *timeline.shown(), *(stage.broken_lines() if wrong else [])]
    ran = summed(Ran(seed, wrong, lines, time.monotonic() - began), stage, plan, found, disruptions)
    return count_others(ran, stage, plan, customers, subscribers, paid_out, online)


def check_texts(plan: Plan, found: Evidence) -> Iterator[str]:
    """Check that no text came too late in a run whose clock was not put on: nothing would be done by texts."""
    late = sum(one.sentence.endswith("too_late") for one in found.notices)
    if late and not any(one.kind == "jump" for one in plan.disruptions):
        yield f"{late} texts came too late, and nobody put the clock on"


def count_others(
    ran: Ran, stage: Stage, plan: Plan, customers: tuple[str, ...], subscribers: tuple[DrawnSubscriber, ...],
    paid_out: PayoutPlan, online: OnlineEvidence,
) -> Ran:  # fmt: skip
    """Return the outcome with the figures of what is sold, charged and paid out besides what people do."""
    recharges = draw_recharges(ran.seed, customers)
    ran.operations.update(f"sale by {one.method}" for sale in plan.market.sales for one in sale.tries)
    ran.operations.update(f"recharge by {one.method}" for _, sale in recharges for one in sale.tries)
    ran.operations.update(f"shop's request {one.way}" for one in draw_asks(ran.seed))
    ran.operations.update(f"payout to {one.way}" for one in paid_out.payouts)
    ran.operations.update(f"salary to {one.way}" for one in paid_out.lines)
    ran.operations.update(f"subscription a {one.every}" for one in subscribers)
    ran.states.update(f"online {one.rail} {one.direction} {one.state}" for one in online.payments)
    ran.states.update(f"checkout {one.state}" for one in online.checkouts)
    ran.states.update({f"{row.what} {row.state}": row.times for row in stage.rows(PAID_OUT)})
    ran.states.update({f"subscription {row.state} {row.why}".rstrip(): row.times for row in stage.rows(STOOD)})
    ran.states.update({f"charge {row.state}": row.times for row in stage.rows(CHARGED)})
    return ran


def summed(ran: Ran, stage: Stage, plan: Plan, found: Evidence, disruptions: Disruptions) -> Ran:
    """Return the outcome with its figures."""
    ran.operations.update(f"{ask.kind} by {'SMS' if ask.by_sms else 'USSD'}" for ask in plan.asks)
    ran.struck.update(f"{one['party']} {one['fault']}" for one in found.strikes)
    ran.struck.update(f"machine {kind}" for kind in disruptions.struck.elements())
    ran.struck.update([f"machine at rest {plan.at_rest}"] if plan.at_rest else [])
    ran.states.update(f"{payment.direction} {payment.state}" for payment in found.payments)
    ran.states.update({f"{row.what} {row.state}": row.times for row in stage.rows(BECAME)})
    ran.states["executed"] = len(found.executed)
    ran.states["texts"] = len(found.texts)
    ran.states["mishap"] = sum(bool(ask.mishap) for ask in plan.asks)
    ran.states["cases"] = count(stage, "SELECT count(*) FROM case_file")
    return ran


# What became of what waits, and how often money moved within.
BECAME: Final = """SELECT 'cash_out' AS what, state, count(*) AS times FROM cash_out GROUP BY 2
    UNION ALL SELECT 'claim', state, count(*) FROM claim GROUP BY 2
    UNION ALL SELECT 'request', state, count(*) FROM request GROUP BY 2
    UNION ALL SELECT 'moved', kind, count(*) FROM movement GROUP BY 2"""


PAID_OUT: Final = """SELECT 'payout' AS what, state, count(*) AS times FROM payout GROUP BY 2
    UNION ALL SELECT 'salary', state, count(*) FROM payroll_line GROUP BY 2
    UNION ALL SELECT 'line of a statement', state, count(*) FROM bank_line GROUP BY 2"""
STOOD: Final = "SELECT state, why, count(*) AS times FROM subscription GROUP BY 1, 2"
CHARGED: Final = "SELECT state, count(*) AS times FROM charge GROUP BY 1"


def marks(stage: Stage) -> dict[str, int]:
    """Return the simulators' counts as they stand."""
    texts, strikes = stage.get("messages"), stage.get("faults/struck")
    return {
        **{rail: len(stage.get("journal", operator=rail)) for rail in ("mtn", "orange", *PROVIDERS)},
        "texts": texts[-1]["seq"] if texts else 0,
        "strikes": strikes[-1]["seq"] if strikes else 0,
    }


def set_up(stage: Stage, plan: Plan, paid_out: PayoutPlan, more: dict[str, dict[str, float]]) -> None:
    """Set the operators' timings, the customers' habits (`more`: of others), and the faults."""
    for rail, timings in plan.timings.items():
        stage.put(f"operators/{rail}", timings)
    habits = {
        person.phone: {
            "ignore" if person.habit == "late" else person.habit: 1.0,
            "delay_seconds": person.answers_after_seconds,
        }
        for person in plan.people
    }
    stage.put("customers", {"phones": habits | more})
    stage.put("faults", {**plan.faults, **plan.market.faults, "bank": paid_out.vices or {}})


def live(
    stage: Stage, plan: Plan, timeline: Timeline, everybody: Everybody, disruptions: Disruptions, buyers: Buyers,
    subscribing: Subscribing, recharging: Recharging, paying: PayingOut,
    asked: AskedByShop,
) -> list[str]:  # fmt: skip
    """Let everybody live at once, each on a thread; disruptions come from this one. Returns what broke in a thread."""
    threads = [threading.Thread(target=everybody.day, args=(person,), daemon=True) for person in plan.people]
    threads += [threading.Thread(target=buyers.deal, args=(sale,), daemon=True) for sale in plan.market.sales]
    threads += [threading.Thread(target=recharging.live, args=one, daemon=True) for one in recharging.drawn]
    threads += [threading.Thread(target=subscribing.live, args=(one,), daemon=True) for one in subscribing.subscribers]
    threads += [threading.Thread(target=paying.live, daemon=True)]
    threads += [threading.Thread(target=asked.live, args=(one,), daemon=True) for one in asked.asks]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    waiting = list(plan.disruptions)
    while waiting or any(thread.is_alive() for thread in threads):
        passed = time.monotonic() - began
        if waiting and waiting[0].after_seconds <= passed:
            disruptions.strike(waiting.pop(0))
        elif not stage.all_alive():
            stage.look()
        else:
            stage.wake_all()
            time.sleep(PACE_SECONDS)
        if passed > LIVES_SECONDS:
            return [*everybody.broken, *buyers.broken, "somebody's day does not end"]
    return everybody.broken + buyers.broken
