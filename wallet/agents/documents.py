"""ID documents as agents and staff see them: one seen before under another name is put before a person.

Whoever a document was seen for before hears of it each time: from then on they share ceilings with another wallet.
"""

import unicodedata

from sqlalchemy import Connection

from wallet.agents import agents
from wallet.cases import cases
from wallet.messages import notices
from wallet.people import identities, people
from wallet.people.identities import mask_number
from wallet.people.people import Person


def note_document(db: Connection, person: Person, kind: str, number: str, name: str, seen_by: str) -> None:
    """Keep a document seen for a person (identities.py), and tell whoever it was seen for before.

    Where it was somebody else's by its name, a case is opened.
    """
    known_before = identities.note_document(db, person.id, kind, number, name, seen_by)
    _tell_known(db, [known.person_id for known in known_before], person, seen_by)
    for known in known_before:
        if _sort_words(known.name) != _sort_words(name):
            seen = f"{kind} {mask_number(number)} of {people.shorten_name(known.name)}"
            again = f"{people.shorten_name(name)}, {person.public_id}"
            detail = f"{seen} was seen again, for {again}, by {seen_by}"
            cases.open_case(db, "document_twice", detail)


def _tell_known(db: Connection, known_ids: list[str], person: Person, seen_by: str) -> None:
    """Tell people that their document was shown for another wallet; its number is masked: it may be a typing error."""
    agent = agents.find_agent(db, seen_by)
    said = {"phone": people.mask_phone(person.phone)}
    for known in people.find_by_ids(db, known_ids).values():
        if known.phone and agent:
            name = people.get_person(db, agent.person_id).shown
            notices.tell(db, known, "security", "id_seen_again", **said, agent_name=name)
        elif known.phone:
            notices.tell(db, known, "security", "id_seen_again_by_staff", **said)


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
