"""The trail of staff's acts: whoever writes it, it is one chain, and whatever is changed in it shows."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.world.cast import ALICE, BRUNO
from tests.world.office import Office, note_alone
from tests.world.world import World
from wallet.staff import audit
from wallet.staff.audit import Chain

pytestmark = pytest.mark.usefixtures("office")  # Alice and Bruno are hired
ODD = 'café "quoted" \\ \x01\x1f\x7f\t\n€ 𝄞'  # all that JSON escapes in ways of its own


def note(world: World, subject: str = "mtn", why: str = "because", session: bytes = b"") -> None:
    by = session or Office(world).sign_in(ALICE).secret
    world.do(lambda db: note_alone(db, by, "set_maintenance", subject, {"é": [1], "was": why}, why), "office")


def chain(world: World, known: str = "") -> Chain:
    with world.wallet_on("office").engine.connect() as db:
        number, _, digest = known.partition(":")
        return audit.verify(db, {int(number): digest} if known else {})


def meddle(world: World, *statements: str) -> None:
    """As somebody with all the database's powers would: guards off, change, guards on again."""
    with world.owner.begin() as db:
        db.execute(text("ALTER TABLE staff_act DISABLE TRIGGER USER"))
        for one in statements:
            db.execute(text(one))
        db.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))  # no ALTER TABLE while one waits
        db.execute(text("ALTER TABLE staff_act ENABLE ALWAYS TRIGGER acts_stay"))
        db.execute(text("ALTER TABLE staff_act ENABLE ALWAYS TRIGGER acts_chain"))


def test_the_logins_begin_the_chain_and_odd_letters_do_not_break_it(world: World, office: Office) -> None:
    note(world, ODD, ODD)
    assert (found := chain(world)).length == 3
    assert not found.broken
    told = office.done("audit", "verify")
    assert "3 acts" in told
    assert f"--known {found.head}" in told
    assert "The trail holds" in office.done("audit", "verify", "--known", found.head)


def test_many_at_once_make_one_chain(world: World, office: Office) -> None:
    start, session = threading.Barrier(8), office.sign_in(ALICE).secret

    def work(number: int) -> None:
        start.wait()
        for one in range(4):
            note(world, f"{number}.{one}", session=session)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert chain(world).length == 2 + 32
    assert not chain(world).broken


MEDDLED = {
    "changed": ("UPDATE staff_act SET why = 'another' WHERE number = 3", "act 3 (set_maintenance one) is not what"),
    "approved": (f"UPDATE staff_act SET asked_by = '{BRUNO}' WHERE number = 4", "act 4 (set_maintenance two)"),
    "backdated": ("UPDATE staff_act SET at = at - interval '1 microsecond' WHERE number = 3", "act 3"),
    "taken away": ("DELETE FROM staff_act WHERE number = 4", "act 4 is missing"),
    "the first taken away": ("DELETE FROM staff_act WHERE number = 1", "act 1 is missing"),
    "the last taken away": ("DELETE FROM staff_act WHERE number = 5", "act 5 is missing: the chain once had 5"),
    "written anew": (
        """UPDATE staff_act a SET why = 'other', hash = act_hash((SELECT ROW(a.id, a.request_id, a.kind, a.subject,
        a.before, a.after, 'other', a.asked_by, a.approved_by, a.at, a.number, NULL)::staff_act),
        (SELECT hash FROM staff_act WHERE number = 4)) WHERE number = 5""",
        "act 5 is not the one that was known",
    ),
}


@pytest.mark.parametrize("how", MEDDLED)
def test_whatever_is_meddled_with_shows(world: World, office: Office, how: str) -> None:
    statement, said = MEDDLED[how]
    for subject in ("one", "two", "three"):
        note(world, subject)
    head = chain(world).head
    meddle(world, statement)
    told = office.refused("audit", "verify", "--known", head)
    assert said in told


@pytest.mark.parametrize(("table", "guard"), [
    ("staff_act", "acts_stay"), ("staff_act", "acts_chain"), ("staff_request", "requests_stay"),
    ("staff_approval", "approvals_stay"),
])  # fmt: skip
def test_a_guard_that_is_off_shows(world: World, office: Office, table: str, guard: str) -> None:
    world.change(f"ALTER TABLE {table} DISABLE TRIGGER {guard}")
    assert (chain(world).broken, chain(world).values) == ("staff.audit_guard_off", {"guard": guard})
    told = office.refused("audit", "verify")
    assert (
        "Triggers of the staff's trail are off, so nothing can be kept"
        if guard == "acts_chain"
        else f"guard {guard} is off"
    ) in told, "nor is it read unseen"


def test_what_cannot_be_kept_is_not_done_and_said_so(world: World, office: Office) -> None:
    world.change("ALTER TABLE staff_act DISABLE TRIGGER acts_chain")
    told = office.refused("operator", "mtn", "--maintenance", "on", "--why", "MTN works on it")
    assert "run ./mbongo check" in told
    assert "PostgreSQL" not in told
    assert not world.one("SELECT maintenance FROM operator WHERE rail = 'mtn'")


def test_a_broken_chain_is_said_where_no_anchors_are_found(
    world: World, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MBONGO_ANCHOR_KEYS", "1:a-key-that-the-anchors-are-signed-by")
    monkeypatch.setenv("MBONGO_ANCHOR_FILE", str(tmp_path / "taken-away"))
    note(world, "one")
    told = office.refused("audit", "verify")
    assert told.index("The trail holds") < told.index("No anchors are at")
    meddle(world, "UPDATE staff_act SET why = 'another' WHERE number = 3")
    told = office.refused("audit", "verify")
    assert "BROKEN: act 3 (set_maintenance one) is not what was written" in told
    assert "No anchors" not in told


def test_even_the_owner_forges_neither_place_nor_time_nor_hash(world: World) -> None:
    world.change(f"""INSERT INTO staff_act (id, kind, subject, before, after, why, asked_by, at, number, hash)
        VALUES (gen_random_uuid(), 'set_maintenance', 'mtn', '{{}}', '{{}}', 'x', '{ALICE}', '2001-01-01', 77, '')""")
    [row] = world.rows("SELECT number, at, length(hash) AS bytes FROM staff_act ORDER BY number DESC LIMIT 1")
    assert (row.number, row.at.year > 2001, row.bytes) == (3, True, 32)
    assert not chain(world).broken


@pytest.mark.parametrize(("kind", "wrong"), [("load_tariff", "takes_two"), ("mischief", "staff_doing_kind_fkey")])
def test_some_acts_take_two_and_unknown_ones_are_none(world: World, office: Office, kind: str, wrong: str) -> None:
    session = office.sign_in(ALICE).secret
    with pytest.raises(DBAPIError, match=wrong):
        world.do(lambda db: note_alone(db, session, kind, "x"), "office")


def test_a_person_reads_it(office: Office) -> None:
    office.done("operator", "mtn", "--maintenance", "on", "--why", "MTN works on it tonight", login=ALICE)
    told = office.done("audit", "show", "--last", "1")
    for needed in ("3", ALICE, "set_maintenance", " mtn ", "health: available -> maintenance", "MTN works on it"):
        assert needed in told
    assert "set_login" not in told
    assert "set_login" in office.done("audit", "show")
