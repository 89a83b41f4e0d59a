"""Invitations: good once, for seven days, by an address that is drawn when it is sent and kept as a hash."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from wallet.core.errors import Locked, Misread, Refused
from wallet.core.secrets import Secrets
from wallet.members import history, passwords, roles
from wallet.members.sessions import SignedIn

GOOD_FOR: Final = timedelta(days=7)  # the database counts it (functions.sql)
NAME_LETTERS: Final = 60
OPEN: Final = """SELECT i.id::text, i.merchant_id::text, b.name AS shop, coalesce(i.email, '') AS email,
        coalesce(i.phone, '') AS phone, i.role, i.tills, i.until, coalesce(l.name, '') AS invited_by
    FROM invitation i JOIN merchant b ON b.id = i.merchant_id LEFT JOIN member_login l ON l.id = i.invited_by
    WHERE i.state = 'open' AND i.until > wallet_now() AND b.until IS NULL"""
AT: Final = text(f"""{OPEN}
    AND i.id = (SELECT a.invitation_id FROM sent_address a WHERE a.digest = sha256(:token))""")  # noqa: S608 - a constant
OF_BUSINESS: Final = text(f"{OPEN} AND i.merchant_id = :merchant ORDER BY i.invited_at DESC, i.id")
TO_SEND: Final = text("""SELECT i.id::text, i.role, b.name AS shop, coalesce(l.name, b.name) AS invited_by
    FROM invitation i JOIN merchant b ON b.id = i.merchant_id LEFT JOIN member_login l ON l.id = i.invited_by
    WHERE i.id = :id AND i.state = 'open' AND i.until > wallet_now()""")
ACCEPT: Final = text("""SELECT accept_invitation(:token, :session, CAST(:login AS uuid), :name, :language, :recipe,
    :key)::text""")


@dataclass(frozen=True)
class Invitation:
    """An invitation that is open: of whom, to whom ("" where it went the other way), as what."""

    id: str
    merchant_id: str
    shop: str
    email: str
    phone: str
    role: str
    tills: tuple[str, ...]
    until: Any
    invited_by: str

    @property
    def needs_password(self) -> bool:
        """True unless its role signs in by a code at the number it went to."""
        return not (self.phone and roles.BY_CODE in roles.list_permissions(self.role))


def _one(row: Any) -> Invitation:
    return Invitation(**{**row._mapping, "tills": tuple(row.tills)})


def find_open(db: Connection, token: bytes) -> Invitation | None:
    """Return the invitation of a token, None for one that is none, used, withdrawn or too old."""
    row = db.execute(AT, {"token": token}).one_or_none()
    return _one(row) if row else None


def list_open(db: Connection, merchant_id: str) -> list[Invitation]:
    """Return what waits to be accepted in a business."""
    return [_one(row) for row in db.execute(OF_BUSINESS, {"merchant": merchant_id})]


def find_to_send(db: Connection, invitation_id: str) -> Any:
    """Return what a letter or a text says of an invitation: shop, role, invited_by; None where it has ended."""
    return db.execute(TO_SEND, {"id": invitation_id}).one_or_none()


def refuse(why: str) -> None:
    """Raise what the database answered; nothing for ""."""
    if why == "stale":
        raise Locked("member.stale")
    if why:
        raise Refused("refusal.not_allowed" if why == "not_allowed" else f"member.{why}")


def accept_as(db: Connection, who: SignedIn, token: bytes) -> Invitation:
    """Accept an invitation as whoever is signed in. Raises Misread for one that is over."""
    return _accept(
        db, token, {"session": who.digest, "login": None, "name": None, "language": None, "recipe": None, "key": None}
    )


def accept_anew(
    db: Connection, secrets: Secrets, token: bytes, name: str, language: str, password: str
) -> tuple[str, Invitation]:
    """Accept an invitation as somebody new; return their login. Raises Misread, also for whoever has a login."""
    found, login = find_open(db, token), str(uuid.uuid4())
    name = " ".join(name.split())
    if not 2 <= len(name) <= NAME_LETTERS or not name.isprintable():
        raise Misread("member.name_length")
    if found is None:
        raise Misread("member.invitation_over")
    recipe, key = None, None
    if found.needs_password or password:
        passwords.check_password(password, name, found.email.partition("@")[0], found.phone.removeprefix("+237"))
        recipe, key = passwords.make_key(secrets, login, password)
    row = {"session": b"", "login": login, "name": name, "language": language, "recipe": recipe, "key": key}
    try:
        with db.begin_nested():
            return login, _accept(db, token, row)
    except IntegrityError:
        raise Misread("member.sign_in_first") from None


def _accept(db: Connection, token: bytes, row: dict[str, Any]) -> Invitation:
    found = find_open(db, token)
    login = db.execute(ACCEPT, {"token": token, **row}).scalar_one() if found else None
    if found is None or login is None:
        raise Misread("member.invitation_over")
    history.note(db, found.merchant_id, login, "accept_invitation", {"role": found.role, "tills": list(found.tills)})
    return found
