"""Answering a text: one sentence through the outbox, in the language of whoever sent it."""

from typing import Any

from sqlalchemy import Connection

from wallet.core.database import in_transaction
from wallet.core.errors import Refused
from wallet.messages import notices
from wallet.messages.texts import ANSWERED
from wallet.operations.actor import Actor
from wallet.operations.proofs import Proof
from wallet.operations.use_case import UseCase
from wallet.requests.code_looks import count_look
from workers import process
from workers.waking import wake


def tell(db: Connection, actor: Actor, sentence: str, values: dict[str, Any]) -> None:
    """Answer whoever texted."""
    notices.tell(db, actor, "answer", sentence, **values)


def reply(actor: Actor, sentence: str, values: dict[str, Any]) -> None:
    """Answer whoever texted, in a transaction of its own."""
    in_transaction(process.wallet().engine, lambda db: tell(db, actor, sentence, values))


def look_at_code(actor: Actor, code: str) -> None:
    """Count a look at a request's code. Raises Refused for a phone that has looked at as many as anybody may today."""
    look = in_transaction(process.wallet().engine, lambda db: count_look(db, actor, code))
    if look.refusal:
        raise Refused(look.refusal)


def perform(actor: Actor, case: UseCase, key: str, proof: Proof | None = None, *, again: bool = False) -> str:
    """Do what a text asks, and answer it, unless what came of it was texted to the actor already.

    Returns ANSWERED, or the key of the sentence that refuses.

    `again`: it was done and told before, and is asked about once more. Raises what Wallet.perform does.
    """
    outcome = process.wallet().perform(case, actor, key, "sms", proof)
    if again or not outcome.told:
        reply(actor, outcome.sentence, outcome.values)  # before anybody is woken: what they say comes after
    for queue in case.wakes:
        wake(process.redis(), queue)
    return outcome.sentence if outcome.refused else ANSWERED
