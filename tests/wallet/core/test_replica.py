"""Reports are read at a real standby, never older than the question, and at the leader where that is not to be had."""

from collections.abc import Iterator

import pytest
from pydantic import SecretStr, ValidationError
from sqlalchemy import Connection, Engine, text

from local.postgres import Postgres
from tests.conftest import Database
from tests.world.program import Program
from tests.world.shop import Shop
from tests.world.standby import Standby, follow
from tests.world.world import World
from wallet.core import replica
from wallet.core.database import connect, in_transaction
from wallet.core.errors import Refused
from wallet.core.replica import REPLICAS, lead_to, read_report
from wallet.core.settings import Settings

KEEP = text("""INSERT INTO security_event (id, kind, phone, at, detail)
    VALUES (gen_random_uuid(), 'wrong PIN', '', clock_timestamp(), :said)""")
LAST = text("SELECT pg_is_in_recovery(), (SELECT detail FROM security_event ORDER BY at DESC LIMIT 1)")


@pytest.fixture(scope="module")
def standby(postgres: Postgres) -> Iterator[Standby]:
    with follow(postgres) as standby:
        yield standby


@pytest.fixture
def engine(database: Database, standby: Standby, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The way of `serve` to a database, whose reports are read at the standby."""
    monkeypatch.setattr(replica, "AWAY_SECONDS", 0.0)
    monkeypatch.setattr(replica, "WAIT_SECONDS", 60.0)
    standby.catch_up()
    engine = connect(database.urls["web"])
    replica.follow(engine, database.urls["web"], str(standby.folder.path))
    yield engine
    REPLICAS[engine].engine.dispose()
    engine.dispose()


def keep(engine: Engine, said: str) -> None:
    in_transaction(engine, lambda db: db.execute(KEEP, {"said": said}))


def look(db: Connection) -> tuple[bool, str]:
    at_replica, said = db.execute(LAST).one()
    return at_replica, said


def test_whoever_wrote_finds_it_at_the_replica(engine: Engine) -> None:
    for number in range(20):
        keep(engine, f"said {number}")
        assert read_report(engine, look) == (True, f"said {number}")


def test_one_that_is_behind_is_left_for_the_leader(
    engine: Engine, standby: Standby, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    standby.execute("SELECT pg_wal_replay_pause()")
    try:
        monkeypatch.setattr(replica, "WAIT_SECONDS", 0.05)
        keep(engine, "while it stands still")
        assert read_report(engine, look) == (False, "while it stands still")
        assert "reports are read at the leader" in capsys.readouterr().out
        monkeypatch.setattr(replica, "AWAY_SECONDS", 60.0)
        read_report(engine, look)
    finally:
        standby.execute("SELECT pg_wal_replay_resume()")
    monkeypatch.setattr(replica, "WAIT_SECONDS", 60.0)
    assert read_report(engine, look) == (False, "while it stands still"), "nobody waits for it again so soon"
    REPLICAS[engine].away_until = 0.0
    assert read_report(engine, look) == (True, "while it stands still")


def test_what_is_refused_is_refused_there_and_nothing_can_be_changed(engine: Engine) -> None:
    asked = list[bool]()

    def refuse(db: Connection) -> None:
        asked.append(look(db)[0])
        raise Refused("staff.rails_not_held")

    keep(engine, "one")
    with pytest.raises(Refused):
        read_report(engine, refuse)
    assert asked == [True]


@pytest.mark.parametrize("place", ["127.0.0.1:9", "the leader's own"])
def test_where_no_replica_answers_the_leader_is_read(
    database: Database,
    postgres: Postgres,
    place: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(replica, "WAIT_SECONDS", 0.05)
    engine = connect(database.urls["web"])
    replica.follow(engine, database.urls["web"], str(postgres.sockets.path) if "leader" in place else place)
    keep(engine, "one")
    assert read_report(engine, look) == (False, "one")
    assert "behind or away" in capsys.readouterr().out
    REPLICAS[engine].engine.dispose()
    engine.dispose()


def test_without_a_replica_nothing_changes(database: Database) -> None:
    engine = connect(database.urls["web"])
    replica.follow(engine, database.urls["web"], "")
    assert engine not in REPLICAS
    keep(engine, "one")
    assert read_report(engine, look) == (False, "one")
    engine.dispose()


def test_a_program_lists_what_it_just_made_from_the_replica(
    world: World, settings: Settings, shop: Shop, standby: Standby, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replica, "WAIT_SECONDS", 60.0)
    standby.catch_up()
    program = Program.of(world, settings.model_copy(update={"replica": str(standby.folder.path)}), shop)
    seen = list[bool]()
    real = replica.wait_for

    def wait(db: Connection, wanted: str) -> None:
        real(db, wanted)
        seen.append(bool(db.execute(text("SELECT pg_is_in_recovery()")).scalar_one()))

    monkeypatch.setattr(replica, "wait_for", wait)
    made = program.post("/checkouts", {"amount": 1_000, "currency": "XAF", "title": "Pain"})
    assert [one["id"] for one in program.get("/events")["data"]] or made
    assert program.get("/payments")["data"] == []
    assert seen
    assert all(seen)


@pytest.mark.parametrize(
    ("url", "place", "leads"),
    [
        ("postgresql://a:b@db.inner:5432/mbongo?sslmode=verify-full", "two.inner:5433",
         "postgresql://a:b@two.inner:5433/mbongo?sslmode=verify-full"),
        ("postgresql://a:b,c@/mbongo?host=/run/pg&port=5432", "127.0.0.1:5001", "postgresql://a:b%2Cc@127.0.0.1:5001/mbongo"),
        ("postgresql://a:b@db:1/mbongo", "/run/two", "postgresql://a:b@/mbongo?host=%2Frun%2Ftwo"),
    ],
)  # fmt: skip
def test_it_is_the_same_database_by_the_same_role(url: str, place: str, leads: str) -> None:
    assert lead_to(url, place) == leads


@pytest.mark.parametrize("wrong", ["two.inner", "two.inner:port", "postgresql://two.inner:5432/mbongo"])
def test_what_is_no_place(wrong: str, settings: Settings) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({**settings.model_dump(), "replica": wrong})


def test_a_replica_elsewhere_proves_who_it_is(settings: Settings) -> None:
    given = {**settings.model_dump(), "web_database_url": SecretStr("postgresql://a:b@/mbongo?host=/run/pg")}
    with pytest.raises(ValidationError, match="MBONGO_REPLICA: sslmode=verify-full"):
        Settings.model_validate({**given, "replica": "two.inner:5432"})
    assert Settings.model_validate({**given, "replica": "127.0.0.1:5001"}).replica
