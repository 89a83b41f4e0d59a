"""An operation is claimed by who holds the pepper: a database login alone writes none, and moves nobody's money."""

from collections.abc import Callable
from typing import Any, Final

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.conftest import Database
from tests.wallet.agents.test_cash_outs import TOTAL, AgentsCounter
from tests.wallet.business.test_forged_checkouts import PAY
from tests.wallet.test_trust import NOT_SO, account, move
from tests.world.cashier import Cashier
from tests.world.cast import AWA, BRICE, FATOU, MOUSSA
from tests.world.claimed import claim, claim_said, say
from tests.world.hashed import PEPPER
from tests.world.sealed import KEYS
from tests.world.shop import Shop
from tests.world.wallet_under_test import connect_owner, connect_wallets
from tests.world.world import World
from wallet import ledger
from wallet.core import operation_keys, peppers
from wallet.core.operation_keys import prove
from wallet.core.roles import ProcessKind
from wallet.core.secrets import Secrets
from wallet.ledger import Entry, Transfer
from wallet.people import people
from wallet.perform import Wallet
from wallet.requests.ask_payment import AskPayment, check_asking, find_payer

PROCESSES: Final[tuple[ProcessKind, ...]] = ("web", "worker", "office")
POSTING: Final[tuple[ProcessKind, ...]] = ("web", "worker")
OTHER: Final = "2:a-pepper-that-takes-over-from-it"
TURNED: Final = Secrets.read(f"{OTHER},{PEPPER}")
REFUSED: Final = "permission denied|may not claim an operation|may not change"
WRITTEN: Final = """INSERT INTO operation (key, actor_kind, actor_id, channel, kind, content, reference, at)
    SELECT 'mine', 'person', person_id::text, 'ussd', 'send_money', '{}', 'R-1', wallet_now() FROM phone LIMIT 1"""
BY_HAND: Final = (
    WRITTEN,
    "DELETE FROM operation",
    "UPDATE operation SET actor_id = ''",
    "UPDATE operation SET kind = 'send_money'",
    "SELECT inner_pad FROM operation_key",
    "INSERT INTO operation_key VALUES ('9', decode(repeat('00', 64), 'hex'), decode(repeat('00', 64), 'hex'))",
    "UPDATE operation_key SET inner_pad = outer_pad",
    "DELETE FROM operation_key",
    "SELECT is_proved('1', '', '')",
)


def refused(world: World, process: ProcessKind, *steps: Callable[[Connection], Any], match: str = REFUSED) -> None:
    """Check that a process is refused one of these steps, and that nobody's money moved."""
    before = world.balance(MOUSSA), world.balance(AWA)
    with pytest.raises(DBAPIError, match=match):
        world.do(lambda db: [step(db) for step in steps], process)
    assert (world.balance(MOUSSA), world.balance(AWA)) == before
    world.check()


def take(db: Connection, key: str = "mine") -> None:
    """Move what Moussa holds to Awa, by an operation of this key."""
    move(db, "send_money", key, MOUSSA, AWA)


@pytest.fixture
def rich(world: World) -> World:
    world.credit(MOUSSA, 50_000)
    return world


def mine(world: World, phone: str = MOUSSA) -> str:
    """Return an operation that somebody never asked for."""
    return say("mine", "send_money", ("person", world.actor(phone).person_id))


@pytest.mark.parametrize("statement", BY_HAND)
@pytest.mark.parametrize("process", PROCESSES)
def test_no_process_writes_an_operation_or_a_key(rich: World, process: ProcessKind, statement: str) -> None:
    refused(rich, process, lambda db: db.execute(text(statement)))


@pytest.mark.parametrize("process", POSTING)
def test_with_the_pepper_it_is_claimed_so_it_is_the_proof_that_is_refused(rich: World, process: ProcessKind) -> None:
    said = mine(rich)
    rich.do(lambda db: (claim_said(db, said, prove(KEYS, said)), take(db)), process)
    assert rich.balance(AWA) == 20_000


@pytest.mark.parametrize("process", POSTING)
def test_a_login_without_the_pepper_claims_nothing(rich: World, process: ProcessKind) -> None:
    said = mine(rich)
    for proof in (b"", b"\0" * 32, prove(Secrets.read("1:a-pepper-that-somebody-guessed"), said)):
        refused(rich, process, lambda db, proof=proof: claim_said(db, said, proof), take)
    refused(rich, process, lambda db: claim_said(db, said, prove(KEYS, said), pepper="9"), take, match=NOT_SO)
    refused(rich, process, lambda db: db.execute(text("SELECT set_config('mbongo.operation', 'mine', true)")), take,
            match=NOT_SO)  # fmt: skip


@pytest.mark.parametrize("process", POSTING)
def test_a_proof_is_of_one_operation_whole(rich: World, process: ProcessKind) -> None:
    """Read on its way, it is worth nothing for another person, kind, key or content, nor a second time."""
    said, moussa = mine(rich), ("person", rich.actor(MOUSSA).person_id)
    proof = prove(KEYS, said)
    for other in (
        mine(rich, AWA),
        say("mine", "withdraw_money", moussa),
        say("mine too", "send_money", moussa),
        said.replace('"content": {}', '"content": {"amount": 9}'),
        f"{said} ",
    ):
        refused(rich, process, lambda db, other=other: claim_said(db, other, proof), take)
    rich.do(lambda db: (claim_said(db, said, proof), move(db, "send_money", "mine", MOUSSA, AWA, 10)), process)
    assert rich.do(lambda db: claim_said(db, said, proof, "R-2"), process) is None
    assert rich.balance(AWA) == 10


@pytest.mark.parametrize("process", PROCESSES)
def test_what_an_operation_came_to_is_not_opened_again(world: World, process: ProcessKind) -> None:
    """One that was refused moved nothing: under way again, it would justify what was refused."""
    assert world.send_proven(MOUSSA, AWA, 1_000, "k1").refused, "he has nothing yet"
    refused(world, process, lambda db: db.execute(text("UPDATE operation SET sentence = NULL WHERE key = 'k1'")))
    refused(world, process, lambda db: db.execute(text("UPDATE operation SET sentence = 'done' WHERE key = 'k1'")))


@pytest.mark.parametrize("process", POSTING)
def test_no_process_brings_a_key_of_its_own(rich: World, process: ProcessKind) -> None:
    """Neither beside the one that is kept, nor in its place, nor by a proof of something else."""
    thief = Secrets.read("9:a-pepper-of-a-thief-alone")
    refused(rich, process, lambda db: operation_keys.keep(db, thief))
    refused(
        rich,
        process,
        lambda db: operation_keys.keep(db, Secrets.read("9:a-pepper-of-a-thief-alone,1:a-guess-of-the-pepper")),
    )
    refused(rich, process, lambda db: operation_keys.keep(db, Secrets.read("1:a-pepper-of-a-thief-alone")))
    rich.change("DELETE FROM operation_key")
    refused(rich, process, lambda db: operation_keys.keep(db, thief))  # nor where there is none, once people have money


def test_the_first_key_is_kept_while_nobody_has_a_wallet(database: Database) -> None:
    wallets = connect_wallets(database.urls, pool_size=1)
    empty = World(wallets["worker"], connect_owner(database.owner_url), wallets)
    empty.change("DELETE FROM operation_key")
    empty.open_wallet(BRICE)
    assert empty.column("SELECT pepper FROM operation_key") == ["1"]
    for wallet in wallets.values():
        wallet.engine.dispose()


def test_a_key_that_is_kept_is_not_replaced_even_by_proof_of_another(rich: World) -> None:
    rich.do(lambda db: operation_keys.keep(db, TURNED))
    another = Secrets.read(f"1:a-secret-under-the-id-of-another,{OTHER}")
    rich.do(lambda db: operation_keys.keep(db, another))
    said = mine(rich)
    refused(rich, "web", lambda db: claim_said(db, said, prove(another, said)))
    rich.do(lambda db: claim_said(db, said, prove(KEYS, said)))


def test_the_pepper_turns_under_operations(rich: World) -> None:
    """The new key is kept by proof of the old one; whoever still makes with the old one goes on, and is seen."""

    def send(peppers_: str | Secrets, key: str) -> str:
        secrets = Secrets.read(peppers_) if isinstance(peppers_, str) else peppers_
        wallet = Wallet(rich.wallet_on("ussd").engine, secrets)
        rich.wallets = {**rich.wallets, "web": wallet}
        return rich.send_proven(MOUSSA, AWA, 100, key).sentence

    def kept() -> set[str]:
        return set(rich.column("SELECT pepper FROM operation_key"))

    assert send(f"{PEPPER},{OTHER}", "k1") == "money_sent"
    assert kept() == {"1"}
    assert send(TURNED, "k2") == "money_sent"
    assert kept() == {"1", "2"}
    peppers.move(rich.owner, TURNED)
    assert kept() == {"2"}
    assert send(f"{PEPPER},{OTHER}", "k3") == "money_sent"  # one that was not restarted yet
    assert kept() == {"1", "2"}
    peppers.move(rich.owner, TURNED)
    for stale in (PEPPER, "2:a-secret-under-the-id-of-another"):  # a setting that the owner forgot, or mistyped
        left = peppers.move(rich.owner, Secrets.read(stale)).left
        assert ("the key of operations: its pepper '2' is not ours" in left) == (stale == PEPPER)
        assert kept() == {"2"}
    assert send(OTHER, "k4") == "money_sent"
    with pytest.raises(DBAPIError, match="may not change by which keys"):
        send(PEPPER, "k5")
    refused(rich, "web", lambda db: claim_said(db, mine(rich), prove(KEYS, mine(rich))), take, match=NOT_SO)


@pytest.mark.parametrize("process", POSTING)
def test_a_request_is_paid_by_who_asks_to_pay_it(rich: World, process: ProcessKind) -> None:
    """Its state is a column that a process writes; what takes a wallet's money is the operation of its owner."""
    awa = rich.actor(AWA)
    asking = rich.do(lambda db: check_asking(db, awa.id, find_payer(db, awa.id, MOUSSA), 5_000))
    assert not rich.conclude(awa, AskPayment(asking), "asks").refused
    paid = text("UPDATE request SET state = 'paid', payer_id = CAST(:payer AS uuid), ended_at = wallet_now()")
    key = f"request:{rich.one('SELECT id FROM request')}"
    moussa, other = rich.actor(MOUSSA).person_id, rich.actor(AWA).person_id

    def pay(db: Connection) -> None:
        giver, taker = people.find_by_phone(db, MOUSSA), people.find_by_phone(db, AWA)
        assert giver
        assert taker
        ledger.post_one(
            db, Transfer(key, "pay_request", (Entry(giver.account_id, -5_000), Entry(taker.account_id, 5_000)))
        )

    def say_paid(db: Connection) -> None:
        db.execute(paid, {"payer": moussa})

    refused(rich, process, say_paid, pay, match=NOT_SO)
    refused(rich, process, say_paid, lambda db: claim(db, "mine", "pay_request", ("person", other)), pay, match=NOT_SO)
    refused(rich, process, say_paid, lambda db: claim(db, "mine", "send_money", ("person", moussa)), pay, match=NOT_SO)
    rich.do(lambda db: (say_paid(db), claim(db, "mine", "pay_request", ("person", moussa)), pay(db)), process)
    assert rich.balance(AWA) == 5_000


@pytest.mark.parametrize("process", POSTING)
def test_a_checkout_is_paid_by_who_asks_to_pay_it(rich: World, shop: Shop, process: ProcessKind) -> None:
    one = Cashier.hire(rich, shop).ask(5_000)
    others, own = (("person", rich.actor(phone).person_id) for phone in (AWA, MOUSSA))

    def pay(db: Connection) -> None:
        db.execute(text(PAY), {"id": one.id, "fee": 50, "payment": None})
        legs = (account(db, MOUSSA), -5_000), (shop.merchant.account_id, 4_950), (account(db, "fees"), 50)
        ledger.post_one(db, Transfer(f"checkout:{one.id}", "pay_checkout", tuple(Entry(*leg) for leg in legs)))

    refused(rich, process, pay, match=NOT_SO)
    refused(rich, process, lambda db: claim(db, "mine", "pay_checkout", others), pay, match=NOT_SO)
    rich.do(lambda db: (claim(db, "mine", "pay_checkout", own), pay(db)), process)
    assert rich.balance(MOUSSA) == 45_000


@pytest.mark.parametrize("process", POSTING)
def test_what_waits_for_cash_is_paid_by_its_agent(world: World, process: ProcessKind) -> None:
    counter = AgentsCounter(world)
    assert not counter.ask().refused
    held, commission = world.rows("SELECT held, commission FROM cash_out")[0]
    agents, customers = (("person", world.actor(phone).person_id) for phone in (FATOU, MOUSSA))

    def pay(db: Connection) -> None:
        db.execute(text("UPDATE cash_out SET state = 'paid'"))
        legs = (
            (account(db, "held"), -TOTAL), (counter.agent.float_id, TOTAL),
            (account(db, "commissions"), -commission), (counter.agent.commission_id, commission),
        )  # fmt: skip
        paid = Transfer(
            f"cash_out:{counter.newest}:paid", "pay_cash_out", tuple(Entry(*leg) for leg in legs), ends=held
        )
        ledger.post_one(db, paid)

    refused(world, process, pay, match=NOT_SO)
    refused(world, process, lambda db: claim(db, "mine", "pay_cash_out", customers), pay, match=NOT_SO)
    before = world.balance_of(counter.agent.float_id)
    world.do(lambda db: (claim(db, "mine", "pay_cash_out", agents), pay(db)), process)
    assert world.balance_of(counter.agent.float_id) == before + TOTAL
