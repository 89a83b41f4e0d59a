"""Members of a business as it sees them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, text

from wallet.core.errors import Misread, Refused
from wallet.members import roles

LIST: Final = text("""SELECT l.id::text AS login_id, l.name, coalesce(l.email, '') AS email, coalesce(l.phone, '')
        AS phone, m.role, m.tills, m.since, has_factor(l.id) AS has_factor
    FROM membership m JOIN member_login l ON l.id = m.login_id
    WHERE m.merchant_id = :merchant AND m.until IS NULL ORDER BY m.since, l.id""")
OWNERS: Final = text("""SELECT coalesce(l.email, '') AS email, coalesce(l.phone, '') AS phone, l.language
    FROM membership m JOIN member_login l ON l.id = m.login_id
    WHERE m.merchant_id = :merchant AND m.role = 'owner' AND m.until IS NULL ORDER BY m.since, l.id""")
TILLS: Final = text("SELECT code FROM till WHERE merchant_id = :merchant ORDER BY code")


@dataclass(frozen=True)
class SeenMember:
    """A member; `has_factor` says whether a second factor is asked of them."""

    login_id: str
    name: str
    email: str
    phone: str
    role: str
    tills: list[str]
    since: datetime
    has_factor: bool


def list_members(db: Connection, merchant_id: str) -> list[SeenMember]:
    """Return the members of a business, the first one first."""
    return [SeenMember(**row._mapping) for row in db.execute(LIST, {"merchant": merchant_id})]


def list_owners(db: Connection, merchant_id: str) -> list[Any]:
    """Return how each owner of a business's pages is reached: email and phone, one of them perhaps "", and language."""
    return list(db.execute(OWNERS, {"merchant": merchant_id}))


def list_tills(db: Connection, merchant_id: str) -> list[str]:
    """Return the codes of a business's tills."""
    return list(db.execute(TILLS, {"merchant": merchant_id}).scalars())


def list_own_tills(db: Connection, merchant_id: str, login_id: str) -> list[str]:
    """Return the tills that a member has in a business: a cashier's."""
    own = text("""SELECT unnest(tills) FROM membership
        WHERE merchant_id = CAST(:merchant AS uuid) AND login_id = CAST(:login AS uuid) AND until IS NULL""")
    return list(db.execute(own, {"merchant": merchant_id, "login": login_id}).scalars())


def check_role(db: Connection, merchant_id: str, role: str, tills: str) -> list[str]:
    """Return the tills, which only a cashier has, of `12345 23456`. Raises Misread for a role that is none, Refused."""
    if role not in roles.ROLES:
        raise Misread("error.malformed")
    if role != "cashier":
        return []
    wanted = sorted(set(tills.split()))
    if not wanted:
        raise Misread("member.cashier_without_till")
    if not set(wanted) <= set(list_tills(db, merchant_id)):
        raise Refused("refusal.not_allowed")
    return wanted
