"""Sentences say how long a thing waits as the code counts it: none holds such a number of its own."""

import re
from datetime import timedelta

import pytest

from sms_templates import FILES, LANGUAGES, SPANS, find_sentence
from sms_templates.spans import HOUR, count_whole
from tests.sms_templates.test_sentences import keys

SPAN = re.compile(r"\b[0-9]+ ?(?:min|minutes|h|heures|hours|jours|days)\b")
# A ceiling of the last day, advice on when to try again, which nothing counts by, and an hour of the evening.
NOT_WAITED_FOR = (
    "asked_enough", "asked_of_enough", "cancelled_enough", "agent_locks", "request_under_way", "operator_down",
    "sales_texts_daily", "daily",
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_takes_how_long_from_the_code(language: str) -> None:
    held = {key for key in keys(FILES[language]) if SPAN.search(find_sentence(language, key) or "")}
    assert {key for key in held if key.split(".")[-1] not in NOT_WAITED_FOR} == set()


def test_every_span_is_said_in_every_language() -> None:
    for language in LANGUAGES:
        said = str(FILES[language])
        assert [name for name in SPANS if f"{{{name}}}" not in said] == []


def test_a_span_that_is_no_whole_number_is_refused() -> None:
    assert count_whole(timedelta(days=3), HOUR) == "72"
    with pytest.raises(ValueError, match="no whole number"):
        count_whole(timedelta(minutes=90), HOUR)
