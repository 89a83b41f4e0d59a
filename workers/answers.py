"""Answering a text: one sentence through the outbox, in the caller's language."""

from typing import Any

from sqlalchemy import Connection

from wallet.core.database import in_transaction
from wallet.messages import notices
from wallet.operations.actor import Actor
from workers import process


def tell(db: Connection, actor: Actor, sentence: str, values: dict[str, Any]) -> None:
    """Answer the caller."""
    notices.write(db, actor.phone, actor.language, "answer", sentence, values)


def reply(actor: Actor, sentence: str, values: dict[str, Any]) -> None:
    """Answer the caller, in a transaction of its own."""
    in_transaction(process.wallet().engine, lambda db: tell(db, actor, sentence, values))
