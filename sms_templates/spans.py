"""Spans of time, as sentences name them: each number is taken from the one place that the code counts by."""

from datetime import timedelta
from typing import Final

from wallet.accounts import closing_payout, page_codes
from wallet.agents import cash_outs
from wallet.business import bills
from wallet.members import invitations, new_passwords
from wallet.messages import texts
from wallet.operations import asks, movements
from wallet.payouts import settlement_accounts
from wallet.people import pin_resets, sims
from wallet.requests import payment_requests
from wallet.sending import claims
from wallet.topups import recharges

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def count_whole(span: timedelta, unit: timedelta) -> str:
    """Return how many units a span is. Raises ValueError where it is not a whole number of them."""
    if span % unit:
        raise ValueError(f"{span} is no whole number of {unit}: sentences would say it wrongly")
    return str(span // unit)


SPANS: Final = {
    "answer_minutes": count_whole(asks.GOOD_FOR, MINUTE),
    "help_minutes": count_whole(texts.HELP_SPAN, MINUTE),
    "late_minutes": count_whole(texts.TOO_OLD, MINUTE),
    "cash_out_minutes": count_whole(cash_outs.GOOD_FOR, MINUTE),
    "request_hours": count_whole(payment_requests.WAITS, HOUR),
    "bill_hours": count_whole(bills.GOOD_FOR, HOUR),
    "pin_reset_hours": count_whole(pin_resets.GOOD_FOR, HOUR),
    "sim_hours": count_whole(sims.WATCHED, HOUR),
    "contest_hours": count_whole(movements.CONTESTED_WITHIN, HOUR),
    "cash_in_hours": count_whole(closing_payout.AFTER_CASH_IN, HOUR),
    "page_code_minutes": count_whole(page_codes.GOOD_FOR, MINUTE),
    "page_hours": count_whole(recharges.WAITS, HOUR),
    "password_minutes": count_whole(new_passwords.GOOD_FOR, MINUTE),
    "invitation_days": count_whole(invitations.GOOD_FOR, DAY),
    "settlement_hours": count_whole(settlement_accounts.WAITS, HOUR),
    "claim_days": count_whole(claims.WAITS, DAY),
}
