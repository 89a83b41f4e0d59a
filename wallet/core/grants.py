"""The grants of the database: those written in wallet/migrations/grants.txt, and those that it has."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from wallet.core.roles import ROLES

WRITTEN: Final = Path(__file__).parents[1] / "migrations" / "grants.txt"
PRIVILEGE: Final = re.compile(r"(select|insert|update|delete|truncate|execute)(?: \(([a-z_, ]+)\))?")


class Grant(NamedTuple):
    """One privilege of a role on a table, on a column of one, or on all functions of a name; `column` is "" for all."""

    role: str
    privilege: str
    name: str
    column: str


# Whatever anybody but its owner may do in the schema; 0 is everybody (PUBLIC). A sequence counts as a table.
PRESENT: Final = """
    SELECT CASE grantee WHEN 0 THEN 'everybody' ELSE grantee::regrole::text END AS role,
        lower(privilege_type) || CASE WHEN is_grantable THEN ' with grant option' ELSE '' END AS privilege,
        name, "column"
    FROM (SELECT relname AS name, '' AS "column", relowner AS owner, aclexplode(relacl) AS acl
            FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relacl IS NOT NULL
        UNION ALL SELECT relname, attname, relowner, aclexplode(attacl)
            FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT proname, '', proowner, aclexplode(coalesce(proacl, acldefault('f', proowner)))
            FROM pg_proc WHERE pronamespace = 'public'::regnamespace) known, LATERAL (SELECT (acl).*) one
    WHERE grantee <> owner"""

REVOKE: Final = f"""
    DO $$
    DECLARE other text;
    BEGIN
      FOR other IN SELECT DISTINCT CASE role WHEN 'everybody' THEN 'PUBLIC' ELSE role END FROM ({PRESENT}) known LOOP
        EXECUTE 'REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ' || other;
        EXECUTE 'REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM ' || other;
        EXECUTE 'REVOKE ALL ON ALL ROUTINES IN SCHEMA public FROM ' || other;
      END LOOP;
      EXECUTE 'REVOKE CREATE, TEMPORARY ON DATABASE ' || quote_ident(current_database()) || ' FROM PUBLIC';
      EXECUTE 'GRANT CONNECT ON DATABASE ' || quote_ident(current_database()) || ' TO {", ".join(ROLES.values())}';
    END $$"""


def read_written() -> set[Grant]:
    """Return every grant that the file writes. Raises ValueError for a line that says none."""
    return {grant for line in WRITTEN.read_text("utf-8").splitlines() for grant in _read_line(line)}


def _read_line(line: str) -> Iterator[Grant]:
    if not line or line.startswith("#"):
        return
    who, may, on = (part.split() for part in line.split("|"))
    found = PRIVILEGE.findall(" ".join(may))
    if ", ".join(f"{name} ({columns})" if columns else name for name, columns in found) != " ".join(may):
        raise ValueError(f"grants.txt: {line}")
    for kind in who:
        for privilege, columns in found:
            for name in on:
                for column in columns.split(", "):
                    yield Grant(_role_of(kind), privilege, name, column)


def _role_of(kind: str) -> str:
    known: dict[str, str] = {str(one): role for one, role in ROLES.items()}
    return known[kind]


def write_statements() -> list[str]:
    """Return the statements that grant what is written: first what takes all from everybody but the owner."""
    columns: dict[tuple[str, str, str], list[str]] = {}
    for role, privilege, name, column in sorted(read_written()):
        columns.setdefault((role, privilege, name), []).append(column)
    return [REVOKE, *(_grant(*what, named) for what, named in columns.items())]


def _grant(role: str, privilege: str, name: str, columns: list[str]) -> str:
    some = "" if columns == [""] else " ({})".format(", ".join(f'"{column}"' for column in columns))
    return f"GRANT {privilege}{some} ON {'ROUTINE' if privilege == 'execute' else 'TABLE'} {name} TO {role}"


def _compare() -> str:
    written = ", ".join(
        f"('{one.role}', '{one.privilege}', '{one.name}', '{one.column}')" for one in sorted(read_written())
    )
    return f"""
        SELECT NULL, concat_ws(' ', coalesce(w.role, p.role), CASE WHEN w.role IS NULL THEN 'may' ELSE 'may not' END,
            coalesce(w.privilege, p.privilege), coalesce(w.name, p.name), nullif(coalesce(w."column", p."column"), ''))
        FROM (VALUES {written}) w (role, privilege, name, "column")
        FULL JOIN ({PRESENT}) p USING (role, privilege, name, "column") WHERE w.role IS NULL OR p.role IS NULL"""


# What a role may begin with besides what its process says: how long it waits. Any role sets its own for all who log in
# as it, and so its commits might be on no disk.
_HARMLESS: Final = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
_KNOWN: Final = ", ".join(f"'{role}'" for role in ROLES.values())
INVARIANTS: Final = {
    "everybody may do what is granted in writing, no less and no more": _compare(),
    "no process's role is another's, nor above the rules": f"""
        SELECT NULL, rolname FROM pg_roles r WHERE rolname IN ({_KNOWN}) AND (rolsuper OR rolcreaterole OR rolcreatedb
          OR rolreplication OR rolbypassrls OR EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid)
          OR EXISTS (SELECT FROM pg_class WHERE relowner = r.oid)
          OR EXISTS (SELECT FROM pg_proc WHERE proowner = r.oid))
        UNION ALL SELECT NULL, r.role || ' may make what it likes' FROM (SELECT unnest(ARRAY[{_KNOWN}]) AS role) r
          WHERE has_schema_privilege(r.role, 'public', 'CREATE')
          OR has_database_privilege(r.role, current_database(), 'CREATE, TEMPORARY')""",
    "no process's role begins with settings of its own": f"""
        SELECT NULL, rolname || ' begins with ' || begun FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole,
          unnest(s.setconfig) begun
        WHERE rolname IN ({_KNOWN}) AND NOT split_part(begun, '=', 1) = ANY (ARRAY{list(_HARMLESS)})""",
}
