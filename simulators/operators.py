"""Behaviour common to all mobile-money operators: asking customers, moving money, calling back, going wrong.

It asks the customer, moves money in its own books, tells the outcome by callback, and goes wrong on demand.
The wires are mtn.py and orange.py, its accounts are shown and set in accounts.py.
"""

from __future__ import annotations

import copy
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from simulators import callbacks, prompts, status_scripts
from simulators.callbacks import Callback
from simulators.faults import Fault, Knob
from simulators.operator_books import COLLECTION, EXPIRED, FAILED, PENDING, SUCCEEDED, Books, Operation
from simulators.telling import Distortion, Telling
from simulators.world import World

FAULTS: Final = {
    "registers_late": Knob("takes note of the operation only after value seconds; unknown until then", 5.0),
    "registers_within": Knob("takes note of it after up to value seconds", 60.0),
    "payout_waits": Knob("the payout is done only after value seconds", 10.0),
    "payout_refused": Knob("the payout fails with code value", "PAYEE_NOT_ALLOWED_TO_RECEIVE"),
    "float_exhausted": Knob("our account there is empty"),
    **status_scripts.FAULTS,
    "status_word": Knob("the word for success", "SUCCESS"),
    **callbacks.FAULTS,
}
NOTES_KEPT: Final = 1000


@dataclass
class Timings:
    """Seconds an operator takes and waits; MTN gives customers five minutes to approve."""

    expiry_seconds: float = 300.0
    payout_seconds: float = 0.2
    token_seconds: float = 3600.0
    pay_token_seconds: float = 600.0  # Orange: how long a payToken may be paid; theirs is not published
    ongoing_seconds: float = 30.0  # MTN's sandbox number …453


@dataclass
class OperatorWords:
    """The words of one operator: a prompt, its own id of an operation, and a callback (verb and body)."""

    prompt: Callable[[Operation], str]
    operator_id: Callable[[Operation], str]
    callback: Callable[[Operation], dict[str, Any]]
    verb: str


@dataclass(frozen=True)
class FileWords:
    """The words of one operator's settlement file: its word for success, and a customer's number (from E.164)."""

    done: str
    number: Callable[[str], str]


@dataclass
class Operator:
    """One operator: its books, its timings and its words."""

    name: str
    world: World
    books: Books
    words: OperatorWords
    file_words: FileWords
    timings: Timings = field(default_factory=Timings)
    notes: deque[dict[str, str]] = field(default_factory=lambda: deque(maxlen=NOTES_KEPT))  # sent to customers for us
    may_start: Callable[[Operation], bool] = lambda operation: True

    def struck(self, name: str, operation: Operation, call: str = "") -> Fault | None:
        """Return the fault of this name when it hits this operation; its kind is the call unless one is named."""
        return self.world.faults.strike(self.name, name, [operation.phone], call or operation.kind)

    def take(self, operation: Operation) -> bool:
        """Accept an operation: register it, now or late, and begin it; False when its reference is known."""
        late_seconds = 0.0
        if late := self.struck("registers_late", operation):
            late_seconds = float(late.value or 0)
        if late := self.struck("registers_within", operation):
            late_seconds = float(late.value or 0) * self.world.faults.draw(f"{self.name}:late:{operation.phone}")
        operation.told = status_scripts.draw_script(lambda name: self.struck(name, operation))
        if late_seconds > 0:
            self.world.timers.after(late_seconds, lambda: self._start(operation))
            return True
        return self._start(operation)

    def _start(self, operation: Operation) -> bool:
        if not self.may_start(operation) or not self.books.register(operation):
            return False  # when late: the same reference came again meanwhile, and that one is done
        if operation.notify_url is not None:
            self._telling(operation).lie()
        if self.struck("callback_early", operation):
            self.execute(operation, early=True)
        elif operation.kind == COLLECTION:
            self._prompt(operation)
        else:
            self._pay_out(operation)
        return True

    def _prompt(self, operation: Operation) -> None:
        if self.books.balance(operation.phone) is None:
            self.execute(operation)  # which fails: there is nobody to ask
            return

        def end(state: str, late: bool) -> None:
            if state == prompts.APPROVED:
                self.execute(operation, late=late)
            elif state == prompts.REFUSED:
                self.fail(operation, "APPROVAL_REJECTED")
            else:
                self.fail(operation, "EXPIRED", EXPIRED)

        operation.prompt = self.world.prompts.ask(
            end, self.timings.expiry_seconds, to=operation.phone, operator=self.name, reference=operation.reference,
            order=operation.order, amount=operation.amount, text=self.words.prompt(operation),
        )  # fmt: skip

    def _pay_out(self, operation: Operation) -> None:
        seconds = self.timings.payout_seconds
        if waits := self.struck("payout_waits", operation):
            seconds = float(waits.value or 0)
        if self.struck("float_exhausted", operation):
            self.world.timers.after(seconds, lambda: self.fail(operation, "NOT_ENOUGH_FUNDS"))
        elif refused := self.struck("payout_refused", operation):
            code = str(refused.value)
            self.world.timers.after(seconds, lambda: self.fail(operation, code))
        elif seconds > 0:
            self.world.timers.after(seconds, lambda: self.execute(operation))
        else:
            self.execute(operation)

    def execute(self, operation: Operation, *, late: bool = False, early: bool = False) -> None:
        """Move the money, or fail for want of it, and call back."""
        if self.books.execute(operation, self.words.operator_id(operation), late=late):
            self._tell(operation, early=early)

    def fail(self, operation: Operation, reason: str, status: str = FAILED) -> None:
        """End an operation without moving money, and call back."""
        if self.books.close(operation, status, reason):
            self._tell(operation)

    def shown_status(self, operation: Operation) -> str:
        """Return the status a read tells: the truth, unless a script says otherwise; a read uses up one line."""
        return status_scripts.read_next(operation.told, operation.status)

    def _tell(self, operation: Operation, *, early: bool = False) -> None:
        if operation.notify_url is not None:
            self._telling(operation).tell(early=early)

    def _telling(self, operation: Operation) -> Telling:
        return Telling(
            self.world.callbacks,
            lambda name: self.struck(name, operation),
            lambda told: self._callback(operation, told),
            self.timings.expiry_seconds,
        )

    def _callback(self, operation: Operation, told: Distortion) -> Callback:
        said = copy.copy(operation)
        if told.more:
            said.amount += told.more
            said.asked = {**said.asked, "amount": str(said.amount)}
        if told.pending:
            said.status, said.reason = PENDING, None
        if told.forged:
            said.status, said.id = SUCCEEDED, str(self.books.new_id())
        if told.unknown:
            said.reference = said.order = str(uuid.uuid4())
        return Callback(self.words.verb, operation.notify_url or "", callbacks.write(self.words.callback(said)))
