"""Sends taken back are counted by the day they were taken back, whichever day they were sent."""

from sqlalchemy import Connection

from tests.world.cast import MOUSSA
from tests.world.world import World
from wallet.operations.use_case import Quoted
from wallet.sending.cancel_send import A_DAY, CancelSend, find_waiting_send
from wallet.sending.send_money import find_recipient, quote_sending
from wallet.sending.send_to_stranger import choose_sending


def test_a_fourth_of_one_day_is_refused(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    moussa = world.actor(MOUSSA).person_id
    for n in range(A_DAY + 1):

        def quote(db: Connection, phone: str = f"+2376770012{n:02}") -> Quoted:
            return choose_sending(quote_sending(db, moussa, find_recipient(db, moussa, phone), 1_000))

        assert world.conclude(MOUSSA, world.do(quote), f"s{n}").sentence == "money_sent_to_stranger"
    world.pass_time(hours=25)
    said = []
    for n, claim in enumerate(world.column("SELECT id::text FROM claim")):
        case = CancelSend(world.do(lambda db, one=claim: find_waiting_send(db, moussa, one)))
        said.append(world.conclude(MOUSSA, case, f"c{n}").sentence)
    assert said == ["send_cancelled"] * A_DAY + ["refusal.cancelled_enough"]
