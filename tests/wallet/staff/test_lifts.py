"""No process alone lifts what takes two logins to lift: tried by SQL, as each process's role."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.world.cast import AWA, BRICE, MOUSSA
from tests.world.world import World
from wallet import ledger
from wallet.core.roles import ProcessKind

LIFTED: list[tuple[str, str, tuple[ProcessKind, ...]]] = [
    ("UPDATE person SET state = 'frozen'", "UPDATE person SET state = 'open'", ("web", "worker", "office")),
    ("UPDATE person SET state = 'frozen'", "UPDATE person SET state = 'closed'", ("web", "worker", "office")),
    ("", "UPDATE person SET state = 'closed'", ("web", "worker", "office")),
    ("", "UPDATE person SET state = 'frozen'", ("web", "worker")),
    ("", "UPDATE person SET tier = 2", ("web", "worker", "office")),
    ("", "UPDATE person SET name = 'Alice'", ("web", "worker", "office")),
    ("UPDATE person SET tier = 2", "UPDATE person SET tier = 1", ("web", "worker", "office")),
    ("", "UPDATE person SET human_id = gen_random_uuid()", ("web", "worker", "office")),
    ("", "INSERT INTO person SELECT gen_random_uuid(), 'x', 2, 'fr', 'open', false, false, 0, now()",
     ("web", "worker", "office")),
    ("UPDATE person SET robbed = true, locked_by_owner = true", "UPDATE person SET robbed = false",
     ("web", "worker", "office")),
    ("LOCK", "UPDATE robbed_lock SET lifted_by = 'alice', lifted_at = now()", ("web", "worker", "office")),
    ("UPDATE agent SET state = 'suspended'", "UPDATE agent SET state = 'open'", ("web", "worker", "office")),
    ("", "UPDATE merchant SET until = now()", ("web", "worker")),
    ("UPDATE merchant SET until = now()", "UPDATE merchant SET until = NULL", ("web", "worker", "office")),
    ("CASE", "UPDATE case_file SET state = 'closed'", ("office",)),
    ("UPDATE case_file SET state = 'closed'", "UPDATE case_file SET state = 'open'", ("office",)),
]  # fmt: skip
BEFORE = {
    "LOCK": """INSERT INTO robbed_lock (id, person_id, locked_by, locked_at)
        SELECT gen_random_uuid(), id, 'alice', now() FROM person LIMIT 1""",
    "CASE": "SELECT 1",
}


@pytest.mark.parametrize(
    ("held", "lift", "process"), [(held, lift, process) for held, lift, by in LIFTED for process in by]
)
def test_what_holds_is_lifted_by_no_process_alone(world: World, held: str, lift: str, process: ProcessKind) -> None:
    world.credit(MOUSSA, 50_000)
    world.appoint_agent()
    world.open_wallet(BRICE)
    world.open_shop(BRICE)
    world.change(
        "INSERT INTO case_file (id, kind, detail, opened_at) VALUES (gen_random_uuid(), 'document_twice', 'x', now())"
    )
    if held:
        world.change(BEFORE.get(held, held))
    with pytest.raises(DBAPIError, match=f"mbongo_{process} may not change|permission denied"):
        world.do(lambda db: db.execute(text(lift)), process)


def test_an_operation_that_has_ended_or_is_of_another_kind_lifts_nothing(world: World) -> None:
    """The transaction names an operation as its own: it must be under way, and of the kind that may."""
    world.send(MOUSSA, AWA, 1_000, "k1")
    for key in world.column("SELECT key FROM operation"):
        with pytest.raises(DBAPIError, match="may not change the state of a wallet"):
            world.do(
                lambda db, key=key: db.execute(
                    text("""WITH named AS MATERIALIZED (SELECT set_config('mbongo.operation', :key, true))
                        UPDATE person SET state = 'closed' FROM named WHERE set_config <> ''"""),
                    {"key": key},
                ),
                "web",
            )


@pytest.mark.parametrize("process", ["web", "worker", "office"])
def test_nobody_elses_empty_account_is_closed(world: World, process: ProcessKind) -> None:
    """Whoever is paid into a closed account is refused, so it closes with its wallet, agent or shop."""
    agent = world.appoint_agent()
    world.open_wallet(BRICE)
    accounts = [
        world.one("SELECT account_id FROM person WHERE id = CAST(:id AS uuid)", id=world.actor(AWA).person_id),
        agent.float_id,
        agent.commission_id,
        world.open_shop(BRICE).account_id,
    ]
    for account in accounts:
        with pytest.raises(DBAPIError, match=f"mbongo_{process} may not change an account in use"):
            world.do(lambda db, account=account: ledger.close_account(db, account), process)
    assert not world.column("SELECT code FROM account WHERE closed_at IS NOT NULL")
