"""Downloads of somebody's data hold all of theirs, and nobody else's: over markets that are drawn."""

import itertools
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.world.asking import asking
from tests.world.cast import AWA, BRICE, FATOU, MOUSSA, NAMES
from tests.world.world import World
from wallet.accounts import own_data
from wallet.people import favourites

PEOPLE = (MOUSSA, AWA, FATOU, BRICE)
DEALS = st.lists(
    st.tuples(
        st.sampled_from(["send", "ask", "favour", "text"]), st.sampled_from(PEOPLE), st.sampled_from(PEOPLE),
        st.integers(100, 400),
    ),
    max_size=8,
)  # fmt: skip
REFERENCES = """SELECT DISTINCT m.reference FROM movement m
    WHERE CAST(:id AS uuid) IN (m.giver_id, m.receiver_id) AND m.kind = 'send_money'"""
REQUESTS = """SELECT reference FROM request
    WHERE asker_id = CAST(:id AS uuid) OR (payer_id = CAST(:id AS uuid) AND NOT dropped)"""
NUMBERS = itertools.count()
TEXTS = "SELECT text FROM text_in WHERE sender = :phone"


def download(world: World, person_id: str) -> str:
    sections = {
        one: list(own_data.read_section(world.wallet_on("web").engine, one, person_id)) for one in own_data.SECTIONS
    }
    return json.dumps(sections, ensure_ascii=False)


def do_deals(world: World, deals: list[tuple[str, str, str, int]], met: set[tuple[str, str]]) -> None:
    """Do what was drawn; `met` is who may name whom from then on."""
    ids = {phone: world.actor(phone).person_id for phone in PEOPLE}
    for deal, one, other, amount in deals:
        key = f"deal {next(NUMBERS)}"
        if deal == "text":
            world.change(
                """INSERT INTO text_in (gateway_id, sender, text, heard_at, state)
                VALUES (:key, :sender, :said, wallet_now(), 'answered')""",
                key=key, sender=one, said=f"MARK {key} of {one}",
            )  # fmt: skip
        elif one == other:
            continue
        elif deal == "send":
            world.send_proven(one, other, amount, key)
            met |= {(one, other), (other, one)}
        elif deal == "ask":
            world.perform(one, asking(world, one, other, amount), key)
            met |= {(one, other), (other, one)}
        else:
            world.do(lambda db, one=one, other=other: favourites.add(db, ids[one], ids[other]))
            met.add((one, other))


def test_it_is_all_of_them_and_nobody_else_s(world: World) -> None:
    met = set[tuple[str, str]]()
    for phone in PEOPLE:
        world.open_wallet(phone)
        world.credit(phone, 50_000, f"begin {phone}")
    ids = {phone: world.actor(phone).person_id for phone in PEOPLE}

    def list_theirs(phone: str) -> set[str]:
        """Return what can be of this one alone, or of both sides of it."""
        done = (*world.column(REFERENCES, id=ids[phone]), *world.column(REQUESTS, id=ids[phone]))
        return {*done, *world.column(TEXTS, phone=phone)}

    @settings(max_examples=12, deadline=None)
    @given(deals=DEALS)
    def look(deals: list[tuple[str, str, str, int]]) -> None:
        do_deals(world, deals, met)
        for phone in PEOPLE:
            mine, own = download(world, ids[phone]), list_theirs(phone)
            assert all(one in mine for one in own)
            for other in {*PEOPLE} - {phone}:
                assert NAMES[other] not in mine, "of others no more than was seen"
                assert (phone, other) in met or other not in mine
                assert not any(one in mine for one in list_theirs(other) - own)

    look()
