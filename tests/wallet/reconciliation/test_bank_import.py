"""Statements imported on a real database: each movement once, matched as far as certain, the rest before a person."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from stdnum import luhn

from cli.words import say
from simulators.bank.booked import Booked
from simulators.bank.books import FAULTS, PARTY, BankBooks
from simulators.faults import Faults
from tests.world.bank_desk import BankDesk
from tests.world.bank_files import FORMS, OURS, PAYERS, make_statement
from tests.world.cashier import Cashier
from tests.world.cast import BRICE
from tests.world.office import Office
from tests.world.shop import Shop
from tests.world.world import World
from wallet.banks.rib import Rib
from wallet.core.errors import Refused


@pytest.fixture
def desk(world: World, office: Office, shop: Shop, tmp_path: Path) -> BankDesk:
    return BankDesk.open(world, office, Cashier.hire(world, shop), tmp_path)


def refused(desk: BankDesk, path: Path, rib: str = OURS) -> str:
    """Return why a file is not imported, having looked that nothing of it was kept."""
    before = desk.everything(), desk.column("SELECT name FROM bank_file")
    with pytest.raises(Refused) as wrong:
        desk.take_file(path, rib)
    assert (desk.everything(), desk.column("SELECT name FROM bank_file")) == before
    return say(wrong.value.key, **wrong.value.values)


@pytest.mark.parametrize("form", FORMS)
def test_an_rf_reference_matches_in_every_form(desk: BankDesk, form: str) -> None:
    checkout = desk.cashier.ask()
    desk.world.change("UPDATE bank_account SET profile = :profile", profile="iso_09" if form == "signed" else "iso_03")
    desk.take(desk.booked(5_000, "GATEAU", rf=desk.rf(checkout), bank_reference="B1"), form=form)
    assert desk.rows("SELECT state, how, checkout_id::text FROM bank_line") == [("matched", "rf", checkout.id)]


def test_what_names_a_checkout_decides(desk: BankDesk) -> None:
    paid, other = desk.cashier.ask(), desk.cashier.ask(7_000)
    rf, code = desk.rf(paid), desk.code(paid)
    spaced = f"{rf[:4]} {rf[4:8]} {rf[8:]}".lower()
    nobodys = f"1234567{luhn.calc_check_digit('1234567')}"
    table = [
        (desk.booked(5_000, f"VIR {spaced} MERCI", name="a"), ("matched", "rf", code)),
        (desk.booked(4_000, rf=rf, name="b"), ("matched", "rf", code)),
        (desk.booked(7_000, f"cde {desk.code(other)}", name="c"), ("matched", "text", desk.code(other))),
        (desk.booked(7_000, f"cde {desk.code(other)} encore", name="d"), ("suggested", "text", desk.code(other))),
        (desk.booked(6_999, f"{desk.code(other)[:4]} {desk.code(other)[4:]}", name="e"),
         ("suggested", "text", desk.code(other))),
        (desk.booked(5_000, f"{code} ou {desk.code(other)}", name="f"), ("open", "", "")),
        (desk.booked(5_000, f"compte {code}1", name="g"), ("open", "", "")),
        (desk.booked(5_000, f"code {nobodys}", name="h"), ("open", "", "")),
        (desk.booked(-5_000, rf=rf, name="i"), ("open", "", "")),
        (desk.booked(5_000, rf=rf, name="j", returned="AC04"), ("open", "", "")),
        (desk.booked(5_000, rf=rf, name="k", reverses=True), ("open", "", "")),
    ]  # fmt: skip
    assert desk.judge(*(line for line, _ in table)) == [wanted for _, wanted in table]
    assert desk.cases() == ["bank_line_unknown"] * 4 + ["bank_line_returned", "bank_line_reversed"]


def test_amount_and_name_only_suggest_and_only_one(desk: BankDesk) -> None:
    mine = desk.cashier.ask(5_000, customer_name="Épicerie Ngo & Fils")
    desk.cashier.ask(5_000, customer_name="Moussa")
    desk.cashier.ask(6_000, customer_name="Awa Ngo")
    desk.cashier.ask(6_000, customer_name="Ngo Awa")
    found = desk.judge(
        desk.booked(5_000, "sans reference", name="EPICERIE DU MARCHE"),
        desk.booked(6_000, "sans reference", name="NGO AWA"),
        desk.booked(5_000, "sans reference", name="QUELQU'UN"),
        desk.booked(5_001, "sans reference", name="MOUSSA"),
        Booked(desk.today - timedelta(days=3), 5_000, "avant la vente", "MOUSSA"),
    )
    assert found == [("suggested", "amount", desk.code(mine)), *[("open", "", "")] * 4]


@pytest.mark.parametrize("form", FORMS)
def test_the_same_statement_again_changes_nothing(desk: BankDesk, form: str) -> None:
    desk.world.change("UPDATE bank_account SET profile = :profile", profile="iso_09" if form == "signed" else "iso_03")
    lines = [desk.booked(5_000, desk.code(desk.cashier.ask()), bank_reference="B1"), desk.booked(-300, "FRAIS"),
             desk.booked(5_000, "?"), desk.booked(5_000, "?")]  # fmt: skip
    first = desk.take(*lines, form=form)
    assert (first.lines, first.new_lines, first.matched, first.open, first.seen_before) == (4, 4, 1, 3, False)
    written = desk.everything()
    again = desk.take_file(desk.written[0])
    assert (again.file, again.new_lines, again.seen_before) == (first.file, 0, True)
    renamed = desk.take(*lines, form=form, number="70")
    assert renamed.new_lines == 0
    assert desk.everything() == written


def test_statements_that_overlap_tell_each_movement_once(desk: BankDesk) -> None:
    days = [desk.today - timedelta(days=4 - n // 2) for n in range(8)]
    lines = [Booked(day, 1_000 + n, f"FACTURE {n}", bank_reference="" if n % 3 else f"B{n}")
             for n, day in enumerate(days)]  # fmt: skip
    reports = [desk.take(*lines[begins:ends]) for begins, ends in ((0, 4), (2, 6), (0, 8), (5, 8))]
    assert [report.new_lines for report in reports] == [4, 2, 2, 0]
    assert desk.column("SELECT amount FROM bank_line ORDER BY id") == [1_000 + n for n in range(8)]


def test_the_bank_may_change_its_form_and_its_words_where_it_has_references(desk: BankDesk) -> None:
    line = desk.booked(5_000, "VIR", bank_reference="B1")
    told = desk.booked(5_000, "VIREMENT RECU", name="Awa", bank_reference="B1")
    assert [desk.take(one, form=form).new_lines for one, form in ((line, "camt053.08"), (told, "mt940"))] == [1, 0]


def test_what_a_statement_tells_twice_is_two_movements_and_the_second_a_case(desk: BankDesk) -> None:
    checkout = desk.cashier.ask()
    line = desk.booked(5_000, "GATEAU", rf=desk.rf(checkout), bank_reference="B1")
    assert desk.judge(line, line) == [("matched", "rf", desk.code(checkout)), ("open", "", "")]
    assert desk.cases() == ["bank_line_twice"]


def test_pages_of_one_statement_are_counted_as_one(desk: BankDesk) -> None:
    """Two movements that say the same, on two pages of an MT940, are two."""
    page = FORMS["mt940"][0](make_statement(desk.booked(5_000, "?"))).decode()
    second = page.replace(":28C:69/1", ":28C:69/2").replace(":60F:", ":60M:").replace("XAF5000,", "XAF10000,").replace(
        "XAF0,", "XAF5000,")  # fmt: skip
    path = desk.folder / "pages"
    path.write_text(page.replace(":62F:", ":62M:") + second)
    assert desk.take_file(path).new_lines == 2
    assert desk.cases() == ["bank_line_unknown", "bank_line_twice"]


def test_statements_of_others_and_of_days_to_come_are_refused_whole(desk: BankDesk) -> None:
    line = desk.booked()
    path = desk.folder / "theirs"
    path.write_bytes(FORMS["camt053.08"][0](make_statement(line)).replace(OURS.encode(), PAYERS.encode()))
    assert f"tells of {PAYERS} XAF, not of {OURS} XAF" in refused(desk, path)
    assert f"{PAYERS} is no account of ours" in refused(desk, path, PAYERS)
    assert f"tells of {OURS} EUR, not" in refused(desk, desk.write(make_statement(line, currency="EUR")))
    to_come = Booked(desk.today + timedelta(days=5), 5_000)
    assert "which is to come" in refused(desk, desk.write(make_statement(line, to_come)))
    cut = desk.write(make_statement(*[line] * 30))
    cut.write_bytes(cut.read_bytes()[:-200])
    assert "is no whole XML" in refused(desk, cut)


def test_no_money_moves(desk: BankDesk) -> None:
    checkout = desk.cashier.ask()
    desk.take(desk.booked(5_000, rf=desk.rf(checkout)))
    assert desk.world.one("SELECT state FROM checkout") == "open"
    assert desk.world.balance(BRICE) == 0
    desk.world.check()


def test_each_movement_is_kept_once_in_whatever_order_statements_come(desk: BankDesk) -> None:
    lines = [desk.booked(1_000 + n, f"FACTURE {n}") for n in range(3)]
    for count, order in enumerate(itertools.permutations(lines)):
        desk.take(*order, number=str(count))
    assert sorted(desk.column("SELECT amount FROM bank_line")) == [1_000, 1_001, 1_002]


@pytest.mark.parametrize("seed", range(3))
def test_with_all_of_a_banks_vices_nothing_is_lost_counted_twice_or_matched_to_what_it_does_not_pay(
    desk: BankDesk, seed: int
) -> None:
    """The simulated bank books late, split, twice and under lost references; its statements come again and overlap."""
    faults, chance = Faults(seed, {PARTY: FAULTS}), Random(seed)
    books = BankBooks(faults)
    faults.ask({PARTY: {name: {"chance": 0.25} for name in FAULTS}})
    checkouts = {5_000 + n: desk.cashier.ask(5_000 + n, customer_name=f"Client{n} Ngo") for n in range(12)}
    first = desk.today - timedelta(days=4)  # what is late is booked by today
    for amount, checkout in checkouts.items():
        words, rf = chance.choice((("", desk.rf(checkout)), (f"CDE {desk.code(checkout)}", ""), ("MERCI", "")))
        books.pay_in(Rib(OURS), Booked(first, amount, words, f"CLIENT{amount - 5_000}", rf=rf))
    days = [first + timedelta(days=n) for n in range(5)]
    spans = [(day, day) for day in days] + [(days[0], days[2]), (days[1], days[4]), (days[0], days[4])]
    for begins, ends in chance.sample(spans * 2, len(spans) * 2):
        path = desk.write(books.write_statement(Rib(OURS), begins, ends), chance.choice(["camt053.08", "camt053.02"]))
        desk.take_file(path)
    booked = [line.amount for line in books.write_statement(Rib(OURS), days[0], days[-1]).lines]
    assert sorted(desk.column("SELECT amount FROM bank_line")) == sorted(booked)
    due = {checkout.id: amount for amount, checkout in checkouts.items()}
    paying = desk.rows("SELECT checkout_id::text, amount, name, how FROM bank_line WHERE state = 'matched'")
    assert paying
    assert all(name == f"CLIENT{due[checkout] - 5_000}" for checkout, _, name, _ in paying)
    assert all(amount == due[checkout] for checkout, amount, _, how in paying if how == "text")
    waiting = desk.column("SELECT count(*) FROM bank_line WHERE state = 'open'")
    assert desk.column("SELECT count(*) FROM bank_line WHERE state = 'open' AND case_id IS NOT NULL") == waiting
    assert len(desk.cases()) == waiting[0]
    desk.world.check()


def test_imports_at_once_take_turns(desk: BankDesk) -> None:
    """Two people import the same file and one that overlaps it, all at the same moment."""
    lines = [desk.booked(1_000 + n, f"FACTURE {n}") for n in range(40)]
    paths = [desk.write(make_statement(*lines[begins:ends])) for begins, ends in ((0, 30), (10, 40))]
    with ThreadPoolExecutor(4) as staff:
        reports = list(staff.map(desk.take_file, [*paths, *paths]))
    assert sorted(desk.column("SELECT amount FROM bank_line")) == [1_000 + n for n in range(40)]
    assert sum(report.new_lines for report in reports) == 40
    assert desk.cases() == ["bank_line_unknown"] * 40
    assert sorted(desk.column("SELECT name FROM bank_file")) == [path.name for path in paths]
