"""Money added at a page: the first success credits, any other goes back; the database lets nothing else be posted."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.world.cast import AWA, BRICE, MOUSSA, STRANGER
from tests.world.scripted_rail import ScriptedRail
from tests.world.world import World
from wallet import ledger
from wallet.core.errors import Misread, NotNow, QuoteChanged
from wallet.ledger import Entry, Transfer
from wallet.operations import pay_addresses
from wallet.operations.actor import Actor
from wallet.operations.use_case import Outcome, UseCase
from wallet.payments import operators
from wallet.payments.orders import Confirmation, News
from wallet.people import people
from wallet.prices import quotes
from wallet.purposes.settle import settle
from wallet.topups import recharges
from wallet.topups.add_money import AddMoney, find_beneficiary, quote_recharge
from wallet.topups.open_recharge import quote_page
from wallet.topups.pay_recharge import EVER_MOST, PayRecharge
from wallet.topups.recharges import ASKED_A_DAY, Recharge

CENTS, FRANCS = 763, 5_000  # by the parity
PAID = Confirmation("succeeded", CENTS, None, "EUR")
PAGES = ("flutterwave", "paypal", "cinetpay")


@pytest.fixture
def paged(world: World) -> World:
    """Give a world where cards are taken too."""
    world.rails |= {rail: ScriptedRail() for rail in PAGES}
    return world


def open_page(world: World, asker: str = MOUSSA, to: str = "", amount: int = FRANCS, key: str = "o1") -> Recharge:
    actor = world.actor(asker)
    case = world.do(lambda db: quote_page(db, actor.person_id, to or asker, amount))
    said = world.perform(actor, case, key, "web")
    assert said.sentence == "recharge_opened", said
    return world.do(lambda db: recharges.get(db, said.values["page_of"].removeprefix("recharge:")))


def pay(world: World, one: Recharge, key: str, rail: str = "flutterwave", phone: str = "", quote: str = "") -> Outcome:
    case = PayRecharge(one.id, one.owner_id, one.amount, rail, phone, quote)
    return world.perform(Actor("payer", one.id, "fr"), case, key, "web")


def quote_euros(world: World, one: Recharge) -> str:
    return world.do(lambda db: quotes.make_quote(db, "EUR", one.amount, one.id), "web").id


def state_of(world: World, one: Recharge) -> str:
    return world.do(lambda db: recharges.get(db, one.id)).state


def test_a_card_credits_the_wallet_its_owner_hears_and_the_books_hold(paged: World) -> None:
    one = open_page(paged)
    assert pay(paged, one, "p1").sentence == "recharge_page_asked"
    paged.work("pending", rail="flutterwave")
    paged.pass_time(60)
    paged.work("succeeded", rail="flutterwave")
    assert (paged.balance(MOUSSA), state_of(paged, one)) == (FRANCS, "paid")
    assert paged.receipts() == ["add_money_succeeded"]
    assert paged.balance_of("operator_float:flutterwave") == -FRANCS
    paged.check()


def test_the_payer_comes_back_to_the_page_of_the_recharge(paged: World, public_url: str) -> None:
    one = open_page(paged)
    pay(paged, one, "p1")
    paged.work("pending", rail="flutterwave")
    address = paged.do(lambda db: pay_addresses.get_of(db, "recharge", one.id))
    assert f"{public_url}/pay/{address.token}?p=" in paged.rails["flutterwave"].comes_back_to


@pytest.mark.parametrize("rail", ["flutterwave", "paypal"])
def test_euros_credit_another_s_wallet_and_both_hear(paged: World, rail: str) -> None:
    one = open_page(paged, to=AWA)
    assert not pay(paged, one, "p1", rail, quote=quote_euros(paged, one)).refused
    paged.work("pending", rail=rail)
    paged.pass_time(60)
    paged.work(PAID, rail=rail)
    assert paged.balance(AWA) == FRANCS
    assert paged.balance_of(f"operator_float:{rail}:EUR") == -CENTS
    assert (paged.texts_to(AWA), paged.texts_to(MOUSSA)) == (["add_money_given"], ["add_money_done_for"])
    paged.check()


@pytest.mark.parametrize("rail", ["flutterwave", "paypal"])
def test_a_second_success_goes_back_to_the_cent_and_is_told(paged: World, rail: str) -> None:
    one = open_page(paged)
    for key in ("p1", "p2"):
        pay(paged, one, key, rail, quote=quote_euros(paged, one))
    paged.work("pending", "pending", rail=rail)
    paged.pass_time(60)
    paged.work(PAID, PAID, rail=rail)
    assert paged.balance(MOUSSA) == FRANCS
    paged.work("pending", rail=rail)
    paged.check("hold_late_payment")
    paged.pass_time(60)
    paged.work(PAID, rail=rail)
    assert paged.balance_of(f"operator_float:{rail}:EUR") == -CENTS
    assert paged.receipts() == ["add_money_succeeded", "recharge_goes_back", "recharge_given_back"]
    used = paged.one("SELECT sum(amount) FROM usage WHERE direction = 'in'")
    assert used == FRANCS, "what went back takes no room"
    paged.check("hold_late_payment")


def test_where_the_rail_gives_nothing_back_whoever_asked_has_it(paged: World) -> None:
    one = open_page(paged, to=AWA)
    for key in ("p1", "p2"):
        pay(paged, one, key, "cinetpay")
    paged.work("pending", "pending", rail="cinetpay")
    paged.pass_time(60)
    paged.work("succeeded", "succeeded", rail="cinetpay")
    assert (paged.balance(AWA), paged.balance(MOUSSA)) == (FRANCS, FRANCS)
    paged.check()


def test_a_return_that_fails_is_kept_for_whoever_asked(paged: World) -> None:
    one = open_page(paged, to=AWA)
    for key in ("p1", "p2"):
        pay(paged, one, key)
    paged.work("pending", "pending", rail="flutterwave")
    paged.pass_time(60)
    paged.work("succeeded", "succeeded", rail="flutterwave")
    paged.work("failed", rail="flutterwave")
    assert (paged.balance(AWA), paged.balance(MOUSSA)) == (FRANCS, FRANCS)
    paged.check("hold_late_payment")


def test_a_success_after_it_was_given_up_still_credits(paged: World) -> None:
    one = open_page(paged)
    pay(paged, one, "p1")
    paged.work("expired", rail="flutterwave")
    paged.pass_time(recharges.WAITS.total_seconds() + 60)
    assert state_of(paged, one) == "expired"
    paged.call_back(paged.payment_reference, "flutterwave")
    paged.work("succeeded", rail="flutterwave")
    assert (paged.balance(MOUSSA), state_of(paged, one)) == (FRANCS, "paid")
    assert paged.one("SELECT sum(amount) FROM usage WHERE direction = 'in'") == FRANCS
    paged.check()


def test_what_the_rail_refuses_posts_nothing_and_can_be_paid_again_by_a_phone(paged: World) -> None:
    one = open_page(paged)
    pay(paged, one, "p1")
    paged.work("failed", rail="flutterwave")
    assert paged.receipts() == ["add_money_failed"]
    assert pay(paged, one, "p2", "mtn", AWA).sentence == "recharge_page_asked"
    paged.work("pending")
    paged.pass_time(60)
    paged.work("succeeded")
    assert paged.balance(MOUSSA) == FRANCS
    assert "add_money_paid_for" in paged.texts_to(AWA)
    paged.check()


def test_a_page_is_paid_by_its_own_payer_alone_as_long_as_it_is_open(paged: World) -> None:
    one, other = open_page(paged), open_page(paged, key="o2")
    case = PayRecharge(one.id, one.owner_id, one.amount, "flutterwave")
    assert paged.perform(Actor("payer", other.id, "fr"), case, "p1", "web").sentence == "refusal.not_allowed"
    wrong = PayRecharge(one.id, one.owner_id, one.amount + 1, "flutterwave")
    assert paged.perform(Actor("payer", one.id, "fr"), wrong, "p2", "web").sentence == "refusal.not_allowed"
    with pytest.raises(QuoteChanged):
        pay(paged, one, "p3", quote=quote_euros(paged, other))
    with pytest.raises(NotNow):
        pay(paged, one, "p4", "paypal")
    phones = (("p5", AWA), ("p6", STRANGER), ("p7", BRICE))
    assert [pay(paged, one, key, "mtn", phone).sentence for key, phone in phones] == [
        "recharge_page_asked", "recharge_page_asked", "refusal.recharge_under_way",
    ]  # fmt: skip
    assert pay(paged, one, "a card").sentence == "recharge_page_asked", "prompts that wait hold up no card"
    paged.pass_time(recharges.WAITS.total_seconds() + 1)
    assert pay(paged, one, "p8").sentence == "refusal.recharge_expired"
    assert paged.one("SELECT count(*) FROM payment") == 3


def test_tries_of_one_page_and_pages_of_one_day_are_counted(paged: World) -> None:
    one = open_page(paged)
    for number in range(EVER_MOST):
        assert not pay(paged, one, f"p{number}").refused
        paged.work("failed", rail="flutterwave")
    assert pay(paged, one, "last").sentence == "refusal.prompts"
    for number in range(ASKED_A_DAY - 1):
        open_page(paged, key=f"more {number}")
    actor = paged.actor(MOUSSA)
    case = paged.do(lambda db: quote_page(db, actor.person_id, MOUSSA, FRANCS))
    assert paged.perform(actor, case, "one too many", "web").sentence == "refusal.recharges"


def test_ceilings_bind_and_are_told_to_their_owner_alone(paged: World) -> None:
    actor = paged.actor(MOUSSA)
    with pytest.raises(Misread):
        paged.do(lambda db: quote_page(db, actor.person_id, MOUSSA, 25_001))
    paged.credit(MOUSSA, 40_000)
    mine = paged.do(lambda db: quote_page(db, actor.person_id, MOUSSA, 20_000))
    assert paged.perform(actor, mine, "o1", "web").sentence == "refusal.ceiling_balance"
    awa = paged.actor(AWA)
    theirs = paged.do(lambda db: quote_page(db, awa.person_id, MOUSSA, 20_000))
    assert paged.perform(awa, theirs, "o2", "web").sentence == "refusal.recipient_refuses"


def used(paged: World) -> tuple[int, int]:
    """Return the francs that count as received, and as expected, by anybody."""
    day = paged.one("SELECT coalesce(sum(amount), 0)::bigint FROM usage WHERE direction = 'in'")
    return day, paged.one("SELECT coalesce(sum(amount), 0)::bigint FROM room_taken")


def test_two_ways_tried_at_once_take_room_once_until_neither_can_come(paged: World) -> None:
    one = open_page(paged)
    for key in ("p1", "p2"):
        pay(paged, one, key)
    assert used(paged) == (FRANCS, FRANCS)
    paged.work("failed", "pending", rail="flutterwave")
    assert used(paged) == (FRANCS, FRANCS)
    paged.pass_time(60)
    paged.work("failed", rail="flutterwave")
    assert used(paged) == (0, 0)
    pay(paged, one, "p3")
    assert used(paged) == (FRANCS, FRANCS)
    paged.work("succeeded", rail="flutterwave")
    assert (used(paged), paged.balance(MOUSSA)) == ((FRANCS, 0), FRANCS)
    paged.check()


def test_what_another_asked_for_takes_no_room_until_it_is_paid(paged: World) -> None:
    pages = [open_page(paged, to=AWA, key=f"o{number}") for number in range(3)]
    for number, one in enumerate(pages):
        assert not pay(paged, one, f"p{number}").refused
    assert used(paged) == (0, 0)
    paged.work("succeeded", "pending", "pending", rail="flutterwave")
    assert (used(paged), paged.balance(AWA)) == ((FRANCS, 0), FRANCS)
    paged.check()


def pay_two_of_another(paged: World) -> list[str]:
    """Have two recharges of Awa's wallet, which Moussa asked for, about to be paid; it has room for one by then."""
    pages = [open_page(paged, to=AWA, key=f"o{number}") for number in range(2)]
    for number, one in enumerate(pages):
        assert not pay(paged, one, f"p{number}").refused
    paged.change("INSERT INTO ceiling VALUES (0, 'in', 'balance', now() - interval '1 day', :most)", most=FRANCS + 50)
    paged.work("pending", "pending", rail="flutterwave")
    paged.pass_time(60)
    return [str(id_) for id_ in paged.column("SELECT id FROM payment")]


@pytest.mark.parametrize("returned", ["succeeded", "failed"])
def test_what_does_not_fit_once_it_is_paid_goes_back_and_both_are_told(paged: World, returned: str) -> None:
    pay_two_of_another(paged)
    paged.work("succeeded", "succeeded", rail="flutterwave")
    assert (paged.balance(AWA), used(paged)) == (FRANCS, (FRANCS, 0))
    assert paged.texts_to(AWA) == ["add_money_given", "recharge_no_room_for"]
    paged.work("pending", rail="flutterwave")
    paged.pass_time(60)
    paged.work(returned, rail="flutterwave")
    told = "recharge_returned" if returned == "succeeded" else "add_money_succeeded"
    assert paged.texts_to(MOUSSA) == ["add_money_done_for", "recharge_no_room", told]
    assert paged.balance_of("operator_float:flutterwave") == -FRANCS * (1 if returned == "succeeded" else 2)
    paged.check("hold_late_payment")


def test_of_two_that_succeed_at_the_same_moment_one_takes_the_room_that_is_left(paged: World) -> None:
    news = [News(id_, Confirmation("succeeded", FRANCS, "", "XAF")) for id_ in pay_two_of_another(paged)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda one: paged.do(lambda db: settle(db, [one])), news))
    assert (paged.balance(AWA), used(paged)) == (FRANCS, (FRANCS, 0))
    assert paged.balance_of("in_transit:flutterwave") == FRANCS
    paged.check("hold_late_payment")


def test_a_rail_in_maintenance_takes_nothing(paged: World) -> None:
    one = open_page(paged)
    paged.do_as_owner(lambda db: operators.set_maintenance(db, "flutterwave", on=True))
    with pytest.raises(NotNow):
        pay(paged, one, "p1")


def test_no_process_says_that_a_recharge_was_paid_by_what_did_not_pay_it(paged: World) -> None:
    one, other = open_page(paged), open_page(paged, key="o2")
    pay(paged, one, "p1")
    pays = text("UPDATE recharge SET payment_id = (SELECT id FROM payment), paid_at = now() WHERE id = :id")
    for recharge in (one, other):  # not yet succeeded; of another recharge
        with pytest.raises(DBAPIError, match="does not pay recharge"):
            paged.do(lambda db, id_=recharge.id: db.execute(pays, {"id": id_}), "worker")
    paged.work("pending", rail="flutterwave")
    paged.pass_time(60)
    paged.work("succeeded", rail="flutterwave")
    undone = text("UPDATE recharge SET payment_id = NULL, paid_at = NULL WHERE id = :id")
    with pytest.raises(DBAPIError, match="does not pay recharge"):
        paged.do(lambda db: db.execute(undone, {"id": one.id}), "worker")


def credit(db: Connection, payment_id: str) -> None:
    """Post a payment's credit as a worker that was taken over would, once it says that it succeeded."""
    db.execute(text("UPDATE payment SET state = 'succeeded' WHERE id = :id AND state = 'pending'"), {"id": payment_id})
    owner = people.find_by_phone(db, MOUSSA)
    assert owner
    entries = (Entry(ledger.ours(db, "operator_float:flutterwave"), -FRANCS), Entry(owner.account_id, FRANCS))
    ledger.post_one(db, Transfer(f"payment:{payment_id}", "add_money", entries))


def test_no_process_credits_what_is_not_marked_paid_by_it_nor_a_second_time(paged: World) -> None:
    one = open_page(paged)
    for key in ("p1", "p2"):
        pay(paged, one, key)
    paged.work("pending", "pending", rail="flutterwave")
    first, second = paged.column("SELECT id::text FROM payment ORDER BY created_at")
    with pytest.raises(DBAPIError, match="may not post add_money"):
        paged.do(lambda db: credit(db, first), "worker")

    def mark_and_credit(db: Connection) -> None:
        db.execute(text("UPDATE payment SET state = 'succeeded' WHERE id = :id"), {"id": first})
        recharges.mark_paid(db, one.id, first)
        credit(db, first)

    paged.do(mark_and_credit, "worker")
    with pytest.raises(DBAPIError, match="may not post add_money"):
        paged.do(lambda db: credit(db, second), "worker")
    assert paged.balance(MOUSSA) == FRANCS


def test_what_came_too_late_goes_back_by_the_payment_it_came_by_and_no_other(paged: World) -> None:
    """By hand, as the worker that posts both: each is put aside for the return of one collection."""
    one = open_page(paged)
    for key in ("p1", "p2", "p3"):
        pay(paged, one, key)
    paged.work("pending", "pending", "pending", rail="flutterwave")
    paged.pass_time(60)
    paged.work("succeeded", "succeeded", "succeeded", rail="flutterwave")
    columns = """id, purpose, direction, reference, rail, party_kind, party, channel, person_id, asked_by, amount, fee,
        tax, reservation, refunds, currency, charged, quote_id, due_at, created_at, changed_at"""
    paged.change("UPDATE payment SET party = 'one payer'")
    late = paged.do_as_owner(lambda db: list(db.execute(text(
        "SELECT to_jsonb(p)::text AS row, refunds FROM payment p WHERE direction = 'refund' ORDER BY id"
    ))))  # fmt: skip
    assert len(late) == 2
    paged.change("DELETE FROM payment_step s USING payment p WHERE p.id = s.payment_id AND p.direction = 'refund'")
    paged.change("DELETE FROM payment WHERE direction = 'refund'")
    insert = text(f"""INSERT INTO payment ({columns})
        SELECT {columns} FROM jsonb_populate_record(NULL::payment, jsonb_set(CAST(:row AS jsonb), '{{refunds}}',
        to_jsonb(CAST(:refunds AS text))))""")
    for mine, other in (late, late[::-1]):
        with pytest.raises(DBAPIError, match="was put aside"):
            paged.do(lambda db, m=mine, o=other: db.execute(insert, {"row": m.row, "refunds": str(o.refunds)}))
    for mine in late:
        paged.do(lambda db, m=mine: db.execute(insert, {"row": m.row, "refunds": str(m.refunds)}))


@pytest.mark.parametrize("by", ["page", "prompt"])
def test_nobody_learns_what_another_s_wallet_holds_by_asking_to_add_to_it(paged: World, by: str) -> None:
    """Five amounts a day; then what it has room for is refused as what it has not; one's own is asked for as before."""
    paged.credit(AWA, 30_000)  # of 50 000

    def ask(amount: int, key: str, to: str = AWA) -> str:
        def find(db: Connection) -> UseCase:
            if by == "page":
                return quote_page(db, paged.actor(MOUSSA).person_id, to, amount)
            beneficiary = find_beneficiary(db, paged.actor(MOUSSA).person_id, to)
            return AddMoney(quote_recharge(db, beneficiary, amount, MOUSSA, "mtn"))

        return paged.perform(MOUSSA, paged.do(find), key).sentence

    done = {"page": "recharge_opened", "prompt": "add_money_asked"}[by]
    said = [ask(amount, f"guess {amount}") for amount in (49_000, 35_000, 27_500, 23_000, 1_000, 500)]
    assert said == ["refusal.recipient_refuses"] * 4 + [done, "refusal.recipient_refuses"]
    assert ask(500, "mine", MOUSSA) == done
    paged.pass_time(86_400)
    assert ask(500, "tomorrow") == done
