"""A business from trying out to a company: papers sent and judged, levels raised by two, what each binds, their end."""

from collections.abc import Callable
from datetime import date
from typing import Final

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.world.cast import ALICE, AWA, BRICE, BRUNO
from tests.world.sealed import KEYS
from tests.world.verifying import DAY, SEEN, Verifying
from wallet.business import levels
from wallet.core import clock, life, peppers
from wallet.core.errors import Misread, Refused
from wallet.core.sealed import unseal
from wallet.core.secrets import Secrets
from wallet.members import roles
from wallet.messages.mails import Mail
from wallet.operations.use_case import Outcome
from wallet.staff import audit
from wallet.verification import business_documents, papers, renewal
from wallet.verification.send_document import SENT_A_DAY_MOST, SendDocument, WithdrawDocument
from workers import letters
from workers.deadlines import end_due

PERSON: Final = ("identity", "niu")
COMPANY: Final = ("rccm", "statutes", "owners", "bank")
LARGE: Final = 600_000
APPROVE: Final = "SELECT approve_staff_request(:session, r.id, request_hash(r)) FROM staff_request r"


def test_a_business_comes_from_trying_out_to_a_company(verifying: Verifying) -> None:
    world, shop = verifying.world, verifying.shop
    world.see_id(AWA, 2)
    world.credit(AWA, 2_000_000)
    refused = shop.pay(AWA, 500, "level 0")
    assert (refused.refused, refused.sentence) == (True, "refusal.shop_unverified")

    verifying.show("identity")
    assert verifying.ask_level(1).sentence == "staff.papers_lack"
    verifying.show("niu")
    assert verifying.ask_level(2).sentence == "staff.papers_lack"
    assert verifying.level == 0, "papers alone raise nobody"
    verifying.raise_to(1)
    assert (verifying.level, verifying.told()) == (1, ["level_raised"])
    assert not shop.pay(AWA, 500, "level 1").refused
    refused = shop.pay(AWA, LARGE, "large")
    assert (refused.sentence, refused.values["maximum"]) == ("refusal.shop_payment_most", 500_000)

    verifying.show(*COMPANY)
    verifying.raise_to(2)
    assert verifying.ask_level(1).sentence == "staff.level_already"
    assert not shop.pay(AWA, LARGE, "level 2").refused
    trail = world.column(
        "SELECT kind FROM staff_act WHERE kind LIKE '%document' OR kind = 'raise_level' ORDER BY number"
    )
    assert trail == ["accept_document"] * 2 + ["raise_level"] + ["accept_document"] * 4 + ["raise_level"]
    world.check()


def test_a_month_of_a_person_who_sells_is_counted_and_a_companys_is_not(verifying: Verifying) -> None:
    world, shop = verifying.world, verifying.shop
    world.change("UPDATE merchant SET level = 1")
    world.change("UPDATE level_rule SET month_most = 1000 WHERE level = 1")
    world.credit(AWA, 20_000)
    assert not shop.pay(AWA, 700, "a").refused
    assert shop.pay(AWA, 301, "b").sentence == "refusal.shop_month_most"
    assert not shop.pay(AWA, 300, "c").refused
    merchant = shop.merchant.id
    world.do(lambda db: levels.count(db, merchant, 50))  # what came by an operator always posts
    assert world.do(lambda db: levels.count(db, merchant, 0)) == 1_050
    for asked, why in (("orange", "month_most"), ("crypto", "method")):
        with pytest.raises(Refused) as said:
            world.do(lambda db, asked=asked: levels.check_asked(db, merchant, asked, 1))
        assert said.value.key == f"refusal.shop_{why}"
    world.change("UPDATE merchant SET level = 2")
    assert not shop.pay(AWA, 5_000, "d").refused
    assert world.column("SELECT amount FROM business_usage") == [1_050], "no row is held where there is no ceiling"


def test_what_is_sent_is_kept_encrypted_and_seen_by_who_says_why(verifying: Verifying) -> None:
    world = verifying.world
    sent = verifying.send("identity")
    kept = world.do_as_owner(lambda db: db.execute(text("SELECT sealed_key, content FROM document_content")).one())
    assert SEEN not in kept.content
    assert len(kept.content) == len(SEEN) + 16
    assert kept.sealed_key.startswith(f"{KEYS.newest}$")
    seen = verifying.look(sent)
    assert (seen.made, seen.values) == (
        SEEN,
        {"shop": verifying.shop.merchant.name, "paper": "identity", "type": "jpeg"},
    )
    [looked] = world.rows("SELECT subject, asked_by, why FROM staff_act WHERE kind = 'look_at_document'")
    assert looked == (sent, ALICE, "to compare the name")
    everything = world.rows("SELECT to_jsonb(o) FROM operation o") + world.rows(
        "SELECT to_jsonb(a) FROM business_act a"
    )
    assert "a paper as it was" not in str(everything)


def test_bytes_that_stand_beside_another_paper_open_nothing(verifying: Verifying) -> None:
    """Whoever writes rows gives a paper another's bytes and key: what is sealed for one is of no use for another."""
    one, other = verifying.send("identity"), verifying.send("niu", SEEN + b"x")
    verifying.world.change(
        "UPDATE document_content c SET sealed_key = o.sealed_key, nonce = o.nonce, content = o.content"
        " FROM document_content o WHERE c.document_id = :one AND o.document_id = :other", one=one, other=other,
    )  # fmt: skip
    assert verifying.look(one).sentence == "staff.paper_unopened"
    assert verifying.look(other).made == SEEN + b"x"


def test_a_paper_s_key_is_sealed_anew_when_the_pepper_turns_and_the_paper_is_not(verifying: Verifying) -> None:
    sent = verifying.send("identity")
    select = text("SELECT sealed_key, nonce, content FROM document_content")
    before = verifying.world.do_as_owner(lambda db: db.execute(select).one())
    newer = ("2", b"a newer pepper of this test")
    assert "keys of papers of businesses" in {one.what for one in verifying.world.do(peppers.count_standing, "read")}
    peppers.move(verifying.world.owner, Secrets((newer, *KEYS.peppers)))
    after = verifying.world.do_as_owner(lambda db: db.execute(select).one())
    assert after.sealed_key.startswith("2$")
    assert (after.nonce, after.content) == (before.nonce, before.content)
    key = unseal(Secrets((newer,)), "document", sent, after.sealed_key)
    assert AESGCM(key).decrypt(after.nonce, after.content, sent.encode()) == SEEN


def test_every_owner_is_mailed_in_their_language(verifying: Verifying) -> None:
    world = verifying.world
    world.wait_for_morning()
    sign_in_again(verifying)
    first = verifying.owner
    verifying.members.hire("owner", "second@example.cm")
    verifying.members.logins["owner"] = first
    verifying.judge(verifying.send("identity"), because="over")
    verifying.show("identity", until=verifying.day_in(20))
    verifying.show("niu")
    verifying.raise_to(1)
    end_due()
    world.pass_time(25 * DAY)
    end_due()
    assert verifying.level == 0
    mails = world.rows(
        "SELECT id::text, kind, about::text FROM mail WHERE address = 'second@example.cm' ORDER BY written_at"
    )
    mails = [one for one in mails if one.kind.startswith(("document", "level"))]
    assert [one.kind for one in mails] == ["document_refused", "level_changed", "document_ends", "level_changed"]
    said = {}
    for one in mails:
        mail = Mail(one.id, "second@example.cm", "fr", one.kind, one.about, 0, 0, world.do(clock.now))
        found = world.do(lambda db, it=mail: letters.FIND[it.kind](db, it, "https://mbongo.example"))
        said[one.kind] = f"{found.subject} {found.text}" if found else ""
    assert "refusé" in said["document_refused"]
    assert f"https://mbongo.example/business/b/{verifying.shop.merchant.id}/verification" in said["level_changed"]
    assert said["document_ends"] == "", "it has ended by now: another mail says so"


def test_under_a_pepper_that_is_gone_nothing_opens_and_nothing_breaks(verifying: Verifying) -> None:
    sent = verifying.send("identity")
    row = verifying.world.do_as_owner(lambda db: db.execute(text("SELECT * FROM document_content")).one())

    class Gone:
        def execute(self, *_: object) -> "Gone":
            return self

        def one_or_none(self) -> object:
            return row

    with pytest.raises(Refused, match="paper_unopened"):
        papers.open_for_look(Gone(), Secrets((("9", b"another pepper, of nobody"),)), sent)  # type: ignore[arg-type]


def test_what_is_refused_says_why_and_another_is_sent(verifying: Verifying) -> None:
    world = verifying.world
    sent = verifying.send("identity")
    waits = verifying.owner.perform(SendDocument("identity", "jpeg", SEEN))
    assert (waits.refused, waits.sentence) == (True, "member.paper_waits")
    assert not verifying.judge(sent, because="unreadable").refused
    assert verifying.told() == ["document_refused"]
    assert verifying.judge(sent).sentence == "staff.paper_judged", "once"
    assert verifying.judge("00000000-0000-0000-0000-000000000001").sentence == "staff.no_paper"
    again = verifying.send("identity")
    assert not verifying.owner.perform(WithdrawDocument(again)).refused
    assert verifying.owner.perform(WithdrawDocument(again)).sentence == "member.paper_judged"
    last = verifying.send("identity")
    for day in ("2020-01-01", verifying.day_in(0), "tomorrow"):
        assert verifying.judge(last, day).sentence == "staff.paper_day"
    assert [one.state for one in world.do(business_documents.list_queue, "office")] == ["asked"]

    world.pass_time(91 * DAY)
    world.do(life.forget_old)
    left = world.column("SELECT d.state FROM document_content JOIN business_document d ON d.id = document_id")
    assert left == ["asked"], "what was refused or taken back is gone; that it was, stays"
    assert verifying.look(sent).sentence == "staff.paper_gone"
    world.check()


def test_a_business_sends_some_papers_a_day_and_no_more(verifying: Verifying) -> None:
    verifying.send("identity")
    verifying.world.change(
        "INSERT INTO business_document (id, merchant_id, kind, type, sha256, size, state, sent_by, sent_at)"
        " SELECT gen_random_uuid(), merchant_id, kind, type, sha256, size, 'withdrawn', sent_by, sent_at"
        f" FROM business_document, generate_series(2, {SENT_A_DAY_MOST})"
    )
    assert verifying.owner.perform(SendDocument("niu", "jpeg", SEEN)).sentence == "member.papers_most"
    with pytest.raises(Misread):
        verifying.owner.perform(SendDocument("a poem", "jpeg", SEEN))


def test_a_level_falls_to_what_is_still_shown_and_its_owners_are_told_before(verifying: Verifying) -> None:
    world = verifying.world
    world.wait_for_morning()
    sign_in_again(verifying)
    verifying.show("identity", until=verifying.day_in(40))
    verifying.show("niu", *COMPANY)
    verifying.raise_to(2)
    told = ["level_raised"]
    for days, more in ((9, []), (1, ["document_ends"]), (22, []), (1, ["document_ends"]), (7, []), (1, ["level_fell"])):
        world.pass_time(days * DAY)
        end_due()
        end_due()
        told += more
        assert verifying.told() == told, days
    assert verifying.level == 0, "without an identity nothing of level 1 is shown either"
    ended = world.rows("SELECT kind, state FROM business_document WHERE state = 'ended'")
    assert ended == [("identity", "ended")]
    world.check()


def test_who_renews_in_time_is_told_no_more_and_keeps_the_level(verifying: Verifying) -> None:
    world = verifying.world
    world.wait_for_morning()
    sign_in_again(verifying)
    [first] = verifying.show("identity", until=verifying.day_in(20))
    verifying.show("niu")
    verifying.raise_to(1)
    end_due()
    world.do(lambda db: renewal.end(db, first))  # by a worker that found it too
    assert verifying.told() == ["level_raised", "document_ends"]
    sign_in_again(verifying)
    verifying.show("identity", until=verifying.day_in(400))
    for days in (15, 10):  # 5 days before, and after
        world.pass_time(days * DAY)
        end_due()
    assert (verifying.level, verifying.told()) == (1, ["level_raised", "document_ends"])
    states = world.column("SELECT state FROM business_document WHERE kind = 'identity' ORDER BY sent_at")
    assert states == ["ended", "accepted"]


def sign_in_again(verifying: Verifying) -> None:
    """Let the owner sign in once more: time has passed."""
    app = verifying.owner.app
    verifying.members.logins["owner"] = verifying.members.sign_in(BRICE)
    verifying.owner.app = app
    verifying.owner.show_code()


def test_the_owner_alone_sends_papers(verifying: Verifying) -> None:
    sent = verifying.send("identity")
    for role in (one for one in roles.ROLES if one != "owner"):
        member = verifying.members.hire(role)
        for case in (SendDocument("niu", "jpeg", SEEN), WithdrawDocument(sent)):
            with pytest.raises(Refused, match="not_allowed"):
                member.perform(case)


def test_who_of_staff_may_do_what(verifying: Verifying) -> None:
    verifying.show(*PERSON)
    sent = verifying.send("rccm")
    done: dict[str, set[str]] = {}
    for role in ("support", "finance", "operations", "auditor", "compliance"):
        verifying.office.hire(role, role=role)
        works = {
            "look": lambda one=role: verifying.look(sent, one),
            "judge": lambda one=role: verifying.judge(sent, login=one),
            "ask": lambda one=role: verifying.ask_level(1, one),
        }
        done[role] = {name for name, work in works.items() if is_done(work)}
    assert done == {
        "support": set(), "finance": set(), "operations": set(), "auditor": set(),
        "compliance": {"look", "judge", "ask"},
    }  # fmt: skip


def is_done(work: Callable[[], Outcome]) -> bool:
    """True for what is done; else it was refused, by the wallet or by the database."""
    try:
        return not work().refused
    except (Refused, DBAPIError):
        return False


def test_nobody_approves_their_own_and_one_alone_raises_nobody(verifying: Verifying) -> None:
    verifying.show(*PERSON)
    verifying.ask_level(1)
    approval = verifying.office.approval_of(verifying.shop.merchant.id)
    assert not is_done(lambda: verifying.office.conclude(approval, ALICE))
    assert verifying.level == 0
    verifying.world.change("UPDATE business_document SET state = 'ended', valid_until = :day", day=date(2026, 1, 1))
    gone = verifying.office.conclude(verifying.office.approval_of(verifying.shop.merchant.id), BRUNO)
    assert (gone.sentence, verifying.level) == ("staff.papers_lack", 0), "what was asked is judged when it is done"


# What a process that was taken over writes by itself, as each role of the database.
FORGED: Final = {
    "a login alone raises a level": ("office", "UPDATE merchant SET level = 1"),
    "a page raises a level": ("web", "UPDATE merchant SET level = 1"),
    "a worker raises a level": ("worker", "UPDATE merchant SET level = 1"),
    "a page accepts a paper": ("web", "UPDATE business_document SET state = 'accepted'"),
    "a page takes a paper back that nobody asked for": ("web", "UPDATE business_document SET state = 'withdrawn'"),
    "the office accepts a paper that no login does": (
        "office", "UPDATE business_document SET state = 'accepted', judged_by = 'alice', judged_at = now()"),
    "a worker ends a paper that lasts": (
        "worker", "UPDATE business_document SET state = 'ended' WHERE kind = 'niu'"),
    "the office writes a paper": (
        "office", """INSERT INTO business_document (id, merchant_id, kind, type, sha256, size, sent_by, sent_at)
        SELECT gen_random_uuid(), merchant_id, 'bank', type, sha256, size, sent_by, sent_at FROM business_document"""),
    "a page writes a paper that nobody sends": (
        "web", """INSERT INTO business_document (id, merchant_id, kind, type, sha256, size, sent_by, sent_at)
        SELECT gen_random_uuid(), merchant_id, 'bank', type, sha256, size, sent_by, sent_at FROM business_document"""),
    "a page writes bytes that nobody sends": (
        "web", """INSERT INTO document_content (document_id, sealed_key, nonce, content)
        SELECT id, '', repeat('x', 12)::bytea, '' FROM business_document"""),
    "a page reads bytes": ("web", "SELECT content FROM document_content"),
    "a worker reads bytes": ("worker", "SELECT content FROM document_content"),
    "the office reads bytes": ("office", "SELECT content FROM document_content"),
    "a report reads bytes": ("read", "SELECT content FROM document_content"),
    "the office opens a paper that no login looks at": ("office", "SELECT open_document(id) FROM business_document"),
    "a page opens a paper": ("web", "SELECT open_document(id) FROM business_document"),
    "a worker lets bytes go": ("worker", "DELETE FROM document_content"),
    "a page changes what a level binds": ("web", "UPDATE level_rule SET methods = '{card}'"),
    "the office changes what a level needs": ("office", "UPDATE level_rule SET needs = '{}'"),
    "a page renames a business that nobody renames": ("web", "UPDATE merchant SET name = 'Chez Moi'"),
    "a page has another phone hear of sales": ("web", "UPDATE merchant SET phone = '+237677000098'"),
    "a page has payers ask another": ("web", "UPDATE merchant SET email = 'a@b.cm'"),
    "a worker renames a business": ("worker", "UPDATE merchant SET name = 'Chez Moi'"),
    "the office renames a business": ("office", "UPDATE merchant SET name = 'Chez Moi'"),
    "a page changes a logo's picture": ("web", "UPDATE logo SET content = 'x'"),
    "a page empties what is counted": ("web", "DELETE FROM business_usage"),
}  # fmt: skip


def test_no_process_does_by_itself_what_it_takes_a_person_for(verifying: Verifying) -> None:
    verifying.show("niu", until=verifying.day_in(400))
    verifying.send("identity")
    verifying.world.change("UPDATE merchant SET level = 2")
    done = []
    for name, (process, statement) in FORGED.items():
        if "raises" in name:
            verifying.world.change("UPDATE merchant SET level = 0")
        try:
            verifying.world.do(lambda db, it=statement: db.execute(text(it)), process)  # type: ignore[arg-type]
        except DBAPIError as wrong:
            if "may not change" in str(wrong) or "permission denied" in str(wrong):
                continue
        done.append(name)
    assert done == []


def test_two_raise_nobody_above_what_papers_show_that_day(verifying: Verifying) -> None:
    """The office's own code would refuse it first: here it does not ask."""
    world, office, merchant = verifying.world, verifying.office, verifying.shop.merchant.id
    world.wait_for_morning()
    sign_in_again(verifying)
    verifying.show(*PERSON, until=verifying.day_in(1))
    world.pass_time(DAY)
    assert verifying.ask_level(1).sentence == "staff.asked"
    world.pass_time(20 * 3600)  # a day later: nobody has ended them yet
    assert world.do(lambda db: business_documents.find_shown_level(db, merchant)) == 0
    request, session = office.newest(merchant), office.sign_in(BRUNO).secret

    def do(db: Connection) -> None:
        db.execute(text(APPROVE), {"session": session})
        db.execute(text("UPDATE merchant SET level = 1"))
        audit.note(db, session, "raise_level", merchant, {}, {}, "all papers seen", request.id)

    with pytest.raises(DBAPIError, match="may not change the level of a business"):
        world.do(do, "office")


def test_a_worker_lets_no_level_fall_below_what_is_shown(verifying: Verifying) -> None:
    verifying.show(*PERSON)
    verifying.raise_to(1)

    def fall(db: Connection) -> None:
        db.execute(text("UPDATE merchant SET level = 0"))

    with pytest.raises(DBAPIError, match="may not change the level of a business"):
        verifying.world.do(fall, "worker")
