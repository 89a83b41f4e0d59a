"""Texts as people write them mean what was meant, as they stand and as they are stored."""

import hashlib
import re

import pytest

from sms_templates.reading.understand import shield
from tests.sms_templates.reading import texts_of_attacks, texts_of_markets, texts_of_trials, texts_of_users
from tests.sms_templates.reading.meaning import meaning

TEXTS = [*texts_of_trials.TEXTS, *texts_of_markets.TEXTS, *texts_of_attacks.TEXTS, *texts_of_users.TEXTS]


def digest(code: str) -> str:
    return hashlib.sha256(f"key {code}".encode()).hexdigest()[:16]


@pytest.mark.parametrize(("text", "meant"), TEXTS)
def test_a_text_means_what_was_meant(text: str, meant: str) -> None:
    assert meaning(text) == meant
    kept = re.sub("code=[0-9]+", lambda code: f"code={digest(code[0].removeprefix('code='))}", meant)
    assert meaning(shield(text, digest)) == kept


@pytest.mark.parametrize("text", [text for text, _ in (*texts_of_attacks.A_PIN, *texts_of_attacks.CODES[:13])])
def test_no_pin_and_no_code_is_kept_in_digits_or_in_words(text: str) -> None:
    kept = re.sub("~[0-9a-f]+~", "", shield(text, digest).lower())
    assert re.findall("4821|4850|7391|5025|7 3 9|73|vingt|quatre|quarante|four|sept|tri|faiv|eit|nain", kept) == []


OPERATORS = "Vous avez recu 5000 FCFA de 677123456. Solde 15000 FCFA. ID MP261128.1234.A56789"


def test_an_operators_message_warns_nobody_of_a_pin() -> None:
    assert meaning(OPERATORS) == meaning(shield(OPERATORS, digest)) != "sms.pin_seen"
