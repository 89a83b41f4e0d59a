"""Writes the meaning of a text on one line: the command and its parts, or the key of the sentence that answers it."""

from sms_templates.reading.understand import understand
from wallet.core.errors import Misread


def meaning(text: str) -> str:
    """Return `send amount=2000 phone=699000002`, or `help.send` where nothing is done."""
    try:
        heard = vars(understand(text))
    except Misread as misread:
        return misread.key
    parts = [f"{name}={str(value).removeprefix('+237')}" for name, value in heard.items() if value and name != "name"]
    return " ".join([heard["name"], *parts])
