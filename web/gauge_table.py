"""The table of gauges: what waits, what went wrong, how operators are.

A gauge is a question whose rows are its labels, then its value. None names a phone or a person, and what each looks at
is found by an index: however many rows the tables have, it reads those of minutes, or those that wait.
"""

from typing import Final, NamedTuple

from wallet.core.payment_states import ENDED, in_sql

# How a text ends that is not known to have been sent (wallet/messages/notices.py).
ENDS: Final = {
    "refused": "the gateway refused for their reader",
    "expired": "no try sent in their life",
    "uncertain": "may have left, and are not sent again",
}
UNSENT: Final = "SELECT count(*) FROM notice WHERE state = '{state}' AND written_at > wallet_now() - interval '1 day'"
UNDER_WAY: Final = "FROM operator o LEFT JOIN payment p ON p.rail = o.rail AND p.due_at IS NOT NULL GROUP BY o.rail"
RAIL: Final = ("rail",)
# For how long what is due most has been due, of a table whose rows wait until their `due_at`.
OVERDUE: Final = """SELECT COALESCE(extract(epoch FROM wallet_now() - min(due_at)), 0) FROM {table}
    WHERE state IN {states} AND due_at <= wallet_now()"""
# Payments of an hour that is over by as long as one may take to end; BRIN over created_at finds them.
OF_AN_HOUR: Final = (
    "p.created_at > wallet_now() - interval '65 minutes' AND p.created_at <= wallet_now() - interval '5 minutes'"
)
IN_TIME: Final = f"p.state IN {in_sql(ENDED)} AND p.changed_at <= p.created_at + interval '5 minutes'"


class Gauge(NamedTuple):
    """A gauge: its help, the question whose rows are its labels' values and then its own, and its labels."""

    tells: str
    query: str
    labels: tuple[str, ...] = ()


GAUGES: Final = {
    "mbongo_notices_waiting": Gauge(
        "Texts not yet handed to the gateway",
        "SELECT count(*) FROM notice WHERE state IN ('waiting', 'sending')",
    ),
    "mbongo_notices_oldest_seconds": Gauge(
        "Age of the oldest text that is due",
        OVERDUE.format(table="notice", states="('waiting', 'sending')"),
    ),
    "mbongo_notices_failing": Gauge(
        "Texts that wait after a try that failed",
        "SELECT count(*) FROM notice WHERE state = 'waiting' AND tries > 0",
    ),
    **{
        f"mbongo_notices_{state}": Gauge(f"Texts of the last day that {end}", UNSENT.format(state=state))
        for state, end in ENDS.items()
    },
    "mbongo_texts_waiting": Gauge(
        "Incoming texts not yet answered",
        "SELECT count(*) FROM text_in WHERE state = 'waiting'",
    ),
    "mbongo_texts_oldest_seconds": Gauge(
        "Age of the oldest incoming text whose turn has come",
        """SELECT COALESCE(extract(epoch FROM wallet_now() - min(turn_at)), 0) FROM text_in
        WHERE state = 'waiting' AND turn_at <= wallet_now()""",
    ),
    "mbongo_texts_ended": Gauge(
        "Texts heard in the last hour, by the command they were read as and what came of it",
        """SELECT COALESCE(command, ''), COALESCE(outcome, state), count(*) FROM text_in
        WHERE heard_at > wallet_now() - interval '1 hour' AND state <> 'waiting' GROUP BY 1, 2""",
        ("command", "outcome"),
    ),
    "mbongo_texts_answer_seconds": Gauge(
        "Within how many seconds 95 of 100 texts of the last hour were answered",
        """SELECT COALESCE(percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM answered_at - heard_at)), 0)
        FROM text_in WHERE heard_at > wallet_now() - interval '1 hour' AND answered_at IS NOT NULL""",
    ),
    "mbongo_payments_under_way": Gauge(
        "Payments that a worker still asks or tells an operator about", f"SELECT o.rail, count(p.id) {UNDER_WAY}", RAIL
    ),
    "mbongo_payments_unknown": Gauge(
        "Payments whose end an operator does not tell",
        f"SELECT o.rail, count(p.id) FILTER (WHERE p.state = 'unknown') {UNDER_WAY}",
        RAIL,
    ),
    "mbongo_payments_late_seconds": Gauge(
        "For how long the payment that waits most has waited for a worker",
        f"SELECT o.rail, COALESCE(greatest(extract(epoch FROM wallet_now() - min(p.due_at)), 0), 0) {UNDER_WAY}",  # noqa: S608 - a constant
        RAIL,
    ),
    "mbongo_operator_down": Gauge(
        "1 while an operator gives no answer of any use, and is told nothing new",
        "SELECT rail, COALESCE(down_until > wallet_now(), false)::int FROM operator",
        RAIL,
    ),
    "mbongo_payments_ended": Gauge(
        "Payments asked between 65 and 5 minutes ago: that had ended within five minutes (in_time), or had not (late)",
        f"""SELECT o.rail, told.outcome, count(p.id) FILTER (WHERE ({IN_TIME}) = (told.outcome = 'in_time'))
        FROM operator o CROSS JOIN (VALUES ('in_time'), ('late')) told (outcome)
        LEFT JOIN payment p ON p.rail = o.rail AND {OF_AN_HOUR} GROUP BY 1, 2""",  # noqa: S608 - constants
        ("rail", "outcome"),
    ),
    "mbongo_float_francs": Gauge(
        "Our float at an operator, by our books",
        """SELECT o.rail, -(a.balance + (SELECT COALESCE(sum(amount), 0) FROM accrual_due WHERE account_id = a.id))
        FROM operator o JOIN account a ON a.id = account_named('operator_float:' || o.rail)""",
        RAIL,
    ),
    "mbongo_float_told_francs": Gauge(
        "Our float at an operator, as it said last",
        "SELECT rail, float_told FROM operator WHERE float_told IS NOT NULL",
        RAIL,
    ),
    "mbongo_discrepancies_open": Gauge(
        "Lines of operators' files that are not as our books have them, and nobody has explained",
        """SELECT o.rail, count(d.id) FROM operator o
        LEFT JOIN discrepancy d ON d.rail = o.rail AND d.state IN ('open', 'corrected_wrongly') GROUP BY 1""",
        RAIL,
    ),
    "mbongo_reconciled_seconds": Gauge(
        "Since when no file of an operator was laid beside our books; none of an operator that never had one",
        """SELECT rail, extract(epoch FROM wallet_now() - max(imported_at)) FROM settlement_file
        WHERE withdrawn_at IS NULL GROUP BY 1""",
        RAIL,
    ),
    "mbongo_day_behind_seconds": Gauge(
        "Since when the newest day that was added up, or closed, is over; none before the first",
        """SELECT told.step, extract(epoch FROM wallet_now() - told.over) FROM (
            SELECT 'added up' AS step, until AS over FROM day_summed
            UNION ALL SELECT 'closed', (max(day) + 1)::timestamp AT TIME ZONE 'Africa/Douala' FROM closed_day) told
        WHERE told.over IS NOT NULL AND isfinite(told.over)""",
        ("step",),
    ),
    "mbongo_months_ahead_seconds": Gauge(
        "For how long from now on entries have a table of their month",
        "SELECT extract(epoch FROM months_until() - wallet_now())",
    ),
    "mbongo_entries_without_month": Gauge(
        "Entries that lie in no table of a month", "SELECT count(*) FROM entry WHERE posted_at >= months_until()"
    ),
    "mbongo_sims_swapped": Gauge(
        "Owners of wallets who were told in the last day that their SIM was swapped",
        """SELECT count(*) FROM notice WHERE sentence = 'sim_swapped'
        AND written_at > wallet_now() - interval '1 day'""",
    ),
    "mbongo_operations": Gauge(
        "Operations asked in the last minute: done, refused, or not ended yet",
        """SELECT kind, CASE WHEN refused THEN 'refused' WHEN refused IS NULL THEN 'under way' ELSE 'done' END, count(*)
        FROM operation WHERE at > wallet_now() - interval '1 minute' GROUP BY 1, 2""",
        ("kind", "outcome"),
    ),
    "mbongo_webhooks_waiting": Gauge(
        "Events that businesses' endpoints are still to be told",
        "SELECT count(*) FROM event_delivery WHERE state = 'waiting'",
    ),
    "mbongo_webhooks_oldest_seconds": Gauge(
        "Age of the oldest event whose first try is due",
        OVERDUE.format(table="event_delivery", states="('waiting')") + " AND tries = 0",
    ),
    "mbongo_mails_waiting": Gauge(
        "E-mails not yet handed to the server that sends them",
        "SELECT count(*) FROM mail WHERE state IN ('waiting', 'sending')",
    ),
    "mbongo_mails_oldest_seconds": Gauge(
        "Age of the oldest e-mail that is due", OVERDUE.format(table="mail", states="('waiting', 'sending')")
    ),
    "mbongo_bill_searches_oldest_seconds": Gauge(
        "Age of the oldest bill that a biller is to be asked for",
        OVERDUE.format(table="bill_search", states="('waiting', 'asking')"),
    ),
    "mbongo_process_seen_seconds": Gauge(
        "Since when no process of a name, of those seen in the last week, has told the database that it runs",
        """SELECT process, extract(epoch FROM wallet_now() - max(last_at)) FROM key_held
        GROUP BY 1 HAVING max(last_at) > wallet_now() - interval '7 days'""",
        ("process",),
    ),
    "mbongo_cases_open": Gauge(
        "Cases that wait for a person",
        "SELECT kind, count(*) FROM case_file WHERE state = 'open' GROUP BY 1",
        ("kind",),
    ),
    "mbongo_approvals_waiting": Gauge(
        "What one of staff asked, and another is still to approve", "SELECT kind, waiting FROM count_asked()", ("kind",)
    ),
    "mbongo_approvals_oldest_seconds": Gauge(
        "Since when the oldest of it waits; after a day it is nobody's to approve any more",
        "SELECT kind, extract(epoch FROM wallet_now() - since) FROM count_asked()",
        ("kind",),
    ),
    "mbongo_accruals_due": Gauge("Entries not yet rolled up", "SELECT count(*) FROM accrual_due"),
}
