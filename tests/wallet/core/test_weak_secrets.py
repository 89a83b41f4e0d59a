"""Secrets that can be guessed are refused at start; ones drawn by chance never are."""

import secrets
from typing import Any

import pytest

from wallet.core.secrets import Secrets
from wallet.core.settings import Settings
from wallet.core.weak_secrets import find_weakness


@pytest.mark.parametrize(
    "weak",
    [
        "", "short", "a" * 16, "a" * 64, "70" * 32, "abcab" * 4, "0123456789abcdef", "fedcba9876543210",
        "1234567890123456", "abcdefghijklmnop", "qwertyuiopasdfgh", "AZERTYUIOPQSDFGH", "aaaabbbbccccdddd",
        "aaaaaaaaaaaaaaab", "k3y-of-8k3y-of-8",
    ],
)  # fmt: skip
def test_what_can_be_guessed_is_refused(settings: Settings, weak: str) -> None:
    given = settings.model_dump()
    for name, value in (("pin_pepper", f"1:{weak}"), ("pin_pepper", f"2:{weak},1:{weak}")):
        wrong: dict[str, Any] = {**given, name: value}
        with pytest.raises(ValueError, match="secret"):
            Settings.model_validate(wrong)


def test_what_is_drawn_by_chance_is_taken() -> None:
    for _ in range(2_000):
        for drawn in (secrets.token_hex(32), secrets.token_urlsafe(24), secrets.token_hex(16)):
            assert not find_weakness(drawn), drawn


def test_a_weak_old_pepper_is_refused_beside_a_good_new_one() -> None:
    with pytest.raises(ValueError, match="different characters"):
        Secrets.read(f"2:{secrets.token_hex(32)},1:{'70' * 16}")
