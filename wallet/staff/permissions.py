"""Permissions of staff, by the role of a login: written in permissions.txt, rows that functions.sql asks.

The database judges each act that is asked, approved or done; the office which commands a login may read.
"""

from pathlib import Path
from typing import Final, Literal, NamedTuple

from sqlalchemy import Connection, text

from wallet.core.errors import Refused
from wallet.staff import logins

May = Literal["ask", "approve", "read"]
ROLES: Final = ("support", "compliance", "finance", "operations", "administrator", "auditor")
ALL: Final = "*"
WRITTEN: Final = Path(__file__).with_name("permissions.txt")
OF_LOGIN: Final = text("""SELECT p.role, p.may, p.what FROM staff s JOIN staff_permission p USING (role)
    WHERE s.login = :login AND s.until IS NULL""")
WHO_MAY: Final = text("""SELECT DISTINCT role FROM staff_permission
    WHERE may = :may AND what IN ('*', :what) ORDER BY role""")


class Permission(NamedTuple):
    """One thing that a role may: ask or approve an act of a kind, or read a command."""

    role: str
    may: str
    what: str


def read_written() -> set[Permission]:
    """Return every permission that the file writes."""
    lines = [line for line in WRITTEN.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    return {
        Permission(role, may, one) for role, mays, what in cells for may in mays.split(", ") for one in what.split()
    }


def _write_values() -> str:
    return ", ".join(f"('{one.role}', '{one.may}', '{one.what}')" for one in sorted(read_written()))


def write_statements() -> list[str]:
    """Return the statements that put the written permissions in the place of those that are there."""
    return ["DELETE FROM staff_permission", f"INSERT INTO staff_permission VALUES {_write_values()}"]  # noqa: S608 - ours


def list_permissions(db: Connection, login: str) -> set[Permission]:
    """Return what a login may, none for one that has left."""
    return {Permission(**row._mapping) for row in db.execute(OF_LOGIN, {"login": login})}


def list_read(db: Connection, login: str) -> set[str]:
    """Return the commands that the role of a login reads, by their first words; ALL for all there are."""
    return {one.what for one in list_permissions(db, login) if one.may == "read"}


def reads(known: set[str], command: str) -> bool:
    """Return True where a command is among those that a role reads (list_read)."""
    return not known.isdisjoint({ALL, command})


def refuse(db: Connection, login: str, may: May, what: str) -> None:
    """Raise Refused where the role of a login may not do this, saying which roles may."""
    known = list_permissions(db, login)
    if not any(one.may == may and one.what in (ALL, what) for one in known):
        role = logins.find_role(db, login) or "nobody"
        roles = ", ".join(db.execute(WHO_MAY, {"may": may, "what": what}).scalars())
        who = {"login": login, "role": role, "roles": roles}
        if may == "read":
            raise Refused("staff.may_not_read", command=what, **who)
        raise Refused("staff.may_not_ask" if may == "ask" else "staff.may_not_approve", act_kind=what, **who)


INVARIANTS: Final = {
    "each role may do what is written, no less and no more": f"""
        SELECT NULL, concat_ws(' ', role, CASE WHEN w.n IS NULL THEN 'may' ELSE 'may not' END, may, what)
        FROM (SELECT *, 1 AS n FROM (VALUES {_write_values()}) v (role, may, what)) w
        FULL JOIN (SELECT *, 1 AS n FROM staff_permission) p USING (role, may, what)
        WHERE w.n IS NULL OR p.n IS NULL""",  # noqa: S608 - ours
    "each login has the role that an act gave it": """
        SELECT s.login, s.role FROM staff s WHERE s.role <> coalesce((
            SELECT a.after->>'role' FROM staff_act a WHERE a.kind IN ('set_login', 'set_role') AND a.subject = s.login
            AND a.after ? 'role' ORDER BY a.number DESC LIMIT 1), 'administrator')""",  # of before there were roles
}
