"""A person's whole name, put together from the first name and the family name they are asked apart."""

from dataclasses import dataclass

from sqlalchemy import Connection

from wallet.core.values import PersonName


@dataclass(frozen=True)
class FullName:
    """First name, then family name: a fact for the screen."""

    full_name: str


def join_names(_: Connection, first_name: str, family_name: str) -> FullName:
    """Return the whole name. Raises Misread for one too long, or reserved once the two stand together."""
    return FullName(str(PersonName.read(f"{first_name} {family_name}")))
