"""The office writes nothing of people, payments and files but for a login, and what its act is about alone."""

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from local.demo_agent import FLOAT
from local.trial_kinds import lend
from tests.world.cast import ALICE, AWA, BRICE, BRUNO, FATOU, MOUSSA
from tests.world.office import Office
from tests.world.world import World
from wallet import ledger
from wallet.core.grants import read_written as read_grants
from wallet.ledger.check import find_violations
from wallet.people import people
from wallet.sending.send_to_stranger import choose_sending
from wallet.staff import audit, for_logins
from wallet.staff.actions.detach_number import DetachNumber
from wallet.staff.wallets import find_wallet

REFUSED = "mbongo_office may not change"
FREE = {"number_turn", "security_event", "key_held"}  # written without a login: no more than that somebody was there
ELSEWHERE = {"operation", "tariff", "ceiling", "level_rule", "rate", "contest"}  # guarded by a trigger of their own
SCRATCH = {"settlement_line", "settlement_scope", "settlement_verdict", "bank_line_read"}  # emptied by each import
STRANGER = "+237677000099"
SHOP_KEY = """INSERT INTO api_key (id, merchant_id, hint, digest, pepper, live, permissions, version, since)
    SELECT gen_random_uuid(), id, :hint, convert_to(:hint, 'UTF8'), '1', true, '{events:read}', now()::date, now()
    FROM merchant WHERE id = CAST(:shop AS uuid)"""
LINK = """INSERT INTO link (id, merchant_id, title, amount, created_at)
    SELECT gen_random_uuid(), id, 'x', 5, now() FROM merchant"""
BY_HAND = (
    "INSERT INTO settlement_file (rail, sha256, name, imported_at) VALUES ('mtn', 'x', 'x', now())",
    "INSERT INTO settlement_said SELECT 1, 1 WHERE false",
    "UPDATE settlement_row SET stands = false",
    "UPDATE discrepancy SET state = 'gone'",
    "UPDATE request SET state = 'cancelled'",
    "UPDATE claim SET state = 'returned'",
    """INSERT INTO claim (id, phone, hold, channel, language, reference, amount, held_at, due_at)
        VALUES (gen_random_uuid(), '+237677000099', gen_random_uuid(), 'ussd', 'fr', 'R9', 500, now(), now())""",
    "UPDATE cash_out SET state = 'returned'",
    "UPDATE ask SET state = 'dropped'",
    "UPDATE checkout SET state = 'cancelled', ended_at = now()",
    "INSERT INTO sales_digest SELECT gen_random_uuid(), id, now() FROM merchant",
    "UPDATE movement SET till = '1'",
    "UPDATE link SET state = 'closed'",
    "UPDATE pin_reset SET state = 'done'",
    "UPDATE person SET locked_by_owner = true",
    "UPDATE operator SET changed_at = now()",
    "UPDATE payment SET counted = false",
    "UPDATE payment SET handle = 'of another', due_at = now()",
    """INSERT INTO payment_step (payment_id, state, why, raw, at)
        SELECT id, 'created', 'asked for', '', now() FROM payment""",
    """INSERT INTO payment (id, purpose, direction, reference, rail, party_kind, party, channel, person_id, amount,
        created_at, changed_at, due_at) SELECT gen_random_uuid(), 'add_money', 'collect', 'R8', 'mtn', 'phone',
        '+237677000099', 'ussd', id, 500, now(), now(), now() FROM person LIMIT 1""",
    """INSERT INTO notice (id, phone, language, sentence, "values", kind, due_at, written_at, good_until)
        VALUES (gen_random_uuid(), '+237677000099', 'fr', 'x', '{}', 'receipt', now(), now(), now())""",
    """INSERT INTO movement (transfer_id, reference, kind, giver_id, amount, at)
        SELECT gen_random_uuid(), 'R7', 'send_money', id, 500, now() FROM person LIMIT 1""",
    """INSERT INTO case_file (id, kind, detail, opened_at) VALUES (gen_random_uuid(), 'unclaimed', 'x', now())""",
    """INSERT INTO agent_operation (agent_code, reference, kind, amount, at)
        SELECT code, 'R6', 'give_float', 500, now() FROM agent""",
    "UPDATE operation SET sentence = 'something_else'",
    "SELECT open_account('agent_float:654321', 'agent_float')",
    "SELECT open_account('agent_commission:654321', 'agent_commission')",
    "SELECT open_account('merchant:mine', 'merchant')",
)


@pytest.mark.parametrize("statement", BY_HAND)
def test_the_office_writes_nothing_without_a_login(world: World, statement: str) -> None:
    world.appoint_agent()
    world.open_wallet(BRICE)
    world.open_shop(BRICE)
    world.recharge()
    world.change(LINK)
    world.change("""INSERT INTO checkout (id, merchant_id, amount, title, created_at, due_at)
        SELECT gen_random_uuid(), id, 500, 'x', now(), now() FROM merchant""")
    world.change("""INSERT INTO discrepancy (rail, class, payment_id, found_at)
        SELECT 'mtn', 'missing_there', id, now() FROM payment""")
    world.change("""INSERT INTO pin_reset (id, person_id, started_by, started_at)
        SELECT gen_random_uuid(), id, 'alice', now() FROM person LIMIT 1""")
    with pytest.raises(DBAPIError, match=REFUSED):
        world.do(lambda db: db.execute(text(statement)), "office")


@pytest.mark.parametrize("kind", ["agent_float", "agent_commission", "merchant"])
@pytest.mark.parametrize("process", ["web", "worker"])
def test_no_process_opens_an_account_of_an_agent_or_a_shop(world: World, process: str, kind: str) -> None:
    with pytest.raises(DBAPIError, match=f"mbongo_{process} may not change whose accounts there are"):
        world.do(lambda db: ledger.open_account(db, f"{kind}:654321", kind), process)  # type: ignore[arg-type]


def test_whatever_the_office_may_write_is_guarded_or_said_to_be_free() -> None:
    written = {
        one.name for one in read_grants() if one.role == "mbongo_office" and one.privilege in ("insert", "update")
    }
    assert written - {one.table for one in for_logins.read_written()} == FREE | ELSEWHERE | SCRATCH


def begin(world: World, office: Office, kind: str, noted: str, *changes: tuple[str, dict[str, str]]) -> None:
    """Let Alice begin an act, change rows, and note it about something: all by SQL, as the office's role."""
    session = office.sign_in(ALICE).secret

    def do(db: Connection) -> None:
        audit.begin(db, session, kind)
        for statement, values in changes:
            db.execute(text(statement), values)
        audit.note(db, session, kind, noted, {}, {}, "tonight")

    world.do(do, "office")


def test_a_key_is_made_for_the_shop_that_the_act_is_about(world: World, office: Office) -> None:
    shops = []
    for owner, till in ((BRICE, "11111"), (AWA, "22222")):
        world.open_wallet(owner)
        shops.append(world.open_shop(owner, f"Boutique {till}", till).id)
    one, other = ((SHOP_KEY, {"hint": f"sk_live_AAAAA{n}", "shop": shop}) for n, shop in enumerate(shops))
    with pytest.raises(DBAPIError, match=REFUSED):
        begin(world, office, "add_api_key", shops[0], one, other)
    with pytest.raises(DBAPIError, match="has not begun add_api_key"):
        begin(world, office, "add_api_key", shops[0], other)
    begin(world, office, "add_api_key", shops[0], one)
    assert world.column("SELECT merchant_id::text FROM api_key") == [shops[0]]


def test_bills_are_loaded_for_the_shop_that_the_act_is_about(world: World, office: Office) -> None:
    shops = []
    for owner, till in ((BRICE, "11111"), (AWA, "22222")):
        world.open_wallet(owner)
        shops.append(world.open_shop(owner, f"Boutique {till}", till).id)
    bill = """INSERT INTO bill (id, merchant_id, reference, number, amount, known_until, learnt_at)
        SELECT gen_random_uuid(), id, 'R1', '', 500, now(), now() FROM merchant"""
    with pytest.raises(DBAPIError, match="may not change bills"):
        begin(world, office, "load_bills", shops[0], (bill, {}))
    begin(world, office, "load_bills", shops[0], (f"{bill} WHERE id = CAST(:id AS uuid)", {"id": shops[0]}))
    with pytest.raises(DBAPIError, match="has not begun load_bills about"):
        begin(world, office, "load_bills", shops[1], ("UPDATE bill SET amount = 600", {}))


def test_who_appoints_an_agent_raises_and_numbers_nobody_besides(world: World, office: Office) -> None:
    agent = world.appoint_agent()
    awa = world.open_wallet(AWA)
    number = "INSERT INTO phone (number, person_id, since) VALUES ('+237677000099', CAST(:id AS uuid), now())"
    tier = "UPDATE person SET tier = 1, name = 'Alice' WHERE id = CAST(:id AS uuid)"
    for change, person in ((tier, awa.person_id), (number, awa.person_id), (number, agent.person_id)):
        with pytest.raises(DBAPIError, match=r"has not begun appoint_agent|may not change"):
            begin(world, office, "appoint_agent", agent.code, (change, {"id": person}))


@pytest.mark.parametrize("process", ["web", "worker", "office"])
def test_no_wallet_gets_a_second_number(world: World, process: str) -> None:
    world.open_wallet(AWA)
    second = text("INSERT INTO phone (number, person_id, since) SELECT '+237677000099', id, now() FROM person")
    with pytest.raises(DBAPIError, match=r"may not change|permission denied"):
        world.do(lambda db: db.execute(second), process)  # type: ignore[arg-type]


def test_an_act_covers_nothing_after_it_was_noted(world: World, office: Office) -> None:
    world.open_wallet(MOUSSA)
    session = office.sign_in(ALICE).secret

    def do(db: Connection) -> None:
        audit.begin(db, session, "look_at_person")
        audit.note(db, session, "look_at_person", MOUSSA, {}, {}, "tonight")
        db.execute(
            text("INSERT INTO case_file (id, kind, detail, opened_at) VALUES (gen_random_uuid(), 'x', 'x', now())")
        )

    with pytest.raises(DBAPIError, match=REFUSED):
        world.do(do, "office")


def test_nobody_takes_what_waits_in_anothers_name(world: World, office: Office) -> None:
    take = "INSERT INTO taken (name, by_login, at) VALUES ('C1', :login, wallet_now())"
    with pytest.raises(DBAPIError, match="who looks into what waits"):
        begin(world, office, "take_waiting", "C1", (take, {"login": BRUNO}))
    begin(world, office, "take_waiting", "C1", (take, {"login": ALICE}))


def test_a_number_is_detached_with_its_agent_and_its_shop(world: World, office: Office) -> None:
    world.open_wallet(BRICE)
    world.open_shop(BRICE)
    wallet = world.do(lambda db: find_wallet(db, BRICE), "office")
    office.conclude(DetachNumber(wallet, why="sold his SIM"), ALICE)
    assert not office.conclude(office.approval_of(wallet.person_id), BRUNO).refused
    assert world.column("SELECT until IS NULL FROM merchant") == [False]
    agent = world.appoint_agent(FATOU)
    world.do(lambda db: ledger.post_one(db, lend(db, agent.float_id, -FLOAT)))
    wallet = world.do(lambda db: find_wallet(db, FATOU), "office")
    office.conclude(DetachNumber(wallet, why="sold her SIM"), ALICE)
    assert not office.conclude(office.approval_of(wallet.person_id), BRUNO).refused
    assert world.column("SELECT state FROM agent") == ["closed"]


def test_check_says_which_guard_is_off(world: World) -> None:
    world.change("ALTER TABLE request DISABLE TRIGGER of_a_login_update")
    found = world.do(lambda db: find_violations(db, for_logins.INVARIANTS), "read")
    assert [one.detail for one in found] == ["of_a_login_update of request is off"]


def test_the_office_ends_nothing_that_waits_without_a_login(world: World) -> None:
    """Whoever opened a wallet since would have had it; but then an act says so."""
    world.credit(MOUSSA, 50_000)
    world.perform(MOUSSA, choose_sending(world.quote(MOUSSA, STRANGER, 5_000)), "k1")
    world.open_wallet(AWA)
    world.change("UPDATE phone SET number = :stranger WHERE number = :awa", stranger=STRANGER, awa=AWA)
    one, held, size = (world.one(f"SELECT {what} FROM claim") for what in ("id", "hold", "amount + fee + tax"))

    def end(db: Connection) -> None:
        entries = (ledger.Entry(ledger.ours(db, "held"), -size), ledger.Entry(_account_of(db, STRANGER), size))
        ledger.post_one(db, ledger.Transfer(f"claim:{one}", "add_money", entries, ends=held))

    with pytest.raises(DBAPIError, match="mbongo_office may not post add_money"):
        world.do(end, "office")
    world.do(end, "worker")  # so it was the login that was missing


def _account_of(db: Connection, phone: str) -> int:
    person = people.find_by_phone(db, phone)
    assert person
    return person.account_id


@pytest.mark.parametrize("process", ["web", "worker"])
@pytest.mark.parametrize("paid_with", ["gen_random_uuid()", "(SELECT id FROM transfer LIMIT 1)"])
def test_a_checkout_is_not_said_to_be_paid(world: World, process: str, paid_with: str) -> None:
    world.credit(MOUSSA, 50_000)
    world.open_wallet(BRICE)
    world.open_shop(BRICE)
    made = """INSERT INTO checkout (id, merchant_id, amount, title, created_at, due_at{0})
        SELECT gen_random_uuid(), id, 500, 'x', now(), now(){1} FROM merchant"""
    world.change(made.format("", ""))
    paid = f"UPDATE checkout SET state = 'paid', ended_at = now(), paid_with = {paid_with}"
    for statement in (paid, made.format(", state, ended_at, paid_with", f", 'paid', now(), {paid_with}")):
        said = f"mbongo_{process} may not change that a checkout is paid|permission denied"  # to write it so at once
        with pytest.raises(DBAPIError, match=said):
            world.do(lambda db, said=statement: db.execute(text(said)), process)  # type: ignore[arg-type]


LOOKING = (
    """INSERT INTO notice (id, phone, language, sentence, "values", kind, due_at, written_at, good_until)
        VALUES (gen_random_uuid(), '+237677000099', 'fr', 'x', '{}', 'receipt', now(), now(), now())""",
    """INSERT INTO movement (transfer_id, reference, kind, giver_id, amount, at)
        SELECT gen_random_uuid(), 'R7', 'send_money', id, 500, now() FROM person LIMIT 1""",
    """INSERT INTO event (id, merchant_id, kind, object_id, data, at)
        SELECT gen_random_uuid(), id, 'x', '', '{}', now() FROM person""",
    "UPDATE usage SET amount = 0",
    "INSERT INTO case_file (id, kind, detail, opened_at) VALUES (gen_random_uuid(), 'x', 'x', now())",
)


@pytest.mark.parametrize("statement", LOOKING)
def test_whoever_only_looks_at_a_person_writes_nothing(world: World, office: Office, statement: str) -> None:
    world.open_wallet(MOUSSA)
    with pytest.raises(DBAPIError, match=REFUSED):
        begin(world, office, "look_at_person", MOUSSA, (statement, {}))
