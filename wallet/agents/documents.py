"""ID documents as agents and staff see them: one seen before under another name is put before a person."""

import unicodedata

from sqlalchemy import Connection

from wallet.cases import cases
from wallet.people import identities
from wallet.people.people import Person


def note_document(db: Connection, person: Person, kind: str, number: str, name: str, seen_by: str) -> None:
    """Keep a document seen for a person (identities.py), and open a case where it was somebody else's by its name."""
    for known in identities.note_document(db, person.id, kind, number, name, seen_by):
        if _sort_words(known.name) != _sort_words(name):
            detail = f"{kind} {number} of {known.name} was seen again, for {name}, {person.phone}, by {seen_by}"
            cases.open_case(db, "document_twice", detail)


def bears_name(db: Connection, person: Person, name: str, seen_by: str) -> bool:
    """True when the name on a document holds every word of the wallet's name; a wrong one counts (identities.py).

    Agents are shown the short name alone: who knows only the number has no document with the rest.
    """
    bears = set(_sort_words(person.name)) <= set(_sort_words(name))
    return identities.is_right(db, person.id, seen_by, right=bears)


def _sort_words(name: str) -> list[str]:
    """Return the words of a name, however its accents and capitals are written, and in whichever order."""
    plain = (letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter))
    return sorted("".join(plain).casefold().split())
