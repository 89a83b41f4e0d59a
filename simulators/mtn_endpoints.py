"""MTN's endpoints: what each call does once the line has let it through."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask import Response, request

from simulators import mtn_access
from simulators.answers import Refused, as_json
from simulators.mtn_access import Access, Grant, empty, refusal
from simulators.mtn_requests import read, read_note
from simulators.mtn_sandbox import DELAYED, ONGOING, OUTCOMES
from simulators.mtn_words import outcome
from simulators.operator_books import COLLECTION, REFUND, SUCCEEDED, Operation
from simulators.operator_line import OperatorLine
from simulators.operators import Operator

NOTIFIED_AGAIN_SECONDS: Final = 60.0
NOTIFICATION_WINDOW_SECONDS: Final = 3600.0


@dataclass
class MtnEndpoints:
    """MTN's endpoints, behind its line: one method a call."""

    operator: Operator
    access: Access
    line: OperatorLine

    def post(self, kind: str, grant: Grant) -> Response:
        """Answer `POST …/requesttopay`, `transfer`, `deposit` or `refund`: 202 with nothing in it. Raises Refused."""
        user = self.access.users.get(grant.user)
        operation = read(kind, user.callback_host if user else None)
        books = self.operator.books
        if books.find(operation.reference) is not None:
            raise Refused(refusal("RESOURCE_ALREADY_EXIST", 409))
        if kind == REFUND:
            self._refunds(operation)
        if code := self.operator.struck("refused_code", operation):
            raise Refused(refusal(str(code.value)))
        if operation.phone in OUTCOMES:
            return self._scripted(operation, OUTCOMES[operation.phone])
        if books.balance(operation.phone) is None and self.operator.struck("refused_at_once", operation):
            return self._refused(operation, "PAYER_NOT_FOUND" if kind == COLLECTION else "PAYEE_NOT_FOUND")
        return empty(202) if self.operator.take(operation) else refusal("RESOURCE_ALREADY_EXIST", 409)

    def _refunds(self, operation: Operation) -> None:
        original = self.operator.books.find(str(operation.asked.get("referenceIdToRefund", "")).lower())
        if original is None or original.kind != COLLECTION or not original.executed:
            raise Refused(refusal("RESOURCE_NOT_FOUND", 404))
        operation.refund_of, operation.phone = original, original.phone

    def _refused(self, operation: Operation, code: str) -> Response:
        self.operator.books.register(operation)
        self.operator.fail(operation, code)
        return refusal(code, 503 if code == "SERVICE_UNAVAILABLE" else 500)

    def _scripted(self, operation: Operation, script: str) -> Response:
        """Do what MTN documents for one of its sandbox numbers, and answer."""
        if script not in (ONGOING, DELAYED):
            code = "PAYEE_NOT_FOUND" if operation.kind != COLLECTION and script == "PAYER_NOT_FOUND" else script
            answer = self._refused(operation, code)
            return answer if self.operator.struck("sandbox_at_once", operation) else empty(202)
        self.operator.books.register(operation)
        if script == ONGOING:
            timers, seconds = self.operator.world.timers, self.operator.timings.ongoing_seconds
            timers.after(seconds, lambda: self.operator.execute(operation))
        return empty(202)

    def status(self, kind: str, operation: Operation | None) -> Response:
        """Answer `GET …/{reference}`: 200 also for what failed."""
        if operation is None or operation.kind != kind:
            return refusal("RESOURCE_NOT_FOUND", 404)
        if unknown := self.operator.struck("status_unknown", operation, "status"):
            return as_json({**outcome(self.operator.world, operation), "status": str(unknown.value)})
        return as_json(outcome(self.operator.world, operation, self.operator.shown_status(operation)))

    def notify(self, operation: Operation | None) -> Response:
        """Answer `POST …/deliverynotification`: only for a success, once a minute, for an hour. Raises Refused."""
        note = read_note()
        if operation is None:
            return empty(404)
        if operation.status != SUCCEEDED:
            return empty(409)
        now = time.time()
        if now > operation.created + NOTIFICATION_WINDOW_SECONDS:
            return empty(410)
        if now < operation.notified + NOTIFIED_AGAIN_SECONDS:
            return empty(429)
        operation.notified = now
        self.operator.notes.append({"reference": operation.reference, "to": operation.phone, "text": note})
        return empty(200)

    def balance(self, currency: str | None) -> Response:
        """Answer with our balance there; both products draw on one account."""
        own = mtn_access.ENVIRONMENTS[request.headers["X-Target-Environment"]]
        if currency not in (None, own):
            return refusal("INVALID_CURRENCY")
        return as_json({"availableBalance": str(self.operator.books.float), "currency": own})

    def call(self, name: str, product: str, phone: str | None, act: Callable[[Grant], Response]) -> Response:
        """Carry one product call over the line, check its access, and answer."""

        def through() -> Response:
            grant = self.access.grant(product)
            return grant if isinstance(grant, Response) else act(grant)

        return self.line.carry(name, [phone] if phone else [], through)
