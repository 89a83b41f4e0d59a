"""Texts as people write them mean what was meant, as they stand and as they are stored."""

import hashlib
import re

import pytest

from sms_templates.reading.understand import shield
from tests.sms_templates.reading import texts_of_markets, texts_of_trials
from tests.sms_templates.reading.meaning import meaning


def digest(code: str) -> str:
    return hashlib.sha256(f"key {code}".encode()).hexdigest()[:16]


@pytest.mark.parametrize(("text", "meant"), [*texts_of_trials.TEXTS, *texts_of_markets.TEXTS])
def test_a_text_means_what_was_meant(text: str, meant: str) -> None:
    assert meaning(text) == meant
    kept = re.sub("code=[0-9]+", lambda code: f"code={digest(code[0].removeprefix('code='))}", meant)
    assert meaning(shield(text, digest)) == kept
