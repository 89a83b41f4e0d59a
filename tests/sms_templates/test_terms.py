"""Wordings that subscribers agreed to: each stays as it was, in every language."""

import hashlib

import pytest

from sms_templates import FILES

# A language is written down here once people subscribe in it.
AGREED = {
    "fr": {"plain": "c1565a95efb2", "most": "f55371c0ffb1"},
    "en": {"plain": "173956cb2c29", "most": "0ef013598430"},
    "pcm": {"plain": "173956cb2c29", "most": "0ef013598430"},
}


@pytest.mark.parametrize("language", AGREED)
def test_a_wording_that_was_agreed_to_is_never_changed(language: str) -> None:
    said = {name: hashlib.sha256(text.encode()).hexdigest()[:12] for name, text in FILES[language]["terms"].items()}
    assert AGREED[language].items() <= said.items(), "people agreed to this sentence: write another beside it"
    assert said.keys() == AGREED[language].keys(), "a new wording is written down here, from now on for good"
