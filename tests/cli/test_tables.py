"""Lists of staff's commands are read at 80 columns and in a pipe: no line is longer, no word is broken or lost."""

import re

import pytest
from click.testing import CliRunner

from cli import ask_office, tables
from local.__main__ import mbongo
from tests.world.cast import ALICE, AWA, BRUNO, MOUSSA, PASSWORDS
from tests.world.office import Office, name_person, without_password
from tests.world.settlements import Settlements, line_of, write_lines
from tests.world.shop import Shop
from tests.world.world import World
from wallet.core import clock

FRAME = re.compile(r"[─-╿]+")
COMMANDS = (
    "staff list", "audit show", "tariff show", "tariff list", "waiting", "payments", "case list", "agent list",
    f"person show {MOUSSA[4:]}", "merchant list", "operator", "reconcile", "reconcile --files",
)  # fmt: skip


def print_at(office: Office, columns: int, words: str) -> str:
    """Return what a command prints on a terminal of this width."""
    given = {**dict.fromkeys(office.as_owner()), "MBONGO_OFFICE_URL": office.url, "COLUMNS": str(columns)}
    argv = [*words.split(), "--login", ALICE]
    return without_password(CliRunner().invoke(mbongo, argv, input=f"{PASSWORDS[ALICE]}\n", env=given).stdout)


def words_of(printed: str) -> set[str]:
    return set(FRAME.sub(" ", printed).split())


@pytest.fixture
def busy(world: World, office: Office, shop: Shop) -> Office:
    """An office where much was done and asked, in many words."""
    why = ("--why", "a forged ID was shown at the counter in Bonabéri, and again at the one in Bonamoussadi")
    world.appoint_agent()
    office.done("person", "freeze", MOUSSA[4:], *why)
    office.done("person", "unfreeze", MOUSSA[4:], *why)
    office.done("agent", "float", "123455", "500000", *why)
    office.done("agent", "add", AWA[4:], "--name", "Awa Ngono", "--id", "cni", "AB 123457", *why)
    office.done("operator", "mtn", "--maintenance", "on", *why)
    world.change("""INSERT INTO case_file (id, kind, detail, opened_at)
        VALUES (gen_random_uuid(), 'unclaimed', 'a credit whose owner closed the account in the same minute', now())""")
    return office


def test_no_line_is_too_long_and_no_word_broken_or_lost_at_80_columns(busy: Office) -> None:
    for words in COMMANDS:
        wide, narrow = print_at(busy, 1_000, words), print_at(busy, 80, words)  # the trail grows by each look
        assert [line for line in narrow.splitlines() if len(line) > 80 and "./mbongo" not in line] == [], words
        assert words_of(wide) <= words_of(narrow) | {"approved", "by", "lock", "until"}, words


def test_what_is_asked_is_approved_by_a_line_that_can_be_copied(busy: Office) -> None:
    assert f"./mbongo person unfreeze {name_person(busy.world, MOUSSA)} --approve --login YOU" in print_at(
        busy, 80, "waiting"
    )


def test_in_a_pipe_a_row_is_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    assert ask_office.count_columns is tables.count_columns
    assert tables.count_columns() == tables.WIDEST  # the tests' output is no terminal


def test_a_person_of_the_trail_is_called_by_name_and_id(busy: Office) -> None:
    told = print_at(busy, 80, "audit show --kind freeze_wallet")
    assert f"Moussa B. {name_person(busy.world, MOUSSA)}" in told
    assert "state: open -> frozen" in told
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", told)


def test_the_trail_is_asked_for_a_login_a_kind_a_day_or_a_subject(world: World, busy: Office) -> None:
    def kinds(*asked: str) -> list[str]:
        return re.findall(r"^what +(\w+)", print_at(busy, 80, " ".join(("audit show", *asked))), re.MULTILINE)

    world.pass_time(days=2)
    busy.done("person", "lock", MOUSSA[4:], "--why", "robbed at the market", login=BRUNO)
    today = f"{world.do(clock.now).astimezone(clock.DOUALA):%Y-%m-%d}"
    assert kinds("--by", BRUNO) == ["set_login", "lock_for_owner"]
    assert kinds("--kind", "appoint_agent") == ["appoint_agent"]
    assert set(kinds("--day", today)) == {"lock_for_owner", "read_records"}
    assert kinds("--about", MOUSSA[4:]) == ["freeze_wallet", "ask_act", "lock_for_owner"]
    assert kinds("--about", "mtn", "--by", ALICE) == ["set_maintenance"]
    assert kinds("--day", f"{world.do(clock.now).astimezone(clock.DOUALA):%d/%m/%Y}") == kinds("--day", today)[:-1]
    assert "No such act is kept. All acts: ./mbongo audit show" in busy.done("audit", "show", "--kind", "close_shop")
    assert (
        "There is no kind of act 'froze'. There are: accept_document, add_api_key, add_bank_account,"
        in busy.refused("audit", "show", "--kind", "froze")
    )


def test_nothing_is_resolved_where_no_file_was_ever_imported(office: Office, settlements: Settlements) -> None:
    told = office.run("reconcile")
    assert told.exit_code == 3
    assert "No file of mtn was imported yet, so nothing is known of it" in told.output
    assert "Nothing to resolve" not in told.output
    settlements.make_payment("z")
    path = settlements.write_file(write_lines(line_of("z")))
    office.done("reconcile", "mtn", str(path), "--date", "2026-03-10")
    resolved = office.done("reconcile")
    assert "Nothing to resolve" in resolved
    assert "No file of orange was imported yet" in resolved
