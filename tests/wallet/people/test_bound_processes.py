"""The database refuses a taken-over process what its own work with people does not need."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from tests.world.cast import AWA
from tests.world.world import World
from wallet.core.roles import ProcessKind
from wallet.people import sims

NOT_ITS_OWN: dict[ProcessKind, list[str]] = {
    "web": [
        "UPDATE sim SET swapped_at = NULL",
        "UPDATE sim SET checked_at = wallet_now(), heard = 'none'",
        "UPDATE sim SET request_id = 'mine'",
        "INSERT INTO sim (number, checked_at, heard) VALUES ('+237699999999', wallet_now(), 'none')",
    ],
    "worker": [
        "UPDATE sim SET swapped_at = NULL",
        "SELECT hash FROM pin",
        "UPDATE pin SET tries = 0",
        "INSERT INTO pin DEFAULT VALUES",
        "UPDATE person SET tier = 2",
        "UPDATE person SET human_id = gen_random_uuid()",
        "UPDATE person SET robbed = false",
        "UPDATE robbed_lock SET lifted_at = wallet_now()",
        "INSERT INTO person DEFAULT VALUES",
        "INSERT INTO identity DEFAULT VALUES",
        "INSERT INTO pin_reset DEFAULT VALUES",
    ],
    "office": [
        "SELECT hear_sim('+237699999999', 'none', NULL)",
    ],
}
HEAR = text("SELECT hear_sim(:number, 'none', NULL)")


@pytest.mark.parametrize("process", NOT_ITS_OWN)
def test_the_database_refuses_what_a_process_has_no_work_with(world: World, process: ProcessKind) -> None:
    for statement in NOT_ITS_OWN[process]:
        with pytest.raises(ProgrammingError, match="permission denied"):
            world.do(lambda db, statement=statement: db.execute(text(statement)), process)


def hear_as_web(world: World) -> str:
    """Let web write that Awa's SIM was not changed. Returns what is known of it then."""
    world.do(lambda db: db.execute(HEAR, {"number": AWA}), "web")
    return str(world.one("SELECT heard FROM sim WHERE number = :number", number=AWA))


def test_web_keeps_no_word_of_a_sim_but_where_a_worker_waits_for_a_callback(world: World) -> None:
    world.do(lambda db: sims.ask_about(db, AWA), "web")
    assert hear_as_web(world) == ""
    world.do(lambda db: sims.wait_for_callback(db, AWA, "asked by a worker"))
    assert hear_as_web(world) == "none"
    assert hear_as_web(world) == "none"


def test_a_swap_that_was_heard_of_is_unsaid_by_nobody(world: World) -> None:
    world.do(lambda db: sims.ask_about(db, AWA), "web")
    world.do(lambda db: sims.hear(db, AWA, sims.SimAnswer(lately=True)))
    world.do(lambda db: sims.hear(db, AWA, sims.SimAnswer()))
    assert world.one("SELECT count(swapped_at) FROM sim WHERE number = :number", number=AWA) == 1
