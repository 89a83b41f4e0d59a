"""A statement is the ledger's: over any days it opens, goes on and closes as the account did."""

import csv
from datetime import date, timedelta
from io import BytesIO, StringIO

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.documents.reading import read_paper
from tests.world.cast import AWA, MOUSSA
from tests.world.world import World
from wallet.operations.movements import MovementFilter
from wallet.people import people
from web.me import exports
from web.me.exports import Chosen, list_rows

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("send"), st.integers(100, 900)), st.tuples(st.just("receive"), st.integers(100, 900)),
        st.tuples(st.just("add"), st.integers(1, 5_000)), st.tuples(st.just("pass"), st.integers(1, 40)),
    ),
    max_size=6,
)  # fmt: skip
BEFORE = """SELECT coalesce(sum(e.amount), 0)::bigint FROM entry e JOIN person p ON p.account_id = e.account_id
    JOIN phone f ON f.person_id = p.id WHERE f.number = :phone
    AND e.posted_at < CAST(:day AS date)::timestamp AT TIME ZONE 'Africa/Douala'"""
TODAY = "SELECT (wallet_now() AT TIME ZONE 'Africa/Douala')::date"


def test_a_statement_of_any_days_is_the_ledger_s(world: World) -> None:
    for phone in (MOUSSA, AWA):
        world.open_wallet(phone)
        world.credit(phone, 100_000)
    began: date = world.one(TODAY)
    done = {"steps": 0}
    engine = world.wallet_on("web").engine

    @settings(max_examples=8, deadline=None)
    @given(steps=STEPS, first=st.integers(-2, 20), days=st.integers(0, 20))
    def look(steps: list[tuple[str, int]], first: int, days: int) -> None:
        for step, size in steps:
            done["steps"] += 1
            key = f"step {done['steps']}"
            if step == "pass":
                world.pass_time(hours=size)
            elif step == "add":
                world.credit(MOUSSA, size, key)
            else:
                world.send_proven(*((MOUSSA, AWA) if step == "send" else (AWA, MOUSSA)), size, key)
        since, until = began + timedelta(days=first), began + timedelta(days=first + days)
        person = world.do(lambda db: people.find_by_phone(db, MOUSSA))
        chosen = Chosen(engine, person, MovementFilter(since, until), "en")
        after, *lines, before = list_rows(chosen)
        opening, closing = (world.one(BEFORE, phone=MOUSSA, day=day) for day in (since, until + timedelta(days=1)))
        assert (before[3], before[-1], after[3], after[-1]) == ("Balance before", opening, "Balance after", closing)
        moved = sum(
            int(came) - int(went) - int(fee) - int(tax) for *_, came, went, fee, tax, _, _ in lines if went != ""
        )
        beside = sum(int(line[-1]) for line in lines if line[-1] != "")
        assert opening + moved + beside == closing
        sheet = load_workbook(BytesIO(exports.make_sheet("xlsx", chosen))).active
        text = csv.reader(StringIO(exports.make_sheet("csv", chosen).decode("utf-8-sig")))
        cells = [[str(cell or "") if cell != 0 else "0" for cell in row] for row in sheet.iter_rows(values_only=True)]
        assert cells == [*text], "one statement, whatever it is read with"
        if done["steps"] % 3 == 0:  # a paper takes long to print
            paper = read_paper(exports.make_statement(chosen))
            assert f"Balance before {opening:,} FCFA".replace(",", " ") in paper
            assert f"Balance after {closing:,} FCFA".replace(",", " ") in paper

    look()
