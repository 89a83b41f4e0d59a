"""Lists and names that mean harm: files that break their reader, names that never end, ways round what stays."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.wallet.sanctions.test_sanctions import HEADING, STRANGERS, UN, WHY, bring, screen, write
from tests.world.cast import ALICE, BRUNO, MOUSSA
from tests.world.office import Office
from tests.world.world import World
from wallet.sanctions import listed_names
from wallet.sanctions.listed_names import lay_names
from wallet.staff import audit

BOMB = "<!DOCTYPE x [<!ENTITY a 'b'>" + "".join(
    f"<!ENTITY a{n} '{'&a' + str(n - 1) + ';' if n else '&a;'}'>" for n in range(9)
) + "]>"  # fmt: skip


def write_hostile(n: int) -> Iterator[tuple[str, bytes]]:
    yield "nul", f"{HEADING}\nQ1;person;A\0B Cde;;;\n".encode()
    yield "nul in a reference", f"{HEADING}\nQ\0001;person;A Cde;;;\n".encode()
    yield "surrogates", (HEADING + "\nQ1;person;").encode("utf-16") + b"\x00\xd8\x41\x00;\x00"
    yield "half a letter", (HEADING + "\nQ1;person;Abc").encode("utf-16")[:-1]
    yield "a cell of letters", f"{HEADING}\nQ1;person;{'A' * n * 2};;;\n".encode()
    yield "a heading of letters", b"a" * n * 20
    yield "a quote that never ends", f'{HEADING}\nQ1;person;"A B;;;\n'.encode() + b"x;y\n" * n
    yield "a bomb", UN.replace("<CONSOLIDATED_LIST", BOMB + "<CONSOLIDATED_LIST", 1).replace("Musa", "&a8;").encode()
    yield "a file of ours", UN.replace("?>", '?><!DOCTYPE x SYSTEM "file:///etc/passwd">', 1).encode()
    yield "an entity nobody knows", UN.replace("Musa", "&who;").encode()
    yield "another encoding than it says", UN.replace("Musa", "Müsa").encode("cp1252")
    yield "an encoding nobody knows", UN.replace("UTF-8", "x-none").encode()
    yield "depth", b"<CONSOLIDATED_LIST>" + b"<a>" * n + b"</a>" * n + b"</CONSOLIDATED_LIST>"
    yield "a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20
    yield "nothing", b""


def test_no_file_breaks_its_reader(world: World, office: Office, tmp_path: Path) -> None:
    broken = {}
    for nth, (named, content) in enumerate(write_hostile(100_000)):
        path = tmp_path / f"{nth}.txt"
        path.write_bytes(content)
        try:
            result = office.run("sanctions", "import", "un", str(path), "--day", "2026-11-20")
        except Exception as wrong:
            broken[named] = repr(wrong)[:200]
        else:
            if result.exit_code != 1 or f"{nth}.txt is read as no" not in result.output:
                broken[named] = result.output[:300]
    assert not broken


def test_long_and_empty_names_of_a_list_are_kept_or_said(world: World, office: Office, tmp_path: Path) -> None:
    lines = (f"Q1;person;{'Moussa Bello ' * 8_000};;;", "Q2;person;de la;;;", "Q3;person;=cmd|' /C calc'!A0;;;",
             "Q4;person;Усама;;;", "Q5;person;!!!;...;;", *STRANGERS)  # fmt: skip
    bring(office, write(tmp_path, lines))
    screen(world)
    world.check()


def test_a_name_of_many_words_is_compared_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [a + b for a in "bdfglmnprs" for b in "iau"][:23]
    listed = [(nth, [" ".join(words[nth : nth + 2 + nth % 5])]) for nth in range(len(words) - 6)]

    def choose(of: range, many: int) -> Iterator[tuple[int, ...]]:
        assert len(of) <= listed_names.WORDS_CHOSEN, "two to the power of so many ways to choose"
        return combinations(of, many)

    combinations = listed_names.combinations
    monkeypatch.setattr(listed_names, "combinations", choose)
    asked = [" ".join(words[nth : nth + many]) for nth in (0, 5) for many in (3, 7, 8, 15)]
    found = [lay_names(listed).find_alike(one, 60) for one in (*asked, " ".join(words))]
    assert found[0]
    monkeypatch.setattr(listed_names, "WORDS_CHOSEN", 0)
    assert [lay_names(listed).find_alike(one, 60) for one in (*asked, " ".join(words))] == found, "either way"


def test_a_shop_that_is_opened_later_keeps_its_money_as_its_owners_does(
    world: World, office: Office, tmp_path: Path
) -> None:
    bring(office, write(tmp_path, (*STRANGERS, "QDi.7;person;BELLO Musa;;1970;")))
    screen(world)
    shop = world.open_shop(MOUSSA)
    assert world.one("SELECT retained FROM account WHERE id = :id", id=shop.account_id) == 10**15
    office.done("sanctions", "decide", "X1", "--false", *WHY)
    office.done("sanctions", "decide", "X1", "--approve", login=BRUNO)
    assert world.one("SELECT retained FROM account WHERE id = :id", id=shop.account_id) == 0
    world.check()


def test_no_login_alone_closes_the_case_of_what_is_open(world: World, office: Office, tmp_path: Path) -> None:
    bring(office, write(tmp_path, (*STRANGERS, "QDi.7;person;BELLO Musa;;1970;")))
    screen(world)
    session = office.sign_in(ALICE).secret

    def close(db: Connection) -> None:
        audit.begin(db, session, "clear_hit")
        db.execute(text("UPDATE case_file SET state = 'closed'"))
        audit.note(db, session, "clear_hit", "X1", {}, {}, "by hand")

    with pytest.raises(DBAPIError, match="the state of a case"):
        world.do(close, "office")


def test_support_does_not_read_who_is_on_a_list(world: World, office: Office, tmp_path: Path) -> None:
    bring(office, write(tmp_path, (*STRANGERS, "QDi.7;person;BELLO Musa;;1970;")))
    screen(world)
    office.hire("sam", role="support")
    for words in (("case", "list"), ("case", "show", "C1"), ("find", "C1"), ("waiting",), ("payments",)):
        said = office.run(*words, login="sam").output
        assert "Moussa Bello" not in said, words
