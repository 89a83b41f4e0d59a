"""Each kind of bad row has its own problem, and its own sentence that says what to mend, in both languages."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import pytest

from documents.words import CODES
from tests.world.bank_files import PAYERS
from wallet.banks.rib import calc_key
from wallet.prices.tariffs import Tariff
from wallet.salaries.judge_rows import VOUCHABLE, Facts, KnownWallet, judge
from wallet.salaries.match_names import are_one
from wallet.salaries.read_sheet import read_sheet
from wallet.salaries.typed_rows import TypedRow
from wallet.salaries.wrong_names import WrongNames, hash_name
from web.business.refusals import say_refusal
from web.pages.rendering import speak
from web.pages.row_problems import list_row_problems, say_row_problem

AWA, STOPPED, SMALL, PAID = "+237699000002", "+237677000011", "+237677000012", "+237677000013"
WALLETS: Final = (
    {
        AWA: KnownWallet("a", "Awa Ngono", False, None), STOPPED: KnownWallet("s", "Paul Biya", True, None),
        SMALL: KnownWallet("m", "Jean Small", False, 5_000),
    },
    {PAID: datetime(2026, 11, 5, tzinfo=UTC)}, Tariff(5_000, 0, 500, 2_000, 4), Tariff(5_000, 50, 2_500, 0, 0),
)  # fmt: skip
GOOD: Final = TypedRow(2, "677 00 00 21", "momo", "Zita Bih", "150 000", "Salaire", "M-1")
# What is wrong, and the cells that are otherwise than in a good row.
BAD: Final = {
    "number_missing": {"number": " "},
    "number_lost": {"number": "6,77E+08"},
    "phone_letters": {"number": "67700002l"},
    "phone_short": {"number": "67700002"},
    "phone_long": {"number": "6770000211"},
    "phone_foreign": {"number": "+33612345678"},
    "phone_fixed": {"number": "222201234"},
    "phone_unknown": {"number": "600000000"},
    "phone_two": {"number": "677000021/677000022"},
    "phone_is_rib": {"number": PAYERS},
    "rib_is_phone": {"way": "banque"},
    "rib_length": {"number": PAYERS[:-1], "way": "banque"},
    "rib_letters": {"number": PAYERS[:5] + "O" + PAYERS[6:], "way": "rib"},
    "rib_key": {"number": PAYERS[:-2] + f"{(int(PAYERS[-2:]) + 1) % 97:02d}", "way": "banque"},
    "iban_foreign": {"number": "FR7630006000011234567890189", "way": "banque"},
    "way_unknown": {"way": "western union"},
    "other_operator": {"way": "om"},
    "no_operator": {"number": "620000021", "way": ""},
    "no_wallet": {"way": "mbongo"},
    "wallet_stopped": {"number": STOPPED, "way": "mbongo", "name": "Paul Biya"},
    "wallet_takes_less": {"number": SMALL, "way": "mbongo", "name": "Jean Small", "amount": "5001"},
    "name_missing": {"name": "  "},
    "name_short": {"name": "Z"},
    "name_long": {"name": "Zita " * 20},
    "name_letters": {"name": "Zita B1h"},
    "name_other": {"number": AWA, "way": "mbongo"},
    "amount_missing": {"amount": ""},
    "amount_lost": {"amount": "1,5E+05"},
    "amount_negative": {"amount": "-150 000"},
    "amount_zero": {"amount": "0"},
    "amount_decimals": {"amount": "150 000,50"},
    "amount_dots": {"amount": "150.000"},
    "amount_unreadable": {"amount": "cent mille"},
    "amount_is_phone": {"amount": "677000021"},
    "amount_long": {"amount": "1500000000"},
    "amount_below": {"amount": "99"},
    "payout_most": {"amount": "900001"},
    "label_long": {"label": "Salaire du mois de novembre"},
    "label_signs": {"label": "www.x.com"},
    "label_lures": {"label": "Votre code secret"},
    "reference_long": {"reference": "M" * 36},
    "paid_lately": {"number": PAID},
    "cells_many": {"fault": "cells_many"},
    "formula": {"fault": "formula"},
    "bad_letters": {"fault": "bad_letters"},
    "cell_long": {"fault": "cell_long"},
}
ENOUGH: Final = [(AWA, hash_name(name)) for name in ("Zita B", "Awa B", "Awa C", "Paul", "Awa Mballa")]
OF_TWO: Final = {"twice": {"reference": "M-2"}, "reference_twice": {"number": "677000022"}}


def facts(*wrong: tuple[str, str], in_all: int = 0) -> Facts:
    return Facts(*WALLETS, 900_000, WrongNames(wrong, in_all))


@pytest.mark.parametrize(("problem", "cells"), BAD.items(), ids=BAD.keys())
def test_a_bad_row_is_told_apart_from_the_good_one_it_would_be(problem: str, cells: dict[str, str]) -> None:
    assert judge([GOOD], facts())[0].problem == ""
    bad = replace(GOOD, **cells)
    assert judge([bad], facts())[0].problem == problem
    vouched = judge([replace(bad, vouched=problem)], facts())[0].problem
    assert (vouched == "") == (problem in VOUCHABLE)


@pytest.mark.parametrize(("problem", "cells"), OF_TWO.items(), ids=OF_TWO.keys())
def test_of_two_rows_the_second_is_bad_and_names_the_first(problem: str, cells: dict[str, str]) -> None:
    second = replace(GOOD, nth=7, **cells)
    found = judge([GOOD, second], facts())
    assert [(one.problem, one.said) for one in found] == [("", {}), (problem, {"first": 2})]


def test_a_name_is_compared_with_no_wallet_s_once_five_were_wrong_or_a_thousand_in_all() -> None:
    """The right one neither, or the answer would tell it. One that was wrong is so still, and may be meant so."""

    def found(names: tuple[str, ...], *wrong: tuple[str, str], in_all: int = 0, vouched: str = "") -> list[str]:
        right = replace(GOOD, number=AWA, way="mbongo", vouched=vouched)
        rows = [replace(right, nth=nth, name=name) for nth, name in enumerate(names, 2)]
        return [one.problem for one in judge(rows, facts(*wrong, in_all=in_all))]

    assert found(("Awa Ngono", "Mballa AWA"), *ENOUGH[1:]) == ["", "name_other"]
    assert found(("Awa Ngono", "Mballa AWA"), *ENOUGH) == ["names_enough", "name_other"]
    assert found(("Awa Ngono",), in_all=1_000) == ["names_enough"]
    assert [found(("Awa Ngono",), *ENOUGH, vouched=one) for one in ("names_enough", "name_other")] == [[""], [""]]
    assert found(("Ab", "Cd", "Ef", "Gh", "Ij", "Ngono")) == ["name_other"] * 5 + ["names_enough"]


def test_each_problem_has_a_sentence_of_its_own_in_both_languages() -> None:
    problems = {*BAD, *OF_TWO, "names_enough", "number_moved", "not_payable"}  # the last two: when it is paid
    assert len(problems) >= 30
    for language in CODES:
        say = speak(language)
        assert set(list_row_problems(say)) == problems
        told = {
            say_row_problem(say, one.problem, one.said)
            for cells in BAD.values() for one in judge([replace(GOOD, **cells)], facts())
        }  # fmt: skip
        assert len(told) == len(BAD)
        assert not any("%(" in one for one in told)


def test_a_level_s_most_is_written_as_francs_are() -> None:
    assert "reçoit 5\u202f000\u202f000\u00a0FCFA au plus" in say_row_problem(
        speak("fr"), "payout_most", {"most": 5_000_000}
    )
    assert "5\u202f000\u202f000\u00a0FCFA are the most" in say_row_problem(
        speak("en"), "payout_most", {"most": 5_000_000}
    )
    cashier = say_refusal(speak("fr"), "fr", "member.above_cashiers_limit", most=50_000)
    assert "au plus 50\u202f000\u00a0FCFA d'un paiement" in cashier


@pytest.mark.parametrize(
    ("number", "way", "known"),
    [("677000021", "", ("phone", "mtn")), ("690000021", "", ("phone", "orange")), (AWA, "", ("wallet", "")),
     (PAYERS, "", ("bank", "")), ("CM21" + PAYERS, "banque", ("bank", "")),
     ("00237 677-00-00-21", "MoMo", ("phone", "mtn"))],
)  # fmt: skip
def test_a_way_is_found_where_none_is_said(number: str, way: str, known: tuple[str, str]) -> None:
    name = "Awa Ngono" if number == AWA else "Zita Bih"
    found = judge([replace(GOOD, number=number, way=way, name=name)], facts())[0]
    assert (found.problem, found.way, found.rail) == ("", *known)


@pytest.mark.parametrize(
    "amount", ["150000", "150 000", "150\u00a0000 FCFA", "150\u202f000F", "150000,00", "150 000.00", "150000.0"]
)
def test_an_amount_may_be_written_as_people_do(amount: str) -> None:
    assert judge([replace(GOOD, amount=amount)], facts())[0].amount == 150_000


@pytest.mark.parametrize(
    ("typed", "known", "same"),
    [("NGONO Awa", "Awa Ngono", True), ("Awa Marie Ngono", "Awa Ngono", True), ("Ngono A.", "Awa Ngono", True),
     ("Héloïse Nkôl", "HELOISE NKOL", True), ("Awa", "Awa Ngono", True), ("Awa Mballa", "Awa Ngono", False),
     ("A N", "Awa Ngono", False), ("Ngono Ngono", "Awa Ngono", False)],
)  # fmt: skip
def test_names_are_one_persons_in_any_order_without_accents(typed: str, known: str, same: bool) -> None:
    assert are_one(typed, known) is same
    assert are_one(known, typed) is same


def test_prices_are_of_the_way() -> None:
    to_wallet, to_phone = judge(
        [replace(GOOD, number=AWA, way="mbongo", name="Awa N"), replace(GOOD, reference="")], facts()
    )
    assert (to_wallet.fee, to_wallet.tax, to_phone.fee, to_phone.tax) == (500, 304, 750, 0)


def test_the_key_of_the_bad_rib_is_really_wrong() -> None:
    assert calc_key(PAYERS[:5], PAYERS[5:10], PAYERS[10:21]) == PAYERS[21:]


def test_five_thousand_rows_with_two_hundred_bad_ones_of_all_kinds_are_each_told_what_to_mend() -> None:
    kinds = [(name, cells) for name, cells in BAD.items() if "fault" not in cells and not cells.get("reference")]
    wrong = {25 * n: kinds[n % len(kinds)] for n in range(1, 201)}
    lines = ["destinataire;type;nom;montant;motif;matricule"]
    for nth in range(2, 5_002):
        name, cells = wrong.get(nth - 1, ("", {}))
        own = {"number": f"67{nth + 1_000_000:07d}", "reference": f"M-{nth}"}
        row = replace(GOOD, **{**own, **cells})
        lines.append(";".join((row.number, row.way, row.name, row.amount, row.label, row.reference)))
    rows = read_sheet("\r\n".join(lines).encode("utf-8-sig"))
    judged = judge(rows, facts())
    bad = {one.typed.nth - 1: one.problem for one in judged if one.problem}
    for place, (name, _) in wrong.items():
        again = name == "paid_lately"  # one number each time: the second is bad by that already
        assert bad.pop(place) in ({name, "twice"} if again else {name})
    assert bad == {}
    assert len({problem for problem in (one.problem for one in judged) if problem}) >= 30
