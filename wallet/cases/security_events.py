"""Security events: acts of no honest gateway or person, kept for whoever must look."""

import uuid

from sqlalchemy import Connection, text


def note(db: Connection, kind: str, phone: str, detail: str = "") -> None:
    """Note an event; never what was typed."""
    db.execute(
        text(
            "INSERT INTO security_event (id, kind, phone, detail, at)"
            " VALUES (:id, :kind, :phone, :detail, wallet_now())"
        ),
        {"id": str(uuid.uuid4()), "kind": kind, "phone": phone, "detail": detail},
    )
