"""Looking at everybody once a day, a slice a transaction: who is to be told, who is dormant, who woke."""

from typing import Final

from sqlalchemy import Connection, Engine, text

from wallet.core.clock import DOUALA, TODAY
from wallet.core.database import in_transaction
from wallet.messages import notices
from wallet.people import people

AT_ONCE: Final = 300
SLICES: Final = 5  # a tick
TAKE: Final = text(f"SELECT after FROM dormancy_sweep WHERE day < {TODAY} FOR UPDATE SKIP LOCKED")  # noqa: S608 - a constant
LOOK: Final = text("SELECT person_id, idle_since, becomes, due_at FROM look_for_dormant(:after, :most)")
MOVE_ON: Final = text(f"""UPDATE dormancy_sweep SET after = :after,
    day = CASE WHEN :ended THEN {TODAY} ELSE day END""")  # noqa: S608 - a constant
BECOME: Final = {
    "awake": text("DELETE FROM dormancy WHERE person_id = :id"),
    "warned": text("INSERT INTO dormancy (person_id, idle_since, warned_at) VALUES (:id, :idle, wallet_now())"),
    "dormant": text("UPDATE dormancy SET dormant_at = wallet_now() WHERE person_id = :id"),
}
TOLD: Final = {"warned": "dormancy_near", "dormant": "wallet_dormant"}


def sweep(engine: Engine) -> None:
    """Look at those whom nobody looked at today, so many slices at most, a transaction each."""
    for _ in range(SLICES):
        if not in_transaction(engine, sweep_slice):
            return


def sweep_slice(db: Connection) -> bool:
    """Look at a slice of people, and tell whom it is to be told; False once all were looked at, for today."""
    found = db.execute(TAKE).one_or_none()
    if found is None:
        return False
    looked = db.execute(LOOK, {"after": found.after, "most": AT_ONCE}).all()
    for row in looked:
        if row.becomes == "nothing":
            continue
        db.execute(BECOME[row.becomes], {"id": row.person_id, "idle": row.idle_since})
        if sentence := TOLD.get(row.becomes):
            person = people.get_person(db, str(row.person_id))
            said = {"date": f"{row.due_at.astimezone(DOUALA):%d/%m/%Y}"} if row.becomes == "warned" else {}
            notices.tell(db, person, "security", sentence, **said)
    ended = len(looked) < AT_ONCE
    db.execute(MOVE_ON, {"after": None if ended else looked[-1].person_id, "ended": ended})
    return not ended
