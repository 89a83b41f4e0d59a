"""Attacks by SQL, as each process's role: nothing goes to anybody but whom it is justified or agreed to for."""

import uuid
from collections.abc import Sequence

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.wallet.test_trust import account
from tests.world.cast import ALICE, AWA, BRICE, BRUNO, MOUSSA
from tests.world.claimed import claim
from tests.world.office import Office
from tests.world.world import World
from wallet import ledger
from wallet.core.roles import ProcessKind
from wallet.ledger import Entry, Transfer
from wallet.sending.send_to_stranger import choose_sending
from wallet.staff.actions.give_float import GiveFloat

STRANGER = "+237677000099"


def post(db: Connection, key: str, kind: str, legs: Sequence[tuple[int | str, int]], ends: str | None = None) -> None:
    entries = tuple(Entry(account(db, who) if isinstance(who, str) else who, francs) for who, francs in legs)
    ledger.post_one(db, Transfer(key, kind, entries, ends=uuid.UUID(ends) if ends else None))


@pytest.mark.parametrize("process", ["web", "worker", "office"])
def test_cash_out_comes_back_to_its_owner_whole(world: World, process: ProcessKind) -> None:
    world.credit(MOUSSA, 50_000)
    world.open_wallet(AWA)
    agent = world.appoint_agent()

    def hold(db: Connection) -> None:
        claim(db, "held3", "ask_cash_out")
        post(db, "held3", "hold_cash_out", ((MOUSSA, -30_000), ("held", 30_000)))
        db.execute(
            text("""INSERT INTO cash_out (id, reference, agent_code, customer_id, channel, amount, fee, tax, commission,
                held, place, code_digest, state, asked_at, until)
                SELECT gen_random_uuid(), 'R1', :agent, CAST(:customer AS uuid), 'ussd', 30000, 0, 0, 0,
                t.id, 1, '', 'open', wallet_now(), wallet_now() FROM transfer t WHERE key = 'held3'"""),
            {"agent": agent.code, "customer": world.actor(MOUSSA).person_id},
        )

    world.do(hold, "web")
    one, held = (str(world.one(f"SELECT {c} FROM cash_out")) for c in ("id", "held"))

    def attack(db: Connection) -> None:
        post(db, f"cash_out:{one}:returned", "return_cash_out", (("held", -30_000), (MOUSSA, 1), (AWA, 29_999)), held)

    with pytest.raises(DBAPIError, match="may not post"):
        world.do(attack, process)
    assert world.balance(AWA) == 0


def test_float_two_agreed_to_is_not_split(world: World, office: Office) -> None:
    agent = world.appoint_agent()
    world.open_wallet(AWA)
    office.conclude(GiveFloat(agent.code, 7_000, why="bank slip 17"), ALICE)
    approval, session = office.approval_of(agent.code), office.sign_in(BRUNO)
    other = world.do_as_owner(lambda db: ledger.open_account(db, "agent_float:other", "agent_float"))

    def attack(db: Connection) -> None:
        row = {"session": session.secret, "id": approval.request_id, "hash": bytes.fromhex(approval.content_hash)}
        db.execute(text("SELECT approve_staff_request(:session, CAST(:id AS uuid), :hash)"), row)
        post(db, "office:mine", "give_float", (("cash", -7_000), (agent.float_id, 1), (other, 6_999)))

    with pytest.raises(DBAPIError, match="may not post"):
        world.do(attack, "office")


def test_office_alone_gives_a_number_to_nobody(world: World) -> None:
    world.credit(MOUSSA, 50_000)
    world.open_wallet(AWA)
    world.perform(MOUSSA, choose_sending(world.quote(MOUSSA, STRANGER, 5_000)), "k1")
    awa = world.actor(AWA).person_id
    one, held, size = (world.one(f"SELECT {what} FROM claim") for what in ("id", "hold", "amount + fee + tax"))

    def attack(db: Connection) -> None:
        db.execute(
            text("INSERT INTO phone (number, person_id, since) VALUES (:n, CAST(:p AS uuid), wallet_now())"),
            {"n": STRANGER, "p": awa},
        )
        post(db, f"claim:{one}", "add_money", (("held", -size), (AWA, size)), str(held))

    with pytest.raises(DBAPIError, match="may not change"):
        world.do(attack, "office")
    assert world.balance(AWA) == 0


@pytest.mark.parametrize("process", ["web", "worker", "office"])
def test_nobodys_number_ends(world: World, process: ProcessKind) -> None:
    world.open_wallet(AWA)
    with pytest.raises(DBAPIError, match="may not change"):
        world.do(lambda db: db.execute(text("UPDATE phone SET until = wallet_now(), passed_on = true")), process)


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("close_wallet", "UPDATE person SET state = 'closed'"),
        ("identify_person", "UPDATE person SET tier = 1, name = 'Alice'"),
        ("identify_person", "UPDATE person SET human_id = gen_random_uuid()"),
        ("lock_customer", "UPDATE person SET robbed = true, locked_by_owner = true"),
        ("close_wallet", "UPDATE agent SET state = 'closed'"),
        ("close_wallet", "UPDATE merchant SET until = wallet_now()"),
    ],
)
def test_the_office_claims_no_operation_in_a_persons_name(world: World, kind: str, change: str) -> None:
    world.appoint_agent(MOUSSA)
    world.open_wallet(BRICE)
    world.open_shop(BRICE)

    table = change.split()[1]
    owner = {"agent": "person_id", "merchant": "owner_id"}.get(table, "id")
    change += f" WHERE {owner}::text = (SELECT actor_id FROM operation WHERE key = 'mine')"

    def attack(db: Connection) -> None:
        asker = db.execute(text(f"SELECT {owner}::text FROM {table} LIMIT 1")).scalar_one()
        claim(db, "mine", kind, ("person", asker))
        db.execute(text(change))

    with pytest.raises(DBAPIError, match="mbongo_office may not change"):
        world.do(attack, "office")


HAND = (
    """INSERT INTO api_key (id, merchant_id, hint, digest, pepper, live, version, since)
        SELECT gen_random_uuid(), id, 'sk_live_AAAAAA', '', '1', true, now()::date, now() FROM merchant""",
    """INSERT INTO person (id, name, account_id, joined_at)
        SELECT gen_random_uuid(), 'x', open_account('customer:x', 'customer'), now()""",
    """INSERT INTO robbed_lock (id, person_id, locked_by, locked_at)
        SELECT gen_random_uuid(), id, 'alice', now() FROM person LIMIT 1""",
    """INSERT INTO link (id, merchant_id, title, amount, created_at)
        SELECT gen_random_uuid(), id, 'x', 5, now() FROM merchant""",
)


@pytest.mark.parametrize("statement", HAND)
def test_the_office_writes_nothing_by_hand_that_a_login_does(world: World, statement: str) -> None:
    world.open_wallet(BRICE)
    world.open_shop(BRICE)
    with pytest.raises(DBAPIError, match="mbongo_office may not change"):
        world.do(lambda db: db.execute(text(statement)), "office")
