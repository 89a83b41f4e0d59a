"""Every queue and its one job; each rail has a queue of its own, named after it. Light: `worker --help` reads it."""

from typing import Final

from wallet.payments.rails import RAILS, ROWS

# What a worker of each queue says of itself when it starts.
DOES: Final[dict[str, str]] = {
    "notices": "texts what people are to be told",
    "inbox": "answers what people text",
    "deadlines": "ends what nobody fetched, paid or claimed in time",
    "billers": "asks billers for bills",
    "salaries": "pays the lines of payrolls that were approved",
    "sanctions": "compares everybody's names with the sanctions lists",
    "sims": "asks whether SIMs were swapped",
    "mail": "sends the e-mails that people are to read",
    "webhooks": "tells businesses' endpoints of events",
    **{rail.name: f"tells {rail.title} of payments, and asks about them" for rail in ROWS},
}
RAIL_JOB: Final = "workers.payments.work"
JOBS: Final[dict[str, tuple[str, ...]]] = {  # queue → its job: a function's path, and what it is given
    "notices": ("workers.notices.send_due",),
    "inbox": ("workers.inbox.answer_waiting",),
    "deadlines": ("workers.deadlines.end_due",),
    "billers": ("workers.billers.look_for_bills",),
    "salaries": ("workers.salaries.pay_due",),
    "sanctions": ("workers.sanctions.screen_due",),
    "sims": ("workers.sims.ask_due",),
    "mail": ("workers.mail.send_due",),
    "webhooks": ("workers.webhooks.tell_due",),
    **{rail: (RAIL_JOB, rail) for rail in RAILS},
}
