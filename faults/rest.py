"""Coming to rest: no fault any more, everything up again, and time passing in jumps until nothing waits."""

import time
from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Any, Final

from faults.buyers import Buyers
from faults.polling import Late, wait_for
from faults.stage import Stage
from faults.timeline import Timeline
from wallet.core.payment_states import ASKED_ABOUT, in_sql
from wallet.messages import mails, notices
from wallet.payments import payments
from wallet.salaries import paying
from workers.deadlines import SOMETHING_DUE

# Seconds of the wallet's time, one after another: past a poll, a lease, a submit's late arrival, an approval, an hour,
# three days, a week. Where nothing waits for a jump it goes on to the first moment something does.
JUMPS: Final = (
    6, 35, 130, 400, 1_000, 3_700, 7_300, 86_400, 3 * 86_400, 7_300, 7_300, 4 * 86_400, 7_300, 7 * 86_400,
    *[7_300] * 40,  # to each day on which a subscriber is told, charged, or tried again
)  # fmt: skip
NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
LATE_APPROVALS_AFTER: Final = 5  # jumps: the prompt has expired here
BUSY_SECONDS: Final = 10.0  # how long what is leased may still be in flight: two calls that hang, on a busy machine
OUTSIDE_SECONDS: Final = 10  # of real time: past every delay that is drawn, before a prompt that nobody answers ends

OPEN: Final = in_sql(ASKED_ABOUT)
DUE: Final = {
    "payments": """SELECT 1 FROM payment WHERE due_at <= wallet_now()
        AND (leased_until IS NULL OR leased_until <= wallet_now())
        AND (state <> 'created' OR NOT EXISTS (SELECT FROM operator o WHERE o.rail = payment.rail
            AND (o.maintenance OR o.down_until > wallet_now())))""",
    "texts heard": "SELECT 1 FROM text_in WHERE state = 'waiting'",
    # One that names nothing of ours is parked for ten minutes: that is its rest.
    "callbacks heard": """SELECT 1 FROM callback_in c JOIN payment p USING (rail) WHERE c.state IN ('waiting', 'parked')
        AND c.heard_at > wallet_now() - interval '3 s'
        AND (strpos(encode(body, 'escape'), p.reference) > 0 OR strpos(encode(body, 'escape'), p.handle) > 0)""",
    "notices": "SELECT 1 FROM notice WHERE state IN ('waiting', 'sending') AND due_at <= wallet_now()",
    "what waited": SOMETHING_DUE,
    "mails": mails.IS_DUE,
    "salaries": paying.SOMETHING_DUE,
    # Of one object a later event waits for an earlier one, which may have to be told again after a while.
    "events": """SELECT 1 FROM event WHERE number IS NULL
        UNION ALL SELECT 1 FROM event_delivery d JOIN endpoint p ON p.id = d.endpoint_id
        WHERE p.state = 'on' AND (p.leased_until IS NULL OR p.leased_until <= wallet_now())
          AND d.state = 'waiting' AND d.due_at <= wallet_now()
          AND NOT EXISTS (SELECT FROM event_delivery e WHERE e.endpoint_id = d.endpoint_id
              AND e.object_id = d.object_id AND e.number < d.number AND e.state = 'waiting')""",
}
WHAT_IS_DUE: Final = " UNION ALL ".join(f"SELECT '{what}' WHERE EXISTS ({due})" for what, due in DUE.items())
# Who leased what, and when by the wallet's clock.
LEASED: Final = f"""SELECT rail AS queue, leased_until - interval '{payments.LEASE_SECONDS} s' AS at
        FROM payment WHERE leased_until > wallet_now()
    UNION ALL SELECT 'notices', due_at - interval '{notices.LEASE_SECONDS} s'
        FROM notice WHERE state = 'sending' AND due_at > wallet_now()"""  # noqa: S608 - constants
# What is still to come to an end, and when somebody looks at it next.
WAITING: Final = f"""SELECT due_at FROM payment WHERE state IN {OPEN}
        OR (state IN ('expired', 'succeeded', 'failed') AND due_at IS NOT NULL)
    UNION ALL SELECT due_at FROM notice WHERE state IN ('waiting', 'sending')
    UNION ALL SELECT due_at FROM event_delivery WHERE state = 'waiting'
    UNION ALL SELECT wallet_now() FROM text_in WHERE state = 'waiting'
    UNION ALL SELECT until FROM cash_out WHERE state = 'open'
    UNION ALL SELECT due_at FROM claim WHERE state = 'waiting'
    UNION ALL SELECT due_at FROM request WHERE state = 'open'
    UNION ALL SELECT next_at FROM payroll WHERE next_at IS NOT NULL
    UNION ALL SELECT next_at FROM subscription WHERE next_at IS NOT NULL"""  # noqa: S608 - constants
UNDER_WAY: Final = f"SELECT count(*) FROM ({WAITING}) waiting"  # noqa: S608 - constants
NEXT_SECONDS: Final = f"""SELECT ceil(extract(epoch FROM min(due_at) - wallet_now()))::int
    FROM ({WAITING}) waiting"""  # noqa: S608 - constants


def come_to_rest(
    stage: Stage,
    timeline: Timeline,
    late_phones: set[str],
    lasting: Mapping[str, Any] = NOTHING,
    at_rest: str = "",
    buyers: Buyers | None = None,
) -> None:
    """End the faults, but for the lasting; bring everything up, and pass time until nothing is under way.

    Those of `late_phones` approve, and those of `buyers` pay at a page, when it is over here; payers claim what goes
    back to an address of theirs.

    `at_rest`: where the worker of deadlines dies meanwhile. Raises Late when it never rests.
    """
    stage.disarm()
    stage.put("faults", dict(lasting))
    stage.all_up()
    if at_rest:
        stage.arm("worker deadlines", at_rest)
    some_are_late = bool(late_phones) or bool(buyers and buyers.are_late)
    for number, seconds in enumerate((0, *JUMPS)):
        if number == LATE_APPROVALS_AFTER:
            approve_late(stage, timeline, late_phones)
            if buyers:
                buyers.pay_late()
        if seconds:
            jump(stage, timeline, seconds, alone=some_are_late and number <= LATE_APPROVALS_AFTER)
        be_quiet(stage)
        if buyers:
            buyers.claim()
        if count(stage, UNDER_WAY) == 0 and (number > LATE_APPROVALS_AFTER or not some_are_late):
            return
    if count(stage, UNDER_WAY):
        raise Late(f"still under way after {sum(JUMPS)} s")


def jump(stage: Stage, timeline: Timeline, seconds: int, *, alone: bool) -> None:
    """Pass so much time, or as much as the first thing that waits needs, unless so long `alone` is meant."""
    first = 0 if alone else count(stage, NEXT_SECONDS)
    seconds = max(seconds, first + 1)
    timeline.note("time", f"{seconds} s pass")
    stage.pass_time(seconds)


def be_quiet(stage: Stage) -> None:
    """Wait until the outside world has nothing to do, nothing is due, and nothing is in flight any more.

    (What was leased may belong to the dead: that is not waited for.) Raises Late, saying what is still to be done.
    """
    stage.forget_wakes()
    settle(stage)
    with suppress(Late):  # its job failed, as when its connections were cut: time will pass
        wait_for(lambda: has_landed(stage), "what is in flight", BUSY_SECONDS)
    settle(stage)


def settle(stage: Stage) -> None:
    """Wait until there is nothing to do now, here or outside."""
    try:
        wait_for(lambda: not to_do(stage), "nothing to be left to do")
    except Late as late:
        raise Late(f"{late}: {to_do(stage)}") from None


def to_do(stage: Stage) -> list[str]:
    """Return what is due here, after waking who can do it, or what the outside world will do in a moment."""
    stage.mend()
    pending = stage.get("pending", within=OUTSIDE_SECONDS)
    due = [row[0] for row in stage.rows(WHAT_IS_DUE)]
    if due:
        stage.wake_all()
    return due + [what for what, times in pending.items() if times]


def has_landed(stage: Stage) -> bool:
    """True when nothing is in flight, everybody being alive."""
    stage.mend()
    return not in_flight(stage)


def in_flight(stage: Stage) -> bool:
    """True when a worker works on something, not counting what one leased that has died since, nor a failed job's rest.
    so is what is left of a job that failed."""
    return any(is_flying(stage, row.queue, stage.real(row.at)) for row in stage.rows(LEASED))


def is_flying(stage: Stage, queue: str, leased: float) -> bool:
    """True when what was leased then is still worked on; of what Valkey may have forgotten, time alone tells."""
    if leased < max(stage.began(f"worker {queue}"), time.time() - BUSY_SECONDS):
        return False
    return leased <= stage.forgot_at or stage.is_working(queue)


def approve_late(stage: Stage, timeline: Timeline, phones: set[str]) -> None:
    """Approve the prompts of these phones, even those that have expired."""
    for phone in sorted(phones):
        for prompt in stage.get("prompts", to=phone, state="any"):
            if prompt["state"] in ("open", "expired"):
                stage.session.post(
                    f"{stage.simulator_url}/prompts/{prompt['id']}", json={"approve": True, "late": True}
                )
                timeline.note(phone, f"approves late: {prompt['order']}")


def count(stage: Stage, query: str) -> int:
    """Return what a query counts; nothing is 0."""
    return int(stage.rows(query)[0][0] or 0)
