"""Nobody is named where nobody need be: in what was asked long ago, what a business heard, what was never paid."""

import json

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.world.cast import AWA, MOUSSA
from tests.world.shop import Shop
from tests.world.world import World
from wallet.core import life
from wallet.core.errors import KeyReused

NAMED = ("+237", "Moussa", "Awa")
TWO_YEARS = 731


def mask(world: World) -> int:
    return int(world.do(life.mask_old))


def mask_all(world: World) -> None:
    while mask(world):
        pass


def operations(world: World) -> str:
    rows = world.rows('SELECT phone, content, "values" FROM operation ORDER BY at')
    return json.dumps([list(row) for row in rows], ensure_ascii=False)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ({"amount": 5, "phone": "+237677000001"}, {"amount": 5, "phone": ""}),
        ({"to": {"recipient_name": "Awa", "person_id": "x"}}, {"to": {"recipient_name": "", "person_id": "x"}}),
        ([{"name": "Awa"}, "kept"], [{"name": ""}, "kept"]),
        ({"number": 17, "state": "paid", "names": ["Awa"]}, {"number": 17, "state": "paid", "names": ["Awa"]}),
        ({}, {}),
        (None, None),
    ],
)
def test_words_that_name_somebody_are_taken_out(world: World, said: object, left: object) -> None:
    asked = text("SELECT without_people(CAST(:said AS jsonb))")
    found = world.do_as_owner(lambda db: db.execute(asked, {"said": json.dumps(said)}).scalar_one())
    assert found == left


def test_an_operation_names_nobody_after_its_time_and_is_done_once_all_the_same(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    world.open_wallet(AWA)
    world.send(MOUSSA, AWA, 5_000, "k1")
    before = world.rows("SELECT key, kind, reference, sentence, refused FROM operation ORDER BY key")
    assert "+237" in operations(world)
    world.pass_time(days=TWO_YEARS - 2)
    mask_all(world)
    assert "+237" in operations(world), "not before"
    world.pass_time(days=3)
    mask_all(world)
    assert not any(word in operations(world) for word in NAMED)
    assert world.rows("SELECT key, kind, reference, sentence, refused FROM operation ORDER BY key") == before
    with pytest.raises(KeyReused):
        world.send(MOUSSA, AWA, 5_000, "k1")
    assert world.one("SELECT count(*) FROM movement WHERE kind = 'send_money'") == 1
    world.check()


def test_it_goes_in_slices_and_a_slice_that_is_lost_is_done_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(life, "AT_ONCE", 2)
    world.credit(MOUSSA, 50_000)
    world.open_wallet(AWA)
    for number in range(5):
        world.send(MOUSSA, AWA, 1_000, f"k{number}")
    world.pass_time(days=TWO_YEARS)

    def lose(db) -> None:  # type: ignore[no-untyped-def]  # as kill -9 does, before it is committed
        life.mask_old(db)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        world.do(lose)
    assert "+237" in operations(world)
    mask_all(world)
    assert "+237" not in operations(world)
    world.check()


def test_nobody_changes_what_an_operation_came_to_by_the_way(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    world.open_wallet(AWA)
    world.send(MOUSSA, AWA, 5_000, "k1")
    unnamed = """UPDATE operation SET "values" = '{}'"""
    for statement in (unnamed, f"{unnamed}, sentence = NULL", "UPDATE operation SET told = NOT told"):
        with pytest.raises(DBAPIError, match="what an operation came to"):
            world.do(lambda db, statement=statement: db.execute(text(statement)))
    world.pass_time(days=TWO_YEARS)
    with pytest.raises(DBAPIError, match="what an operation came to"):
        world.do(lambda db: db.execute(text(f"{unnamed}, sentence = 'other'")))


def test_who_was_to_pay_is_forgotten_where_nobody_paid(world: World, shop: Shop) -> None:
    made = """INSERT INTO checkout (id, merchant_id, amount, title, customer_name, customer_phone, customer_email,
          return_url, created_at, due_at, state, ended_at)
        SELECT gen_random_uuid(), id, 500, :state, 'Awa', '+237699000002', 'awa@poste.cm', 'https://s.cm/awa',
          wallet_now(), wallet_now(), :state, CASE :state WHEN 'open' THEN NULL ELSE wallet_now() END
        FROM merchant LIMIT 1"""
    for state in ("open", "expired", "cancelled"):
        world.change(made, state=state)
    world.change("""INSERT INTO checkout_ask (checkout_id, merchant_id, phone, told, dropped, asked_at)
        SELECT id, merchant_id, '+237699000002', true, false, wallet_now() FROM checkout WHERE state <> 'cancelled'""")
    world.pass_time(days=179)
    mask_all(world)
    assert world.column("SELECT customer_name FROM checkout") == ["Awa"] * 3
    world.pass_time(days=2)
    mask_all(world)
    left = "SELECT state FROM checkout WHERE concat(customer_name, customer_phone, customer_email, return_url) <> ''"
    assert world.column(left) == ["open"]
    asked = "SELECT c.state FROM checkout_ask a JOIN checkout c ON c.id = a.checkout_id"
    assert world.column(asked) == ["open"], "whom it was asked of goes with it"
    assert mask(world) == 0


def test_what_a_business_heard_names_nobody_after_its_time(world: World, shop: Shop) -> None:
    data = json.dumps({"object": "checkout", "customer_phone": AWA, "customer_name": "Awa", "amount": 500})
    world.change(
        """INSERT INTO event (id, merchant_id, kind, object_id, data, at)
        SELECT gen_random_uuid(), id, 'checkout.expired', 'x', CAST(:data AS jsonb), wallet_now()
        FROM merchant LIMIT 1""",
        data=data,
    )
    world.pass_time(days=TWO_YEARS)
    mask_all(world)
    [found] = world.column("SELECT data FROM event WHERE object_id = 'x'")
    assert found == {"object": "checkout", "customer_phone": "", "customer_name": "", "amount": 500}
