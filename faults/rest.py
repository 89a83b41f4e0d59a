"""How a run comes to rest: no fault any more, everything up again, and time passing in jumps until nothing waits."""

import time
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from faults.stage import Late, Stage, wait_for
from faults.told import Timeline
from wallet import notices, payments

# Seconds of the wallet's time, one after another: past a poll, a lease, a submit's late arrival, an approval, an hour,
# three days. The last ones end what three days could not tell.
JUMPS: Final = (6, 35, 130, 400, 1_000, 3_700, 7_300, 86_400, 3 * 86_400, 7_300, 7_300)
NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
LATE_APPROVALS_AFTER: Final = 5  # jumps: the prompt has expired here
BUSY_SECONDS: Final = 10.0  # how long what is leased may still be in flight: two calls that hang, on a busy machine

DUE: Final = """SELECT
    (SELECT count(*) FROM payment WHERE due_at <= wallet_now()
        AND (leased_until IS NULL OR leased_until <= wallet_now())
        AND (state <> 'created' OR NOT EXISTS (SELECT FROM operator o WHERE o.rail = payment.rail
            AND (o.maintenance OR o.down_until > wallet_now()))))
    + (SELECT count(*) FROM text_in WHERE state = 'waiting')
    + (SELECT count(*) FROM notice WHERE state IN ('waiting', 'sending') AND due_at <= wallet_now())"""
# Who leased what, and when by the wallet's clock.
LEASED: Final = f"""SELECT 'worker ' || rail AS process, leased_until - interval '{payments.LEASE_SECONDS} s' AS at
        FROM payment WHERE leased_until > wallet_now()
    UNION ALL SELECT 'worker notices', due_at - interval '{notices.LEASE_SECONDS} s'
        FROM notice WHERE state = 'sending' AND due_at > wallet_now()"""  # noqa: S608 - constants
UNDER_WAY: Final = """SELECT (SELECT count(*) FROM payment
        WHERE state IN ('created', 'submitting', 'pending', 'unknown') OR (state = 'expired' AND due_at IS NOT NULL))
    + (SELECT count(*) FROM notice WHERE state IN ('waiting', 'sending'))
    + (SELECT count(*) FROM text_in WHERE state = 'waiting')"""


def come_to_rest(stage: Stage, timeline: Timeline, late_phones: set[str], lasting: Mapping[str, Any] = NOTHING) -> None:
    """Faults end, but for the lasting; everything is up, and time passes until nothing is under way.

    Raises Late when it never is.
    """
    stage.disarm()
    stage.put("faults", dict(lasting))
    stage.all_up()
    for number, seconds in enumerate((0, *JUMPS)):
        if number == LATE_APPROVALS_AFTER:
            approve_late(stage, timeline, late_phones)
        if seconds:
            timeline.note("time", f"{seconds} s pass")
            stage.pass_time(seconds)
        be_quiet(stage)
        if count(stage, UNDER_WAY) == 0 and (number > LATE_APPROVALS_AFTER or not late_phones):
            return
    if count(stage, UNDER_WAY):
        raise Late(f"still under way after {sum(JUMPS)} s")


def be_quiet(stage: Stage) -> None:
    """Until nothing is due, and nothing in flight any more (or what was leased belongs to the dead)."""

    stage.forget_wakes()

    def done() -> bool:
        stage.mend()
        stage.wake_all()
        return count(stage, DUE) == 0

    def landed() -> bool:
        stage.mend()
        return not in_flight(stage)

    wait_for(done, "the workers to be done with what is due")
    try:
        wait_for(landed, "what is in flight", BUSY_SECONDS)
    except Late:
        return  # its job failed, as when its connections were cut: time will pass


def in_flight(stage: Stage) -> bool:
    """Whether a process works on something. What one leased that has died since is nobody's until the lease ends."""
    at = [(row.process, stage.real(row.at)) for row in stage.rows(LEASED)]
    return any(stage.began(process) < leased > time.time() - BUSY_SECONDS for process, leased in at)


def approve_late(stage: Stage, timeline: Timeline, phones: set[str]) -> None:
    """Those who let their prompt be until now approve it all the same."""
    for phone in sorted(phones):
        for prompt in stage.get("prompts", to=phone, state="any"):
            if prompt["state"] in ("open", "expired"):
                stage.session.post(
                    f"{stage.simulator_url}/prompts/{prompt['id']}", json={"approve": True, "late": True}
                )
                timeline.note(phone, f"approves late: {prompt['order']}")


def count(stage: Stage, query: str) -> int:
    """What a query counts."""
    return int(stage.rows(query)[0][0])
