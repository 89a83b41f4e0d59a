"""Figures of the first page of a business: what it holds, today, some days beside those before, what waits.

Each part is there for whom its permission is given; each figure leads to the list behind it.
"""

from datetime import date, timedelta
from typing import Any, Final

from flask import request
from sqlalchemy import Connection

from documents.methods import name_method
from documents.words import speak as speak_on_paper
from wallet.business import dashboard, endpoints, sales
from wallet.business.dashboard import DAYS, NOTHING, Cell, Days, SalesTotal
from wallet.operations.kinds import SALES
from wallet.payouts import schedules
from web.business.answers import write_address
from web.business.inside import Inside
from web.pages.compared import Compared

SHOWN_MOST: Final = 10  # rows of a table
# Operators' words for a payment that came to nothing, which mean the same to whoever sells.
MEANS: Final = {
    "expired": "expired", "EXPIRED": "expired", "COULD_NOT_PERFORM_TRANSACTION": "expired",
    "NOT_ENOUGH_FUNDS": "poor", "LOW_BALANCE_OR_PAYEE_LIMIT_REACHED_OR_NOT_ALLOWED": "poor", "60019": "poor",
    "APPROVAL_REJECTED": "refused", "PAYER_NOT_FOUND": "unknown", "PAYER_LIMIT_REACHED": "limit",
    "failed": "failed", "FAILED": "failed",
}  # fmt: skip


def read_live(inside: Inside) -> dict[str, Any]:
    """Return what changes from one minute to the next: the holdings, and today by the hour."""
    merchant = inside.merchant_id
    sees_all, sees_own = inside.may("payments:read"), inside.may("payments:read", "own")

    def look(db: Connection) -> dict[str, Any]:
        may = inside.may("balance:read")
        return {
            "holdings": sales.read_holdings(db, merchant) if may else None,
            "schedule": schedules.find(db, merchant) if may else None,
            "today": dashboard.read_today(db, merchant, None if sees_all else inside.business.tills)
            if sees_own
            else None,
        }

    found = inside.read_report(look)
    today = found["today"]
    compared = _compare_today(inside, today) if today else []
    return {**found, "compared": compared}


def _compare_today(inside: Inside, today: dashboard.Today) -> list[Compared]:
    say, now, before = inside.say, today.total, today.by_then
    day = today.at.date().isoformat()
    listed = write_address(f"{inside.way}/payments", since=day, until=day)
    return [
        Compared(say("Payments"), now.count, before.count, "", listed),
        Compared(say("Taken"), now.taken, before.taken, "francs", listed),
        Compared(say("Fees"), now.fees, before.fees, "francs", listed),
        Compared(say("Given back"), now.refunded, before.refunded, "francs", listed),
    ]


def read_days_asked() -> int:
    """Return how many days the address asks for: one of DAYS."""
    asked = request.args.get("days", "")
    return next((days for days in DAYS if str(days) == asked), DAYS[1])


def read_whole(inside: Inside) -> dict[str, Any]:
    """Return what stands below: some days, by method and till, why payments came to nothing, invoices, endpoints."""
    merchant, days = inside.merchant_id, read_days_asked()

    def look(db: Connection) -> dict[str, Any]:
        return {
            "days": dashboard.read_days(db, merchant, days) if inside.may("payments:read") else None,
            "unpaid": dashboard.list_unpaid(db, merchant) if inside.may("invoices:read") else None,
            "endpoints": endpoints.list_of(db, merchant) if inside.may("endpoints:read") else None,
        }

    found = inside.read_report(look)
    period = _describe(inside, found["days"]) if found["days"] else {}
    return {**found, "asked_days": days, "choices": DAYS, "ages": _name_ages(inside), **period}


def _describe(inside: Inside, days: Days) -> dict[str, Any]:
    say, now, before = inside.say, dashboard.add_up(days.now), dashboard.add_up(days.before)
    until = days.since + timedelta(days=days.days - 1)
    listed = _list_between(inside, days.since, until)
    period = [
        Compared(say("Taken"), now.taken, before.taken, "francs", listed),
        Compared(say("Payments"), now.count, before.count, "", listed),
        Compared(say("Average payment"), now.basket, before.basket, "francs", listed),
        Compared(
            say("Came through, of payments asked online"), now.success_percent, before.success_percent, "%", "#nothing"
        ),
        Compared(say("Given back"), now.refunded, before.refunded, "francs", listed),
        Compared(say("Fees"), now.fees, before.fees, "francs", listed),
    ]  # fmt: skip
    sold = [one for one in days.now if one.kind in SALES]
    by_till = dashboard.group((one for one in sold if one.till), lambda one: one.till)
    nothing = dashboard.group(
        (one for one in days.now if one.kind == NOTHING), lambda one: _name_reason(inside, one.reason)
    )
    since = days.since.isoformat()
    return {
        "period": period,
        "total": now,
        "since": days.since,
        "until": until,
        "by_day": [(day, one, earlier, _list_between(inside, day, day)) for day, one, earlier in days.list_days()],
        "by_method": [(name, one, "") for name, one in _cut(dashboard.group(sold, lambda one: _name_way(inside, one)))],
        "by_till": [
            (till, one, write_address(f"{inside.way}/payments", since=since, till=till)) for till, one in _cut(by_till)
        ],
        "nothing": _cut(nothing),
    }


def _cut(named: dict[str, SalesTotal]) -> list[tuple[str, SalesTotal]]:
    """Return the first of some totals, without those in which all was made up for."""
    return [(name, one) for name, one in named.items() if one.count or one.failed][:SHOWN_MOST]


def _list_between(inside: Inside, since: date, until: date) -> str:
    return write_address(f"{inside.way}/payments", since=since.isoformat(), until=until.isoformat())


def _name_way(inside: Inside, cell: Cell) -> str:
    """Return by what a payment came: at a till and by bill it is the payer's wallet."""
    return name_method(speak_on_paper(inside.language), cell.method or dashboard.WALLET)


def _name_reason(inside: Inside, reason: str) -> str:
    """Return why a payment came to nothing; an operator's word that is not in MEANS is shown as it is."""
    say = inside.say
    words = {
        "expired": say("Not confirmed in time"), "poor": say("Not enough money, or a ceiling of the payer's"),
        "refused": say("Refused by the payer"), "unknown": say("Number unknown to the operator"),
        "limit": say("Not enough money, or a ceiling of the payer's"), "failed": say("The operator does not say why"),
    }  # fmt: skip
    means = MEANS.get(reason)
    return words[means] if means else say("The operator says: %(word)s", word=reason)


def _name_ages(inside: Inside) -> list[str]:
    say = inside.say
    return [say("Not due yet"), say("Late by 30 days at most"), say("Late by 31 to 60 days"), say("Late by more")]
