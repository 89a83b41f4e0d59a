"""A call: one request of a program, whose key is known."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection

from wallet.business.api_keys import ApiKey, KeyProof
from wallet.core.database import in_one_statement, in_transaction
from wallet.core.replica import read_report
from wallet.operations import operations
from wallet.operations.actor import Actor
from wallet.operations.use_case import Outcome, UseCase
from web.api.problems import Trouble
from web.api.refusals import say_refusal
from web.process import WebProcess

Found = TypeVar("Found")


@dataclass(frozen=True)
class ApiRequest:
    """One request: by which key, under which Idempotency-Key ("" but for a POST).

    `db` is the transaction in which a POST is done and answered; what does not repeat has none, each step its own.
    """

    held: WebProcess
    key: ApiKey
    idempotency_key: str
    public_url: str
    db: Connection | None = None
    woken: set[str] = field(default_factory=set)
    done: dict[str, Any] = field(default_factory=dict)  # what the operation came to, as it is kept with the answer

    @property
    def merchant_id(self) -> str:
        """Return whose program calls; nothing of any other business is looked at."""
        return self.key.merchant_id

    def do(self, work: Callable[[Connection], Found]) -> Found:
        """Return what something gives that is done in one transaction."""
        return work(self.db) if self.db else in_transaction(self.held.wallet.engine, work)

    def read_report(self, work: Callable[[Connection], Found]) -> Found:
        """Return what something gives that only reads, and may read much, as a list does."""
        return work(self.db) if self.db else read_report(self.held.wallet.engine, work, in_one_statement)

    def read(self, work: Callable[[Connection], Found]) -> Found:
        """Return what something gives that only reads, each statement by itself."""
        return work(self.db) if self.db else in_one_statement(self.held.wallet.engine, work)

    def perform(self, case: UseCase) -> Outcome:
        """Do what is asked, once for the request's key. Raises Trouble or WalletError where it is refused."""
        actor = Actor("api_key", self.key.id, "fr", business_id=self.merchant_id, permissions=self.key.permissions)
        proof = KeyProof() if KeyProof in case.accepts else None
        wallet, key = self.held.wallet, f"api:{self.merchant_id}:{self.idempotency_key}"
        if self.db:
            outcome = wallet.perform_in(self.db, case, actor, key, "api", proof, self.keep)
        else:
            outcome = wallet.perform(case, actor, key, "api", proof)
        if outcome.refused:
            raise Trouble("not_possible", say_refusal(outcome.sentence, outcome.values))
        self.wake(*case.wakes)
        return outcome

    def keep(self, _: Connection, key: str, outcome: Outcome) -> None:
        """Note what an operation came to, for whoever keeps the answer."""
        self.done.update(operations.write_row(key, outcome))

    def wake(self, *queues: str) -> None:
        """Have workers told, once all is done, that there is something to do."""
        self.woken.update(queues)
