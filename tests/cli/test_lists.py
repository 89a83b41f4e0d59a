"""Staff's lists: what waits, who is who, how operators are; names and spaced amounts where people read them."""

import re
from pathlib import Path

from tests.world.cast import ALICE, BRUNO, FATOU, MOUSSA, SHOP, TILL
from tests.world.office import Office
from tests.world.settlements import Settlements, line_of, write_lines
from tests.world.shop import Shop
from tests.world.world import World
from wallet.payments.rails import RAILS

TARIFF = "from = 2030-01-02\n[price.send_money]\nrate = 0.6\nfee_max = 600\n"


def test_nothing_and_nobody(office: Office) -> None:
    assert "Nothing waits for an approval." in office.done("waiting")
    assert "Nothing else waits for a person." in office.done("waiting")
    assert "There is no agent." in office.done("agent", "list")
    assert "There is no shop." in office.done("merchant", "list")
    assert "the rules are those of the start" in office.done("tariff", "list")


def test_what_waits_is_listed_with_the_command_that_approves_it(office: Office, world: World) -> None:
    world.appoint_agent(FATOU)
    office.done("agent", "float", "123455", "500000", "--why", "slip 17", login=ALICE)
    listed = office.done("waiting")
    assert "give 123455 a float of 500 000 FCFA" in listed
    assert "./mbongo agent float 123455 --approve --login YOU" in listed
    shown = office.done("agent", "float", "123455", "--approve", login=BRUNO)
    assert "+500 000  agent float Fatou B. 123455" in shown
    assert "Nothing waits for an approval." in office.done("waiting")


def test_what_is_asked_by_who_has_left_waits_no_more(office: Office, world: World) -> None:
    world.appoint_agent(FATOU)
    office.done("agent", "float", "123455", "500000", "--why", "slip 17", login=ALICE)
    office.done("staff", "end", ALICE)
    assert "Nothing waits for an approval." in office.done("waiting", login=BRUNO)
    listed = office.done("staff", "list", login=BRUNO)
    assert [line.count("/20") for line in listed.splitlines() if "alice" in line] == [2], "since and until"
    assert "bruno" in listed


def test_agents_and_shops(office: Office, world: World, shop: Shop) -> None:
    world.appoint_agent(FATOU)
    world.credit(MOUSSA, 10_000)
    shop.pay(MOUSSA, 2_000, "p1")
    agents = office.done("agent", "list")
    assert all(word in agents for word in ("123455", "Fatou B.", "open", "5 000 000", "50 000"))
    shops = office.done("merchant", "list")
    assert all(word in shops for word in (SHOP, "Brice K.", TILL, "1 980"))


def test_lists_say_whose_act_made_an_agent_or_a_shop(office: Office, world: World, shop: Shop) -> None:
    world.appoint_agent(FATOU)
    assert "no act" in office.done("agent", "list"), "the tests' owner made her one, by no act"
    assert "no act" in office.done("merchant", "list")
    new = ("677000044", "--name", "Zita Bih", "--id", "cni", "AB 123499", "--why", "new")
    office.done("agent", "add", *new, login=ALICE)
    [line] = [line for line in office.done("agent", "list").splitlines() if "Zita B." in line]
    assert ALICE in line
    office.done("merchant", "add", "--owner", "677000044", "--name", "Chez Zita", "--why", "new", login=ALICE)
    [line] = [line for line in office.done("merchant", "list").splitlines() if "Chez Zita" in line]
    assert ALICE in line


def test_how_operators_are(office: Office) -> None:
    assert office.done("operator").count("available") == sum(not rail.off_at_first for rail in RAILS.values())
    turned = office.done("operator", "mtn", "--maintenance", "on", "--why", "works", login=ALICE)
    assert "until: ./mbongo operator mtn --maintenance off --why TEXT --login YOU" in turned
    assert "Float at mtn by our books: 0 FCFA" in turned
    assert "Float at paypal by our books: 0 FCFA, 0.00 EUR" in office.done("operator", "paypal")
    assert "maintenance" in office.done("operator", "mtn")
    assert "orange" not in office.done("operator", "mtn")
    [line] = [line for line in office.done("waiting").splitlines() if "./mbongo operator" in line]
    assert "operator that does not work as usual" in line
    refused = office.run("operator", "--maintenance", "on")
    assert refused.exit_code == 2
    assert "missing: RAIL, --why" in refused.output


def test_tariffs_to_come_and_asked_for(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "tariff.toml"
    file.write_text(TARIFF)
    asked = office.run("tariff", "load", str(file), "--why", "decision 7", login=ALICE)
    if asked.exit_code:  # a whole file is needed: start from what is in force
        file.write_text(office.done("tariff", "show", "--file").replace("from = ", "from = 2030-01-02  # ", 1))
        office.done("tariff", "load", str(file), "--why", "decision 7", login=ALICE)
    listed = office.done("tariff", "list")
    assert "asked by alice: load a tariff" in listed
    assert "./mbongo tariff approve 02/01/2030 --login YOU" in listed
    office.done("tariff", "approve", "2030-01-02", login=BRUNO)
    assert "to come" in office.done("tariff", "list")


def test_who_looks_at_a_case_or_imports_a_file_stands_in_the_trail(
    office: Office, world: World, settlements: Settlements
) -> None:
    path = settlements.write_file(write_lines(line_of("z")))
    for _ in range(2):
        office.run("reconcile", "mtn", str(path), "--date", "2026-03-10", login=ALICE)
    trail = office.done("audit", "show")
    assert len(re.findall(r"import_file +│ F1 ", trail)) == 2, "who had it judged again stands there too"
    assert "name: mtn.csv" in trail
