"""No process alone lifts what takes two logins to lift: tried by SQL, as each process's role."""

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.world.cast import ALICE, AWA, BRICE, MOUSSA
from tests.world.office import Office
from tests.world.world import World
from wallet import ledger
from wallet.core.roles import ProcessKind
from wallet.staff import audit

LIFTED: list[tuple[str, str, tuple[ProcessKind, ...]]] = [
    ("UPDATE person SET state = 'frozen'", "UPDATE person SET state = 'open'", ("web", "worker", "office")),
    ("UPDATE person SET state = 'frozen'", "UPDATE person SET state = 'closed'", ("web", "worker", "office")),
    ("", "UPDATE person SET state = 'closed'", ("web", "worker", "office")),
    ("", "UPDATE person SET state = 'frozen'", ("web", "worker", "office")),
    ("", "UPDATE person SET robbed = true, locked_by_owner = true", ("office",)),
    ("", "UPDATE agent SET state = 'suspended'", ("web", "worker", "office")),
    ("", "UPDATE agent SET state = 'closed'", ("web", "worker", "office")),
    ("", "UPDATE operator SET maintenance = true", ("office",)),
    ("", "INSERT INTO identity SELECT id, 'cni', 'X1', name, 'alice', now() FROM person LIMIT 1", ("office",)),
    ("", """INSERT INTO agent SELECT '654321', person_id, float_id, commission_id, 0, 0, NULL, 'open', now()
        FROM agent""", ("office",)),
    ("", """INSERT INTO pin_reset (id, person_id, started_by, started_at)
        SELECT gen_random_uuid(), id, 'alice', now() FROM person LIMIT 1""", ("office",)),
    ("SHOP", "INSERT INTO merchant SELECT gen_random_uuid(), owner_id, 'x', account_id, '', now() FROM merchant",
     ("office",)),
    ("SHOP", "INSERT INTO till SELECT '99999', id, now() FROM merchant", ("office",)),
    ("SHOP", "UPDATE merchant SET until = now()", ("office",)),
    ("SHOP", "UPDATE merchant SET biller = 'ENEO'", ("office",)),
    ("SHOP", """INSERT INTO bill (id, merchant_id, reference, number, amount, known_until, learnt_at)
        SELECT gen_random_uuid(), id, 'R1', '', 500, now(), now() FROM merchant""", ("office",)),
    ("INSERT INTO settlement_file (rail, sha256, name, imported_at) VALUES ('mtn', 'x', 'x', now())",
     "UPDATE settlement_file SET withdrawn_at = now()", ("office",)),
    ("", """INSERT INTO bank_account (rib, currency, profile, title, added_at)
        VALUES ('10005000010000000012319', 'XAF', 'csv', 'x', now())""", ("office",)),
    ("BANK", """INSERT INTO bank_file (account_id, sha256, name, imported_at)
        SELECT account_id, 'y', 'y', now() FROM bank_file""", ("office",)),
    ("BANK", "UPDATE bank_line SET state = 'matched', how = 'person', checkout_id = gen_random_uuid()", ("office",)),
    ("BANK", "UPDATE bank_line SET state = 'suggested', how = 'rf', checkout_id = gen_random_uuid()", ("office",)),
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
    "BANK": """WITH a AS (INSERT INTO bank_account (rib, currency, profile, title, added_at)
          VALUES ('10002000300277976315008', 'XAF', 'csv', 'Trust', now()) RETURNING id),
        f AS (INSERT INTO bank_file (account_id, sha256, name, imported_at) SELECT id, 'x', 'x', now() FROM a
          RETURNING id, account_id)
        INSERT INTO bank_line (account_id, identity, nth, file_id, statement, line, booked_on, value_on, amount,
          bank_reference, end_to_end_id, rf, name, party_account, words, reverses, returned, rf_codes, text_codes)
        SELECT account_id, gen_random_uuid(), 1, id, '', 1, now(), now(), 5, '', '', '', '', '', '', false, '', '{}',
          '{}' FROM f""",
    "CASE": "SELECT 1",
    "SHOP": "SELECT 1",
}


@pytest.mark.parametrize(("held", "lift", "processes"), LIFTED)
def test_what_holds_is_lifted_by_no_process_alone(
    world: World, held: str, lift: str, processes: tuple[ProcessKind, ...]
) -> None:
    world.credit(MOUSSA, 50_000)
    world.appoint_agent()
    world.open_wallet(BRICE)
    world.open_shop(BRICE)
    world.change(
        "INSERT INTO case_file (id, kind, detail, opened_at) VALUES (gen_random_uuid(), 'document_twice', 'x', now())"
    )
    if held:
        world.change(BEFORE.get(held, held))
    for process in processes:
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


FREEZE = "UPDATE person SET state = 'frozen' WHERE id = CAST(:id AS uuid)"


def test_what_one_login_does_is_noted_about_whom_it_was_done_and_once(world: World, office: Office) -> None:
    """The office's role with a session of Alice's: it freezes whom the trail says, and nobody besides."""
    session = office.sign_in(ALICE).secret
    moussa, awa = (world.open_wallet(phone).person_id for phone in (MOUSSA, AWA))

    def freeze(db: Connection, *frozen: str, noted: str = "") -> None:
        audit.begin(db, session, "freeze_wallet")
        for one in frozen:
            db.execute(text(FREEZE), {"id": one})
        if noted:
            audit.note(db, session, "freeze_wallet", noted, {}, {}, "a forged ID")

    for frozen, noted, said in (
        ((moussa,), awa, f"alice has not begun freeze_wallet about {awa}"),
        ((moussa, awa), moussa, "may not change the state of a wallet"),
        ((moussa,), "", "staff_doing_act_id_fkey"),
    ):
        with pytest.raises(DBAPIError, match=said):
            world.do(lambda db, one=frozen, two=noted: freeze(db, *one, noted=two), "office")
    with pytest.raises(DBAPIError, match="has not begun"):
        world.do(lambda db: audit.note(db, session, "freeze_wallet", moussa, {}, {}, "a forged ID"), "office")
    world.do(lambda db: freeze(db, moussa, noted=moussa), "office")
    assert world.column("SELECT id::text FROM person WHERE state = 'frozen'") == [moussa]


def test_an_act_of_one_kind_lets_no_other_through(world: World, office: Office) -> None:
    session = office.sign_in(ALICE).secret
    world.appoint_agent()

    def suspend(db: Connection) -> None:
        audit.begin(db, session, "freeze_wallet")
        db.execute(text("UPDATE agent SET state = 'suspended'"))

    with pytest.raises(DBAPIError, match="may not change the state of an agent"):
        world.do(suspend, "office")


@pytest.mark.parametrize("kind", ["unfreeze_wallet", "settle_payment", "set_role"])
def test_what_takes_two_is_not_begun_by_one(world: World, office: Office, kind: str) -> None:
    session = office.sign_in(ALICE).secret
    with pytest.raises(DBAPIError, match=f"{kind} takes_two logins"):
        world.do(lambda db: audit.begin(db, session, kind), "office")
