"""Each query that docs/production.md tells its reader to ask is answered to mbongo_read, whose address they have."""

import re
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.world.cast import AWA, MOUSSA
from tests.world.world import World

PRODUCTION = (Path(__file__).parents[2] / "docs" / "production.md").read_text("utf-8")
QUERIES = re.findall(r" *```sql\n(.*?)```", PRODUCTION, re.DOTALL)


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_is_answered_to_the_reader(world: World, query: str) -> None:
    world.do(lambda db: db.execute(text(query)).all(), "read")


def test_whom_money_reached_is_listed_with_how_much(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    world.open_wallet(AWA)
    world.send(MOUSSA, AWA, 5_000, "once")
    rows = world.do(lambda db: db.execute(text(re.sub("2026-[^']*", "-infinity", QUERIES[0]))).all(), "read")
    assert (AWA, 1, 5_000) in [tuple(row) for row in rows]
