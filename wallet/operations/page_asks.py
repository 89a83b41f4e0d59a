"""Questions texted to a number because somebody typed it at a page: whether its wallet pays what is shown there.

Whoever types a number is nobody we know: they learn nothing of it, and its owner is asked seldom, and never instead of
a question of their own that waits.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from wallet.operations import asks
from wallet.operations.actor import Actor
from wallet.operations.use_case import Doing, Quoted
from wallet.people import numbers, people
from wallet.people.people import Person

QUESTION_TEXTED: Final = "checkout_asked"  # an outcome that no phone hears: the same whether a wallet has the number
ASKED_A_DAY: Final = 3  # questions to one number, by all pages
ASKED_MOST: Final = 10  # questions of one page
KEY: Final = "asked at the page of"  # the key of a payment that such a question becomes begins so
TAKEN: Final = text("SELECT key FROM ask WHERE key = ANY(:keys)")
TODAY: Final = text("""SELECT count(*) FROM ask
    WHERE phone = :phone AND starts_with(key, :begins) AND asked_at > wallet_now() - :day""")


def ask(db: Connection, doing: Doing, phone: str, thing_id: str, find_case: Callable[[Person], Quoted | None]) -> None:
    """Text the question of a locked checkout or request to its number, where it may be asked; never say if it was.

    `find_case` returns what the number's owner would agree to, None where they may not pay this.
    """
    numbers.take_turn(db, phone)
    person = people.find_by_phone(db, phone)
    if person is None or person.state != "open" or person.locked_by_owner or person.robbed:
        return
    key, case = find_key(db, thing_id), find_case(person)
    if key and case and may_be_asked(db, phone):
        _ask(db, doing, Actor("person", person.id, person.language, phone), key, case)


def find_key(db: Connection, thing_id: str) -> str | None:
    """Return the key of a locked thing's next question, None after its last one."""
    keys = [f"{KEY} {thing_id} {number}" for number in range(ASKED_MOST)]
    taken = set(db.execute(TAKEN, {"keys": keys}).scalars())
    return next((key for key in keys if key not in taken), None)


def may_be_asked(db: Connection, phone: str) -> bool:
    """True for a number, whose turn is taken, that pages asked seldom today, and on which no other question waits."""
    if asks.is_locked(db, phone) or asks.find_waiting(db, phone):
        return False
    asked = {"phone": phone, "begins": KEY, "day": timedelta(days=1)}
    return int(db.execute(TODAY, asked).scalar_one()) < ASKED_A_DAY


def _ask(db: Connection, doing: Doing, asked: Actor, key: str, case: Quoted) -> None:
    """Text the question, unless its phone asked something itself in this very moment, which then waits alone."""
    question = (case.kind, case.to_content(), f"question_{case.kind}", case.shown)
    try:
        with db.begin_nested():
            asks.ask(db, doing.secrets, asked, key, *question)
    except IntegrityError:
        return
