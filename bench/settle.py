"""A drawn population, written into a database of its own: people, agents, what moved, papers shown, payments.

Only what rules read is written: there are entries of people and no transfers, so `check` is not for such a database.
"""

import uuid
from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any, Final

import psycopg
from sqlalchemy import Connection, Engine, text

from bench.population import BEGAN, DrawnMovement, Population

OPENED: Final = text("""WITH opened AS (
      INSERT INTO account (code, kind, accrued, floor, balance, opened_at)
      SELECT 'customer:' || id, 'customer', false, 0, 1000000, :at FROM unnest(CAST(:ids AS uuid[])) id
      RETURNING id, code)
    INSERT INTO person (id, name, tier, account_id, joined_at)
    SELECT split_part(code, ':', 2)::uuid, 'Moussa Bello', 1, id, :at FROM opened""")
AGENTS: Final = text("""WITH opened AS (
      INSERT INTO account (code, kind, accrued, floor, opened_at)
      SELECT k || ':' || id, k, a.accrued, a.floor, :at FROM unnest(CAST(:ids AS uuid[])) id,
        unnest(ARRAY['agent_float', 'agent_commission']) k JOIN account_kind a ON a.kind = k RETURNING id, code)
    INSERT INTO agent (code, person_id, float_id, commission_id, low_float, since)
    SELECT lpad((100000 + g.nth)::text, 6, '0'), g.id, f.id, c.id, 0, :at
    FROM unnest(CAST(:ids AS uuid[])) WITH ORDINALITY g (id, nth)
    JOIN opened f ON f.code = 'agent_float:' || g.id JOIN opened c ON c.code = 'agent_commission:' || g.id""")
ACCOUNTS: Final = text("SELECT id::text, account_id FROM person")
NUMBERED: Final = text("""UPDATE account a SET seq = e.seq
    FROM (SELECT account_id, max(seq) AS seq FROM entry GROUP BY 1) e WHERE e.account_id = a.id""")
# All of the time is over and added up; rules begin behind what they compare with.
OVER: Final = text("UPDATE day_summed SET until = :until")
BEGINS: Final = text("UPDATE alert_judged SET until = :day")
SWITCH: Final = "ALTER TABLE {} {} TRIGGER USER"
# What a payment's, a movement's or a document's row must have before it: people drawn here have nothing of it.
GUARDED: Final = ("payment", "movement", "identity", "agent_operation")
COPY: Final[dict[str, str]] = {
    "movement": "(transfer_id, reference, kind, giver_id, receiver_id, amount, at)",
    "agent_operation": "(agent_code, reference, kind, other_id, amount, at)",
    "entry": "(account_id, transfer_id, seq, kind, amount, balance_after, posted_at)",
    "identity": "(person_id, kind, number, name, seen_by, at)",
    "payment": "(id, purpose, reference, rail, direction, channel, person_id, party_kind, party, amount, reservation,"
    " state, created_at, changed_at)",
}


def settle(owner: Engine, drawn: Population, judged_from: int) -> int:
    """Write a population, as the database's owner; rules judge from that day on. Return how many entries."""
    with owner.begin() as db:
        db.execute(text("SET LOCAL statement_timeout = 0"))
        _switch(db, "DISABLE")
        db.execute(OPENED, {"ids": drawn.ids, "at": BEGAN})
        agents = drawn.ids[drawn.people : drawn.people + drawn.agents]
        db.execute(AGENTS, {"ids": agents, "at": BEGAN})
        rows = _write_rows(drawn, {one.id: int(one.account_id) for one in db.execute(ACCOUNTS)})
        raw = db.connection.driver_connection
        assert isinstance(raw, psycopg.Connection)
        for table, columns in COPY.items():
            with raw.cursor() as cursor, cursor.copy(f"COPY {table} {columns} FROM STDIN".encode()) as copy:
                for row in rows[table]:
                    copy.write_row(row)
        db.execute(NUMBERED)
        over = BEGAN + timedelta(days=drawn.days)
        db.execute(OVER, {"until": over})
        db.execute(BEGINS, {"day": (BEGAN + timedelta(days=judged_from, hours=1)).date()})
        _switch(db, "ENABLE")
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.execute(text("SET statement_timeout = 0"))
        db.execute(text("VACUUM ANALYZE"))  # which sums up indexes by age, as it does by itself where people work
    return len(rows["entry"])


def _switch(db: Connection, how: str) -> None:
    for table in GUARDED:
        db.execute(text(SWITCH.format(table, how)))


def _write_rows(drawn: Population, accounts: dict[str, int]) -> dict[str, list[tuple[Any, ...]]]:
    rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in COPY}
    seqs: dict[int, int] = defaultdict(int)

    def enter(person: int, transfer: str, kind: str, amount: int, at: datetime) -> None:
        account = accounts[drawn.ids[person]]
        seqs[account] += 1
        rows["entry"].append((account, transfer, seqs[account], kind, amount, 1_000_000, at))

    for number, one in enumerate(drawn.moved):
        transfer, reference = str(uuid.UUID(int=number + 1)), f"R{number:07}"
        giver, receiver = (drawn.ids[side] if side >= 0 else None for side in (one.giver, one.receiver))
        rows["movement"].append((transfer, reference, one.kind, giver, receiver, one.amount, one.at))
        for side, amount in ((one.giver, -one.amount), (one.receiver, one.amount)):
            if side >= 0 and side != one.agent:
                enter(side, transfer, one.kind, amount, one.at)
        if one.agent >= 0:
            rows["agent_operation"].append(_write_agents(drawn, one, reference))
        if one.party:
            rows["payment"].append(_write_payment(drawn, one, transfer, reference))
    for at, person, paper in drawn.papers:
        rows["identity"].append((drawn.ids[person], "cni", paper, "Moussa Bello", "100001", at))
    return rows


def _write_agents(drawn: Population, one: DrawnMovement, reference: str) -> tuple[Any, ...]:
    other = one.receiver if one.giver == one.agent else one.giver
    return f"{100_001 + one.agent - drawn.people}", reference, one.kind, drawn.ids[other], one.amount, one.at


def _write_payment(drawn: Population, one: DrawnMovement, transfer: str, reference: str) -> tuple[Any, ...]:
    way, person = ("collect", one.receiver) if one.kind == "add_money" else ("pay", one.giver)
    reserved = None if way == "collect" else transfer
    whose = drawn.ids[person], "phone", one.party
    return (
        transfer,
        one.kind,
        reference,
        "orange",
        way,
        "ussd",
        *whose,
        one.amount,
        reserved,
        "succeeded",
        one.at,
        one.at,
    )
