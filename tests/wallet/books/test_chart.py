"""Every account of the ledger stands on a line of the chart, under one number and two titles."""

import re
from collections import Counter

from sqlalchemy import text

from tests.conftest import Database
from tests.world.wallet_under_test import connect_owner
from wallet.books.chart import INCOME, KINDS, LINES_OF_ACCOUNTS, UNKNOWN, find_line, get_line, list_lines
from wallet.books.fee_vat import VAT
from wallet.books.kind_names import KIND_NAMES
from wallet.ledger.check_reasons import WANTED


def test_every_kind_of_account_has_its_line(database: Database) -> None:
    with connect_owner(database.owner_url).begin() as db:
        kinds = set(db.execute(text("SELECT kind FROM account_kind")).scalars())
        accounts = db.execute(text("SELECT kind, code FROM account")).all()
        earning = set(db.execute(text("SELECT kind FROM transfer_kind")).scalars())
    assert KINDS.keys() - {VAT} == kinds, "add its line to wallet/books/chart.py"
    assert UNKNOWN not in {find_line(kind, code) for kind, code in accounts}
    assert LINES_OF_ACCOUNTS.keys() <= {code for _, code in accounts}
    assert INCOME.keys() <= earning
    assert KIND_NAMES.keys() == {*re.findall(r"^  \('(\w+)'", WANTED, re.MULTILINE)}, (
        "name it in wallet/books/kind_names.py"
    )


# What the plan means by numbers near ours: on these an auditor looks for something else.
MEANT_OTHERWISE = {
    "4431": "VAT on goods sold", "4718": "contributions and mergers", "4719": "warrants", "478": "conversion, assets",
    "479": "conversion, liabilities", "6581": "directors' fees", "6582": "gifts", "7062": "services outside the region",
    "7063": "services to the group", "7064": "services to the group elsewhere", "7581": "directors' fees",
    "7582": "insurance paid to us",
}  # fmt: skip


def test_no_line_stands_on_a_number_that_the_plan_gives_to_something_else() -> None:
    found = {line.number: MEANT_OTHERWISE[known] for line in list_lines() for known in MEANT_OTHERWISE
             if line.number.startswith(known)}  # fmt: skip
    assert not found


def test_a_number_is_one_line() -> None:
    lines = list_lines()
    assert Counter(line.number for line in lines).most_common(1)[0][1] == 1
    for line in lines:
        assert (len(line.number), line.number.isdecimal(), line.of_class in {1, 4, 5, 6, 7}) == (6, True, True)
        assert line.fr
        assert line.en
        assert get_line(line.number) == line
    assert get_line("999999") is None


def test_fees_are_told_apart_by_what_earned_them() -> None:
    assert find_line("fees", "fees", "pay_till").number == "706120"
    assert find_line("fees", "fees", "keep_unclaimed") == KINDS["fees"]
    assert find_line("operator_float", "operator_float:paypal:EUR").number == "538200"
