"""One run: people live, disruptions strike, it comes to rest, and what is wrong is told with its timeline."""

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Final

from faults.buyers import Buyers
from faults.checks import wrongs
from faults.disruptions import Disruptions
from faults.draw import draw, draw_phone
from faults.evidence import Evidence, gather
from faults.opening import open_wallets
from faults.people import Everybody, town
from faults.plan import Plan
from faults.polling import Late
from faults.rest import come_to_rest, count
from faults.sales import PROVIDERS
from faults.sales_checks import check_online
from faults.sales_evidence import gather_online
from faults.shop import OnlineShop
from faults.stage import Stage
from faults.subscribing import Subscribing, draw_subscribers
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
    late = {person.phone for person in plan.people if person.habit == "late"}
    owner = draw_phone(Random(seed), seed, OWNERS_NUMBER)
    subscribers = draw_subscribers(seed, tuple(draw_phone(Random(seed), seed, one) for one in SUBSCRIBERS_NUMBERS))
    subscribing: Subscribing | None = None
    try:
        open_wallets(stage, plan.people)
        set_up(stage, plan)
        shop = OnlineShop.open(stage, timeline, owner, plan.market)
        buyers = Buyers(stage, timeline, shop)
        subscribing = Subscribing(stage, timeline, shop, subscribers)
        subscribing.open_wallets()
        people = town(stage, timeline, plan.people, told, since["texts"])
        wrong += live(stage, plan, timeline, people, disruptions, buyers, subscribing)
        shop.feel("quick")
        come_to_rest(stage, timeline, late, at_rest=plan.at_rest, buyers=buyers)
    except Late as unrest:
        wrong.append(str(unrest))
    phones = {owner, *(person.phone for person in plan.people), *(one.phone for one in subscribers)}
    found = gather(stage, phones, since, told, disruptions.killed["worker notices"])
    online = gather_online(stage, buyers, since, plan.market.sales)
    wrong += [*wrongs(stage, found), *check_online(online), *(subscribing.check() if subscribing else [])]
    add_what_others_know(stage, timeline, found.strikes)
    lines = [*described(plan), *timeline.shown(), *(stage.broken_lines() if wrong else [])]
    ran = summed(Ran(seed, wrong, lines, time.monotonic() - began), stage, plan, found, disruptions)
    ran.operations.update(f"sale by {one.method}" for sale in plan.market.sales for one in sale.tries)
    ran.states.update(f"online {one.rail} {one.direction} {one.state}" for one in online.payments)
    ran.states.update(f"checkout {one.state}" for one in online.checkouts)
    ran.operations.update(f"subscription a {one.every}" for one in subscribers)
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


def set_up(stage: Stage, plan: Plan) -> None:
    """Set the operators' timings, the customers' habits and the faults."""
    for rail, timings in plan.timings.items():
        stage.put(f"operators/{rail}", timings)
    habits = {
        person.phone: {
            "ignore" if person.habit == "late" else person.habit: 1.0,
            "delay_seconds": person.answers_after_seconds,
        }
        for person in plan.people
    }
    stage.put("customers", {"phones": habits})
    stage.put("faults", {**plan.faults, **plan.market.faults})


def live(
    stage: Stage, plan: Plan, timeline: Timeline, everybody: Everybody, disruptions: Disruptions, buyers: Buyers,
    subscribing: Subscribing,
) -> list[str]:  # fmt: skip
    """Let everybody live at once, each on a thread; disruptions come from this one. Returns what broke in a thread."""
    threads = [threading.Thread(target=everybody.day, args=(person,), daemon=True) for person in plan.people]
    threads += [threading.Thread(target=buyers.deal, args=(sale,), daemon=True) for sale in plan.market.sales]
    threads += [threading.Thread(target=subscribing.live, args=(one,), daemon=True) for one in subscribing.subscribers]
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
