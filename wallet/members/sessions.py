"""Sessions of members: kept in the database by the digest of what the cookie holds, listed, ended one by one or all."""

import hashlib
import secrets as chance
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Engine, text

from wallet.core.database import in_one_statement
from wallet.core.errors import Locked
from wallet.core.secrets import Secrets
from wallet.members import roles
from wallet.operations.actor import Actor

TOKEN_BYTES: Final = 24
BROWSER_LETTERS: Final = 200
# An id that others may read: the list of sessions names each by it, and what the cookie holds does not follow from it.
SEE: Final = text("""UPDATE member_session SET seen_at = wallet_now()
    WHERE digest = sha256(:digest) AND find_member_login(:digest) IS NOT NULL
    RETURNING login_id::text, opened_by, factor_at IS NOT NULL AS has_shown_factor, has_factor(login_id) AS has_factor,
        is_fresh(:digest) AS is_fresh""")
LOGIN: Final = text("SELECT name, language, email, phone FROM member_login WHERE id = :id")
BUSINESSES: Final = text("""SELECT m.merchant_id::text, b.name AS shop, m.role, m.tills
    FROM membership m JOIN merchant b ON b.id = m.merchant_id
    WHERE m.login_id = :id AND m.until IS NULL AND b.until IS NULL ORDER BY b.name, b.id""")
MAY: Final = text("SELECT list_member_permissions(:digest, CAST(:merchant AS uuid))")
LIST: Final = text("""SELECT encode(sha256(digest), 'hex') AS name, digest = sha256(:digest) AS is_this, opened_by,
        address, browser, opened_at, seen_at
    FROM member_session WHERE login_id = :login AND goes_on(member_session) ORDER BY seen_at DESC""")
END: Final = text(
    "UPDATE member_session SET ended_at = wallet_now() WHERE digest = sha256(:digest) AND ended_at IS NULL"
)
END_NAMED: Final = text("""UPDATE member_session SET ended_at = wallet_now()
    WHERE login_id = :login AND ended_at IS NULL AND encode(sha256(digest), 'hex') = :name""")
END_OTHERS: Final = text("""UPDATE member_session SET ended_at = wallet_now()
    WHERE login_id = :login AND ended_at IS NULL AND digest <> sha256(:digest)""")
FRESH: Final = text("SELECT is_fresh(:digest)")


@dataclass(frozen=True)
class Business:
    """One business of a member: the role and, of a cashier, the tills."""

    merchant_id: str
    shop: str
    role: str
    tills: tuple[str, ...]


@dataclass(frozen=True)
class SignedIn:
    """Whoever is signed in by a session. `is_fresh`: their second factor was shown within ten minutes."""

    login_id: str
    name: str
    language: str
    email: str
    phone: str
    digest: bytes
    opened_by: str
    has_shown_factor: bool
    has_factor: bool
    is_fresh: bool
    businesses: tuple[Business, ...]

    @property
    def must_show_factor(self) -> bool:
        """True while nothing is open to them before the second factor that they have."""
        return self.has_factor and not self.has_shown_factor

    @property
    def must_add_factor(self) -> bool:
        """True while a role of theirs waits for the second factor that it needs, and they have none."""
        needs = any(roles.needs_factor(one.role) for one in self.businesses)
        return needs and not self.has_factor and not self.has_shown_factor


def draw_token() -> str:
    """Return what a cookie is to hold: chance."""
    return chance.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> bytes:
    """Return a session's key: what the database is told of a cookie. It keeps the hash of that alone."""
    return hashlib.sha256(token.encode()).digest()


def find(db: Connection, token: str) -> SignedIn | None:
    """Return who is signed in by a cookie, now seen again; None for nobody."""
    seen = db.execute(SEE, {"digest": digest(token)}).one_or_none()
    if seen is None:
        return None
    login = db.execute(LOGIN, {"id": seen.login_id}).one()
    rows = db.execute(BUSINESSES, {"id": seen.login_id})
    businesses = tuple(Business(row.merchant_id, row.shop, row.role, tuple(row.tills)) for row in rows)
    return SignedIn(
        name=login.name, language=login.language, email=login.email or "", phone=login.phone or "",
        digest=digest(token), businesses=businesses, **seen._mapping,
    )  # fmt: skip


def make_actor(db: Connection, who: SignedIn, merchant_id: str) -> Actor:
    """Return a member as the actor they are in a business: without any permission where they are nobody there."""
    may = db.execute(MAY, {"digest": who.digest, "merchant": merchant_id}).scalars()
    return Actor("member", who.login_id, who.language, business_id=merchant_id, permissions=frozenset(may))


@dataclass(frozen=True)
class MemberProof:
    """A session of a member, by its digest: it must go on, and its role still be what the actor's permissions say."""

    digest: bytes

    def __repr__(self) -> str:
        return "MemberProof(****)"

    def verify(self, engine: Engine, _: Secrets, actor: Actor) -> None:
        """Look again. Raises Locked, which is not remembered."""
        asked = {"digest": self.digest, "merchant": actor.business_id}
        may = in_one_statement(engine, lambda db: frozenset(db.execute(MAY, asked).scalars()))
        if not may or not actor.permissions <= may:
            raise Locked("member.session_over")


def check_fresh(db: Connection, proof: Any) -> None:
    """Raise Locked for a member whose second factor is to be shown again first; for others, nothing."""
    if isinstance(proof, MemberProof) and not db.execute(FRESH, {"digest": proof.digest}).scalar_one():
        raise Locked("member.stale")


def list_open(db: Connection, who: SignedIn) -> list[Any]:
    """Return the sessions of a login that go on, the newest first: name, is_this, from where, by what, since when."""
    return list(db.execute(LIST, {"login": who.login_id, "digest": who.digest}))


def end(db: Connection, token: str) -> None:
    """End the session of a cookie."""
    db.execute(END, {"digest": digest(token)})


def end_named(db: Connection, who: SignedIn, name: str) -> bool:
    """End one session of a login, by its name in the list; False where it has no such one."""
    return bool(db.execute(END_NAMED, {"login": who.login_id, "name": name}).rowcount)


def end_others(db: Connection, who: SignedIn) -> int:
    """End all sessions of a login but this one; return how many."""
    return int(db.execute(END_OTHERS, {"login": who.login_id, "digest": who.digest}).rowcount)


@dataclass(frozen=True)
class Where:
    """The place a session is opened from: an address, and how the browser calls itself."""

    address: str
    browser: str

    @property
    def kept(self) -> dict[str, str]:
        """Return it as it is stored: of what a browser says, so much."""
        shown = "".join(sign for sign in self.browser if sign.isprintable())
        return {"address": self.address[:64], "browser": shown[:BROWSER_LETTERS]}
