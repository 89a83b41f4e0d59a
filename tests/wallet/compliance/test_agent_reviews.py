"""Agents' cuts and circles, one line each situation: what is one, what is none, and what is a habit."""

from datetime import datetime, timedelta

import pytest

from tests.world.cast import AWA, BRICE, FATOU, MOUSSA
from tests.world.office import Office
from tests.world.world import World
from wallet.compliance.agent_reviews import AgentReview, review_days

CODE, OTHER = "123455", "654321"
KINDS = {"in": "take_cash_in", "out": "pay_cash_out", "send": "send_money"}
# minutes, what, who, amount, at which agent or to whom: and how many cuts and circles that are at Fatou's.
SITUATIONS = {
    "five pieces within an hour are one cut": ([f"{n * 10} out moussa 1000 fatou" for n in range(5)], (1, 0)),
    "three pieces over more than an hour are none": (
        ["0 in moussa 1000 fatou", "31 in moussa 1000 fatou", "62 in moussa 1000 fatou"], (0, 0)),
    "three people are none": ([f"{n} in {who} 1000 fatou" for n, who in enumerate(("moussa", "awa", "brice"))], (0, 0)),
    "two kinds are none": (["0 in moussa 1000 fatou", "1 out moussa 50 fatou", "2 in moussa 1000 fatou"], (0, 0)),
    "in and out is a circle": (["0 in awa 5000 fatou", "10 out awa 4900 fatou"], (0, 1)),
    "out elsewhere is none": (["0 in awa 5000 fatou", "10 out awa 4900 other"], (0, 0)),
    "out three hours later is none": (["0 in awa 5000 fatou", "180 out awa 5000 fatou"], (0, 0)),
    "half of it out is none": (["0 in awa 5000 fatou", "10 out awa 2500 fatou"], (0, 0)),
    "out by whom it was sent to is a circle": (
        ["0 in awa 5000 fatou", "5 send awa 4900 moussa", "9 out moussa 4800 fatou"], (0, 1)),
    "over two hands is a circle": (
        ["0 in awa 500 fatou", "5 send awa 490 moussa", "6 send moussa 485 brice", "9 out brice 480 fatou"], (0, 1)),
    "sent before it was paid in is none": (
        ["0 send awa 4900 moussa", "5 in awa 5000 fatou", "9 out moussa 4800 fatou"], (0, 0)),
    "one paid in is paid out once": (
        ["0 in awa 5000 fatou", "5 out awa 4900 fatou", "9 out awa 4900 fatou"], (0, 1)),
}  # fmt: skip


@pytest.fixture
def agents(world: World) -> World:
    world.appoint_agent()
    world.appoint_agent(BRICE, OTHER)
    return world


def write(world: World, line: str, number: int) -> None:
    """Let one thing have happened, so many minutes after six hours ago."""
    minutes, kind, who, amount, where = line.split()
    people = {"moussa": MOUSSA, "awa": AWA, "brice": BRICE, "fatou": FATOU, "other": BRICE}
    customer, other = (world.actor(people[name]).id for name in (who, where))
    at: datetime = world.one("SELECT wallet_now()") - timedelta(hours=6) + timedelta(minutes=int(minutes))
    row = {"kind": KINDS[kind], "ref": f"R{number}", "who": customer, "other": other, "amount": int(amount), "at": at}
    if kind == "send":
        world.change("""INSERT INTO movement (transfer_id, reference, kind, giver_id, receiver_id, amount, at)
            VALUES (gen_random_uuid(), :ref, :kind, :who, :other, :amount, :at)""", **row)  # fmt: skip
    else:
        del row["other"]
        row["code"] = CODE if where == "fatou" else OTHER
        world.change("""INSERT INTO agent_operation (agent_code, reference, kind, other_id, amount, at)
            VALUES (:code, :ref, :kind, :who, :amount, :at)""", **row)  # fmt: skip


def review(world: World) -> AgentReview:
    return next(one for one in world.do(lambda db: review_days(db, 7), "office") if one.agent == CODE)


@pytest.mark.parametrize("said", SITUATIONS)
def test_what_is_counted(agents: World, said: str) -> None:
    lines, counts = SITUATIONS[said]
    for number, line in enumerate(lines):
        write(agents, line, number)
    found = review(agents)
    assert (found.splits, found.circles, found.is_suspect) == (*counts, False), "one of either is no habit"


def test_a_habit_is_looked_at(agents: World, office: Office) -> None:
    for turn in range(5):
        write(agents, f"{turn * 30} in awa 5000 fatou", 2 * turn)
        write(agents, f"{turn * 30 + 9} out awa 4900 fatou", 2 * turn + 1)
    assert review(agents).is_suspect
    told = office.done("agent", "review")
    assert f"LOOK {CODE}  operations 10  splits 0  circles 5" in told
    assert "1 of 1 agents to look at." in told
