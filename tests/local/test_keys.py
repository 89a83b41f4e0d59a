"""`./mbongo keys`: who holds which secret, which of two is the old one, and PINs moved to the newest pepper."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from click.testing import CliRunner

from local.__main__ import mbongo
from local.keys import describe, describe_held
from tests.world.cast import MOUSSA, PINS
from tests.world.hashed import PEPPER
from tests.world.office import Office
from tests.world.world import World
from wallet.core.secrets import Secrets
from wallet.people import pins
from wallet.staff.anchors import sign
from wallet.staff.audit import Chain
from workers.held_keys import list_held

NEW = "2:a-pepper-that-takes-over-from-it"
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


class KeyRow(NamedTuple):
    """A row of key_held."""

    process: str
    host: str
    key: str
    tag: str
    place: int
    first_at: datetime
    last_at: datetime


def tell(process: str, tag: str, *, began: int, silent: int = 5, place: int = 0, host: str = "web-1") -> KeyRow:
    """Return what a process told: it began to hold the secret so many minutes ago, and is silent for some seconds."""
    return KeyRow(process, host, "KEY", tag, place, NOW - timedelta(minutes=began), NOW - timedelta(seconds=silent))


def told(rows: Iterable[Any]) -> list[list[str]]:
    return [line.split(None, 3) for line in describe_held(rows, NOW)[1:]]


def test_the_secret_seen_first_is_old_and_who_lacks_the_newest_is_named() -> None:
    rows = [
        tell("serve", "old", began=900, place=1),
        tell("serve", "new", began=2),
        tell("serve", "old", began=900, host="web-2"),
        tell("tick", "old", began=900, silent=61),
    ]
    assert told(rows) == [
        ["KEY", "new", "newest", "serve"],
        ["KEY", "old", "OLD", "serve; without the newest: serve at web-2"],
    ]


def test_a_secret_that_only_dead_processes_held_is_nobodys() -> None:
    rows = [tell("serve", "old", began=900, silent=3_600), tell("serve", "new", began=2)]
    assert told(rows)[1] == ["KEY", "old", "OLD", "nobody; last 1 h ago"]


def test_of_two_that_began_at_once_the_one_that_is_used_is_the_newest() -> None:
    rows = [tell("serve", "other", began=2, place=1), tell("serve", "used", began=2)]
    assert [line[1:3] for line in told(rows)] == [["used", "newest"], ["other", "OLD"]]


def test_secrets_are_told_by_tags_and_what_can_be_guessed_by_none() -> None:
    given = {
        "MBONGO_PIN_PEPPER": f"{NEW},{PEPPER}",
        "MBONGO_WEB_DATABASE_URL": "postgresql://mbongo_web:a-new-password-of-it,an-old-password-of-it@/mbongo",
        "MBONGO_ORANGE_PIN": "2222",
        "MBONGO_SERVICE_CODE": "*384*237#",
    }
    held = list_held(given)
    assert [(one.key, one.place) for one in held] == [
        ("MBONGO_ORANGE_PIN", 0),
        ("MBONGO_PIN_PEPPER", 0),
        ("MBONGO_PIN_PEPPER", 1),
        ("MBONGO_WEB_DATABASE_URL mbongo_web", 0),
        ("MBONGO_WEB_DATABASE_URL mbongo_web", 1),
    ]
    assert held[0].tag == "-"
    assert [one.tag[:2] for one in held[1:3]] == ["2:", "1:"]
    assert not [one for one in held if any(part in str(one) for part in ("2222", "password-of", "a-pepper"))]


def test_what_stands_under_the_old_pepper_is_shown_and_moved(world: World, office: Office) -> None:
    def run(*words: str) -> str:
        settings = {**office.as_owner(), "MBONGO_PIN_PEPPER": f"{NEW},{PEPPER}"}
        result = CliRunner().invoke(mbongo, ["keys", *words], env=settings)
        assert result.exit_code == 0, result.output
        return " ".join(result.output.split())

    assert "staff passwords" in run().partition("pepper rows")[2]
    assert "1 2 staff passwords" in run()
    assert re.search(r"(\d+) of \1 rows \(.*\) moved to pepper 2; 0 remain", run("--move"))
    assert "2 2 staff passwords" in run()
    assert "Nothing to move: all PINs and passwords stand under pepper 2" in run("--move")
    pins.check(world.wallet_on("ussd").engine, Secrets.read(NEW), world.actor(MOUSSA).person_id, PINS[MOUSSA])


def test_keys_fit_80_columns_in_doualas_time_and_say_of_the_anchor_that_it_tells_nothing(
    world: World, office: Office, tmp_path: Path
) -> None:
    world.change("""INSERT INTO key_held
        SELECT 'worker ' || n, 'web-1', 'MBONGO_WORKER_DATABASE_URL mbongo_worker', 'abcdef12', 0, now(), now()
        FROM generate_series(1, 9) n""")
    world.change("""INSERT INTO door_use (door, secret_tag, newest, calls, first_at, last_at)
        VALUES ('ussd', 'abcdef12', true, 1234567, '2026-11-28T23:30:00Z', now())""")
    anchors = tmp_path / "anchors"
    anchors.write_text(sign(Secrets.read("7:a-key-that-the-anchors-are-signed-by"), Chain(1, "0" * 64)).line + "\n")
    settings = {**office.as_owner(), "COLUMNS": "80", "MBONGO_ANCHOR_FILE": str(anchors)}
    said = CliRunner().invoke(mbongo, ["keys"], env=settings).output
    assert max(map(len, said.splitlines())) <= 80
    assert "29/11/2026 00:30" in said
    assert "Not in this list: anchor" in said
    assert "signed last under key 7" in said


def test_a_doors_old_secret_is_old_as_soon_as_a_process_holds_another(world: World) -> None:
    """Though nobody came by the new one yet: whoever turns it would else read that the old one is the newest."""
    world.change("""INSERT INTO door_use (door, secret_tag, newest, calls, first_at, last_at)
        VALUES ('ussd', 'before', true, 9, now(), now()), ('sms', 'only', true, 3, now(), now())""")
    world.change("""INSERT INTO key_held VALUES
        ('serve', 'web-1', 'MBONGO_USSD_SECRETS', 'before', 1, now() - interval '1 day', now()),
        ('serve', 'web-1', 'MBONGO_USSD_SECRETS', 'after', 0, now(), now())""")
    doors = world.do(lambda db: describe(db)[1], "read")
    assert re.search(r"(?m)^ussd +before +OLD ", "\n".join(doors))
    assert re.search(r"(?m)^sms +only +newest ", "\n".join(doors))
