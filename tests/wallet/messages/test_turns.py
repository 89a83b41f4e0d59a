"""Texts take turns by sender: whoever texts once is answered before the rest of a flood, and nobody starves."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import Connection, text

from tests.conftest import Database
from tests.world.cast import AWA, BRICE, MOUSSA
from wallet.core.database import connect
from wallet.messages import texts
from wallet.messages.texts import ANSWERED, TextAnswer, TextIn

ids = count(1)


@pytest.fixture
def db(database: Database) -> Iterator[Connection]:
    engine = connect(database.superuser_url, 1)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def hear(db: Connection, *senders: str) -> None:
    for sender in senders:
        assert texts.store(db, f"turn-{next(ids)}", sender, "SOLDE", None, answer=True)


def pass_time(db: Connection, **spent: float) -> None:
    db.execute(text("UPDATE clock_shift SET shift = shift + :spent"), {"spent": timedelta(**spent)})


def answer_all(db: Connection) -> list[str]:
    """Answer what waits, as a worker does. Returns the senders in their order."""
    answered: list[str] = []

    def answer(heard: TextIn) -> TextAnswer:
        answered.append(heard.sender)
        return TextAnswer("balance", ANSWERED)

    while texts.count_try(db) and texts.answer_next(db, answer):
        pass
    return answered


def test_a_persons_own_text_goes_before_all_but_the_first_of_each_flood(db: Connection) -> None:
    hear(db, *[MOUSSA] * 200, *[BRICE] * 200)
    pass_time(db, seconds=5)
    hear(db, AWA)
    order = answer_all(db)
    assert order.index(AWA) == 2
    assert len(order) == 2 * texts.TEXTS_A_MINUTE + 1


def test_whoever_does_not_flood_is_answered_in_the_order_of_texting(db: Connection) -> None:
    for sender in (AWA, MOUSSA, BRICE):
        hear(db, sender)
        pass_time(db, seconds=1)
    assert answer_all(db) == [AWA, MOUSSA, BRICE]
    hear(db, MOUSSA)
    pass_time(db, seconds=1)
    hear(db, AWA)
    assert answer_all(db) == [MOUSSA, AWA], "what was answered keeps nobody waiting"


def test_a_second_text_does_not_wait_for_ever_behind_others_first_ones(db: Connection) -> None:
    hear(db, MOUSSA, MOUSSA)
    for number in range(10):
        pass_time(db, seconds=10)
        hear(db, f"+23767710000{number}")
    assert answer_all(db).index(MOUSSA, 1) <= 4
