"""A call: one request of a program, whose key is known."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection

from wallet.business.api_keys import ApiKey, KeyProof
from wallet.core.database import in_one_statement, in_transaction
from wallet.operations import operations
from wallet.operations.actor import Actor
from wallet.operations.use_case import Outcome, UseCase
from web.api.problems import Trouble
from web.process import Process
from workers.waking import wake_all

Found = TypeVar("Found")


@dataclass(frozen=True)
class Call:
    """One request: by which key, under which Idempotency-Key ("" but for a POST)."""

    held: Process
    key: ApiKey
    idempotency_key: str
    private_hosts: frozenset[str]
    public_url: str

    @property
    def merchant_id(self) -> str:
        """Return whose program calls; nothing of any other business is looked at."""
        return self.key.merchant_id

    def do(self, work: Callable[[Connection], Found]) -> Found:
        """Return what something gives that is done in one transaction."""
        return in_transaction(self.held.wallet.engine, work)

    def read(self, work: Callable[[Connection], Found]) -> Found:
        """Return what something gives that only reads, each statement by itself."""
        return in_one_statement(self.held.wallet.engine, work)

    @property
    def operation_key(self) -> str:
        """Return the key under which what is asked happens once."""
        return f"api:{self.merchant_id}:{self.idempotency_key}"

    def recall(self) -> dict[str, Any]:
        """Return the values of what was done under the request's key before, {} where nothing was."""
        known = self.read(lambda db: operations.recall(db, self.operation_key))
        return known.outcome.values if known else {}

    def perform(self, case: UseCase) -> Outcome:
        """Do what is asked, once for the request's key. Raises Trouble or WalletError where it is refused."""
        actor = Actor("api_key", self.key.id, "fr", business_id=self.merchant_id, permissions=self.key.permissions)
        proof = KeyProof() if KeyProof in case.accepts else None
        outcome = self.held.wallet.perform(case, actor, self.operation_key, "api", proof)
        if outcome.refused:
            raise Trouble("not_possible", say_refusal(outcome.sentence))
        self.wake(*case.wakes)
        return outcome

    def wake(self, *queues: str) -> None:
        """Tell workers that there is something to do."""
        wake_all(self.held.redis, queues)


def say_refusal(key: str) -> str:
    """Return a refusal's name in words: `refusal.not_refundable` is "not refundable"."""
    return key.rpartition(".")[2].replace("_", " ")
