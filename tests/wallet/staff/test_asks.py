"""Each step of what takes two is a line of the trail, from its asking on, and no ask replaces another's unseen."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.world.cast import ALICE, BRUNO, MOUSSA, password_of
from tests.world.office import Office, note_alone
from tests.world.world import World
from wallet.checks import check
from wallet.staff import approvals, audit
from wallet.staff.actions.give_float import GiveFloat
from wallet.staff.actions.reinstate_agent import ReinstateAgent

AGENT = "123455"
FLOAT = ("agent", "float", AGENT)
CARINE = "carine"
APPROVE = text("SELECT approve_staff_request(:session, CAST(:id AS uuid), :hash)")
ASK = text("SELECT ask_staff_act(:session, gen_random_uuid(), :kind, :of, '{}', 'whatever')")
TAKE_BACK = text("SELECT take_back_request(:session, CAST(:id AS uuid))")


@pytest.fixture
def agent(world: World, office: Office) -> str:
    world.appoint_agent()
    office.hire(CARINE, role="finance")
    return AGENT


def lines(world: World) -> list[tuple[str, str, str, Any, Any]]:
    """Return what the trail says since the logins were made: kind, subject, who, about which act, and why not."""
    rows = world.rows("""SELECT kind, subject, asked_by, after->>'asks' AS asks, after->>'refused' AS refused
        FROM staff_act WHERE kind NOT IN ('set_login', 'appoint_agent') ORDER BY number""")
    return [(row.kind, row.subject, row.asked_by, row.asks, row.refused) for row in rows]


def newest_line(world: World) -> tuple[str, str, str, Any, Any]:
    return lines(world)[-1]


def test_what_is_asked_stands_in_the_trail_before_anybody_approves(world: World, office: Office, agent: str) -> None:
    told = office.done(*FLOAT, "5000", "--why", "slip 17")
    asked = office.newest(agent)
    assert "To take it back: ./mbongo waiting --login YOU" in told
    assert newest_line(world) == ("ask_act", agent, ALICE, "give_float", None)
    assert world.one("SELECT why FROM staff_act WHERE kind = 'ask_act'") == "slip 17"
    assert world.one("SELECT after->>'hash' FROM staff_act WHERE kind = 'ask_act'") == asked.content_hash
    assert "ask_act" in office.done("audit", "show", "--about", agent)
    world.check()


def test_an_approval_that_is_refused_stands_in_the_trail_with_why(world: World, office: Office, agent: str) -> None:
    office.done(*FLOAT, "5000", "--why", "slip 17")
    why = f"{ALICE} asked this, so somebody else must approve it."
    assert why in office.refused(*FLOAT, "--approve")
    assert newest_line(world) == ("refused_approval", agent, ALICE, "give_float", why)
    office.hire("dora", role="support")
    office.refused(*FLOAT, "--approve", login="dora")
    kind, _, who, asks, why = newest_line(world)
    assert (kind, who, asks) == ("refused_approval", "dora", "give_float")
    assert "which may not approve what another asked" in why


@pytest.mark.parametrize("answer", ["n\n", ""], ids=["no", "nothing"])
def test_who_says_no_is_kept_and_told_in_our_words(world: World, office: Office, agent: str, answer: str) -> None:
    office.done(*FLOAT, "5000", "--why", "slip 17")
    told = office.refused(*FLOAT, "--approve", login=BRUNO, typed=f"{password_of(BRUNO)}\n{answer}")
    assert "Nothing was done; that you said no is kept." in told
    assert "Aborted" not in told
    assert newest_line(world) == ("declined_approval", agent, BRUNO, "give_float", None)
    assert "done" in office.done(*FLOAT, "--approve", login=BRUNO), "it could still be approved"
    world.check()


def test_a_question_that_is_not_answered_ends_in_our_words(office: Office) -> None:
    told = office.refused("waiting", login="", typed="\n")
    assert "Nothing was done." in told
    assert "Aborted" not in told


@pytest.mark.parametrize(
    ("login", "words"),
    [
        (CARINE, (*FLOAT, "9000", "--why", "another slip")),
        (ALICE, ("agent", "reinstate", AGENT, "--why", "looked into")),
    ],
    ids=["the same by another", "another by the same"],
)
def test_a_second_ask_of_one_subject_is_refused_and_names_the_open_one(
    world: World, office: Office, agent: str, login: str, words: tuple[str, ...]
) -> None:
    office.done(*FLOAT, "5000", "--why", "slip 17")
    open_one = office.newest(agent)
    if "reinstate" in words:
        office.done("agent", "suspend", agent, "--why", "looked odd", login=BRUNO)
    told = office.refused(*words, login=login)
    assert f"Not asked: {ALICE} asked already" in told
    assert f"give {agent} a float of 5 000 FCFA" in told
    assert f"./mbongo agent float {agent} --approve --login THEM" in told
    assert f"./mbongo waiting --take-back {open_one.name}" in told
    assert office.newest(agent) == open_one
    assert newest_line(world)[0] == "refused_command"


def test_the_same_login_asks_anew_aloud_and_the_trail_says_so(world: World, office: Office, agent: str) -> None:
    office.done(*FLOAT, "5000", "--why", "slip 17")
    first = office.newest(agent)
    told = office.done(*FLOAT, "6000", "--why", "slip 17, read again")
    assert "in the place of the same that you asked before" in told
    assert [one[0] for one in lines(world)] == ["ask_act", "end_ask", "ask_act"]
    assert world.one("SELECT after->>'how' FROM staff_act WHERE kind = 'end_ask'") == "replaced"
    with pytest.raises(DBAPIError, match="may not approve this request"):
        approve_by_hand(world, office, first.id, first.content_hash)
    office.done(*FLOAT, "--approve", login=BRUNO)
    assert world.one("SELECT after->>'float' FROM staff_act WHERE kind = 'give_float'") == "5006000"
    world.check()


def approve_by_hand(world: World, office: Office, request_id: str, content_hash: str) -> None:
    row = {"session": office.sign_in(BRUNO).secret, "id": request_id, "hash": bytes.fromhex(content_hash)}
    world.do(lambda db: db.execute(APPROVE, row), "office")


def test_the_asker_takes_back_and_then_another_may_ask(world: World, office: Office, agent: str) -> None:
    office.done(*FLOAT, "5000", "--why", "slip 17")
    asked = office.newest(agent)
    assert asked.name in office.done("waiting")
    told = office.done("waiting", "--take-back", asked.name)
    assert f"Taken back: give {agent} a float of 5 000 FCFA, which {ALICE} asked" in told
    assert newest_line(world) == ("end_ask", agent, ALICE, "give_float", None)
    assert "Nothing waits for an approval." in office.done("waiting")
    assert f"{ALICE} took this back" in office.refused(*FLOAT, "--approve", login=BRUNO)
    with pytest.raises(DBAPIError, match="may not approve this request"):
        approve_by_hand(world, office, asked.id, asked.content_hash)
    assert "Nothing that is called" in office.refused("waiting", "--take-back", asked.name)
    world.pass_time(1)
    office.done(*FLOAT, "7000", "--why", "slip 18", login=CARINE)
    world.check()


def test_who_may_approve_takes_back_too_and_nobody_else(world: World, office: Office, agent: str) -> None:
    office.hire("dora", role="operations")
    office.done(*FLOAT, "5000", "--why", "slip 17")
    asked = office.newest(agent)
    told = office.refused("waiting", "--take-back", asked.name, login="dora")
    assert f"is taken back by {ALICE}, who asked it, or by a login that may approve it" in told
    assert "Taken back" in office.done("waiting", "--take-back", asked.name, login=CARINE)
    assert newest_line(world) == ("end_ask", agent, CARINE, "give_float", None)


def test_what_can_be_done_no_more_is_not_listed(office: Office) -> None:
    office.hire(CARINE, role="finance")
    office.done("staff", "role", CARINE, "support", "--why", "she answers calls")
    assert f"make {CARINE} support" in office.done("waiting")
    office.done("staff", "end", CARINE)
    assert "Nothing waits for an approval." in office.done("waiting")


def test_what_is_too_old_is_not_listed_and_stands_in_nobodys_way(world: World, office: Office, agent: str) -> None:
    office.done(*FLOAT, "5000", "--why", "slip 17")
    world.pass_time(hours=25)
    assert "Nothing waits for an approval." in office.done("waiting")
    told = office.done(*FLOAT, "6000", "--why", "slip 18", login=CARINE)
    assert "in the place of" not in told


def test_two_who_ask_at_once_leave_one_ask(world: World, office: Office, agent: str) -> None:
    ready = threading.Barrier(2)

    def ask(login: str) -> str:
        session = office.sign_in(login)
        ready.wait()
        return office.conclude(GiveFloat(agent, 5_000, why="slip 17"), login, session).sentence

    with ThreadPoolExecutor(2) as threads:
        said = {*threads.map(ask, (ALICE, CARINE))}
    assert said - {"staff.another_waits", "staff.other_asked_meanwhile"} == {"staff.asked"}
    assert world.one("SELECT count(*) FROM staff_request") == 1


def test_the_database_itself_refuses_what_another_waits_for(world: World, office: Office, agent: str) -> None:
    office.done(*FLOAT, "5000", "--why", "slip 17")
    for login, kind in ((CARINE, "give_float"), (ALICE, "reinstate_agent")):
        row = {"session": office.sign_in(login).secret, "kind": kind, "of": agent}
        with pytest.raises(DBAPIError, match="give_float was asked of 123455 already"):
            world.do(lambda db, row=row: db.execute(ASK, row), "office")
    office.hire("dora", role="operations")
    row = {"session": office.sign_in("dora").secret, "id": office.newest(agent).id}
    with pytest.raises(DBAPIError, match="dora may not take this request back"):
        world.do(lambda db: db.execute(TAKE_BACK, row), "office")


@pytest.mark.parametrize("kind", ["ask_act", "end_ask", "wrong_password"])
def test_no_login_writes_a_line_that_the_database_writes(world: World, office: Office, kind: str) -> None:
    session = office.sign_in(ALICE).secret
    with pytest.raises(DBAPIError, match=f"{kind} is no act"):
        world.do(lambda db: note_alone(db, session, kind, AGENT), "office")


@pytest.mark.parametrize(
    ("meddled", "found"),
    [
        ("UPDATE staff_request SET content = content || '{\"amount\": 9000}'", "every ask stands in the trail"),
        ("UPDATE staff_request SET why = 'another'", "every ask stands in the trail"),
        ("""INSERT INTO staff_request SELECT gen_random_uuid(), kind, subject, content, why, asked_by, asked_at
            FROM staff_request""", "every ask stands in the trail"),
        ("INSERT INTO staff_request_end SELECT r.id, a.id FROM staff_request r, staff_act a WHERE a.kind = 'ask_act'",
         "what was taken back was not approved"),
    ],
)  # fmt: skip
def test_check_finds_an_ask_that_is_not_what_was_asked(
    world: World, office: Office, agent: str, meddled: str, found: str
) -> None:
    office.done(*FLOAT, "5000", "--why", "slip 17")
    assert world.do(check, "read") == []
    with world.owner.begin() as db:
        db.execute(text("ALTER TABLE staff_request DISABLE TRIGGER requests_stay"))
        db.execute(text(meddled))
        db.execute(text("ALTER TABLE staff_request ENABLE ALWAYS TRIGGER requests_stay"))
    assert any(found in one.invariant for one in world.do(check, "read"))


def test_an_approval_of_one_command_judges_no_ask_of_another(world: World, office: Office, agent: str) -> None:
    office.done("agent", "suspend", agent, "--why", "looked odd")
    office.done("agent", "reinstate", agent, "--why", "looked into")
    told = office.refused(*FLOAT, "--approve", login=BRUNO)
    assert f"is another act, by {ALICE}" in told
    assert f"reinstate agent {agent}. It is approved by its own command: ./mbongo agent reinstate {agent} --app" in told
    assert newest_line(world)[:4] == ("refused_approval", agent, BRUNO, "reinstate_agent")
    assert world.one("SELECT state FROM agent") == "suspended"
    for command in ("payments", "reconcile"):
        assert "is another act" in office.refused(command, "--approve", agent, login=BRUNO)


def test_tries_in_vain_are_no_reading(world: World, office: Office, agent: str) -> None:
    office.hire("dora", role="support")
    office.refused("agent", "float", "999999", "5000", "--why", "slip 17")
    assert newest_line(world)[:3] == ("refused_command", "agent float 999999 5000 --why slip 17", ALICE)
    assert "There is no agent 999999" in newest_line(world)[4]
    office.refused("audit", "show", login="dora")
    assert newest_line(world)[:3] == ("refused_command", "audit show", "dora")
    assert "which may not use the command audit" in newest_line(world)[4]
    office.refused("waiting", login=BRUNO, typed="not his at all\n")
    assert newest_line(world) == ("wrong_password", BRUNO, BRUNO, None, None)
    office.done("waiting")
    assert newest_line(world)[:3] == ("read_records", "waiting", ALICE)
    assert not world.do(audit.verify, "read").broken


def test_wrong_passwords_are_lines_until_the_login_locks(world: World, office: Office) -> None:
    for _ in range(5):
        office.refused("waiting", login=BRUNO, typed="not his at all\n")
    assert [one[0] for one in lines(world)] == ["wrong_password"] * 3
    office.refused("waiting", login="nobody", typed="not his at all\n")
    assert len(lines(world)) == 3, "what is no login's name cannot stand in the trail: ./mbongo security has it"


def test_a_whole_key_is_not_kept_of_what_was_refused(world: World, office: Office) -> None:
    office.refused("merchant", "end-key", "12345", "sk_test_" + "Ab12Cd" * 6, "--why", "lost")
    told = world.one("SELECT subject || after FROM staff_act WHERE kind = 'refused_command'")
    assert "sk_test_" in told
    assert "Ab12CdAb12Cd" not in told


def test_a_wallet_is_named_by_its_number_where_nothing_was_asked(world: World, office: Office) -> None:
    world.open_wallet(MOUSSA)
    office.done("person", "freeze", MOUSSA[4:], "--why", "a forged ID")
    told = office.refused("person", "unfreeze", MOUSSA[4:], "--approve", login=BRUNO)
    assert f"Nobody has asked anything of {MOUSSA[4:]}" in told


def test_a_preview_says_what_each_sign_means(office: Office, agent: str) -> None:
    office.done(*FLOAT, "5000", "--why", "slip 17")
    shown = office.done(*FLOAT, "--approve", login=BRUNO)
    assert "-5 000  cash (we hold more there)" in shown
    assert "+5 000  agent float Fatou B. 123455 (more on it)" in shown


@pytest.mark.parametrize("stop", ["suspended", "frozen"])
def test_no_float_goes_to_an_agent_who_may_not_serve(world: World, office: Office, agent: str, stop: str) -> None:
    office.done(*FLOAT, "5000", "--why", "slip 17")
    before = world.one("SELECT count(*) FROM transfer")
    if stop == "suspended":
        office.done("agent", "suspend", agent, "--why", "looked odd")
    else:
        world.change("UPDATE person SET state = 'frozen' WHERE id = (SELECT person_id FROM agent)")
    for words in (("--approve",), ("6000", "--why", "slip 18")):
        told = office.refused(*FLOAT, *words, login=BRUNO)
        assert f"Agent {agent} is " in told
        assert "no float is given" in told
        assert f"./mbongo agent reinstate {agent}" in told or stop == "frozen"
    assert world.one("SELECT count(*) FROM transfer") == before


def test_what_is_listed_as_waiting_is_what_may_be_approved(world: World, office: Office, agent: str) -> None:
    office.conclude(GiveFloat(agent, 5_000, why="slip 17"), ALICE)
    assert office.conclude(ReinstateAgent(agent, why="looked into"), CARINE).refused
    assert [one.act.kind for one in world.do(approvals.list_waiting, "office")] == ["give_float"]
