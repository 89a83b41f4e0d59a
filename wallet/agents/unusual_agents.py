"""Agents whose work of a week is unusual, noted as security events once a day, so that somebody is called to look."""

from sqlalchemy import Connection

from wallet.agents.agent_review import review_days
from wallet.core import security_events


def note_unusual(db: Connection) -> int:
    """Note each agent whose splits or circles are a habit, once a day. Returns how many they are."""
    suspects = [one.agent for one in review_days(db) if one.is_suspect]
    for code in suspects:
        security_events.note_once_a_day(db, "unusual agent", "", f"agent {code}")
    return len(suspects)
