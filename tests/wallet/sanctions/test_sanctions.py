"""Lists by file, versions kept; whoever is alike is put before staff once; money may stay until two decide."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.world.cast import AWA, BRUNO, MOUSSA
from tests.world.office import Office
from tests.world.world import World
from wallet.sanctions import screening

WHY = ("--why", "the birth dates differ")
HEADING = "reference;kind;name;aliases;born;nationality"
STRANGERS = ("QDi.1;person;Aymenn Zawahiril;Ayman Al-Zawahiry;1951-06-19;Egypt",
             "QDe.4;entity;Harakat Shabaab Mujahidin;Al-Shabaab;;")  # fmt: skip
UN = """<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-11-20"><INDIVIDUALS><INDIVIDUAL>
<DATAID>1</DATAID><FIRST_NAME>Moussa</FIRST_NAME><SECOND_NAME>Bello</SECOND_NAME>
<REFERENCE_NUMBER>QDi.7</REFERENCE_NUMBER><NATIONALITY><VALUE>Nowhere</VALUE></NATIONALITY>
<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Musa Belo</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1970-01-02</DATE></INDIVIDUAL_DATE_OF_BIRTH>
</INDIVIDUAL></INDIVIDUALS><ENTITIES><ENTITY><DATAID>2</DATAID><FIRST_NAME>Harakat</FIRST_NAME>
<REFERENCE_NUMBER>QDe.4</REFERENCE_NUMBER><ENTITY_ALIAS><ALIAS_NAME>Shabaab</ALIAS_NAME></ENTITY_ALIAS>
</ENTITY></ENTITIES></CONSOLIDATED_LIST>
"""


def write(folder: Path, lines: Sequence[str], name: str = "list.csv") -> str:
    path = folder / name
    path.write_text("\n".join((HEADING, *lines, "")), "utf-8")
    return str(path)


def bring(office: Office, file: str, source: str = "un", *more: str) -> str:
    return office.done("sanctions", "import", source, file, "--day", "2026-11-20", *more)


def replace(office: Office, told: str) -> None:
    """Have two agree that the list that was just imported takes the place of those before it."""
    name = told.split(maxsplit=1)[0]
    office.done("sanctions", "agree", name, "--replaces", *WHY)
    office.done("sanctions", "agree", name, "--approve", login=BRUNO)


def screen(world: World) -> None:
    """Do all that the worker has to do."""
    while world.do(screening.screen_due) or world.do(screening.sweep):
        pass


def states(world: World) -> list[tuple[str, str, bool]]:
    return [tuple(row) for row in world.rows("SELECT name, state, strong FROM sanction_hit ORDER BY id")]


def test_money_stays_by_a_strong_one_until_two_say_it_is_another(world: World, office: Office, tmp_path: Path) -> None:
    world.credit(MOUSSA, 10_000)
    bring(office, write(tmp_path, (*STRANGERS, "QDi.7;person;BELLO Musa;;1970;")))
    assert world.send(MOUSSA, AWA, 100, "k0").sentence == "money_sent", "nobody was compared yet"
    screen(world)
    assert states(world) == [("Moussa Bello", "open", True)]
    refused = world.send(MOUSSA, AWA, 100, "k1")
    assert refused.sentence == "refusal.money_retained"
    assert not [one for one in world.texts_to(MOUSSA) if "reta" in one], "nobody is told before they ask"
    assert world.cases() == ["sanction"]
    assert "stays" in office.done("sanctions", "hits")
    assert "1970" in office.done("sanctions", "show", "X1")
    assert "There is no case C1" in office.refused("case", "decide", "C1", "--close", *WHY)
    office.done("sanctions", "decide", "X1", "--false", *WHY)
    assert world.send(MOUSSA, AWA, 100, "k2").sentence == "refusal.money_retained", "one alone lets nothing go"
    told = office.done("sanctions", "decide", "X1", "--approve", login=BRUNO)
    assert "their money: stays -> moves" in told
    assert world.send(MOUSSA, AWA, 100, "k3").sentence == "money_sent"
    bring(office, write(tmp_path, ("QDi.7;person;BELLO Musa;;1970;", *STRANGERS), "again.csv"))
    screen(world)
    assert states(world) == [("Moussa Bello", "false", True)], "a false one is not asked again by the next list"
    bring(office, write(tmp_path, ("QDi.7;person;BELLO Musa;Moussa Belo;1970;", *STRANGERS), "other.csv"))
    screen(world)
    assert [one[1] for one in states(world)] == ["false", "open"], "the entry has another name"
    world.check()


@pytest.mark.parametrize("role", ["support", "finance", "operations"])
def test_other_roles_see_nothing_of_it(world: World, office: Office, tmp_path: Path, role: str) -> None:
    world.credit(MOUSSA, 10_000)
    bring(office, write(tmp_path, (*STRANGERS, "QDi.7;person;BELLO Musa;;1970;")))
    screen(world)
    office.hire("carine", role=role)
    office.done("sanctions", "decide", "X1", "--true", "--why", "the birth dates are one")
    for words in (("sanctions", "hits"), ("sanctions", "show", "X1"), ("sanctions", "lists")):
        assert "may not use the command sanctions" in office.refused(*words, login="carine")
    readable = [words for words in (("case", "list"), ("case", "show", "C1"), ("waiting",), ("find", "C1"),
                ("find", "X1"), ("find", MOUSSA), ("person", "show", MOUSSA), ("person", "timeline", MOUSSA),
                ("audit", "show"), ("retention", "list"), ("retention", "show", "R1"), ("payments",),
                ("take", "C1", "--why", "mine"), ("take", "X1", "--why", "mine"))
                if role != "operations" or words[0] in ("waiting", "find", "take")]  # fmt: skip
    for words in readable:
        told = office.run(*words, login="carine").output.lower()
        for unseen in ("sanction", "qdi.7", "bello musa", "birth dates", "decide_hit", "listed one"):
            assert unseen not in told, (words, told)
    assert "No case is open." in office.done("case", "list", login="alice"), "which `sanctions` shows alone"


@pytest.mark.parametrize("role", ["compliance", "administrator", "auditor"])
def test_who_reads_sanctions_sees_the_queue(world: World, office: Office, tmp_path: Path, role: str) -> None:
    bring(office, write(tmp_path, (*STRANGERS, "QDi.7;person;BELLO Musa;;1970;")))
    screen(world)
    office.hire("carine", role=role)
    assert "name like a sanctions list's" in office.done("waiting", login="carine")
    office.done("sanctions", "decide", "X1", "--false", *WHY)
    assert "decide X1" in " ".join(office.done("waiting", login="carine").split())
    assert "QDi.7" in office.done("sanctions", "hits", login="carine")


def test_a_true_one_keeps_all_that_comes_until_two_say_otherwise(world: World, office: Office, tmp_path: Path) -> None:
    bring(office, write(tmp_path, (*STRANGERS, "QDi.7;person;Moussa Belloni;;1970;")))
    screen(world)
    assert [one[1:] for one in states(world)] == [("open", False)], "alike, and no more"
    world.credit(MOUSSA, 10_000)
    assert world.send(MOUSSA, AWA, 100, "k1").sentence == "money_sent"
    office.done("sanctions", "decide", "X1", "--true", "--why", "the same birthday")
    office.done("sanctions", "decide", "X1", "--approve", login=BRUNO)
    world.credit(MOUSSA, 10_000, "later")
    assert world.send(MOUSSA, AWA, 100, "k2").sentence == "refusal.money_retained"
    assert "is called R1" in office.refused("retention", "lift", "R1", *WHY)
    assert "is called R1" in office.refused("retention", "show", "R1"), "its hit is shown"
    assert "two decide it" not in office.done("sanctions", "decide", "X1", "--false", *WHY), "and two say otherwise"
    office.done("sanctions", "decide", "X1", "--approve", login=BRUNO)
    assert world.send(MOUSSA, AWA, 100, "k3").sentence == "money_sent"
    world.check()


def test_what_stopped_nothing_one_login_clears(world: World, office: Office, tmp_path: Path) -> None:
    bring(office, write(tmp_path, (*STRANGERS, "QDi.7;person;Moussa Belloni;;1970;")))
    screen(world)
    assert "X1 is false" in office.done("sanctions", "decide", "X1", "--false", *WHY)
    assert world.one("SELECT state FROM case_file") == "closed"
    world.check()


def test_the_lists_of_the_united_nations_and_ours_are_versions(world: World, office: Office, tmp_path: Path) -> None:
    un = tmp_path / "consolidated.xml"
    un.write_text(UN, "utf-8")
    assert "S1 of un: 2 entries" in bring(office, str(un))
    entry = world.rows("SELECT names, born, nationality, kind FROM sanction_entry WHERE reference = 'QDi.7'")[0]
    assert tuple(entry) == (["Moussa Bello", "Musa Belo"], "1970-01-02", "Nowhere", "person")
    bring(office, str(un))
    assert world.one("SELECT count(*) FROM sanction_list") == 1, "the same again is nothing"
    bring(office, write(tmp_path, STRANGERS), "ours")
    replace(office, bring(office, write(tmp_path, (*STRANGERS, "QDi.9;person;Somebody Else;;;"), "b.csv")))
    listed = office.done("sanctions", "lists")
    assert listed.count("compared too") == 1, "the one of ours, of which nobody agreed anything"
    assert listed.count("in force") == 1
    assert world.one("SELECT count(*) FROM sanction_entry WHERE list_id = 1") == 2, "the one before stays"
    screen(world)
    assert not states(world), "what a newer list of a source replaced is not compared any more"
    world.check()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("a;b\n", "first line is to be"),
        (HEADING + "\n", "lists nobody"),
        (HEADING + "\nQ1;person;A B;;;\nQ1;person;C D;;;\n", "Q1 stands there twice"),
        (HEADING + "\nQ1;ship;A B;;;\n", "line 2 has not six cells"),
        (HEADING + "\n;person;A B;;;\n", "has no reference"),
        ('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><CONSOLIDATED_LIST/>', "no list that is read here"),
        ("<feed/>", "no list that is read here"),
        ("<CONSOLIDATED_LIST><INDIV", "read as no sanctions list"),
    ],
)
def test_what_is_no_list_is_said(office: Office, tmp_path: Path, content: str, why: str) -> None:
    path = tmp_path / "list.txt"
    path.write_text(content, "utf-8")
    assert why in office.refused("sanctions", "import", "un", str(path), "--day", "2026-11-20")


def test_one_login_adds_names_and_two_take_some_away(world: World, office: Office, tmp_path: Path) -> None:
    bring(office, write(tmp_path, (*STRANGERS, "QDi.7;person;Moussa Bello;Musa Belo;;")))
    small = write(tmp_path, (STRANGERS[0], "QDi.9;person;Somebody Else;;;"), "small.csv")
    assert "sanctions agree S2 --replaces" in bring(office, small)
    screen(world)
    assert [one[0] for one in states(world)] == ["Moussa Bello"], "whom the list before names, and the new one does not"
    assert office.done("sanctions", "lists").count("compared too") == 2
    office.done("sanctions", "agree", "S2", "--replaces", *WHY)
    world.do_as_owner(lambda db: db.execute(text("UPDATE person SET name = 'Al Shabaab' WHERE name LIKE 'Awa%'")))
    screen(world)
    assert len(states(world)) == 2, "one login alone takes no list's place"
    told = " ".join(office.done("sanctions", "agree", "S2", "--approve", login=BRUNO).split())
    gone = "listed no more: none -> 2: QDe.4 Harakat Shabaab Mujahidin, QDi.7 Moussa Bello"
    for said in ("3 -> 2", gone, "In force of un: S2"):
        assert said in told
    world.do_as_owner(lambda db: db.execute(text("UPDATE person SET name = 'AL SHABAB' WHERE name LIKE 'Al%'")))
    screen(world)
    assert len(states(world)) == 2, "two do"
    assert "Nothing is to be agreed of S2" in office.refused("sanctions", "agree", "S2", "--withdrawn", *WHY)
    assert "Nothing is to be agreed of S1" in office.refused("sanctions", "agree", "S1", "--replaces", *WHY)
    assert "S3" in bring(office, write(tmp_path, (*STRANGERS, "QDi.7;person;Moussa Bello;Musa Belo;;"), "back.csv"))
    world.check()


def test_names_that_another_list_in_force_has_are_shown_as_gone(world: World, office: Office, tmp_path: Path) -> None:
    """One login imports it twice under another name: the second looked as if it took nothing out of the first two."""
    bring(office, write(tmp_path, (*STRANGERS, "QDi.7;person;Moussa Bello;Musa Belo;;")))
    for day in ("one", "two"):
        bring(
            office, write(tmp_path, (*STRANGERS, "QDi.7;person;Nobody Atall;;;", f"QDi.{day};person;A {day};;;"), day)
        )
    office.done("sanctions", "agree", "S3", "--replaces", *WHY)
    told = " ".join(office.done("sanctions", "agree", "S3", "--approve", login=BRUNO).split())
    assert "with fewer names: none -> 1" in told


def test_a_list_imported_by_mistake_is_withdrawn_by_two(world: World, office: Office, tmp_path: Path) -> None:
    bring(office, write(tmp_path, STRANGERS))
    bring(office, write(tmp_path, ("Q1;person;Moussa Bello;;;",), "wrong.csv"))
    assert "S3" in office.refused("sanctions", "agree", "S3", "--withdrawn", *WHY)
    office.done("sanctions", "agree", "S2", "--withdrawn", *WHY)
    assert "S1, S2 -> S1" in office.done("sanctions", "agree", "S2", "--approve", login=BRUNO)
    screen(world)
    assert not states(world), "nobody is compared with it any more"
    assert "withdrawn" in office.done("sanctions", "lists")
    world.check()


def test_whoever_joins_or_is_called_otherwise_is_compared(world: World, office: Office, tmp_path: Path) -> None:
    bring(office, write(tmp_path, (*STRANGERS, "QDi.8;person;Ayman Zawahiril;;;")))
    screen(world)
    assert world.one("SELECT count(*) FROM sanction_due") == 0
    world.do_as_owner(lambda db: db.execute(text("UPDATE person SET name = 'Aiman ZAWAHIRIL' WHERE name LIKE 'Awa%'")))
    assert world.one("SELECT count(*) FROM sanction_due") == 1
    screen(world)
    assert {one[0] for one in states(world)} == {"Aiman ZAWAHIRIL"}
    assert len(states(world)) == 2, "one an entry"
    at = world.rows("SELECT name, lists FROM sanction_screened WHERE name LIKE 'Aiman%'")
    assert tuple(at[0]) == ("Aiman ZAWAHIRIL", [1])
    world.check()


def test_a_slice_that_was_cut_off_is_done_again_and_finds_nothing_twice(
    world: World, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screening, "SWEPT_AT_ONCE", 1)
    bring(office, write(tmp_path, (*STRANGERS, "QDi.7;person;Moussa Bello;;;")))

    def cut_off(db: Connection) -> None:
        screening.sweep(db)
        raise KeyboardInterrupt

    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            world.do(cut_off)
        assert world.one("SELECT swept FROM sanction_list") == 0
    screen(world)
    assert len(states(world)) == 1
    everybody = world.one("SELECT count(*) FROM person") + world.one("SELECT count(*) FROM merchant")
    assert world.one("SELECT swept FROM sanction_list WHERE swept_at IS NOT NULL") >= everybody
    assert world.do(screening.sweep) is False
    world.check()


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE sanction_hit SET state = 'false'",
        "SELECT decide_sanction_hit(1, 'false')",
        "UPDATE retention SET ended_at = now()",
        "UPDATE sanction_list SET swept_at = now()",
        "UPDATE sanction_list SET state = 'withdrawn'",
        "UPDATE sanction_list SET state = 'replaces', entries = 1",
        "DELETE FROM sanction_entry",
        "INSERT INTO sanction_entry (list_id, reference, kind, names) VALUES (1, 'Q', 'person', '{A}')",
        "UPDATE case_file SET state = 'closed'",
    ],
)
@pytest.mark.parametrize("role", ["office", "web"])
def test_no_process_alone_decides_or_changes_a_list(
    world: World, office: Office, tmp_path: Path, attack: str, role: str
) -> None:
    bring(office, write(tmp_path, (*STRANGERS, "QDi.7;person;Moussa Bello;;;")))
    screen(world)
    with pytest.raises(DBAPIError, match=r"permission denied|may not change"):
        world.do(lambda db: db.execute(text(attack)), role)
