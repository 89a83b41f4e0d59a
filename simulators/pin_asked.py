"""Screens that ask for a PIN, told from their words alone, as somebody who looks at them would."""

import re
from typing import Final

CHOICE: Final = re.compile(r"[0-9]{1,2}\.? ")  # a line to choose, or the keys: `6 Changer de PIN`, `0 Retour 00 Menu`
ASKED: Final = re.compile(r"\bPIN\b(?!.*:.*\?$)")  # not of `PIN oublié: numéro du client?`


def asks_pin(screen: str) -> bool:
    """True when what is typed next is a PIN."""
    return any(ASKED.search(line) for line in screen.split("\n") if not CHOICE.match(line))
