"""Reports of suspicion: numbered without a gap, kept encrypted, read by few, each reading kept, told to nobody."""

import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.documents.reading import read_paper
from tests.world.cast import ALICE, AWA, MOUSSA
from tests.world.office import Office
from tests.world.world import World
from wallet import ledger
from wallet.accounts import own_data
from wallet.cases import cases
from wallet.ledger import Entry, Transfer
from wallet.people import people
from wallet.staff.actions.write_report import ReadReport
from wallet.suspicion.facts import gather

REASONS = "Des entrées fractionnées sous le plafond, ressorties le même jour.\nAucune activité connue ne les explique."
DAYS = ("--since", "01/01/2020", "--until", "31/12/2099")


@pytest.fixture
def case(world: World) -> str:
    return f"C{world.do(lambda db: cases.open_case(db, 'unusual', 'structuring, six in a day'))}"


def write(office: Office, case: str, folder: Path, reasons: str = REASONS, login: str = ALICE) -> str:
    path = folder / "motifs.txt"
    path.write_text(reasons, "utf-8")
    words = ("suspicion", "write", case, MOUSSA, *DAYS, "--reasons", str(path), "--why", "case of this week")
    return office.done(*words, login=login)


def test_a_report_says_all_of_it_and_is_the_same_bytes_again(
    world: World, office: Office, case: str, tmp_path: Path
) -> None:
    world.credit(MOUSSA, 20_000)
    world.send(MOUSSA, AWA, 4_000, "k1")
    told = write(office, case, tmp_path)
    year = told.partition("DOS-")[2][:4]
    assert f"DOS-{year}-0001 is written" in told
    first, again = tmp_path / "one.pdf", tmp_path / "two.pdf"
    for file in (first, again):
        office.done("suspicion", "read", f"DOS-{year}-0001", str(file), "--why", "to be sent")
    assert first.read_bytes() == again.read_bytes()
    said = read_paper(first.read_bytes()).replace("’", "'")
    for needed in ("Déclaration d'opération suspecte", "Moussa Bello", "677000001", "fractionnées", "Awa Ngono", case,
                   "Total sorti", "4 0", ALICE, "ne doit pas en être informée"):  # fmt: skip
        assert needed in said, needed
    kinds = [row.kind for row in world.rows("SELECT kind FROM staff_act ORDER BY number")]
    assert kinds.count("read_report") == 2
    assert kinds.count("write_report") == 1
    world.check()


def test_the_other_side_of_each_entry_is_named_and_what_it_costs_is_none(world: World) -> None:
    agent = world.appoint_agent()

    def post(db: Connection, key: str, *others: tuple[int, int]) -> None:
        person = people.find_by_phone(db, MOUSSA)
        assert person
        legs = (Entry(person.account_id, -sum(amount for _, amount in others)), *(Entry(*one) for one in others))
        ledger.post_one(db, Transfer(key, "test", legs))

    def read(db: Connection) -> list[str]:
        person = people.find_by_phone(db, MOUSSA)
        assert person
        days = (date(2020, 1, 1), date(2099, 12, 31))
        found = gather(db, str(person.id), ("C1", "unusual"), days, REASONS, ALICE)
        return [one["other"] for one in found.entries]

    world.do(lambda db: post(db, "cash in", (agent.float_id, -3_000)))
    world.do(lambda db: post(db, "recharge", (ledger.ours(db, "operator_float:orange"), -5_000)))
    world.do(lambda db: post(db, "costs", (agent.float_id, 1_000), (ledger.ours(db, "commissions"), 7)))
    assert world.do(read) == [f"agent {agent.code}", "opérateur orange", f"agent {agent.code}"]


def test_numbers_have_no_gap_where_one_fails(world: World, office: Office, case: str, tmp_path: Path) -> None:
    assert "-0001 is" in write(office, case, tmp_path)
    path = tmp_path / "short.txt"
    path.write_text("trop court", "utf-8")
    words = ("suspicion", "write", case, MOUSSA, *DAYS, "--reasons", str(path), "--why", "case of this week")
    assert "40 to 8 000" in office.refused(*words)
    assert "-0002 is" in write(office, case, tmp_path)
    assert [row.number for row in world.rows("SELECT number FROM suspicion_report ORDER BY number")] == [1, 2]


def test_nobody_else_hears_of_it(world: World, office: Office, case: str, tmp_path: Path) -> None:
    write(office, case, tmp_path)
    office.hire("sonia", role="support")
    office.hire("fabrice", role="finance")
    office.hire("aline", role="auditor")
    for login in ("sonia", "fabrice"):
        assert "may not" in office.refused("suspicion", "list", login=login)
        outcome = office.refused(
            "suspicion", "read", "DOS-2026-0001", str(tmp_path / "x"), "--why", "curious", login=login
        )
        assert "may not" in outcome
    assert "DOS-" in office.done("suspicion", "list", login="aline")
    seen = office.done("person", "show", MOUSSA) + office.done("case", "list")
    assert "DOS-" not in seen
    assert "report" not in seen
    moussa = world.actor(MOUSSA)
    engine = world.wallet_on("web").engine
    sections = {one: list(own_data.read_section(engine, one, moussa.id)) for one in own_data.SECTIONS}
    export = json.dumps(sections, default=str)
    assert "DOS-" not in export
    assert "fractionn" not in export
    trail = world.rows(
        "SELECT row_to_json(a)::text AS row FROM staff_act a WHERE kind IN ('write_report', 'read_report')"
    )
    assert not [row for row in trail if moussa.id in row.row or "fractionn" in row.row or MOUSSA in row.row]
    for table in ("operation", "case_file", "notice"):
        assert "fractionn" not in str(world.rows(f"SELECT * FROM {table}")), table


ATTACKS = {
    "reads its bytes": "SELECT content FROM suspicion_report",
    "opens it without an act": "SELECT open_suspicion_report((SELECT id FROM suspicion_report))",
    "writes one": """INSERT INTO suspicion_report (year, number, id, written_by, written_at, sealed_key, nonce, content)
        VALUES (2026, 5, gen_random_uuid(), 'alice', now(), 'a', 'b', 'c')""",
    "changes one": "UPDATE suspicion_report SET number = 9",
    "deletes one": "DELETE FROM suspicion_report",
}


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("role", ["office", "web", "worker", "read"])
def test_no_process_reads_or_writes_one_alone(
    world: World, office: Office, case: str, tmp_path: Path, attack: str, role: str
) -> None:
    write(office, case, tmp_path)
    with pytest.raises(DBAPIError, match=r"permission denied|may not change"):
        world.do(lambda db: db.execute(text(ATTACKS[attack])), role)


def test_what_one_opens_is_bound_to_its_own_row(world: World, office: Office, case: str, tmp_path: Path) -> None:
    write(office, case, tmp_path)
    write(office, case, tmp_path)

    def swap(db: Connection) -> None:
        db.execute(text("ALTER TABLE suspicion_report DISABLE TRIGGER reports_stay"))
        db.execute(
            text("""UPDATE suspicion_report a SET (sealed_key, nonce, content) = (
            SELECT sealed_key, nonce, content FROM suspicion_report b WHERE b.number = 1) WHERE number = 2""")
        )

    world.do_as_owner(swap)
    year = world.one("SELECT max(year) FROM suspicion_report")
    outcome = office.conclude(ReadReport(f"DOS-{year}-0002", why="to be sent"), ALICE)
    assert outcome.sentence == "staff.report_unopened"
