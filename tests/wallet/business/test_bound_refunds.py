"""A taken-over web app tries to forge refunds and keys: the number that waits, what went back, whose key; it cannot."""

from uuid import UUID

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.wallet.business.test_refund_checkout import by_rail, give_back
from tests.world.cashier import Cashier
from tests.world.cast import ALICE, BRUNO, MOUSSA, STRANGER
from tests.world.office import Office
from tests.world.program import give_key
from tests.world.shop import Shop
from tests.world.world import World
from wallet import ledger
from wallet.business import api_keys
from wallet.core.roles import ProcessKind
from wallet.people import people

ROBBER = "+237677000098"
DIGEST = "SELECT digest FROM api_key"


@pytest.fixture
def cashier(world: World, shop: Shop) -> Cashier:
    return Cashier.hire(world, shop)


@pytest.mark.parametrize("process", ["web", "worker"])
@pytest.mark.parametrize("late", [True, False], ids=["paid too late", "given back"])
def test_what_waits_for_the_number_that_paid_is_no_other_numbers(
    world: World, cashier: Cashier, process: ProcessKind, late: bool
) -> None:
    one = by_rail(cashier, "cinetpay", STRANGER)
    give_back(cashier, one, 1_000)
    hold, size = world.one("SELECT hold FROM claim"), 1_000
    world.change("DELETE FROM claim")  # as if whoever is that process had written another in its place
    world.open_wallet(ROBBER, "Zita Bih")
    if late:
        world.change("ALTER TABLE transfer DISABLE TRIGGER ALL")
        world.change(
            """UPDATE transfer SET kind = 'keep_late_payment', key = concat('payment:', p.id, CAST(:end AS text))
            FROM payment p WHERE transfer.id = :hold""",
            hold=hold, end=":kept",
        )  # fmt: skip
    for number in (ROBBER, STRANGER):
        if number == STRANGER:
            world.change("UPDATE phone SET number = :stranger WHERE number = :robber", stranger=STRANGER, robber=ROBBER)

        def take(db: Connection, number: str = number) -> None:
            _claim(db, hold, size, number)

        if number == ROBBER:
            with pytest.raises(DBAPIError, match=f"mbongo_{process} may not post add_money"):
                world.do(take, process)
        else:
            world.do(take, process)  # so it was the number
    assert world.balance(STRANGER) == size


def _claim(db: Connection, hold: UUID, size: int, number: str) -> None:
    one = "00000000-0000-0000-0000-000000000007"
    db.execute(
        text("""INSERT INTO claim (id, phone, hold, channel, language, reference, amount, held_at, due_at)
            VALUES (CAST(:id AS uuid), :phone, :hold, 'web', 'fr', 'R7', :size, now(), now())"""),
        {"id": one, "phone": number, "hold": hold, "size": size},
    )
    person = people.find_by_phone(db, number)
    assert person
    entries = (ledger.Entry(ledger.ours(db, "held"), -size), ledger.Entry(person.account_id, size))
    ledger.post_one(db, ledger.Transfer(f"claim:{one}", "add_money", entries, ends=hold))


@pytest.mark.parametrize("process", ["web", "worker", "office"])
@pytest.mark.parametrize("statement", [
    "UPDATE checkout SET refunded = 0",
    "UPDATE checkout SET amount = 1",
    "UPDATE api_key SET digest = '\\x00', pepper = '1'",
    DIGEST,
])  # fmt: skip
def test_no_process_counts_what_went_back_or_reads_what_keys_are_compared_with(
    world: World, process: ProcessKind, statement: str
) -> None:
    with pytest.raises(DBAPIError, match="permission denied"):
        world.do(lambda db: db.execute(text(statement)), process)


@pytest.mark.parametrize(("process", "said"), [
    ("web", "permission denied"), ("worker", "permission denied"), ("office", "api_key, which a login does"),
])  # fmt: skip
@pytest.mark.parametrize("permissions", ["{}", "{refunds:write}", "{events:read}"])
def test_no_process_says_what_a_key_may(
    world: World, shop: Shop, process: ProcessKind, said: str, permissions: str
) -> None:
    give_key(world, shop.merchant.id)
    asked = {"permissions": permissions}
    with pytest.raises(DBAPIError, match=said):
        world.do(
            lambda db: db.execute(text("UPDATE api_key SET permissions = CAST(:permissions AS text[])"), asked), process
        )


def test_a_key_is_moved_by_whoever_brings_it_alone(world: World, shop: Shop) -> None:
    key = give_key(world, shop.merchant.id)
    kept = _digests(world)

    def forge(db: Connection) -> None:
        asked = {"mine": b"mine", "guess": b"guessed"}
        assert not db.execute(text("SELECT FROM use_api_key(ARRAY[CAST(:mine AS bytea), :guess], '9')"), asked).all()

    world.do(forge, "web")
    assert _digests(world) == kept
    found = world.do(lambda db: api_keys.find(db, world.wallet.secrets, key), "web")
    assert found
    assert found.merchant_id == shop.merchant.id
    assert world.column("SELECT used_at IS NOT NULL FROM api_key") == [True]


def _digests(world: World) -> list[bytes]:
    with world.owner.begin() as db:
        return [bytes(one) for one in db.execute(text(DIGEST)).scalars()]


def test_a_checkout_of_who_reads_one_text_a_day_is_settled_by_hand(
    world: World, cashier: Cashier, office: Office
) -> None:
    world.change("UPDATE merchant SET texts = 'daily'")
    one = cashier.ask(5_000)
    cashier.prompt(one, MOUSSA, "c1", "orange")
    world.change("UPDATE payment SET state = 'review'")
    reference = world.payment_reference
    office.settle(reference, "succeeded", ALICE)
    office.approve(reference, BRUNO)
    assert cashier.read(one).state == "paid"
    assert world.one("SELECT count(*) FROM sales_digest") == 1
