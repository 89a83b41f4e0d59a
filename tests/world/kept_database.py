"""A database that outlives its tests: rows that a test changed are put back, and its connections stay open.

A copy for each test costs more than most tests do: making and dropping it, connecting, and every plan made anew. What
a test changed is told by the transactions that wrote it (xmin): of a table, its rows; of the database itself, those of
PostgreSQL's own catalogs. A test that changed the latter, or left something that cannot be put back, costs a new copy.
"""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, LiteralString, Self, cast

import psycopg
from psycopg.sql import SQL, Composed, Identifier, Literal
from sqlalchemy import Engine, event

from local.postgres import OWNER, SUPERUSER, Postgres
from tests.world.wallet_under_test import connect_owner, connect_patiently, connect_wallets
from wallet.core.roles import ROLES, ProcessKind
from wallet.perform import Wallet

POOL: Final = 32  # connections of a process, at most: some tests race as many threads
END_SECONDS: Final = 5  # for who is still connected, and for their locks
BLOCK: Final = 8192
PREPARED: Final = 500  # statements a connection: the check of the books alone has nearly as many as are usually kept
CLOCK: Final = "clock_shift"  # first: what triggers write beside others' rows has a time
WRITTEN_BESIDE: Final = frozenset({"sanction_due"})  # by triggers that always fire, when others' rows come back
TABLES_AT_ONCE: Final = 14  # in a statement: it is planned anew when one of them was altered
TABLES: Final = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
SEQUENCES: Final = TABLES.replace("'r'", "'S'")
# What statements that delete from a table call, whoever deletes: functions, as they were written.
GUARDS: Final = """SELECT relname, tgfoid::regproc::text, pg_get_functiondef(tgfoid)
    FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid WHERE NOT tgisinternal AND tgenabled = 'A' AND tgtype & 8 <> 0"""
LET_GO: Final = "CREATE OR REPLACE FUNCTION {} RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'"
OURS: Final = 16_384  # the first oid that is not PostgreSQL's own
CATALOGS: Final[Mapping[str, str]] = {
    # Tables that hold nothing between two transactions are emptied by giving them another file (TRUNCATE).
    "pg_class": f"oid >= {OURS} AND relpersistence <> 'u'",
    **dict.fromkeys(("pg_proc", "pg_constraint", "pg_type", "pg_rewrite", "pg_attrdef"), f"oid >= {OURS}"),
    **dict.fromkeys(("pg_trigger", "pg_policy", "pg_namespace", "pg_default_acl", "pg_extension"), "true"),
    **dict.fromkeys(("pg_event_trigger", "pg_largeobject_metadata"), "true"),
    "pg_attribute": f"attrelid >= {OURS}",
    "pg_index": f"indexrelid >= {OURS}",
    "pg_database": "datname = current_database()",
    "pg_db_role_setting": "setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())",
}
# Whoever is connected, and whether they stay: only a connection that is in no transaction, and of ours ($1).
END_OTHERS: Final = f"""SELECT pid, CASE WHEN state = 'idle' AND ($1 IS NULL OR pid = ANY($1)) THEN true
        ELSE NOT pg_terminate_backend(pid, {END_SECONDS * 1000}) END FROM pg_stat_get_activity(NULL)
    WHERE datid = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND backend_type = 'client backend' AND pid <> pg_backend_pid()"""


@dataclass
class KeptDatabase:
    """One pytest worker's, a copy of `template`: `name` says which copy, for a test may have cost the last one."""

    postgres: Postgres
    template: str
    called: str = "mbongo_test_kept"
    name: str = ""
    copies: int = 0
    wallets: dict[ProcessKind, Wallet] = field(default_factory=dict)
    owner: Engine = field(init=False)
    _pids: set[int] = field(default_factory=set)  # of connections that stay
    _admin: psycopg.Connection[Any] = field(init=False)
    _as_made: "AsMade" = field(init=False)

    def open(self) -> Self:
        """Return it, with the rows of its template; anew where a test had the server stop meanwhile."""
        if self.name and not self._is_connected():
            self.close()
        if not self.name:
            self.copies += 1
            self.name = f"{self.called}_{self.copies}"
            self.postgres.create_database(self.name, self.template)
            self.wallets = connect_wallets({kind: self._url(kind) for kind in ROLES}, POOL)
            self.owner = connect_owner(self.postgres.url(self.name, OWNER), kept=True)
            for engine in self._engines():
                event.listen(engine, "connect", self._keep)
            self._admin = connect_admin(self.postgres, self.name)
            self._as_made = AsMade.read(self._admin)
        return self

    def put_back(self) -> None:
        """Undo what a test did; who else is connected, or in a transaction, is cut off."""
        try:
            self._end_others()
            sound = self._as_made.put_back(self._admin)
        except psycopg.Error:
            sound = False
        if not sound:
            self.close()

    def close(self) -> None:
        """Drop it; whoever opens it next gets a new copy."""
        if self.name:
            self._disconnect()
            self._admin.close()
            self.postgres.drop_database(self.name)
            self.name = ""

    def connect(self, url: str, pool_size: int = POOL) -> Engine:
        """Return an engine on a database as wallet.core.database.connect does: the kept one, where this is it."""
        ours = [wallet.engine for kind, wallet in self.wallets.items() if url == self._url(kind)]
        return ours[0] if ours else connect_patiently(url, pool_size)

    def _end_others(self) -> None:
        if self._pids - end_others(self._admin, self._pids):  # a pool would lend one that is dead to the next test
            self._disconnect()

    def _disconnect(self) -> None:
        for engine in self._engines():
            engine.dispose()
        self._pids.clear()

    def _is_connected(self) -> bool:
        try:
            self._admin.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _url(self, kind: ProcessKind) -> str:
        return self.postgres.url(self.name, ROLES[kind])

    def _engines(self) -> list[Engine]:
        return [self.owner, *(wallet.engine for wallet in self.wallets.values())]

    def _keep(self, connection: psycopg.Connection[Any], _: object) -> None:
        self._pids.add(connection.info.backend_pid)
        connection.prepared_max = PREPARED


@dataclass
class ServiceDatabase:
    """The database of processes that stay up (processes.py), one test's after the other's."""

    postgres: Postgres
    name: str
    template: str = ""  # it is a copy of this, when it is known
    _admin: psycopg.Connection[Any] = field(init=False)
    _as_made: "AsMade" = field(init=False)

    def renew(self, template: str) -> bool:
        """Give it a template's rows. Returns True for a new copy: each connection to the last one was cut then.

        Else those that were in no transaction stay, with all that they have planned.
        """
        if self.template == template and self._put_back():
            return False
        self.close()
        self.postgres.drop_database(self.name)
        self.postgres.create_database(self.name, template)
        self._admin = connect_admin(self.postgres, self.name)
        self._as_made = AsMade.read(self._admin)
        self.template = template
        return True

    def close(self) -> None:
        """Disconnect; what is found at the next look is no longer known."""
        if self.template:
            self._admin.close()
            self.template = ""

    def _put_back(self) -> bool:
        try:
            end_others(self._admin, None)
            return self._as_made.put_back(self._admin)
        except psycopg.Error:
            return False


def connect_admin(postgres: Postgres, name: str) -> psycopg.Connection[Any]:
    """Return the connection that puts a database back, with what ends others prepared."""
    admin = psycopg.connect(postgres.url(name, SUPERUSER), autocommit=True, prepare_threshold=None)
    admin.execute("SET plan_cache_mode = force_generic_plan")
    _prepare(admin, "others(int[])", SQL(cast("LiteralString", END_OTHERS)))
    return admin


def end_others(admin: psycopg.Connection[Any], ours: set[int] | None) -> set[int]:
    """End every connection that is in a transaction, or, where it is said which are ours, no one of them.

    Returns the process ids of those that stay.
    """
    found = admin.execute(SQL("EXECUTE others({})").format(Literal(ours if ours is None else [*ours]))).fetchall()
    return {pid for pid, stays in found if stays}


@dataclass
class AsMade:
    """A database as it was when it was copied, and what brings it back there.

    What is asked after each test is prepared once, on the connection that asks.
    """

    rows: dict[str, int]  # of each table
    copies: dict[str, bytes]  # of each table that holds any, as COPY writes them
    blocks: dict[str, int]
    catalogs: list[int]  # rows of each of CATALOGS
    guards: dict[str, dict[str, str]]  # functions of each table whose rows nobody deletes, and how they are written
    newest: int  # transaction of those that wrote it; what a test writes is newer
    asked: list[str] = field(default_factory=list)  # statements that tell which tables changed

    @classmethod
    def read(cls, db: psycopg.Connection[Any]) -> Self:
        """Return what a database is now."""
        db.execute("SET session_replication_role = replica")  # foreign keys fire nothing
        db.execute(SQL("SET lock_timeout = {}").format(Literal(f"{END_SECONDS}s")))
        tables = [name for (name,) in db.execute(TABLES)]
        rows = {name: _one(db, SQL("SELECT count(*) FROM {}").format(Identifier(name))) for name in tables}
        blocks = {name: _one(db, SQL("SELECT {}").format(_blocks(name))) for name in tables}
        guards: dict[str, dict[str, str]] = {}
        for table, function, written in db.execute(GUARDS):
            guards.setdefault(table, {})[function] = written
        copies = {name: _copy_out(db, name) for name, count in rows.items() if count}
        newest = _one(db, SQL("SELECT pg_current_xact_id()::text::bigint"))
        made = cls(rows, copies, blocks, [], guards, newest)
        made._prepare_all(db)
        made.catalogs = [count for count, _ in made._look_at_catalogs(db)]
        return made

    def put_back(self, db: psycopg.Connection[Any]) -> bool:
        """Bring the rows back; False where more than rows was changed.

        Processes that stay up go on meanwhile: what they ask waits until all is back, or they would add to what is
        put back the half of something that was taken away.
        """
        if [(count, False) for count in self.catalogs] != self._look_at_catalogs(db):
            return False
        with self._nobody_else(db):
            changed = self.find_changed(db)
            self._put_rows_back(db, changed.keys())
        grown = {name for name, blocks in changed.items() if blocks > max(self.blocks[name], 1)}
        if grown:
            # A table that grew begins at its first block again: rows read in no order come as on a new copy.
            db.execute(SQL("VACUUM {}").format(_names(grown)))
        if moved := grown & self.copies.keys():
            with self._nobody_else(db):
                self._put_rows_back(db, moved)
        db.execute("EXECUTE sequences")
        return True

    @contextmanager
    def _nobody_else(self, db: psycopg.Connection[Any]) -> Iterator[None]:
        """Hold every table while the block lasts; what is written in it is how the database was made."""
        with db.transaction():
            db.execute(SQL("LOCK TABLE {}").format(_names(self.rows)))
            yield
            self.newest = _one(db, SQL("SELECT pg_current_xact_id()::text::bigint"))

    def _put_rows_back(self, db: psycopg.Connection[Any], tables: AbstractSet[str]) -> None:
        """Bring back the rows that tables were made with."""
        if not tables:
            return
        self._empty(db, tables)
        for name in sorted(tables & self.copies.keys() - WRITTEN_BESIDE, key=lambda one: one != CLOCK):
            self._copy_in(db, name)
        for name in WRITTEN_BESIDE:
            db.execute(SQL("DELETE FROM {}").format(Identifier(name)))
            self._copy_in(db, name)

    def _copy_in(self, db: psycopg.Connection[Any], name: str) -> None:
        """Bring back the rows that a table was made with."""
        if name in self.copies:
            with db.cursor().copy(SQL("COPY {} FROM STDIN (FORMAT BINARY)").format(Identifier(name))) as copy:
                copy.write(self.copies[name])

    def find_changed(self, db: psycopg.Connection[Any]) -> dict[str, int]:
        """Return the tables whose rows are not those it was made with, and how many blocks each has."""
        found = db.execute(cast("LiteralString", ";".join(f"EXECUTE {one}({self.newest})" for one in self.asked)))
        changed = dict(found.fetchall())
        while found.nextset():
            changed.update(found.fetchall())
        return changed

    def _prepare_all(self, db: psycopg.Connection[Any]) -> None:
        """Prepare what is asked after each test."""
        union = SQL(" UNION ALL ")
        looks = (f"SELECT count(*), {_is_newer('$1')} FROM {name} WHERE {ours}" for name, ours in CATALOGS.items())
        _prepare(db, "catalogs(bigint)", SQL(cast("LiteralString", " UNION ALL ".join(looks))))
        names = list(self.rows)
        for begin in range(0, len(names), TABLES_AT_ONCE):
            some = names[begin : begin + TABLES_AT_ONCE]
            self.asked.append(f"changed_{begin}")
            _prepare(db, f"{self.asked[-1]}(bigint)", union.join(map(self._ask_changed, some)))
        states = []
        for (name,) in db.execute(SEQUENCES).fetchall():
            now = SQL("SELECT last_value, is_called FROM {}").format(Identifier(name))
            made = SQL(", ").join(map(Literal, db.execute(now).fetchone() or ()))
            states.append(SQL("SELECT {}::regclass, {}, now.* FROM ({}) now").format(Literal(f'"{name}"'), made, now))
        asked = SQL("""SELECT setval(name, value, called) FROM ({}) s (name, value, called, value_now, called_now)
            WHERE (value, called) <> (value_now, called_now)""")
        _prepare(db, "sequences", asked.format(union.join(states)))

    def _ask_changed(self, name: str) -> Composed:
        newer = SQL(cast("LiteralString", _is_newer("$1")))
        return SQL("SELECT {}, {} FROM (SELECT count(*), {} AS newer FROM {}) now WHERE count <> {} OR newer").format(
            Literal(name), _blocks(name), newer, Identifier(name), Literal(self.rows[name])
        )

    def _look_at_catalogs(self, db: psycopg.Connection[Any]) -> list[tuple[int, bool]]:
        """Return how many rows each of them has, and whether one is newer than the database."""
        return db.execute(cast("LiteralString", f"EXECUTE catalogs({self.newest})")).fetchall()

    def _empty(self, db: psycopg.Connection[Any], tables: Iterable[str]) -> None:
        """Delete the rows; guards let them go meanwhile, which nobody else sees.

        No savepoint is made here: rows written behind one have a transaction of their own, newer than `newest`.
        They stay enabled: tables that were altered would have all that everybody has planned on them planned anew.
        """
        guards: dict[str, str] = {}
        for name in tables:
            guards |= self.guards.get(name, {})
        for function in guards:
            db.execute(SQL(LET_GO).format(SQL(cast("LiteralString", f"{function}()"))))
        for name in tables:
            db.execute(SQL("DELETE FROM {}").format(Identifier(name)))
        for written in guards.values():
            db.execute(SQL(cast("LiteralString", written)))


def _prepare(db: psycopg.Connection[Any], named: str, asked: SQL | Composed) -> None:
    db.execute(SQL("PREPARE {} AS {}").format(SQL(cast("LiteralString", named)), asked))


def _is_newer(transaction: str) -> str:
    """Return what tells of many rows whether one was written after a transaction: the youngest of them was."""
    return f"coalesce(min(age(xmin)) < age({transaction}::text::xid), false)"


def _one(db: psycopg.Connection[Any], asked: SQL | Composed) -> int:
    found = db.execute(asked).fetchone()
    assert found
    return int(found[0])


def _blocks(name: str) -> Composed:
    return SQL("(pg_relation_size({}) / {})::int").format(Literal(f'"{name}"'), Literal(BLOCK))


def _names(tables: Iterable[str]) -> Composed:
    return SQL(", ").join(map(Identifier, tables))


def _copy_out(db: psycopg.Connection[Any], name: str) -> bytes:
    with db.cursor().copy(SQL("COPY {} TO STDOUT (FORMAT BINARY)").format(Identifier(name))) as copy:
        return b"".join(copy)
