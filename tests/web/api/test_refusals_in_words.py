"""Refusals of the rules that a program's request meets are said in words, never by their name alone."""

import re
from pathlib import Path
from typing import Final

import wallet
from web.api.refusals import WORDS, say_refusal

MET: Final = (
    "business/levels.py", "operations/refunds.py", "payouts/put_aside.py", "prices/rates.py", "subscriptions/plans.py",
)  # fmt: skip
OF_A_PAGE: Final = {"quote_expired"}  # whoever pays there is asked again; a program makes another quote
RAISED: Final = re.compile(r'(?:Misread|Refused|NotNow|QuoteChanged)\(\s*"(?:error|refusal)\.([a-z_]+)"')


def test_each_refusal_that_a_program_meets_has_words() -> None:
    rooms = Path(wallet.__file__).parent
    for file in MET:
        raised = set(RAISED.findall((rooms / file).read_text("utf-8")))
        assert raised, file
        assert raised - OF_A_PAGE <= WORDS.keys(), file


def test_what_would_do_is_said_with_its_amount() -> None:
    assert say_refusal("error.amount_below", {"minimum": 100}) == "At least 100 francs."
    assert say_refusal("error.some_new_one", {"minimum": 100}) == "some new one"
