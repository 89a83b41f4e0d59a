"""Prompts on phones by others' asking: few a day for one number, none for a month after its owner refused two."""

from datetime import timedelta
from typing import Final

from sqlalchemy import Connection, text

from wallet.core.errors import Refused
from wallet.payments.rails import ROWS
from wallet.payments.stops import STOPPED
from wallet.people import numbers

PROMPTS_A_DAY: Final = 3
REFUSALS: Final = 2
# Failures known not to be a person saying no, in our word or the operators'; of an unknown one, the person is believed.
NOT_REFUSED: Final = sorted({"unavailable", STOPPED}.union(*(rail.not_refusals for rail in ROWS)))
REFUSED_FOR: Final = timedelta(days=30)
ASKED_OF_THEM: Final = """SELECT count(*) FROM payment WHERE party_kind = 'phone' AND party = :phone
    AND direction = 'collect' AND (purpose IN ('add_money', 'pay_checkout')
      OR purpose = 'pay_request' AND channel = 'web')"""
# Who types a number at a page is nobody we know; a stranger's own phone is the one that dials.
PROMPTS: Final = text(f"""{ASKED_OF_THEM} AND created_at > wallet_now() - :day AND (asked_by IS NULL AND channel = 'web'
    OR asked_by NOT IN (SELECT person_id FROM phone WHERE number = :phone AND until IS NULL))""")  # noqa: S608 - constants
REFUSED: Final = text(f"""{ASKED_OF_THEM} AND state = 'failed'
    AND reason <> ALL(:not_refused) AND created_at > wallet_now() - :month""")


def check_prompts(db: Connection, payer: str) -> None:
    """Limit prompts to a phone, in turn: three a day, none for a month after two refusals. Raises Refused."""
    numbers.take_turn(db, payer)
    row = {"phone": payer, "day": timedelta(days=1), "month": REFUSED_FOR, "not_refused": NOT_REFUSED}
    prompts = db.execute(PROMPTS, row).scalar_one()
    refusals = db.execute(REFUSED, row).scalar_one()
    if prompts >= PROMPTS_A_DAY or refusals >= REFUSALS:
        raise Refused("refusal.prompts")
