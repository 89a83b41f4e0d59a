"""A taken-over office, or a login of it, sends payouts elsewhere or twice, or books what no bank did; it cannot."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.wallet.payouts.forging import run
from tests.wallet.payouts.test_payouts_by_bank import WHY, book, debit, send, states
from tests.world.bank_desk import BankDesk
from tests.world.bank_files import OURS
from tests.world.cashier import Cashier
from tests.world.cast import ALICE, AWA, BRUNO, TILL
from tests.world.house_banks import OWN as OTHERS
from tests.world.office import Office
from tests.world.shop import Shop
from tests.world.treasury import Treasury
from tests.world.world import World
from wallet import ledger
from wallet.banks.rib import Rib
from wallet.checks import check
from wallet.ledger import Entry, Transfer
from wallet.reconciliation import bank_accounts
from wallet.staff import approvals, audit

REFUSED: Final = "may not|has not begun (match|import)|booked_once"
APPROVE: Final = """SELECT approve_staff_request(:session, r.id, request_hash(r)) FROM staff_request r
    WHERE r.id = CAST(:id AS uuid)"""
FILE: Final = """INSERT INTO payout_file
      (account_id, message_id, name, content, sha256, payouts, total, state, made_at, sent_at)
    SELECT a.id, :message, 'x.xml', convert_to(:content, 'UTF8'),
      encode(sha256(convert_to(:content, 'UTF8')), 'hex'), :payouts, :total,
      CAST(:state AS text), wallet_now(), CASE WHEN :state = 'sent' THEN wallet_now() END FROM bank_account a"""
THEIRS: Final = "10005000011234567890114"
ORDERS: Final = "a file for a bank orders the payouts that stand in it"
STANDS: Final = "a payout stands as its money does"
BACK: Final = "a payout that came back from its bank gave its business as much again"
STATED: Final = "what banks paid of payouts, and gave back, is what their statements said"
Step = Callable[[Connection], Any]


@pytest.fixture
def treasury(world: World, shop: Shop) -> Treasury:
    return Treasury.open(world, shop)


@pytest.fixture
def desk(world: World, office: Office, treasury: Treasury, tmp_path: Path) -> BankDesk:
    world.do_as_owner(lambda db: bank_accounts.add(db, Rib(OURS), "XAF", "iso_09", "Mbongo Trust", "ECOCCMCX"))
    return BankDesk(world, office, Cashier.hire(world, treasury.shop), tmp_path)


def alone(desk: BankDesk, kind: str, about: str, *steps: Step) -> None:
    """Let Alice do an act alone, by SQL."""
    session = desk.office.sign_in(ALICE).secret
    as_process_of(
        desk, lambda db: audit.begin(db, session, kind), *steps,
        lambda db: audit.note(db, session, kind, about, {}, {}, "tonight"),
    )  # fmt: skip


def agreed(desk: BankDesk, kind: str, about: str, *steps: Step) -> None:
    """Let Bruno approve what Alice asked, and do these in its place, by SQL."""
    request, session = desk.office.newest(about), desk.office.sign_in(BRUNO).secret
    as_process_of(
        desk, run(APPROVE, session=session, id=request.id), *steps,
        lambda db: audit.note(db, session, kind, about, {}, {}, "tonight", request.id),
    )  # fmt: skip


def as_process_of(desk: BankDesk, *steps: Step) -> None:
    def do(db: Connection) -> None:
        for step in steps:
            step(db)

    desk.world.do(do, "office")


def refused(desk: BankDesk, how: Callable[..., None], *given: Any) -> None:
    """Check that it is refused, and that nothing of it was kept."""
    with pytest.raises(DBAPIError, match=REFUSED):
        how(desk, *given)
    desk.world.check()


def violations(desk: BankDesk) -> set[str]:
    """Return which invariants do not hold."""
    return {one.invariant for one in desk.world.do(check, "read")}


def gather(desk: BankDesk, treasury: Treasury, *amounts: int) -> None:
    """Have payouts gathered into P1."""
    account = treasury.add_bank()
    for amount in amounts or (10_000,):
        assert not treasury.pay_out(account, amount).refused
    desk.office.done("bank", "gather", OURS, *WHY)


def content(desk: BankDesk) -> str:
    return bytes(desk.column("SELECT content FROM payout_file ORDER BY id DESC LIMIT 1")[0]).decode()


PUT_IN: Final = run("UPDATE payout SET file_id = (SELECT max(id) FROM payout_file)")


def make(said: str, payouts: int = 1, total: int = 10_000, state: str = "made") -> Step:
    return run(FILE, message="FORGED", content=said, payouts=payouts, total=total, state=state)


def next_file(desk: BankDesk) -> str:
    """Return the name that the next file will have."""
    return f"P{desk.column('SELECT last_value + 1 FROM payout_file_id_seq')[0]}"


def test_a_file_is_made_before_it_is_approved_or_sent(desk: BankDesk, treasury: Treasury) -> None:
    gather(desk, treasury)
    written = content(desk)
    desk.office.done("bank", "drop", "P1", *WHY)
    for state in ("approved", "sent", "dropped"):
        refused(desk, alone, "make_payout_file", next_file(desk), make(written, state=state), PUT_IN)


@pytest.mark.parametrize(
    ("forged", "payouts", "total"),
    [
        (lambda w: w, 1, 9_000),
        (lambda w: w, 2, 10_000),
        (lambda w: w.replace("<InstdAmt Ccy=\"XAF\">10000<", "<InstdAmt Ccy=\"XAF\">90000<"), 1, 10_000),
        (lambda w: w.replace("<CdtTrfTxInf>", "<!-- <CdtTrfTxInf> --><CdtTrfTxInf>"), 1, 10_000),
        (lambda w: w.replace("<CdtTrfTxInf>", "<x:CdtTrfTxInf></x:CdtTrfTxInf><CdtTrfTxInf>"), 1, 10_000),
        (lambda w: w.partition("<CdtTrfTxInf>")[0] + "</PmtInf>", 1, 10_000),
        (lambda w: w.replace("CM21" + "10005", "CM21" + "10006"), 1, 10_000),
    ],
)  # fmt: skip
def test_its_bytes_order_what_stands_in_it_and_nothing_else(
    desk: BankDesk, treasury: Treasury, forged: Callable[[str], str], payouts: int, total: int
) -> None:
    gather(desk, treasury)
    written = content(desk)
    desk.office.done("bank", "drop", "P1", *WHY)
    number = desk.column("SELECT number FROM settlement_account")[0]
    said = forged(written.replace(number, "10005" + number[5:]) if total == 10_000 else written)
    if said == written and (payouts, total) == (1, 10_000):
        pytest.fail("nothing is forged here")
    refused(desk, alone, "make_payout_file", next_file(desk), make(said, payouts, total), PUT_IN)


def test_a_file_by_hand_of_the_very_bytes_is_as_good(desk: BankDesk, treasury: Treasury) -> None:
    """So it is what differs above that is refused."""
    gather(desk, treasury)
    written = content(desk)
    desk.office.done("bank", "drop", "P1", *WHY)
    alone(desk, "make_payout_file", "P2", make(written), PUT_IN)
    desk.world.check()


@pytest.mark.parametrize("profile", ["iso_03", "iso_03_rib", "csv"])
def test_files_of_every_bank_are_read_and_check_sees_another_account(
    desk: BankDesk, treasury: Treasury, profile: str
) -> None:
    desk.world.change("UPDATE bank_account SET profile = :profile", profile=profile)
    gather(desk, treasury, 10_000, 5_000)
    desk.world.check()
    desk.world.change("UPDATE settlement_account SET number = :theirs", theirs=THEIRS)
    assert violations(desk) == {ORDERS, "a business is paid out to what its owner added"}


def test_what_was_sent_is_sent_in_no_other_file(desk: BankDesk, treasury: Treasury) -> None:
    treasury.pay_out(treasury.add_bank(), 10_000)
    send(desk)
    free = run("UPDATE payout SET file_id = NULL")
    refused(desk, alone, "drop_payout_file", "P1", free)
    for state in ("'made', sent_at = NULL", "'dropped', sent_at = NULL", "'sent', sent_at = wallet_now()"):
        refused(desk, alone, "drop_payout_file", "P1", run(f"UPDATE payout_file SET state = {state}"))
        refused(desk, alone, "send_payout_file", "P1", run(f"UPDATE payout_file SET state = {state}"))
    late = run("UPDATE payout SET file_id = 1 WHERE file_id IS NULL")
    treasury.pay_out(str(desk.column("SELECT id FROM settlement_account")[0]), 5_000)
    refused(desk, alone, "make_payout_file", "P1", late)


def test_a_file_is_dropped_whole(desk: BankDesk, treasury: Treasury) -> None:
    gather(desk, treasury)
    refused(desk, alone, "drop_payout_file", "P1", run("UPDATE payout_file SET state = 'dropped'"))


def test_an_approval_is_of_these_bytes_by_another_login(desk: BankDesk, treasury: Treasury) -> None:
    gather(desk, treasury)
    approve, put = (
        run("UPDATE payout_file SET state = 'approved'"),
        run("UPDATE payout_file SET state = 'sent', sent_at = now()"),
    )
    refused(desk, alone, "send_payout_file", "P1", approve)
    refused(desk, alone, "send_payout_file", "P1", put)
    assert "somebody else must approve" in desk.office.refused("bank", "release", "P1", "--approve")
    session, request = desk.office.sign_in(ALICE).secret, desk.office.newest("P1")
    desk.world.do(lambda db: approvals.take_back(db, session, request), "office")
    desk.office.done("bank", "release", "P1", *WHY, login=BRUNO)
    assert "You gathered P1" in desk.office.refused("bank", "release", "P1", "--approve")
    request = desk.office.newest("P1")
    with pytest.raises(DBAPIError, match="a file for a bank"):
        as_process_of(desk, run(APPROVE, session=session, id=request.id), approve)
    desk.office.hire("chantal")
    desk.office.done("bank", "release", "P1", "--approve", login="chantal")


def test_no_file_leaves_while_all_rails_are_held(desk: BankDesk, treasury: Treasury) -> None:
    """Refuse a file while all rails are held: files that a bank had after the moment restored to are not known here."""
    gather(desk, treasury)
    desk.office.done("bank", "release", "P1", "--approve", login=BRUNO)
    desk.office.done("operator", "--hold", "--why", "restored")
    said = desk.office.refused("bank", "send", "P1", str(desk.folder / "p1.xml"), *WHY)
    assert "while all rails are held" in said
    assert "./mbongo operator --release" in said
    assert not (desk.folder / "p1.xml").exists()
    refused(desk, alone, "send_payout_file", "P1", run("UPDATE payout_file SET state = 'sent', sent_at = now()"))
    assert desk.column("SELECT state FROM payout_file") == ["approved"]


MATCH: Final = "UPDATE bank_line SET state = 'matched', how = :how, payout_id = CAST(:payout AS uuid) WHERE id = :line"


def match(payout: str, line: int = 1, how: str = "payout") -> Step:
    return run(MATCH, how=how, payout=payout, line=line)


def two_sent(desk: BankDesk, treasury: Treasury) -> list[str]:
    """Have two payouts of as much sent; return their ids."""
    account = treasury.add_bank()
    for _ in range(2):
        assert not treasury.pay_out(account, 10_000).refused
    send(desk)
    return [str(one) for one in desk.column("SELECT id FROM payout ORDER BY created_at, id")]


def paid_by_hand(desk: BankDesk, payout: str, fee: int = 50, keeps: str = "fees") -> list[Step]:
    """Return the steps by which an office that books a statement ends a payout; its price goes to what `keeps` it."""

    def post(db: Connection) -> None:
        held = db.execute(text("SELECT transfer_id(:key)"), {"key": f"payout:{payout}"}).scalar_one()
        legs = [
            Entry(ledger.ours(db, "in_transit:bank"), -10_050),
            Entry(ledger.get_named(db, f"bank:{OURS}"), 10_050 - fee),
        ]
        legs += [Entry(ledger.get_named(db, keeps), fee)] if fee else []
        ledger.post_one(db, Transfer(f"payout:{payout}:paid", "pay_payout", tuple(legs), ends=held))

    end = "UPDATE payout SET state = 'paid', ended_at = wallet_now() WHERE id = CAST(:payout AS uuid)"
    return [run(end, payout=payout), post]


BOOK: Final = run("UPDATE bank_line SET booked_at = wallet_now() WHERE id = 1")


def test_only_an_import_or_an_act_about_it_says_of_what_a_line_tells(desk: BankDesk, treasury: Treasury) -> None:
    one, other = two_sent(desk, treasury)
    desk.take(debit(desk, "", words="lost"), debit(desk, "", amount=9_000, words="less"))
    refused(desk, alone, "match_bank_line", "L1", match(one))
    refused(desk, alone, "match_bank_line", "L2", match(one, 1, "person"))
    refused(desk, alone, "match_bank_line", "L2", match(one, 2, "person"))  # of another amount
    refused(desk, alone, "import_statement", "B2", match(one))
    line = """INSERT INTO bank_line (account_id, identity, nth, file_id, statement, line, booked_on, value_on, amount,
        bank_reference, end_to_end_id, rf, name, party_account, words, reverses, returned, rf_codes, text_codes,
        state, how, payout_id)
        SELECT account_id, gen_random_uuid(), 1, file_id, statement, 9, booked_on, value_on, -10000, '', '', '', '',
        '', '', false, '', '{}', '{}', 'matched', :how, CAST(:payout AS uuid) FROM bank_line WHERE id = 1"""
    for how in ("payout", "person"):
        refused(desk, alone, "import_statement", "B1", run(line, how=how, payout=other))
    alone(desk, "match_bank_line", "L1", match(one, 1, "person"))


def test_a_line_books_one_payout_and_each_is_booked_by_one(desk: BankDesk, treasury: Treasury) -> None:
    one, other = two_sent(desk, treasury)
    desk.take(debit(desk, desk.column("SELECT reference FROM payout ORDER BY created_at, id")[0]))
    desk.office.done("bank", "book", "B1", *WHY)
    desk.world.do_as_owner(lambda db: bank_accounts.add(db, Rib(OTHERS), "XAF", "iso_09", "Other", "ECOCCMCX", "own"))
    paid, booked = paid_by_hand(desk, one), [BOOK]
    for steps in (
        paid,  # and no line is booked
        [paid[0], *booked],  # and its money stays where it was
        [*paid_by_hand(desk, one, 10_000), *booked],  # and the house keeps it as its price
        [*paid_by_hand(desk, one, keeps=f"bank:{OTHERS}"), *booked],  # and its price is said to stand at another bank
        [*paid, *booked, *paid_by_hand(desk, other)],
        [match(other), *paid_by_hand(desk, other), *booked],
    ):
        refused(desk, agreed, "book_payouts", "B1", *steps)
    session = desk.office.sign_in(BRUNO).secret
    again = [
        lambda db: audit.begin(db, session, "match_bank_line"), match(other, 1, "person"), *paid_by_hand(desk, other),
        match(one, 1, "person"), *paid, *booked,
        lambda db: audit.note(db, session, "match_bank_line", "L1", {}, {}, "tonight"),
    ]  # fmt: skip
    refused(desk, agreed, "book_payouts", "B1", *again)
    agreed(desk, "book_payouts", "B1", *paid, *booked)
    assert sorted(states(desk)) == ["paid", "pending"]
    desk.world.check()


def test_what_was_not_sent_was_not_paid(desk: BankDesk, treasury: Treasury) -> None:
    gather(desk, treasury)
    [reference] = desk.column("SELECT reference FROM payout")
    [payout] = desk.column("SELECT id::text FROM payout")
    desk.take(debit(desk, reference))
    assert desk.cases() == ["bank_line_unknown"]
    refused(desk, alone, "match_bank_line", "L1", match(payout, 1, "person"))


def test_it_comes_back_once_to_its_business_and_as_much(desk: BankDesk, treasury: Treasury) -> None:
    one, _ = two_sent(desk, treasury)
    [reference, _] = desk.column("SELECT reference FROM payout ORDER BY created_at, id")
    desk.take(debit(desk, reference))
    book(desk)
    desk.take(desk.booked(10_000, "", end_to_end_id=reference, bank_reference="BK2", returned="AC04"), number="70")
    desk.office.done("bank", "book", "B2", *WHY)
    shop = treasury.shop.merchant.account_id
    other = desk.world.open_shop(AWA, "Chez Awa", "44117")

    def back(amount: int = 10_000, to: int = shop) -> Step:
        def post(db: Connection) -> None:
            legs = (Entry(ledger.get_named(db, f"bank:{OURS}"), -amount), Entry(to, amount))
            ledger.post_one(db, Transfer(f"payout:{one}:returned", "return_payout", legs))

        return post

    came = run("UPDATE payout SET state = 'returned', ended_at = wallet_now() WHERE id = CAST(:id AS uuid)", id=one)
    line = run("UPDATE bank_line SET booked_at = wallet_now() WHERE file_id = 2")
    for steps in (
        [came, line],
        [came, back()],
        [came, line, back(10_050)],
        [came, line, back(10_000, other.account_id)],
    ):
        refused(desk, agreed, "book_payouts", "B2", *steps)
    agreed(desk, "book_payouts", "B2", came, line, back())
    desk.world.check()
    assert treasury.shop.takings == 39_600 - 20_100 + 10_000


def test_what_a_statement_shows_as_paid_is_not_given_back_as_rejected(desk: BankDesk, treasury: Treasury) -> None:
    reference = treasury.row(treasury.pay_out(treasury.add_bank(), 10_000)).reference
    send(desk)
    rejects = ("bank", "reject", reference)
    desk.office.done(*rejects, "--reason", "AC04", *WHY)
    desk.take(debit(desk, reference))
    said = desk.office.refused(*rejects, "--approve", login=BRUNO)
    assert "No payout" in said

    def give_back(db: Connection) -> None:
        [payout] = db.execute(text("SELECT id FROM payout")).scalars()
        held = db.execute(text("SELECT transfer_id(:key)"), {"key": f"payout:{payout}"}).scalar_one()
        legs = (Entry(ledger.ours(db, "in_transit:bank"), -10_050), Entry(treasury.shop.merchant.account_id, 10_050))
        ledger.post_one(db, Transfer(f"payout:{payout}:returned", "return_payout", legs, ends=held))

    failed = run("UPDATE payout SET state = 'failed', ended_at = wallet_now()")
    refused(desk, agreed, "reject_payout", reference, failed, give_back)
    book(desk)
    assert states(desk) == ["paid"]


def test_a_line_of_a_payout_pays_no_checkout_beside(desk: BankDesk, treasury: Treasury) -> None:
    """A payout that came back is its business's, and no customer's payment too."""
    reference = treasury.row(treasury.pay_out(treasury.add_bank(), 10_000)).reference
    send(desk)
    desk.take(debit(desk, reference))
    book(desk)
    desk.take(desk.booked(10_000, f"Mbongo {reference}", bank_reference="BK2"), number="70")
    assert "Nobody said yet" in desk.office.refused("bank", "pay", "L2", *WHY)
    book(desk, "B2")
    asked = desk.cashier.ask(10_000)
    assert "already" in desk.office.refused("bank", "match", "L2", desk.code(asked), *WHY)
    assert "Nobody said yet" in desk.office.refused("bank", "pay", "L2", *WHY)
    desk.world.check()


def test_a_line_that_a_person_gave_to_a_payout_may_be_a_checkouts_after_all(desk: BankDesk, treasury: Treasury) -> None:
    reference = treasury.row(treasury.pay_out(treasury.add_bank(), 10_000)).reference
    send(desk)
    desk.take(debit(desk, reference))
    book(desk)
    desk.take(desk.booked(10_000, "who knows", bank_reference="BK2"), number="70")
    desk.office.done("bank", "match", "L2", reference, *WHY)
    asked = desk.cashier.ask(10_000)
    desk.office.done("bank", "match", "L2", desk.code(asked), *WHY)
    assert desk.column("SELECT payout_id FROM bank_line WHERE id = 2") == [None]
    desk.world.check()


def test_two_lines_are_no_two_payments_of_one(desk: BankDesk, treasury: Treasury) -> None:
    reference = treasury.row(treasury.pay_out(treasury.add_bank(), 10_000)).reference
    send(desk)
    desk.take(debit(desk, reference), debit(desk, "", words="lost"))
    assert "tells of no payout" in desk.office.refused("bank", "match", "L2", reference, *WHY)


def test_what_comes_back_when_its_business_is_closed_waits_and_stops_no_other(
    desk: BankDesk, treasury: Treasury
) -> None:
    two_sent(desk, treasury)
    references = desk.column("SELECT reference FROM payout ORDER BY created_at, id")
    desk.take(*(debit(desk, reference) for reference in references))
    book(desk)
    assert not treasury.pay_out(treasury.add("wallet"), treasury.shop.takings, 0).refused
    desk.office.done("merchant", "close", TILL, "--why", "moved away")
    desk.take(desk.booked(10_000, "", end_to_end_id=references[0], bank_reference="BK2", returned="AC04"), number="70")
    book(desk, "B2")
    assert sorted(states(desk)) == ["paid", "paid", "returned"]
    assert (desk.world.balance_of("unclaimed"), desk.world.cases()) == (10_000, ["unclaimed"])


BY_OWNER: Final = {
    "UPDATE payout SET state = 'paid', ended_at = now() WHERE state = 'pending'": {STANDS, STATED},
    "UPDATE payout SET state = 'failed', ended_at = now() WHERE state = 'pending'": {STANDS, STATED, BACK},
    "UPDATE payout SET amount = amount + 1": {STANDS, ORDERS, STATED, "a payout is what its business ordered"},
    "DELETE FROM operation WHERE kind = 'make_payout'": {"a payout is what its business ordered"},
    "UPDATE bank_line SET booked_at = NULL": {STATED},
    "UPDATE bank_line SET amount = amount - 1": {STATED},
    "UPDATE bank_line SET payout_id = (SELECT id FROM payout WHERE state = 'pending')": {STATED},
    "UPDATE payout_file SET content = content || 'x', sha256 = encode(sha256(content || 'x'), 'hex')": {ORDERS},
    "UPDATE payout SET file_id = NULL WHERE state = 'pending'": {ORDERS},
    """INSERT INTO payout_schedule (merchant_id, account_id, every, least, next_at, since)
       SELECT m.id, s.id, 'day', 100, now(), now() FROM merchant m, settlement_account s
       WHERE m.id <> s.merchant_id""": {"a business is paid out to what its owner added"},
}  # fmt: skip


@pytest.mark.parametrize("statement", BY_OWNER, ids=lambda one: one[:60])
def test_check_sees_what_a_dishonest_owner_did(desk: BankDesk, treasury: Treasury, statement: str) -> None:
    two_sent(desk, treasury)
    desk.take(debit(desk, desk.column("SELECT reference FROM payout ORDER BY created_at, id")[0]))
    book(desk)
    desk.world.open_shop(AWA, "Chez Awa", "44117")
    assert violations(desk) == set()
    desk.world.change(statement)
    found = violations(desk) - {
        "every transfer has its reason",
        "what is in transit is what payments under way reserve",
    }
    assert found == BY_OWNER[statement]
