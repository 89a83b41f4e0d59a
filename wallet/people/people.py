"""People, and the phones that reach them. A person is an id; a phone number is an alias that may change hands."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.core import clock, security_events
from wallet.core.errors import Locked, Refused
from wallet.core.public_ids import write_short_id

NEW_NAMES_A_DAY: Final = 20
SHOWN_LETTERS: Final = 13


@dataclass(frozen=True)
class Caller:
    """Whoever is at the phone: a fact of the session, plain values only. A stranger has no person_id.

    `no_pin`: somebody else opened this wallet, and its owner has not chosen a PIN yet.
    """

    phone: str
    language: str
    person_id: str = ""
    name: str = ""
    locked_by_owner: int = 0
    no_pin: int = 0
    languages: str = ""  # that we speak, by their codes, a space between

    @property
    def is_stranger(self) -> bool:
        """True when this phone reaches no wallet yet."""
        return not self.person_id


@dataclass(frozen=True)
class Person:
    """A person as the use cases see them; `phone` is "" once their number was given up or taken from them.

    `robbed`: an agent or staff locked the wallet for its owner, so that all its money stops. `human_id` is shared by
    the wallets of one human (humans.py).
    """

    id: str
    human_id: str
    name: str
    tier: int
    language: str
    state: str
    locked_by_owner: bool
    robbed: bool
    account_id: int
    phone: str
    has_pin: bool

    @property
    def shown(self) -> str:
        """First name and initial, at most 13 characters."""
        return shorten_name(self.name)

    @property
    def public_id(self) -> str:
        """Their id as staff type it."""
        return write_short_id("per", self.id)

    @property
    def unchecked(self) -> int:
        """1 while nobody has seen this person's ID: their name is what they say."""
        return int(self.tier == 0)


FIND: Final = """SELECT p.id::text, p.human_id::text, p.name, p.tier, p.language, p.state, p.locked_by_owner,
  p.robbed, p.account_id,
  COALESCE(f.number, '') AS phone, EXISTS (SELECT FROM pin WHERE person_id = p.id) AS has_pin
  FROM person p LEFT JOIN phone f ON f.person_id = p.id AND f.until IS NULL"""
BY_PHONE: Final = text(f"{FIND} WHERE f.number = :phone")
BY_ID: Final = text(f"{FIND} WHERE p.id = CAST(:id AS uuid)")
BY_PHONES: Final = text(f"{FIND} WHERE f.number = ANY(CAST(:phones AS text[]))")
BY_IDS: Final = text(f"{FIND} WHERE p.id = ANY(CAST(:ids AS uuid[]))")
OF_HUMANS: Final = f"""{FIND} WHERE p.human_id IN
    (SELECT human_id FROM person WHERE id = ANY(CAST(:ids AS uuid[])))"""  # noqa: S608 - a constant
LOCKED: Final = text(f"{OF_HUMANS} ORDER BY p.id FOR UPDATE OF p")
LOCKED_BESIDE: Final = (
    text(f"{OF_HUMANS} AND p.id < CAST(:held AS uuid) ORDER BY p.id FOR UPDATE OF p"),
    text(f"{FIND} WHERE p.id = CAST(:held AS uuid) FOR SHARE OF p"),
    text(f"{OF_HUMANS} AND p.id > CAST(:held AS uuid) ORDER BY p.id FOR UPDATE OF p"),
)
LOCK_TRIES: Final = 5
NAMES_SHOWN: Final = text("""SELECT count(*) FROM person h JOIN name_shown n ON n.viewer_id = h.id
    WHERE h.human_id = CAST(:human AS uuid) AND n.day = :day AND NOT n.served""")


def shorten_name(name: str) -> str:
    """Return a name as others see it: `awa ngono` and `AWA NGONO` → `Awa N.`."""
    words = name.split()
    first = words[0].title() if name.isupper() else words[0][:1].upper() + words[0][1:]
    initial = f" {words[-1][0].upper()}." if len(words) > 1 else ""
    return first[: SHOWN_LETTERS - len(initial)] + initial


def mask_name(name: str) -> str:
    """Return a name as those who need not know it are shown it: `Awa Ngono` → `A***`."""
    return f"{shorten_name(name)[0]}***"


def mask_phone(phone: str) -> str:
    """Return a number (E.164) as others are shown it: `+237677000001` → `+237677***001`."""
    return f"{phone[:7]}***{phone[-3:]}"


def refuse_stopped(person: Person) -> None:
    """Raise Refused for a wallet that was stopped: frozen by staff, or locked for its robbed owner."""
    if person.state == "frozen":
        raise Refused("refusal.account_frozen")
    refuse_robbed(person)


def refuse_locked(person: Person) -> None:
    """Raise Locked for a wallet under its owner's own lock."""
    if person.locked_by_owner:
        raise Locked("refusal.locked_by_owner")


def refuse_robbed(person: Person) -> None:
    """Raise Refused for a wallet that is locked for its robbed owner."""
    if person.robbed:
        raise Refused("refusal.locked_for_owner")


def _one(row: Any) -> Person | None:
    return Person(**row._mapping) if row else None


def find_by_phone(db: Connection, phone: str) -> Person | None:
    """Return the person this phone reaches now, or None for a stranger."""
    return _one(db.execute(BY_PHONE, {"phone": phone}).one_or_none())


def find_language(db: Connection, phone: str, otherwise: str) -> str:
    """Return the language of whoever has the wallet of a number (E.164), `otherwise` where nobody has."""
    reader = find_by_phone(db, phone) if phone else None
    return reader.language if reader else otherwise


def get_person(db: Connection, person_id: str) -> Person:
    """Return the person of this id. Raises NoResultFound."""
    return Person(**db.execute(BY_ID, {"id": person_id}).one()._mapping)


def is_closed(db: Connection, person_id: str) -> bool:
    """Return True for the person of a wallet that was closed."""
    asked = text("SELECT 1 FROM person WHERE id = CAST(:id AS uuid) AND state = 'closed'")
    return db.execute(asked, {"id": person_id}).first() is not None


def find_by_ids(db: Connection, ids: Sequence[str]) -> dict[str, Person]:
    """Return these people, by id."""
    rows = db.execute(BY_IDS, {"ids": list(ids)}).all()
    return {row.id: Person(**row._mapping) for row in rows}


def lock_rows(db: Connection, *person_ids: str) -> dict[str, Person]:
    """Return these people as they are now, locked in id order until the transaction ends, with their other wallets.

    Somebody found to be another human while we waited is looked for anew, with the wallets of that human. A wallet
    that joined theirs while we waited is not among them; whoever locks it waits for them too.
    Raises RuntimeError for somebody who is not there.
    """
    for _ in range(LOCK_TRIES):
        rows = db.execute(LOCKED, {"ids": list(person_ids)}).all()
        found = {row.id: Person(*row) for row in rows}
        if found.keys() >= set(person_ids):
            return found
    raise RuntimeError("somebody to be locked is not there")


def lock_rows_beside(db: Connection, held_id: str, *person_ids: str) -> dict[str, Person]:
    """Return people as lock_rows does, and one beside them who is only kept from changing, as others may do meanwhile.

    All in id order still, so the one stands in the middle of the others. Raises RuntimeError, as lock_rows does.
    """
    if held_id in person_ids:
        return lock_rows(db, *person_ids)
    for _ in range(LOCK_TRIES):
        wanted = {"ids": list(person_ids), "held": held_id}
        found = {row.id: Person(*row) for one in LOCKED_BESIDE for row in db.execute(one, wanted)}
        if found.keys() >= {held_id, *person_ids}:
            return found
    raise RuntimeError("somebody to be locked is not there")


def find_caller(db: Connection, phone: str, language: str = "fr") -> Caller:
    """Return the caller at this phone."""
    person = find_by_phone(db, phone)
    if person is None:
        return Caller(phone, language)
    return Caller(phone, person.language, person.id, person.name, int(person.locked_by_owner), int(not person.has_pin))


def register(db: Connection, phone: str, name: str, language: str, human_id: str | None = None) -> Person:
    """Open a wallet for a phone that has none; it has no PIN yet (set_first_pin).

    `human_id` is of who has other wallets already, None for somebody new.

    Raises IntegrityError when two do so at once.
    """
    person_id = str(uuid.uuid4())
    account_id = ledger.open_account(db, f"customer:{person_id}", "customer")
    row = {
        "id": person_id,
        "name": name,
        "language": language,
        "account": account_id,
        "human": human_id,
        "phone": phone,
        "now": clock.now(db),
    }
    db.execute(
        text(
            "INSERT INTO person (id, name, language, account_id, joined_at, human_id)"
            " VALUES (:id, :name, :language, :account, :now, COALESCE(CAST(:human AS uuid), gen_random_uuid()))"
        ),
        row,
    )
    db.execute(text("INSERT INTO phone (number, person_id, since) VALUES (:phone, :id, :now)"), row)
    return get_person(db, person_id)


def set_first_pin(db: Connection, person_id: str, pin_hash: str) -> bool:
    """Give a person their first PIN, by its hash, bound to them; False when they have one."""
    given = text("INSERT INTO pin (person_id, hash, past) VALUES (:id, :hash, ARRAY[:hash]) ON CONFLICT DO NOTHING")
    return bool(db.execute(given, {"id": person_id, "hash": pin_hash}).rowcount)


def set_checked(db: Connection, person_id: str, name: str, tier: int = 1) -> None:
    """Note that somebody saw this person's ID document: the name is what it says, and the tier at least this."""
    db.execute(
        text("UPDATE person SET name = :name, tier = greatest(tier, :tier) WHERE id = :id"),
        {"id": person_id, "name": name, "tier": tier},
    )


def set_language(db: Connection, person_id: str, language: str) -> None:
    """Set the language this person is spoken to in."""
    db.execute(text("UPDATE person SET language = :language WHERE id = :id"), {"id": person_id, "language": language})


def set_lock(db: Connection, person_id: str, locked: bool) -> None:
    """Set or lift the owner's own lock on withdrawals and SMS money."""
    db.execute(
        text("UPDATE person SET locked_by_owner = :locked WHERE id = :id"),
        {"id": person_id, "locked": locked},
    )


def set_robbed(db: Connection, person_id: str, *, robbed: bool) -> None:
    """Set or lift the lock that stops all money of a robbed owner; their own lock stands with it, and after it."""
    locked = text("UPDATE person SET robbed = :robbed, locked_by_owner = true WHERE id = :id")
    db.execute(locked, {"id": person_id, "robbed": robbed})


def show_name(db: Connection, viewer_id: str, seen: Person) -> str:
    """Return the name a caller may see, or "" once all their wallets saw 20 new ones today: no harvesting of names.

    Those of customers whom an agent then served do not count (note_served).
    """
    moment = clock.now(db).astimezone(clock.DOUALA)
    row = {"viewer": viewer_id, "seen": seen.id, "day": moment.date()}
    if name := find_seen_name(db, viewer_id, seen):
        return name
    viewer = lock_rows(db, viewer_id)[viewer_id]  # two sessions, or two wallets of one human, cannot both be the 20th
    row["human"] = viewer.human_id
    if not find_seen_name(db, viewer_id, seen) and db.execute(NAMES_SHOWN, row).scalar_one() >= NEW_NAMES_A_DAY:
        security_events.note_once_a_day(db, "names looked up", viewer.phone)
        return ""
    db.execute(
        text(
            "INSERT INTO name_shown (viewer_id, seen_id, day) VALUES (:viewer, :seen, :day)"
            " ON CONFLICT (viewer_id, seen_id) DO NOTHING"
        ),
        row,
    )
    return seen.shown


def find_seen_name(db: Connection, viewer_id: str, seen: Person) -> str:
    """Return the name of somebody whom a person saw by name before, "" of anybody else."""
    known = text("SELECT 1 FROM name_shown WHERE viewer_id = :viewer AND seen_id = :seen")
    return seen.shown if db.execute(known, {"viewer": viewer_id, "seen": seen.id}).first() else ""


def note_served(db: Connection, agent_id: str, customer_id: str) -> None:
    """Note that an agent (a person's id) served a customer: having seen their name counts no more."""
    served = text("UPDATE name_shown SET served = true WHERE viewer_id = :agent AND seen_id = :customer AND NOT served")
    db.execute(served, {"agent": agent_id, "customer": customer_id})
