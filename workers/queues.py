"""Every queue and its one job; each rail has a queue of its own, named after it. Light: `worker --help` reads it."""

from typing import Final

from wallet.payments.rails import RAILS

RAIL_JOB: Final = "workers.payments.work"
JOBS: Final[dict[str, tuple[str, ...]]] = {  # queue → its job: a function's path, and what it is given
    "notices": ("workers.notices.send_due",),
    "inbox": ("workers.inbox.answer_waiting",),
    "deadlines": ("workers.deadlines.end_due",),
    "billers": ("workers.billers.look_for_bills",),
    "sims": ("workers.sims.ask_due",),
    **{rail: (RAIL_JOB, rail) for rail in RAILS},
}
