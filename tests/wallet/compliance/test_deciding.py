"""A case of alerts is taken, noted and decided by two of compliance; nobody else sees it, nor whom it is about."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.wallet.compliance.found import decide, find_case, get_case, pass_days, send_pieces
from tests.world.cast import ALICE, AWA, BRUNO, MOUSSA
from tests.world.office import Office, name_person
from tests.world.world import World
from wallet.accounts import own_data
from wallet.cases import cases
from wallet.compliance.alerts import list_open
from wallet.core.errors import Refused
from wallet.staff import person_view, search
from wallet.staff.actions.decide_alerts import DecideAlerts
from wallet.staff.timelines import list_of_person

WHY = ("--why", "called them")
SAID_OF_IT = ("alert", "structuring", "mule", "suspic", "unusual", "compliance")


@pytest.fixture
def case(world: World, judged: date) -> str:
    """The case about Moussa."""
    return get_case(world, MOUSSA).name


def test_a_case_tells_what_was_found_is_taken_noted_and_decided_by_two(
    world: World, office: Office, judged: date, case: str
) -> None:
    office.hire("carine", role="compliance")
    office.hire("didier", role="compliance")
    assert case in office.done("alert", "list", login="carine")
    office.done("alert", "take", case, "--why", "my turn", login="carine")
    office.done("alert", "note", case, "--why", "he says it is for a car", login="carine")
    shown = " ".join(office.done("alert", "show", case, login="carine").split())
    assert "4 pieces just under 500 000 FCFA within 3 days, 1 840 000 FCFA together, all out" in shown
    assert f"Moussa B., {name_person(world, MOUSSA)}" in shown
    assert f"Awa N., {name_person(world, AWA)}" in shown
    assert shown.count("send_money") == 4
    assert "460 000" in shown
    assert "carine: he says it is for a car" in shown
    until = f"{judged + timedelta(days=30):%d/%m/%Y}"
    told = office.done("alert", "decide", case, "--watched", "--until", until, *WHY, login="carine")
    assert f"./mbongo alert decide {case} --approve" in told
    assert "somebody else" in office.refused("alert", "decide", case, "--approve", login="carine")
    assert f"{case}: watched." in office.done("alert", "decide", case, "--approve", login="didier")
    assert find_case(world, MOUSSA) is None
    shown = " ".join(office.done("alert", "show", case, login="carine").split())
    assert f"watched until {until}, by carine and didier: called them" in shown
    assert "is closed already" in office.refused("alert", "note", case, "--why", "more", login="carine")
    assert "is closed already" in office.refused("alert", "decide", case, "--reported", *WHY, login="carine")
    world.check()


def test_reported_stays_open_until_it_is_decided_otherwise(world: World, office: Office, case: str) -> None:
    decide(office, case, "--reported")
    assert get_case(world, MOUSSA).state == "reported"
    assert "being reported already" in office.refused("alert", "decide", case, "--reported", *WHY)
    assert "is not frozen" in office.refused("alert", "decide", case, "--frozen", *WHY)
    office.done("person", "freeze", MOUSSA, "--why", "the report says so")
    decide(office, case, "--frozen")
    assert find_case(world, MOUSSA) is None
    world.check()


def test_what_came_meanwhile_is_looked_at_before_it_is_decided(
    world: World, office: Office, judged: date, case: str
) -> None:
    office.done("alert", "decide", case, "--reported", *WHY)
    for ahead in range(1, 5):
        pass_days(world, judged + timedelta(days=ahead))
    office.done("alert", "decide", case, "--reported", *WHY)
    send_pieces(world, "later")
    pass_days(world, judged + timedelta(days=5))
    office.refused("alert", "decide", case, "--approve", login=BRUNO)
    office.done("alert", "decide", case, "--reported", *WHY)
    send_pieces(world, "meanwhile")
    world.change("UPDATE alert_judged SET until = until + 30")
    assert "being" not in office.done("alert", "decide", case, "--approve", login=BRUNO)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--nothing-unusual",), "a day to come"),
        (("--watched", "--until", "01/01/2020"), "a day to come"),
        (("--reported", "--until", "01/01/2030"), "a day to come"),
        (("--nothing-unusual", "--until", "01/01/2099"), "a day to come"),
        (("--frozen",), "is not frozen"),
    ],
)
def test_what_cannot_be_is_refused(office: Office, case: str, words: tuple[str, ...], told: str) -> None:
    assert told in office.refused("alert", "decide", case, *words, *WHY)


def test_the_database_lets_no_process_decide_what_two_did_not(world: World, office: Office, case: str) -> None:
    number = int(case[1:])
    decided = text("SELECT decide_alerts(:number)")
    with pytest.raises(DBAPIError, match="two of staff did not decide"):
        world.do(lambda db: db.execute(decided, {"number": number}), "office")
    for kind in ("web", "worker"):
        with pytest.raises(DBAPIError, match="permission denied"):
            world.do(lambda db: db.execute(decided, {"number": number}), kind)
    office.conclude(DecideAlerts(case, "reported", 1, why="it is one"), ALICE)
    with pytest.raises(DBAPIError, match="two of staff did not decide"):
        world.do(lambda db: db.execute(decided, {"number": number}), "office")
    with pytest.raises(DBAPIError, match="may not change"):
        world.do(lambda db: db.execute(text("UPDATE case_file SET state = 'closed'")), "office")
    assert get_case(world, MOUSSA).state == "open"


def test_a_decision_counts_the_alerts_that_were_seen(world: World, office: Office, case: str) -> None:
    outcome = office.conclude(DecideAlerts(case, "reported", 7, why="it is one"), ALICE)
    assert outcome.sentence == "staff.alerts_more"


@pytest.mark.parametrize("role", ["support", "finance", "operations"])
def test_other_roles_see_nothing_of_it(world: World, office: Office, case: str, role: str) -> None:
    office.hire("carine", role=role)
    office.done("alert", "take", case, "--why", "my turn")
    office.done("alert", "note", case, "--why", "a mule of Fatou's, compliance thinks")
    office.done("alert", "show", case)
    office.done("person", "unmask", name_person(world, MOUSSA), "--for", case, "--why", "a mule of Fatou's, I think")
    office.done("alert", "decide", case, "--reported", "--why", "a mule of Fatou's, compliance thinks")
    for words in (("alert", "list"), ("alert", "show", case), ("alert", "rules")):
        assert "may not use the command alert" in office.refused(*words, login="carine")
    readable = [words for words in (("case", "list"), ("waiting",), ("find", case), ("find", MOUSSA),
                ("person", "show", MOUSSA), ("person", "timeline", MOUSSA), ("audit", "show"), ("case", "show", case))
                if role != "operations" or words[0] in ("waiting", "find")]  # fmt: skip
    for words in readable:
        told = office.run(*words, login="carine").output
        assert "Fatou's" not in told, words
        assert "structuring" not in told, words
        assert "alert" not in told.lower().replace("command alert", "").replace("alert list", ""), (words, told)
        assert case not in told or "find" in words or "show" in words, "by no act about somebody"
        assert "with a case" not in told, "looking at whoever has one is said as looking at anybody"


@pytest.mark.parametrize("role", ["compliance", "administrator", "auditor"])
def test_compliance_administrators_and_auditors_read_it(world: World, office: Office, case: str, role: str) -> None:
    office.hire("carine", role=role)
    assert case in office.done("alert", "list", login="carine")
    assert "460 000" in office.done("alert", "show", case, login="carine")


def test_nobody_it_is_about_is_told(world: World, office: Office, case: str) -> None:
    texts = world.rows("SELECT phone, sentence FROM notice ORDER BY written_at")
    decide(office, case, "--reported")
    office.done("alert", "show", case)
    assert world.rows("SELECT phone, sentence FROM notice ORDER BY written_at") == texts, "no SMS"
    assert world.one("SELECT count(*) FROM mail") == 0
    person, engine = world.actor(MOUSSA).id, world.wallet_on("web").engine
    mine = {name: list(own_data.read_section(engine, name, person)) for name in own_data.SECTIONS}
    assert mine["operations"], "what they may download, read as what serves it reads"
    assert not any(word in json.dumps(mine, default=str).lower() for word in (*SAID_OF_IT, case.lower()))
    for kind in ("web", "worker"):
        for table in ("alert", "alert_case", "alert_decision", "alert_rule", "month_figure"):
            with pytest.raises(DBAPIError, match="permission denied"):
                world.do(lambda db, table=table: db.execute(text(f"SELECT 1 FROM {table}")), kind)
    assert world.rows("SELECT detail FROM case_file WHERE kind = 'alert'")[0].detail == "", "what web could read"
    assert case not in json.dumps([one.name for one in world.do(cases.list_open, "office")])
    with pytest.raises(Refused, match="no_case"):
        world.do(lambda db: cases.get_case(db, case), "office")
    assert world.do(lambda db: search.search(db, case), "office") == []
    seen = world.do(lambda db: (person_view.get_view(db, person), list_of_person(db, person, 100)), "office")
    assert not any(word in repr(seen).lower() for word in SAID_OF_IT)
    assert world.do(list_open, "office")


ASK = text("SELECT ask_staff_act(:s, gen_random_uuid(), :kind, :case, CAST(:content AS jsonb), 'a reason')")
AGREE = text("SELECT approve_staff_request(:s, r.id, request_hash(r)) FROM staff_request r")
DECIDE = "SELECT decide_alerts(substr(:case, 2)::bigint)"
CLOSE = "UPDATE case_file SET state = 'closed' WHERE 'C' || number = :case"


@pytest.mark.parametrize(
    ("kind", "content", "step", "told"),
    [
        ("decide_alerts", '{"verdict": "reported", "alerts": 7}', DECIDE, "did not decide"),
        ("decide_alerts", '{"verdict": "frozen", "alerts": 1}', DECIDE, "did not decide"),
        ("decide_alerts", '{"verdict": "watched", "alerts": 1, "until": "2020-01-01"}', DECIDE, "did not decide"),
        ("decide_alerts", '{"verdict": "watched", "alerts": 1, "until": "2099-01-01"}', DECIDE, "did not decide"),
        ("decide_alerts", '{"verdict": "nothing_unusual", "alerts": 1}', DECIDE, "alert_decision"),
        ("decide_alerts", '{"verdict": "forgotten", "alerts": 1}', DECIDE, "alert_decision"),
        ("close_case", "{}", CLOSE, "may not change the state of a case"),
        ("close_case", "{}", DECIDE, "did not decide"),
    ],
)
def test_what_two_agree_to_by_hand_is_judged_by_the_database(
    world: World, office: Office, case: str, kind: str, content: str, step: str, told: str
) -> None:
    sessions = {who: office.sign_in(who).secret for who in (ALICE, BRUNO)}
    world.do(
        lambda db: db.execute(ASK, {"s": sessions[ALICE], "kind": kind, "case": case, "content": content}), "office"
    )
    with pytest.raises(DBAPIError, match=told):
        world.do(
            lambda db: (db.execute(AGREE, {"s": sessions[BRUNO]}), db.execute(text(step), {"case": case})), "office"
        )
    assert get_case(world, MOUSSA).state == "open"
