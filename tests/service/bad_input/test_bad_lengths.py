"""Whatever its length and shape, a text is read in a moment: no pattern here goes back over what it has read."""

import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from sms_templates.reading.understand import shield, understand
from wallet.core.errors import Misread
from wallet.core.values import Money, PersonName, Phone, Pin

pytestmark = pytest.mark.campaign

LONGEST = 16_000  # what a body may hold
MOMENT_SECONDS = 0.5  # a hundred times what the slowest takes on two busy cores
SHAPES = {
    "digits": "1" * LONGEST,
    "spaced-digits": "1 " * (LONGEST // 2),
    "groups-of-three": "123 " * (LONGEST // 4),
    "no-break-spaces": "1\u00a0" * (LONGEST // 2) + "x",
    "points": "1." * (LONGEST // 2) + "x",
    "points-and-commas": ".," * (LONGEST // 2),
    "dashes": "1-" * (LONGEST // 2) + "!",
    "spaces-then-currency": "1" + " " * LONGEST + "FCF",
    "stars": "*" * LONGEST,
    "tildes": "~" + "a" * LONGEST,
    "letters": "A" * LONGEST,
    "letters-and-apostrophes": "A'" * (LONGEST // 2) + "1",
    "marks": "e" + "\u0301" * LONGEST,
    "ligature-of-eighteen-letters": "\ufdfa" * LONGEST,
    "other-digits": "٤" * LONGEST,
    "circled-numbers": "⑳" * LONGEST,
    "masks": "****" * (LONGEST // 4),
    "command-words": "SOLDE " * (LONGEST // 6),
    "amounts-and-phones": "ENVOI " + "500 699000002 " * (LONGEST // 14),
    "chunks-of-a-phone": "ENVOI " + "6 99 00 00 02 " * 34,
    "help-of-help": "AIDE " * (LONGEST // 5),
    "lone-surrogate": "SOLDE \ud83d" + "x" * 100,
    "nothing": "",
}
READERS: dict[str, Callable[[str], object]] = {
    "money": Money.read,
    "phone": Phone.read,
    "caller": Phone.from_gateway,
    "pin": Pin.read,
    "name": PersonName.read,
    "command": understand,
    "shield": lambda text: shield(text, lambda _: "0" * 32),
    "shielded-command": lambda text: understand(shield(text, lambda _: "0" * 32)),
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=[f"beyond-{name}" for name in SHAPES])
@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_a_reader_takes_a_moment(read: Callable[[str], object], shape: str) -> None:
    """It answers, or raises Misread, and nothing else."""
    started = time.process_time()
    with suppress(Misread):
        read(shape)
    assert time.process_time() - started < MOMENT_SECONDS
