"""Whatever is ended for waiting too long: the longest waiting first, however PostgreSQL finds it."""

import pytest

from workers.deadlines import DEADLINES, Deadline


@pytest.mark.parametrize("deadline", DEADLINES.values(), ids=DEADLINES)
def test_the_longest_waiting_is_ended_first(deadline: Deadline) -> None:
    """Else the order is the plan's, which changes with statistics: texts to one phone would come in any order."""
    assert "ORDER BY" in deadline.due.rpartition(")")[2]
