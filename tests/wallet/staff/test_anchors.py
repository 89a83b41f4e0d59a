"""The trail is anchored outside the database: its owner, who can write all of it anew, is found out."""

import json
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from prometheus_client import CollectorRegistry
from structlog.testing import capture_logs

from tests.world.cast import ALICE, AWA, BRUNO
from tests.world.office import Office, note_alone
from tests.world.world import World
from wallet.checks import check
from wallet.core.database import connect_unbounded, in_transaction
from wallet.core.logs import redact
from wallet.core.secrets import Secrets
from wallet.core.settings import UnsetError, read_class
from wallet.staff import anchors, audit
from workers.anchor import Anchored, read_last
from workers.anchor_settings import AnchorSettings

KEYS = "1:a-key-that-no-database-holds"
READ_URL = "MBONGO_READ_DATABASE_URL"
# What whoever owns the database does: guards off, the act changed, every hash from there on computed by the database's
# own function, guards on again. The chain holds.
REWRITE = """
ALTER TABLE staff_act DISABLE TRIGGER USER;
UPDATE staff_act SET why = 'all is well' WHERE number = 3;
DO $$ DECLARE one staff_act; last_hash bytea; BEGIN
  FOR one IN SELECT * FROM staff_act ORDER BY number LOOP
    last_hash := act_hash(one, last_hash);
    UPDATE staff_act SET hash = last_hash WHERE number = one.number;
  END LOOP;
END $$;
ALTER TABLE staff_act ENABLE ALWAYS TRIGGER acts_stay, ENABLE ALWAYS TRIGGER acts_chain;
"""
CUT = """
ALTER TABLE staff_act DISABLE TRIGGER USER;
DELETE FROM staff_act WHERE number > 3; SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE staff_act ENABLE ALWAYS TRIGGER acts_stay, ENABLE ALWAYS TRIGGER acts_chain;
"""


@pytest.fixture
def sent(tmp_path: Path, world: World, office: Office, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where anchors are kept: of the process that signs them, and of the office that compares."""
    path = tmp_path / "anchors.jsonl"
    monkeypatch.setenv("MBONGO_ANCHOR_KEYS", KEYS)
    monkeypatch.setenv("MBONGO_ANCHOR_FILE", str(path))
    monkeypatch.setenv(READ_URL, office.as_owner()[READ_URL])
    return path


def open_anchored() -> Anchored:
    """Return the process's own, as it starts."""
    settings = read_class(AnchorSettings)
    return Anchored(connect_unbounded(settings.database_url("read")), settings)


def act(world: World, office: Office, count: int = 1) -> None:
    session = office.sign_in(ALICE).secret
    for one in range(count):
        after = {"health": str(one)}
        in_transaction(
            world.wallet_on("office").engine,
            lambda db, after=after: note_alone(db, session, "set_maintenance", "mtn", after),
        )


def rewrite(world: World, statements: str) -> None:
    with world.owner.begin() as db:
        db.exec_driver_sql(statements)


def test_the_trail_is_compared_with_what_was_sent_out(world: World, office: Office, sent: Path) -> None:
    act(world, office)
    anchored = open_anchored()
    for _ in range(3):
        assert anchored.anchor()
        act(world, office)
    told = office.done("audit", "verify")
    assert "It is what 3 anchors say" in told
    assert "up to act" in told
    assert len(sent.read_text().splitlines()) == 3
    assert "what 3 anchors say" in office.done("audit", "verify", "--anchors", str(sent)), "a copy sent along"


@pytest.mark.parametrize(("meddled", "said"), [(REWRITE, "was written anew"), (CUT, "is missing: the chain once had")])
def test_an_owner_who_writes_history_anew_is_found(
    world: World, office: Office, sent: Path, meddled: str, said: str
) -> None:
    act(world, office, 3)
    anchored = open_anchored()
    assert anchored.anchor()
    act(world, office, 2)
    rewrite(world, meddled)
    with world.wallet_on("office").engine.connect() as db:
        assert not audit.verify(db).broken, "the chain itself holds: nothing in the database tells"
    assert said in office.refused("audit", "verify")
    with capture_logs() as logs:
        assert anchored.anchor() is None, "nor is it signed"
    assert [line["event"] for line in logs] == ["audit trail broken"]
    assert figure(anchored, "mbongo_trail_broken") == 1
    with capture_logs():
        assert open_anchored().anchor() is None, "nor by a process that starts anew"


def test_whoever_holds_no_key_makes_no_anchor(world: World, office: Office, sent: Path) -> None:
    act(world, office, 3)
    open_anchored().anchor()
    rewrite(world, REWRITE)
    row = json.loads(sent.read_text())
    row["hash"] = str(world.one("SELECT encode(hash, 'hex') FROM staff_act WHERE number = :n", n=row["number"]))
    sent.write_text(json.dumps(row) + "\n")
    assert "Line 1 of the anchors was not signed by us" in office.refused("audit", "verify")


CHANGED = {
    "one in the middle taken away": (lambda lines: [lines[0], lines[2]], "An anchor before line 2 was taken away"),
    "one cut": (lambda lines: [lines[0], lines[1][:40]], "Line 2 of the anchors is no anchor"),
    "put in another order": (lambda lines: lines[::-1], "An anchor before line 1 was taken away"),
}


@pytest.mark.parametrize("how", CHANGED)
def test_a_file_of_anchors_that_was_changed_is_refused(world: World, office: Office, sent: Path, how: str) -> None:
    anchored = open_anchored()
    for _ in range(3):
        anchored.anchor()
        act(world, office)
    change, said = CHANGED[how]
    sent.write_text("\n".join(change(sent.read_text().splitlines())) + "\n")
    assert said in office.refused("audit", "verify")


def test_a_process_that_starts_again_goes_on_from_its_last_anchor(world: World, office: Office, sent: Path) -> None:
    first = open_anchored().anchor()
    act(world, office)
    second = open_anchored().anchor()
    assert first
    assert second
    assert second.previous == first.signature
    assert read_last(sent) == second
    assert "2 anchors" in office.done("audit", "verify")


def test_a_key_is_turned_and_the_old_one_still_proves(
    world: World, office: Office, sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_anchored().anchor()
    monkeypatch.setenv("MBONGO_ANCHOR_KEYS", f"2:another-key-of-next-year,{KEYS}")
    newer = open_anchored().anchor()
    assert newer
    assert newer.key == "2"
    assert "2 anchors" in office.done("audit", "verify")
    monkeypatch.setenv("MBONGO_ANCHOR_KEYS", "2:another-key-of-next-year")
    assert "under key 1" in office.refused("audit", "verify")


def test_it_says_when_no_anchor_came_for_long(office: Office, sent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_anchored().anchor()
    assert "No anchor since" not in office.done("audit", "verify")
    monkeypatch.setattr(anchors, "OLD", timedelta(seconds=-1))
    assert "Compare with another copy" in office.refused("audit", "verify")


def test_without_anchors_it_says_so(office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert "Compared with no anchor" in office.done("audit", "verify")
    monkeypatch.setenv("MBONGO_ANCHOR_FILE", str(tmp_path / "none"))
    assert "no key to read anchors by" in office.refused("audit", "verify")
    monkeypatch.setenv("MBONGO_ANCHOR_KEYS", KEYS)
    assert "No anchors are at" in office.refused("audit", "verify")


def test_the_key_stands_nowhere_in_the_database(world: World, office: Office, sent: Path) -> None:
    anchored = open_anchored()
    anchored.anchor()
    assert "a-key-that-no-database-holds" not in str(vars(anchored.settings))
    assert "a-key" not in sent.read_text()
    held = world.rows("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'")
    assert not [row for row in held if "anchor" in f"{row.table_name}{row.column_name}"]


@pytest.mark.parametrize(
    ("unset", "named"),
    [
        ("MBONGO_ANCHOR_KEYS", "MBONGO_ANCHOR_KEYS is missing, e.g. 1:SECRET"),
        ("MBONGO_ANCHOR_FILE", "MBONGO_ANCHOR_URL"),
    ],
)
def test_a_process_without_a_key_or_a_place_does_not_start(
    sent: Path, monkeypatch: pytest.MonkeyPatch, unset: str, named: str
) -> None:
    monkeypatch.delenv(unset)
    with pytest.raises(UnsetError, match=named):
        read_class(AnchorSettings)


class Listener(BaseHTTPRequestHandler):
    """Somebody elsewhere who keeps what is posted; `says` is the status of each answer to come."""

    heard: list[str] = []  # noqa: RUF012 - of the one server of a test
    says: list[int] = []  # noqa: RUF012

    def do_POST(self) -> None:
        """Keep what is posted, or refuse it."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        status = self.says.pop(0) if self.says else 204
        if status == 204:
            self.heard.append(body)
        self.send_response(status)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Give what arrives at another place, which is told each anchor."""
    Listener.heard, Listener.says = [], []
    server = HTTPServer(("127.0.0.1", 0), Listener)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.setenv("MBONGO_ANCHOR_URL", f"http://127.0.0.1:{server.server_port}/anchors")
    yield Listener.heard
    server.shutdown()
    thread.join()
    server.server_close()


def test_each_anchor_is_posted_and_a_refusal_is_tried_again(
    world: World, office: Office, sent: Path, elsewhere: list[str], tmp_path: Path
) -> None:
    anchored = open_anchored()
    Listener.says = [503, 302]
    for _ in range(2):
        with pytest.raises(OSError, match=r"503|302"):
            anchored.anchor()
    assert not sent.exists(), "what did not leave is not said to have been sent"
    assert anchored.anchor()
    assert elsewhere == sent.read_text().splitlines()
    copy = tmp_path / "copy.jsonl"
    copy.write_text("\n".join(elsewhere))
    sent.unlink()
    rewrite(world, REWRITE.replace("number = 3", "number = 1"))
    assert "was written anew" in office.refused("audit", "verify", "--anchors", str(copy))


def test_the_database_waits_for_nobody_while_an_anchor_is_posted(
    world: World, office: Office, sent: Path, elsewhere: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    anchored = open_anchored()
    open_then: list[int] = []
    send = anchored.send

    def look(line: str) -> None:
        of_ours = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'mbongo_read' AND state LIKE 'idle in%'"
        open_then.append(int(world.one(of_ours)))
        send(line)

    monkeypatch.setattr(anchored, "send", look)
    anchored.anchor()
    assert open_then == [0]


def figure(anchored: Anchored, name: str) -> float | None:
    registry = CollectorRegistry()
    registry.register(anchored)
    return registry.get_sample_value(name)


def test_who_made_each_login_is_named_by_its_row_and_by_the_trail(world: World, office: Office) -> None:
    assert "a test" in office.done("staff", "list")
    assert world.column("SELECT made_by FROM staff ORDER BY login") == ["a test", "a test"]
    world.change(
        f"""INSERT INTO staff (login, recipe, verifier, since, made_by, role)
            VALUES ('mallory', '', '', now(), '{BRUNO}', 'administrator')"""
    )
    found = world.do(check, "read")
    assert [(one.account, one.invariant) for one in found] == [("mallory", "every login was made by an act")]


def test_no_command_that_shows_something_is_done_without_a_login_or_a_trace(world: World, office: Office) -> None:
    before = int(world.one("SELECT count(*) FROM staff_act WHERE kind = 'read_records'"))
    reads = (
        ("audit", "show"),
        ("waiting",),
        ("payments",),
        ("agent", "review"),
        ("tariff", "show"),
        ("operator",),
        ("person", "show", AWA[4:]),
    )
    for words in reads:
        office.done(*words)
    said = world.column(
        "SELECT subject FROM staff_act WHERE kind IN ('read_records', 'look_at_person') ORDER BY number"
    )
    assert len(said) == before + len(reads)
    assert office.run("payments", login="", typed="nobody\nx\n").exit_code == 1


def test_the_log_says_when_it_was_anchored(world: World, office: Office) -> None:
    signed = anchors.sign(Secrets.read("7:a-key-that-the-anchors-are-signed-by"), world.do(audit.verify, "read"))
    line = redact(None, "", {"event": "anchored", **vars(signed)})
    assert line["at"] == signed.at
    assert line["at"].startswith("20")
