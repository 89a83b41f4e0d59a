"""Lines that a link asks of whoever pays: name, phone, e-mail, reference, each read strictly, none left out."""

from collections.abc import Callable, Mapping
from typing import Final

from documents.words import Say
from wallet.core.email_addresses import EmailAddress
from wallet.core.values import Phone

LETTERS: Final = 60
# Each line, in the order they stand: what a checkout keeps it as, and what a browser fills in there.
KEPT_AS: Final = {
    "name": "customer_name", "phone": "customer_phone", "email": "customer_email", "reference": "reference",
}  # fmt: skip
FILLED_IN: Final = {"name": "name", "phone": "tel-national", "email": "email", "reference": "off"}


class NotFilledIn(Exception):
    """A line was left empty, or holds what none can: `field` is its name."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def read_line(text: str) -> str:
    """Return one line of a few words. Raises ValueError for none, for too many, or for more than a line."""
    line = " ".join(text.split(" ")).strip()
    if not 0 < len(line) <= LETTERS or not line.isprintable():
        raise ValueError("no such line")
    return line


READ: Final[dict[str, Callable[[str], str]]] = {
    "name": read_line, "phone": Phone.read, "email": EmailAddress.read, "reference": read_line,
}  # fmt: skip


def read_fields(asked: tuple[str, ...], typed: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed, as a checkout keeps it. Raises NotFilledIn; Misread for a wrong number or address."""
    found = {}
    for field in asked:
        if not typed.get(field, "").strip():
            raise NotFilledIn(field)
        try:
            found[KEPT_AS[field]] = str(READ[field](typed[field]))
        except ValueError:
            raise NotFilledIn(field) from None
    return found


def name_fields(say: Say) -> dict[str, str]:
    """Return the label of each line."""
    return {
        "name": say("Your name"), "phone": say("Your phone number"), "email": say("Your e-mail address"),
        "reference": say("Your reference, as you were told it"),
    }  # fmt: skip
