"""A file loaded by mistake is taken back whole, by a login, in the trail; what the right one explains closes."""

from datetime import date

from tests.world.cast import ALICE
from tests.world.office import Office
from tests.world.settlements import NOON, Settlements, line_of, reference_of, write_lines
from tests.world.world import World

THE_DAY = date(2026, 3, 10)
X = reference_of("nobody's")
WHY = ("--why", "the test platform's file")


def withdraw(office: Office, file: str) -> str:
    return office.done("reconcile", "--withdraw", file, *WHY, login=ALICE)


def name_of_newest(world: World) -> str:
    return f"F{world.one('SELECT max(id) FROM settlement_file')}"


def test_all_that_a_file_opened_goes_with_it(world: World, office: Office, settlements: Settlements) -> None:
    settlements.make_payment("a")
    settlements.make_payment("b")
    wrong = [line_of("a", amount=4_900), line_of("z", reference=X)]
    settlements.reconcile(*wrong, day=THE_DAY)
    opened = [("missing_there", reference_of("b")), ("missing_here", "op-z"), ("amount_differs", reference_of("a"))]
    assert settlements.list_open() == opened
    file = name_of_newest(world)
    told = withdraw(office, file.lower())
    assert f"{file} (mtn: mtn.csv, 2 lines) is withdrawn. Still open: 0." in told
    assert settlements.list_open() == []
    [act] = world.rows("SELECT subject, why, asked_by, before, after FROM staff_act WHERE kind = 'withdraw_file'")
    assert (act.subject, act.why, act.asked_by) == (file, WHY[1], ALICE)
    assert (act.before["open"], act.after["open"], act.before["name"]) == (3, 0, "mtn.csv")
    assert "was withdrawn already" in office.refused("reconcile", "--withdraw", file, *WHY, login=ALICE)
    settlements.reconcile(*wrong, day=THE_DAY)
    assert settlements.list_open() == opened, "imported again, it counts again"
    world.check()


def test_what_another_file_says_too_stays(world: World, office: Office, settlements: Settlements) -> None:
    settlements.make_payment("b")
    settlements.reconcile(line_of("y", reference=X), day=THE_DAY)
    before = settlements.list_open()
    settlements.reconcile(line_of("y", reference=X), line_of("z", reference=X), day=THE_DAY)
    assert len(settlements.list_open()) == 3
    withdraw(office, name_of_newest(world))
    assert settlements.list_open() == before == [("missing_there", reference_of("b")), ("missing_here", "op-y")]


def test_what_a_wrong_file_opened_closes_when_the_right_one_explains_it(settlements: Settlements) -> None:
    for name in "abc":
        settlements.make_payment(name)
    settlements.reconcile(
        line_of("a", amount=50),
        line_of("b", reference=X, operator_id="op-9"),
        line_of("c", status="FAILED"),
        day=THE_DAY,
    )
    assert len(settlements.list_open()) == 4
    right = [line_of("a"), line_of("b", operator_id="op-9"), line_of("c")]
    settlements.reconcile(*right, day=THE_DAY)
    assert settlements.list_open() == []
    before = settlements.list_written()
    settlements.reconcile(*reversed(right), day=THE_DAY)
    assert settlements.list_written() == before


def test_a_withdrawn_file_uncovers_what_it_had_replaced(world: World, office: Office, settlements: Settlements) -> None:
    settlements.make_payment("a")
    settlements.reconcile(line_of("a"), day=THE_DAY)
    settlements.reconcile(line_of("a", amount=50), day=THE_DAY)
    assert settlements.list_open() == [("amount_differs", reference_of("a"))]
    withdraw(office, name_of_newest(world))
    assert settlements.list_open() == []


def test_how_it_ended_stands_before_how_it_began_in_whatever_order_files_come(settlements: Settlements) -> None:
    settlements.make_payment("a")
    late = line_of("a", time=NOON.replace("12:00", "12:05"))
    settlements.reconcile(late, day=THE_DAY)
    settlements.reconcile(line_of("a", status="PENDING"), day=THE_DAY)
    assert settlements.list_open() == []


def test_files_are_listed_by_the_names_that_withdraw_them(office: Office, settlements: Settlements) -> None:
    assert "No file was imported yet." in office.done("reconcile", "--files")
    path = settlements.write_file(write_lines(line_of("z", reference=X)), "tuesday.csv")
    told = office.run("reconcile", "mtn", str(path), login=ALICE).output
    [file] = [word for word in told.split() if word[:1] == "F" and word[1:].isdecimal()]
    assert f"./mbongo reconcile --withdraw {file} " in told
    for rail in ([], ["mtn"]):
        listed = office.done("reconcile", *rail, "--files")
        assert file in listed
        assert "tuesday.csv" in listed
    assert "No file" in office.done("reconcile", "orange", "--files")
    assert "is not the name of an imported file" in office.refused("reconcile", "--withdraw", "17", *WHY, login=ALICE)
    assert "There is no imported file" in office.refused("reconcile", "--withdraw", "F99999", *WHY, login=ALICE)
