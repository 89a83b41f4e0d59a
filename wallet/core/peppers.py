"""The turn of a pepper: what stands under another than the newest is sealed anew, without anybody's secret.

So is what is bound to nobody yet, as the release of November 2026 stored it. What is no hash, or stands under a pepper
that is not ours, is left as it is, and named: one row stops nobody else's.
"""

import secrets as chance
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, Engine, Row, TextClause, text

from wallet.core import hashes, operation_keys
from wallet.core.database import in_transaction
from wallet.core.sealed import BYTES, seal
from wallet.core.sealed import reseal as sealed_reseal
from wallet.core.secrets import Secrets

AT_ONCE: Final = 500  # rows that wait for one another no longer than a hop notices
ANOTHERS: Final = "(split_part({hash}, '$', 1) <> :newest OR split_part({hash}, '$', 2) = '')"
PINS: Final = text(f"""SELECT person_id, hash, past FROM pin
    WHERE person_id > :after
      AND ({ANOTHERS.format(hash="hash")} OR EXISTS (SELECT FROM unnest(past) one WHERE {ANOTHERS.format(hash="one")}))
    ORDER BY person_id LIMIT {AT_ONCE} FOR UPDATE""")  # noqa: S608 - constants
KEEP_PIN: Final = text("UPDATE pin SET hash = :hash, past = :past WHERE person_id = :person_id")
LOGINS: Final = text(f"""SELECT login, recipe, verifier FROM staff
    WHERE login > :after AND {ANOTHERS.format(hash="recipe")}
    ORDER BY login LIMIT {AT_ONCE} FOR UPDATE""")  # noqa: S608 - constants
# What was counted of an old key is of no use for the new one: whoever signs in just now types again.
KEEP_LOGIN: Final = text("""UPDATE staff SET recipe = :recipe,
    verifier = CASE WHEN :key = ''::bytea THEN verifier ELSE sha256(:key) END WHERE login = :login""")
ENDPOINTS: Final = text(f"""SELECT id::text, secret, secret_before FROM endpoint
    WHERE id > CAST(:after AS uuid) AND state <> 'removed'
      AND (split_part(secret, '$', 1) <> :newest OR split_part(secret_before, '$', 1) <> :newest)
    ORDER BY id LIMIT {AT_ONCE} FOR UPDATE""")  # noqa: S608 - a constant
KEEP_ENDPOINT: Final = text(
    "UPDATE endpoint SET secret = :secret, secret_before = :before WHERE id = CAST(:id AS uuid)"
)
RETURNS: Final = text(f"""SELECT id::text, secret FROM return_origin
    WHERE id > CAST(:after AS uuid) AND until IS NULL AND split_part(secret, '$', 1) <> :newest
    ORDER BY id LIMIT {AT_ONCE} FOR UPDATE""")  # noqa: S608 - a constant
KEEP_RETURN: Final = text("UPDATE return_origin SET secret = :secret WHERE id = CAST(:id AS uuid)")
MEMBERS: Final = text(f"""SELECT id::text, recipe FROM member_login
    WHERE id > CAST(:after AS uuid) AND recipe IS NOT NULL AND split_part(recipe, '$', 1) <> :newest
    ORDER BY id LIMIT {AT_ONCE} FOR UPDATE""")  # noqa: S608 - a constant
KEEP_MEMBER: Final = text("UPDATE member_login SET recipe = :recipe WHERE id = CAST(:id AS uuid)")
APPS: Final = text(f"""SELECT login_id::text, secret FROM member_totp
    WHERE login_id > CAST(:after AS uuid) AND split_part(secret, '$', 1) <> :newest
    ORDER BY login_id LIMIT {AT_ONCE} FOR UPDATE""")  # noqa: S608 - a constant
KEEP_APP: Final = text("UPDATE member_totp SET secret = :secret WHERE login_id = CAST(:id AS uuid)")
FACTORS: Final = text(f"""SELECT id::text, factor_key FROM member_login
    WHERE id > CAST(:after AS uuid) AND split_part(factor_key, '$', 1) <> :newest
    ORDER BY id LIMIT {AT_ONCE} FOR UPDATE""")  # noqa: S608 - a constant
KEEP_FACTOR: Final = text("UPDATE member_login SET factor_key = :key WHERE id = CAST(:id AS uuid)")
LACKING: Final = text(f"""SELECT id::text FROM member_login
    WHERE id > CAST(:after AS uuid) AND factor_proof IS NULL AND has_factor(id) AND :newest <> ''
    ORDER BY id LIMIT {AT_ONCE} FOR UPDATE""")  # noqa: S608 - a constant
MAKE_FACTOR: Final = text("""UPDATE member_login SET factor_key = :key, factor_proof = sha256(:raw)
    WHERE id = CAST(:id AS uuid)""")
STAFF_APPS: Final = text(f"""SELECT login, secret FROM staff_app
    WHERE login > :after AND split_part(secret, '$', 1) <> :newest
    ORDER BY login LIMIT {AT_ONCE} FOR UPDATE""")  # noqa: S608 - a constant
KEEP_STAFF_APP: Final = text("UPDATE staff_app SET secret = :secret WHERE login = :login")
PAPERS: Final = text(f"""SELECT document_id::text, sealed_key FROM document_content
    WHERE document_id > CAST(:after AS uuid) AND split_part(sealed_key, '$', 1) <> :newest
    ORDER BY document_id LIMIT {AT_ONCE} FOR UPDATE""")  # noqa: S608 - a constant
KEEP_PAPER: Final = text("UPDATE document_content SET sealed_key = :key WHERE document_id = CAST(:id AS uuid)")
REPORTS: Final = text(f"""SELECT id::text, sealed_key FROM suspicion_report
    WHERE id > CAST(:after AS uuid) AND split_part(sealed_key, '$', 1) <> :newest
    ORDER BY id LIMIT {AT_ONCE} FOR UPDATE""")  # noqa: S608 - a constant
KEEP_REPORT: Final = text("UPDATE suspicion_report SET sealed_key = :key WHERE id = CAST(:id AS uuid)")
COUNTS: Final = text("SELECT what, pepper, many FROM count_by_pepper()")
# Copied onto another's row, it opens what is theirs.
UNBOUND: Final = "SELECT NULL, many || ' ' || what FROM count_by_pepper() WHERE what LIKE '%, bound to nobody'"
INVARIANTS: Final = {"a PIN, a password or a second factor is bound to whom it opens": UNBOUND}


@dataclass(frozen=True)
class Standing:
    """A count: how many of something stand under a pepper, by its id."""

    what: str
    pepper: str
    many: int


def count_standing(db: Connection) -> list[Standing]:
    """Return what stands under each pepper."""
    return [Standing(*row) for row in db.execute(COUNTS)]


def list_unbound(db: Connection) -> list[str]:
    """Return what a release of before hashed and nobody has bound to its owner yet, counted, as `3 PINs, …`."""
    return [row[1] for row in db.execute(text(UNBOUND))]


@dataclass
class ResealedRows:
    """The rows a move sealed anew, of how many it found to move, and those it left, each as `owner: why`."""

    rows: int = 0
    found: int = 0
    left: list[str] = field(default_factory=list)


def move(engine: Engine, secrets: Secrets) -> ResealedRows:
    """Seal all PINs, passwords, secrets of endpoints, apps and papers, and what signs returns under the newest pepper.

    From now on operations are claimed by its key alone; a process that holds another pepper too keeps that one's anew.
    `engine` is the owner's. Returns how many rows were, and which were left. May run beside everything, and be cut
    short.
    """
    others = in_transaction(engine, lambda db: operation_keys.turn(db, secrets))
    moved = ResealedRows(
        found=len(others), left=[f"the key of operations: its pepper {one!r} is not ours" for one in others]
    )
    for kind in KINDS:
        _move(engine, secrets, kind, moved)
    return moved


def _move(engine: Engine, secrets: Secrets, kind: "ResealedKind", moved: ResealedRows) -> None:
    after = kind.first

    def move_some(db: Connection) -> tuple[str, list[dict[str, Any]], list[str]]:
        found = db.execute(kind.find, {"newest": secrets.newest, "after": after}).all()
        done: list[dict[str, Any]] = []
        left: list[str] = []
        for row in found:
            try:
                done.append(kind.reseal(secrets, row))
            except (KeyError, ValueError) as wrong:
                left.append(f"{kind.what} of {row[0]}: {_say(wrong)}")
        if done:
            db.execute(kind.keep, done)
        return str(found[-1][0]) if found else "", done, left

    while True:
        last, done, left = in_transaction(engine, move_some)
        if not last:
            return
        after = last
        moved.rows += len(done)
        moved.found += len(done) + len(left)
        moved.left += left


def _say(wrong: KeyError | ValueError) -> str:
    """Return why a row cannot be sealed anew, with nothing of its hash in it but its pepper's id."""
    return f"its pepper {str(wrong.args[0])[:8]!r} is not ours" if isinstance(wrong, KeyError) else "it is no hash"


def _reseal_pin(secrets: Secrets, row: Row[Any]) -> dict[str, Any]:
    anew = {one: _reseal(secrets, str(row.person_id), one) for one in {row.hash, *row.past}}
    return {"person_id": row.person_id, "hash": anew[row.hash], "past": [anew[one] for one in row.past]}


def _reseal(secrets: Secrets, owner: str, stored: str) -> str:
    done = stored.startswith(f"{secrets.newest}$") and not stored.startswith(f"{secrets.newest}$$")
    return stored if done else hashes.reseal(secrets, "pin", owner, stored)


def _reseal_login(secrets: Secrets, row: Row[Any]) -> dict[str, Any]:
    recipe, key = hashes.reseal_recipe(secrets, "password", row.login, row.recipe, row.verifier)
    return {"login": row.login, "recipe": recipe, "key": key}


def _reseal_endpoint(secrets: Secrets, row: Row[Any]) -> dict[str, Any]:
    sealed = [one and sealed_reseal(secrets, "endpoint", row.id, one) for one in (row.secret, row.secret_before)]
    return {"id": row.id, "secret": sealed[0], "before": sealed[1]}


def _reseal_return(secrets: Secrets, row: Row[Any]) -> dict[str, Any]:
    return {"id": row.id, "secret": sealed_reseal(secrets, "return", row.id, row.secret)}


def _reseal_member(secrets: Secrets, row: Row[Any]) -> dict[str, Any]:
    recipe, _ = hashes.reseal_recipe(secrets, "member password", row.id, row.recipe, b"")
    return {"id": row.id, "recipe": recipe}


def _reseal_app(secrets: Secrets, row: Row[Any]) -> dict[str, Any]:
    return {"id": row.login_id, "secret": sealed_reseal(secrets, "authenticator", row.login_id, row.secret)}


def _reseal_staff_app(secrets: Secrets, row: Row[Any]) -> dict[str, Any]:
    return {"login": row.login, "secret": sealed_reseal(secrets, "staff app", row.login, row.secret)}


def _reseal_factor(secrets: Secrets, row: Row[Any]) -> dict[str, Any]:
    return {"id": row.id, "key": sealed_reseal(secrets, "second factor", row.id, row.factor_key)}


def _reseal_paper(secrets: Secrets, row: Row[Any]) -> dict[str, Any]:
    return {"id": row.document_id, "key": sealed_reseal(secrets, "document", row.document_id, row.sealed_key)}


def _reseal_report(secrets: Secrets, row: Row[Any]) -> dict[str, Any]:
    return {"id": row.id, "key": sealed_reseal(secrets, "suspicion", row.id, row.sealed_key)}


def _make_factor(secrets: Secrets, row: Row[Any]) -> dict[str, Any]:
    """Return the key of second factors of a login that has none: until then the database takes any (functions.sql)."""
    raw = chance.token_bytes(BYTES)
    return {"id": row.id, "raw": raw, "key": seal(secrets, "second factor", row.id, raw)}


@dataclass(frozen=True)
class ResealedKind:
    """Rows that are moved some at a time in the order of their owner, their first column, which is above `first`."""

    what: str
    find: TextClause
    keep: TextClause
    reseal: Callable[[Secrets, Row[Any]], dict[str, Any]]
    first: str


KINDS: Final = (
    ResealedKind("the PIN", PINS, KEEP_PIN, _reseal_pin, "00000000-0000-0000-0000-000000000000"),
    ResealedKind("the password", LOGINS, KEEP_LOGIN, _reseal_login, ""),
    ResealedKind("the secret", ENDPOINTS, KEEP_ENDPOINT, _reseal_endpoint, "00000000-0000-0000-0000-000000000000"),
    ResealedKind("the key", RETURNS, KEEP_RETURN, _reseal_return, "00000000-0000-0000-0000-000000000000"),
    ResealedKind("the password", MEMBERS, KEEP_MEMBER, _reseal_member, "00000000-0000-0000-0000-000000000000"),
    ResealedKind("the app", APPS, KEEP_APP, _reseal_app, "00000000-0000-0000-0000-000000000000"),
    ResealedKind("the app", STAFF_APPS, KEEP_STAFF_APP, _reseal_staff_app, ""),
    ResealedKind("the second factors", FACTORS, KEEP_FACTOR, _reseal_factor, "00000000-0000-0000-0000-000000000000"),
    ResealedKind("the key of the paper", PAPERS, KEEP_PAPER, _reseal_paper, "00000000-0000-0000-0000-000000000000"),
    ResealedKind("the key of the report", REPORTS, KEEP_REPORT, _reseal_report, "00000000-0000-0000-0000-000000000000"),
    ResealedKind("the second factors", LACKING, MAKE_FACTOR, _make_factor, "00000000-0000-0000-0000-000000000000"),
)
