"""Every role tries every act, at the database, and every command, at the office: it may what is written of it."""

import re
from collections.abc import Mapping

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from cli.commands import COMMANDS
from cli.do_command import MBONGO
from cli.words import WORDS
from tests.world.cast import ALICE, BRUNO, MOUSSA, PASSWORDS
from tests.world.office import Office
from tests.world.world import World
from wallet.core.errors import Refused
from wallet.staff import permissions
from wallet.staff.actions.freeze_wallet import FreezeWallet
from wallet.staff.permissions import ALL, ROLES, Permission, read_written

pytestmark = pytest.mark.usefixtures("office")  # Alice and Bruno are administrators
WRITTEN = read_written()
KINDS = "SELECT kind, takes_two FROM staff_act_kind WHERE NOT by_owner AND kind <> 'read_records' ORDER BY kind"
READS = {  # what shows something, by the first word that a role reads it by
    "agent": ("agent", "list"), "alert": ("alert", "list"), "audit": ("audit", "show"), "bank": ("bank", "lines"),
    "books": ("books", "chart"), "case": ("case", "list"), "dormancy": ("dormancy", "list"),
    "figures": ("figures",), "find": ("find", MOUSSA),
    "merchant": ("merchant", "list"), "move": ("move", "accounts"),
    "operator": ("operator",), "payments": ("payments",), "person": ("person", "show", MOUSSA),
    "reconcile": ("reconcile", "--files"), "regulator": ("regulator",), "retention": ("retention", "list"),
    "sanctions": ("sanctions", "hits"), "security": ("security",), "staff": ("staff", "list"),
    "suspicion": ("suspicion", "list"),
    "take": ("take", "C1", "--why", "to try it"), "tariff": ("tariff", "list"), "waiting": ("waiting",),
}  # fmt: skip
JUDGED = re.compile("the role of carine may not ask|carine may not approve this request")
BEGIN = "SELECT begin_staff_act(:session, :kind)"
ASK = "SELECT ask_staff_act(:session, CAST(:id AS uuid), :kind, :kind, '{}', 'to try it')"
APPROVE = """SELECT approve_staff_request(:session, r.id, request_hash(r)) FROM staff_request r
    WHERE r.id = CAST(:id AS uuid)"""


def is_written(role: str, may: str, what: str) -> bool:
    return bool({Permission(role, may, what), Permission(role, may, ALL)} & WRITTEN)


def is_done(db: Connection, statement: str, row: Mapping[str, object]) -> bool:
    """True where the database does it, which is then taken back."""
    trial = db.begin_nested()
    try:
        db.execute(text(statement), row)
    except DBAPIError as refused:
        if not JUDGED.search(str(refused)):
            raise
        return False
    finally:
        trial.rollback()
    return True


@pytest.mark.parametrize("role", ROLES)
def test_a_role_does_what_is_written_and_nothing_else(world: World, office: Office, role: str) -> None:
    office.hire("carine", role=role)
    carine, alice = office.sign_in("carine").secret, office.sign_in(ALICE).secret
    kinds = world.rows(KINDS)
    assert len(kinds) > 25

    def walk(db: Connection) -> dict[tuple[str, str], bool]:
        done = {}
        for number, kind in enumerate(kinds):
            row = {"session": carine, "kind": kind.kind, "id": f"00000000-0000-0000-0000-{number:012}"}
            done["ask", kind.kind] = is_done(db, ASK if kind.takes_two else BEGIN, row)
            if kind.takes_two:
                db.execute(text(ASK), row | {"session": alice})
                done["approve", kind.kind] = is_done(db, APPROVE, row)
        return done

    done = world.do(walk, "office")
    assert done == {(may, kind): is_written(role, may, kind) for may, kind in done}
    assert any(done.values())
    assert role == "administrator" or not all(done.values())


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reads_what_is_written_and_nothing_else(world: World, office: Office, role: str) -> None:
    world.open_wallet(MOUSSA)
    office.hire("carine", role=role)
    for what, words in READS.items():
        result = office.run(*words, login="carine")
        refused = f"carine is {role}, which may not use the command {what}. Who may: " in result.output
        assert refused is not is_written(role, "read", what), result.output
        assert not refused or (result.exit_code == 1 and "administrator" in result.output)
    told = world.column("SELECT subject FROM staff_act WHERE kind = 'read_records' AND asked_by = 'carine'")
    assert "waiting" in told, "what was tried stands in the trail, too"


def test_every_command_and_kind_of_act_is_written_for_somebody(world: World) -> None:
    kinds = {row.kind for row in world.rows(KINDS)}
    named = {(one.may, one.what) for one in WRITTEN if one.what != ALL}
    assert (
        {what for may, what in named if may == "read"} <= set(COMMANDS) == set(MBONGO.list_commands(None)) == set(READS)
    )  # type: ignore[arg-type]
    assert {what for may, what in named if may in ("ask", "approve")} <= kinds
    assert {one.role for one in WRITTEN} == set(ROLES)
    assert set(WORDS["act_kind"]) == set(world.column("SELECT kind FROM staff_act_kind")), "each is called something"


def test_an_auditor_is_refused_in_a_sentence_that_says_who_may(world: World, office: Office) -> None:
    world.open_wallet(MOUSSA)
    office.hire("carine", role="auditor")
    told = office.refused("person", "freeze", MOUSSA, "--why", "a forged ID", login="carine")
    assert "carine is auditor, which may not freeze a wallet. Who may: administrator, compliance, support." in told
    assert "frozen" not in world.column("SELECT state FROM person")
    assert "Moussa B." in office.done("person", "show", MOUSSA, login="carine")
    with pytest.raises(DBAPIError, match="the role of carine may not ask freeze_wallet"):
        office.conclude(FreezeWallet(MOUSSA, why="a forged ID"), "carine")


def test_who_may_ask_may_not_therefore_approve(world: World, office: Office) -> None:
    world.appoint_agent()
    office.hire("carine", role="operations")
    office.done("agent", "float", "123455", "5000", "--why", "slip 17")
    told = office.refused("agent", "float", "123455", "--approve", login="carine")
    assert (
        "carine is operations, which may not approve what another asked: give an agent float. Who may: administrator,"
        in told
    )
    assert office.conclude(office.approval_of("123455"), "carine").refused


def test_what_was_asked_is_not_approved_once_its_asker_may_not_ask_it(world: World, office: Office) -> None:
    world.appoint_agent()
    office.hire("carine", role="finance")
    office.done("agent", "float", "123455", "5000", "--why", "slip 17", login="carine")
    set_role(office, "carine", "auditor")
    told = "carine is auditor, which may not give an agent float. Who may: administrator, finance, operations."
    assert told in office.refused("agent", "float", "123455", "--approve", login=BRUNO)
    asked = office.newest("123455")
    row = {"session": office.sign_in(BRUNO).secret, "id": asked.id}
    with pytest.raises(DBAPIError, match="bruno may not approve this request"):
        world.do(lambda db: db.execute(text(APPROVE), row), "office")


def set_role(office: Office, login: str, role: str) -> None:
    asked = office.done("staff", "role", login, role, "--why", "she counts now")
    assert f"./mbongo staff role {login} --approve" in asked
    assert f"{login} is {role} now" in office.done("staff", "role", login, "--approve", login=BRUNO)


def test_two_change_a_role_which_ends_its_sessions_and_stands_in_the_trail(world: World, office: Office) -> None:
    office.hire("carine", role="auditor")
    session = office.sign_in("carine").secret
    assert "auditor" in office.done("staff", "list")
    set_role(office, "carine", "support")
    assert "support" in office.done("staff", "list")
    with pytest.raises(DBAPIError, match="no login has this session"):
        world.do(lambda db: db.execute(text(BEGIN), {"session": session, "kind": "freeze_wallet"}), "office")
    [act] = world.rows("SELECT before, after, asked_by, approved_by FROM staff_act WHERE kind = 'set_role'")
    assert (act.before, act.after, act.asked_by, act.approved_by) == (
        {"role": "auditor"}, {"role": "support"}, ALICE, BRUNO)  # fmt: skip
    world.check()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("carine", "auditor"), "carine is auditor already"),
        (("nobody", "support"), "There is no login nobody"),
    ],
)
def test_a_role_that_cannot_be_is_refused(office: Office, words: tuple[str, str], said: str) -> None:
    office.hire("carine", role="auditor")
    assert said in office.refused("staff", "role", *words, "--why", "she counts now")


def test_no_process_gives_a_role_that_two_did_not_agree_to(world: World, office: Office) -> None:
    office.hire("carine", role="auditor")
    office.done("staff", "role", "carine", "support", "--why", "she counts now")
    for role in ("support", "administrator"):
        with pytest.raises(DBAPIError, match="two have not agreed to this role of carine"):
            world.do(
                lambda db, one=role: db.execute(text("SELECT set_staff_role('carine', :role)"), {"role": one}), "office"
            )


def test_the_help_names_every_role(office: Office) -> None:
    told = office.done("staff", "role", "--help", login="")
    assert all(role in told for role in ROLES)


def test_the_owner_says_the_role_of_a_new_login_and_changes_none(office: Office) -> None:
    password = f"{PASSWORDS[ALICE]}\n{PASSWORDS[ALICE]}\n"
    unasked = office.run("staff", "add", "carine", login="", typed=password)
    assert "Say what carine may do: --role" in unasked.output
    assert "Password" not in unasked.output, "nobody types a password for nothing"
    assert "carine can act now" in office.done("staff", "add", "carine", "--role", "auditor", typed=password)
    assert "carine can act now" in office.done("staff", "add", "carine", typed=password), "a new password"
    told = office.refused("staff", "add", "carine", "--role", "finance", typed=password)
    assert "carine is auditor; two of staff make it finance: ./mbongo staff role carine finance" in told
    office.done("staff", "end", "carine")
    assert "Say what carine may do" in office.refused("staff", "add", "carine", typed=password), "she had left"


@pytest.mark.parametrize(
    ("change", "account", "said"),
    [
        (f"UPDATE staff SET role = 'auditor' WHERE login = '{BRUNO}'", BRUNO, "has the role that an act gave it"),
        ("INSERT INTO staff_permission VALUES ('auditor', 'ask', '*')", None, "each role may do what is written"),
        ("DELETE FROM staff_permission WHERE role = 'support'", None, "each role may do what is written"),
    ],
)
def test_check_finds_a_role_that_was_changed(world: World, change: str, account: str | None, said: str) -> None:
    from wallet.checks import check

    world.change(change)
    found = world.do(check, "read")
    assert found
    assert {(one.account, said in one.invariant) for one in found} == {(account, True)}


def test_a_login_that_left_may_nothing(world: World, office: Office) -> None:
    world.change(f"UPDATE staff SET until = now() WHERE login = '{BRUNO}'")
    with pytest.raises(Refused, match="may_not_"):
        world.do(lambda db: permissions.refuse(db, BRUNO, "read", "waiting"), "office")
