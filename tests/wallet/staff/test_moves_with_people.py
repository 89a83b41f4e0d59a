"""Moves that reach people: float paid back, a wrong cash-in, a card charged back, suspense paid on; each is told of."""

from sqlalchemy import Connection

from tests.world.cast import AWA, BRUNO, FATOU, MOUSSA
from tests.world.house_banks import WHY, move, stands
from tests.world.office import Office
from tests.world.world import World
from wallet import ledger
from wallet.agents.agents import find_agent
from wallet.core import clock
from wallet.core.values import space
from wallet.ledger import Entry, Transfer
from wallet.topups.give_back_recharge import GiveBackRecharge

WAITS = "suspense:operator_difference"


def wait(world: World, amount: int) -> None:
    """Have so much wait in suspense, by hand."""

    def post(db: Connection) -> None:
        entries = (Entry(ledger.ours(db, "cash"), -amount), Entry(ledger.ours(db, WAITS), amount))
        ledger.post_one(db, Transfer(f"wait:{amount}", "test", entries))

    world.do(post)


def approve(office: Office, *words: str) -> str:
    return office.done("move", *words, "--approve", login=BRUNO)


def test_vat_of_a_month_is_booked_once_and_remitted(banks: World, office: Office) -> None:
    banks.open_wallet(MOUSSA)
    banks.open_wallet(AWA)
    banks.credit(MOUSSA, 60_000)
    banks.send(MOUSSA, AWA, 4_000, "k1")
    [earned] = stands(banks, "fees")
    month = f"{banks.do(clock.now).astimezone(clock.DOUALA):%Y-%m}"
    assert "is not over" in office.refused("move", "book-vat", month, *WHY)
    banks.pass_time(days=32)
    due = banks.one("SELECT vat_in(:earned, 192500)", earned=earned)
    assert f"{due} FCFA of VAT" in office.refused("move", "book-vat", month, str(due - 1), *WHY)
    office.done("move", "book-vat", month, *WHY)
    assert f"vat: 0 -> {due}" in approve(office, "book-vat", month)
    assert f"Of {month}, 0 FCFA of VAT" in office.refused("move", "book-vat", month, *WHY), "nothing is left of it"
    assert stands(banks, "fees", "vat") == (earned - due, due)
    move(office, "deposit-cash", "Trust", "60000")
    move(office, "remit-vat", "Trust", str(due))
    [tax] = stands(banks, "tax")
    move(office, "remit-tax", "Trust", str(tax))
    assert stands(banks, "vat", "tax") == (0, 0)
    banks.check()


def test_a_wrong_cash_in_goes_back_as_far_as_it_is_there(banks: World, office: Office) -> None:
    banks.open_wallet(MOUSSA)
    banks.open_wallet(AWA)
    banks.pay_in(MOUSSA, 5_000)
    banks.pay_in(AWA, 3_000)
    banks.send(MOUSSA, AWA, 3_000, "k1")
    first, whole = banks.column("SELECT reference FROM movement WHERE kind = 'take_cash_in' ORDER BY at")
    left, agent = banks.balance(MOUSSA), banks.do(lambda db: find_agent(db, "123455"))
    assert agent
    before = banks.balance_of(agent.float_id)
    office.done("move", "reverse-cash-in", first, "5000", *WHY)
    told = approve(office, "reverse-cash-in", first)
    assert f"Of 5 000 FCFA, {space(5_000 - left)} were not there" in told
    assert banks.balance(MOUSSA) == 0
    assert banks.balance_of(agent.float_id) == before + left
    assert "Nothing is left" in office.refused("move", "reverse-cash-in", first, "100", *WHY)
    assert "at most" in office.refused("move", "reverse-cash-in", first, "5000", *WHY)
    assert "cash_in_reversed" in banks.texts_to(MOUSSA)
    assert "float_given" in banks.texts_to(FATOU)
    earned = banks.balance_of(agent.commission_id)
    office.done("move", "reverse-cash-in", whole, "3000", *WHY)
    approve(office, "reverse-cash-in", whole)
    assert banks.balance_of(agent.commission_id) == earned - 6, "what was earned on it goes back too"
    office.done("move", "redeem-in-cash", "123455", "1000", *WHY)
    approve(office, "redeem-in-cash", "123455")
    assert banks.texts_to(FATOU)[-1] == "float_redeemed"
    banks.check()


def test_what_a_customer_spent_meanwhile_is_asked_anew(banks: World, office: Office) -> None:
    banks.open_wallet(MOUSSA)
    banks.open_wallet(AWA)
    banks.pay_in(MOUSSA, 5_000)
    reference = banks.one("SELECT reference FROM movement WHERE kind = 'take_cash_in'")
    office.done("move", "reverse-cash-in", reference, "5000", *WHY)
    banks.send(MOUSSA, AWA, 3_000, "k1")
    told = office.refused("move", "reverse-cash-in", reference, "--approve", login=BRUNO)
    assert "Ask for it anew" in told
    banks.check()


def test_what_a_provider_took_back_is_taken_from_who_got_it_and_the_rest_waits(banks: World, office: Office) -> None:
    banks.open_wallet(MOUSSA)
    banks.open_wallet(AWA)
    banks.recharge(5_000)
    banks.work("succeeded")
    banks.send(MOUSSA, AWA, 3_000, "k1")
    left = banks.balance(MOUSSA)
    reference = banks.one("SELECT reference FROM payment")
    assert "at most 5 000" in office.refused("move", "charge-back", reference, "5001", *WHY).replace("5000", "5 000")
    office.done("move", "charge-back", reference, "5000", *WHY)
    approve(office, "charge-back", reference)
    assert banks.balance(MOUSSA) == 0
    assert stands(banks, "suspense:chargeback", "operator_float:mtn") == (left - 5_000, 0)
    assert banks.texts_to(MOUSSA)[-1] == "charged_back"
    assert "at most 0" in office.refused("move", "charge-back", reference, "1", *WHY)
    move(office, "write-off", "chargeback", str(5_000 - left))
    assert stands(banks, "suspense:chargeback", "losses") == (0, left - 5_000)
    banks.check()


def test_what_was_refunded_is_taken_from_nobody_twice(banks: World, office: Office) -> None:
    """A refund first: the provider's second taking waits in suspense. A charge-back first: no refund is left."""
    banks.credit(MOUSSA, 10_000)  # so that there is something to give back, were it given back
    banks.recharge(5_000)
    banks.work("succeeded")
    [reference] = banks.column("SELECT reference FROM payment")
    [posted] = banks.column("SELECT transfer_id::text FROM movement WHERE kind = 'add_money'")
    assert banks.conclude(MOUSSA, GiveBackRecharge(posted, "mtn", 2_000), "g1").sentence == "give_back_asked"
    told = office.refused("move", "charge-back", reference, "5000", *WHY)
    assert "2 000 FCFA of" in told
    assert "Book 3 000 FCFA first" in told
    assert "chargeback: " not in move(office, "charge-back", reference, "3000")
    assert banks.balance(MOUSSA) == 10_000
    assert banks.conclude(MOUSSA, GiveBackRecharge(posted, "mtn", 500), "g2").refused
    assert "suspense chargeback" in move(office, "charge-back", reference, "2000").replace(":", " ")
    assert banks.balance(MOUSSA) == 10_000
    assert stands(banks, "suspense:chargeback") == (-2_000,)
    assert "at most 0" in office.refused("move", "charge-back", reference, "1", *WHY)
    banks.check()


def test_what_waits_in_suspense_is_paid_on_to_whom_it_is_owed(banks: World, office: Office) -> None:
    banks.open_wallet(MOUSSA)
    banks.appoint_agent()
    wait(banks, 900)
    assert "no open wallet" in office.refused("move", "pay-on", "operator_difference", "699999999", "5", *WHY)
    for whom, amount in ((MOUSSA, "500"), ("123455", "300")):
        office.done("move", "pay-on", "operator_difference", whom, amount, *WHY)
        approve(office, "pay-on", "operator_difference", whom)
    assert "101 FCFA are more" in office.refused("move", "pay-on", "operator_difference", MOUSSA, "101", *WHY)
    move(office, "write-up", "operator_difference", "100")
    assert stands(banks, WAITS, "other_income") == (0, 100)
    assert banks.balance(MOUSSA) == 500
    assert banks.texts_to(MOUSSA) == ["paid_on"]
    assert banks.one("SELECT count(*) FROM movement WHERE kind = 'pay_on'") == 1
    banks.check()
