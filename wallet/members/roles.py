"""Roles of members, and what each may do: one table, roles.txt, which the database has too and judges by."""

from functools import cache
from pathlib import Path
from typing import Final

WRITTEN: Final = Path(__file__).with_name("roles.txt")
NEEDS_FACTOR: Final = "needs:second_factor"
BY_CODE: Final = "signs_in:by_code"


@cache
def read_written() -> dict[str, frozenset[str]]:
    """Return what each role may, in the order of the file. Raises ValueError for a line with a cell too few."""
    lines = [line for line in WRITTEN.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    (_, *roles), *rows = ([cell.strip() for cell in line.split("|")] for line in lines)
    may: dict[str, set[str]] = {role: set() for role in roles}
    for permission, *cells in rows:
        for role, cell in zip(roles, cells, strict=True):
            if cell != "-":
                may[role].add(permission if cell == "yes" else f"{permission}:{cell}")
    return {role: frozenset(permissions) for role, permissions in may.items()}


ROLES: Final = tuple(read_written())


def list_permissions(role: str) -> frozenset[str]:
    """Return what a role may. Raises KeyError for none of ROLES."""
    return read_written()[role]


def needs_factor(role: str) -> bool:
    """True for a role that nobody has without a second factor."""
    return NEEDS_FACTOR in list_permissions(role)


def _write_values() -> str:
    pairs = sorted((role, one) for role, permissions in read_written().items() for one in permissions)
    return ", ".join(f"('{role}', '{one}')" for role, one in pairs)


def write_statements() -> list[str]:
    """Return the statements that put the written permissions in the place of those that are there."""
    return ["DELETE FROM member_permission", f"INSERT INTO member_permission VALUES {_write_values()}"]  # noqa: S608 - ours


INVARIANTS: Final = {
    "each role of a member may do what is written, no less and no more": f"""
        SELECT NULL, concat_ws(' ', role, CASE WHEN w.n IS NULL THEN 'may' ELSE 'may not' END, may)
        FROM (SELECT *, 1 AS n FROM (VALUES {_write_values()}) v (role, may)) w
        FULL JOIN (SELECT *, 1 AS n FROM member_permission) p USING (role, may) WHERE w.n IS NULL OR p.n IS NULL""",  # noqa: S608 - ours
    "a business with members has an owner among them": """
        SELECT NULL, 'business ' || merchant_id FROM membership GROUP BY merchant_id
        HAVING count(*) FILTER (WHERE until IS NULL AND role = 'owner') = 0""",
}
