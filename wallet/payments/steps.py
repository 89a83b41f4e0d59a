"""Steps of each payment, kept for ever: every change of its state, with what the operator said."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, text

STEP: Final = text("""INSERT INTO payment_step (payment_id, at, state, why, raw)
    SELECT id, wallet_now(), state, why, raw FROM unnest(CAST(:id AS uuid[]), CAST(:state AS text[]),
        CAST(:why AS text[]), CAST(:raw AS text[])) AS c(id, state, why, raw)""")
KEPT_OF_RAW: Final = 2000


def note_steps(db: Connection, steps: Sequence[tuple[str, str, str, str]]) -> None:
    """Keep what happened to payments, and what the operator said: (payment id, state, why, raw)."""
    if steps:
        ids, states, whys, raws = (list(column) for column in zip(*steps, strict=True))
        cut = [raw[:KEPT_OF_RAW].replace("\x00", "") for raw in raws]
        db.execute(STEP, {"id": ids, "state": states, "why": [why[:200] for why in whys], "raw": cut})
