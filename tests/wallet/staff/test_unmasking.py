"""Masks: no list shows a number, a name or a paper; who says why sees one person's, for a while, and it is kept."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from cli.masks import list_typed, mask
from tests.world.cast import ALICE, AWA, BRUNO, MOUSSA
from tests.world.office import Office, name_person
from tests.world.world import World
from wallet.core.public_ids import find_between, write_short_id
from wallet.staff.actions.unmask_person import UnmaskPerson
from wallet.staff.permissions import ROLES

WHY = "she called about C17"
DIGITS = MOUSSA[4:]
UNMASK = text("SELECT * FROM unmask_person(:session, CAST(:person AS uuid), '')")
SAW = "SELECT subject, why, after ->> 'for' AS given_for FROM staff_act WHERE kind = 'unmask_person' ORDER BY number"


@pytest.fixture
def moussa(world: World, office: Office) -> str:
    """Give Moussa's id, as staff type it; something was done with him."""
    world.credit(MOUSSA, 20_000)
    office.done("person", "freeze", MOUSSA, "--why", f"the number {DIGITS} was said at the counter")
    return name_person(world, MOUSSA)


def unmask(office: Office, who: str, login: str = ALICE, why: str = WHY, *more: str) -> str:
    return office.done("person", "unmask", who, "--why", why, *more, login=login)


@pytest.mark.parametrize(
    ("words", "clear", "shown"),
    [
        ("call +237677000001 or 677000001.", set(), "call +2376******01 or 6******01."),
        ("677000001 and 699000002", {"677000001"}, "677000001 and 6******02"),
        ("\x1b[1m677000001\x1b[0m", set(), "\x1b[1m6******01\x1b[0m"),
        (
            "balance 677 000 001, hash 0677000001a, 6770000011",
            set(),
            "balance 677 000 001, hash 0677000001a, 6770000011",
        ),
        ("awa.ngono@poste.cm, x@y", set(), "a********@poste.cm, x@y"),
        ("Awa@poste.cm", {"awa@poste.cm"}, "Awa@poste.cm"),
    ],
)
def test_numbers_and_addresses_are_masked_to_their_length(words: str, clear: set[str], shown: str) -> None:
    assert mask(words, clear) == shown
    assert len(shown) == len(words)


def test_what_was_typed_is_known_however_it_was_typed() -> None:
    assert list_typed(["person", "show", "+237 677 00 00 01"]) >= {"677000001"}
    assert list_typed(["find", "Awa@Poste.cm"]) == {"awa@poste.cm"}


def test_an_id_is_found_by_its_beginning_and_by_nothing_shorter(world: World) -> None:
    person_id = world.actor(MOUSSA).person_id
    short = write_short_id("per", person_id)
    first, last = find_between("per", short.upper()) or ("", "")
    assert first < person_id < last
    assert find_between("per", short[:-1]) is None
    assert find_between("chk", short) is None


@pytest.mark.parametrize("command", ["show", "timeline"])
def test_a_person_is_looked_at_by_their_id_and_stays_masked(office: Office, moussa: str, command: str) -> None:
    shown = office.done("person", command, moussa)
    assert DIGITS not in shown
    assert "Bello" not in shown
    assert "6******01" in shown


def test_no_list_shows_a_number(office: Office, moussa: str) -> None:
    for words in (
        "find Moussa",
        "find " + moussa,
        "audit show",
        "waiting",
        "case list",
        "payments",
        f"audit show --about {moussa}",
    ):
        assert DIGITS not in office.done(*words.split()), words
    assert moussa in office.done("find", "Moussa")
    assert "freeze" in office.done("audit", "show", "--about", moussa)


def test_whoever_types_a_number_reads_it_again_and_goes_on_by_the_id(office: Office, moussa: str) -> None:
    assert f"person show {moussa}" in office.done("find", DIGITS)
    assert f"+237{DIGITS} since" in office.done("person", "show", DIGITS)
    assert f"{moussa} --approve" in office.done("person", "unfreeze", moussa, "--why", "he came with his ID")
    assert "done" in office.done("person", "unfreeze", moussa, "--approve", login=BRUNO)
    assert "Nobody has the id" in office.refused("person", "show", f"{moussa[:-1]}{'1' if moussa[-1] == '0' else '0'}")
    assert "no person's id" in office.refused("person", "show", "per_12")


def test_a_reason_shows_one_person_to_one_login_for_a_while_and_is_kept(
    world: World, office: Office, moussa: str
) -> None:
    world.open_wallet(AWA)
    seen = unmask(office, moussa)
    assert f"+237{DIGITS}" in seen
    assert "Moussa Bello" in seen
    assert f"+237{DIGITS}" in office.done("person", "timeline", moussa), "what it shows, to her, for a while"
    assert DIGITS not in office.done("person", "timeline", moussa, login=BRUNO), "to nobody else"
    assert AWA[4:] not in office.done("find", "Awa"), "of nobody else"
    kept = office.done("audit", "show", "--kind", "unmask_person", login=BRUNO)
    assert WHY in kept
    assert f"Moussa B. {moussa}" in kept
    world.pass_time(minutes=16)
    assert DIGITS not in office.done("person", "timeline", moussa)


def test_it_is_for_a_case_where_one_is_named(world: World, office: Office, moussa: str) -> None:
    world.change(
        "INSERT INTO case_file (id, kind, detail, opened_at) VALUES (gen_random_uuid(), 'mismatch', 'x', now())"
    )
    unmask(office, moussa, ALICE, WHY, "--for", "C1")
    assert "nothing that waits" in office.refused("person", "unmask", moussa, "--why", WHY, "--for", "C999")
    [row] = world.rows(SAW)
    assert (row.subject, row.why, row.given_for) == (world.actor(MOUSSA).person_id, WHY, "C1")


@pytest.mark.parametrize("role", ROLES)
def test_a_role_unmasks_where_it_may(office: Office, moussa: str, role: str) -> None:
    office.hire("carine", role=role)
    told = office.run("person", "unmask", moussa, "--why", WHY, login="carine").output
    assert (DIGITS in told) is (role in ("support", "compliance", "finance", "administrator")), told


def test_nobody_is_unmasked_for_a_word(office: Office, moussa: str) -> None:
    assert "10" in office.refused("person", "unmask", moussa, "--why", "he asked")


def test_the_database_unmasks_nobody_outside_the_act_that_is_noted(world: World, office: Office, moussa: str) -> None:
    session, person = office.sign_in(ALICE).secret, world.actor(MOUSSA).person_id
    with pytest.raises(DBAPIError, match="who somebody is"):
        world.do(lambda db: db.execute(UNMASK, {"session": session, "person": person}), "office")

    def begin(db, kind: str, note: str) -> None:  # type: ignore[no-untyped-def]
        row = {"session": session, "person": person, "kind": kind, "why": note}
        db.execute(text("SELECT begin_staff_act(:session, :kind)"), row)
        db.execute(UNMASK, row)
        if note:
            db.execute(text("SELECT note_staff_act(:session, :kind, :person, '{}', '{}', :why)"), row)

    with pytest.raises(DBAPIError, match="who somebody is"):
        world.do(lambda db: begin(db, "freeze_wallet", ""), "office")
    with pytest.raises(DBAPIError):  # begun, seen, and not noted
        world.do(lambda db: begin(db, "unmask_person", ""), "office")
    with pytest.raises(DBAPIError, match="needs its why"):
        world.do(lambda db: begin(db, "unmask_person", "because"), "office")
    assert world.rows(SAW) == []
    assert office.conclude(UnmaskPerson(person, why="she called about it"), ALICE).refused is False


def test_who_sees_many_in_a_day_is_put_before_a_person_once(world: World, office: Office, moussa: str) -> None:
    world.open_wallet(AWA)
    world.change("UPDATE threshold SET amount = 2 WHERE name = 'unmaskings'")
    unmask(office, moussa)
    unmask(office, moussa)
    assert world.column("SELECT detail FROM case_file") == []
    unmask(office, name_person(world, AWA))
    unmask(office, moussa)
    assert world.column("SELECT detail FROM case_file") == ["alice saw 2 people in clear within a day"]
    assert "many_unmasked" in office.done("case", "list", login=BRUNO)
