"""Orange's endpoints: what each call does once the line has let it through. Reconstructed from public clients."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from flask import Response

from simulators.answers import as_json
from simulators.operator_books import COLLECTION, FAILED, PAYOUT, Operation
from simulators.operator_line import OperatorLine
from simulators.operators import Operator
from simulators.orange_access import Access
from simulators.orange_requests import read, refused
from simulators.orange_words import REFUSALS, STARTED, UNPAID, details, transaction_id
from simulators.prompts import OPEN


@dataclass(frozen=True)
class PayToken:
    """A right to pay once, until it is too old."""

    kind: str
    number: int
    created: float


@dataclass
class OrangeEndpoints:
    """Orange's endpoints, behind its line: one method a call."""

    operator: Operator
    access: Access
    line: OperatorLine
    pay_tokens: dict[str, PayToken] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, kind: str) -> Response:
        """Answer `POST …/init`: a payToken, before anything is said of the payment."""
        number = self.operator.books.new_id()
        prefix = {COLLECTION: "MP", PAYOUT: "CI"}[kind]
        name = f"{prefix}{datetime.now(UTC):%y%m%d}{uuid.uuid4().hex[:20].upper()}"
        self.pay_tokens[name] = PayToken(kind, number, time.time())
        what = {COLLECTION: "Payment", PAYOUT: "Cash in"}[kind]
        return as_json({"message": f"{what} request successfully initiated", "data": {"payToken": name}})

    def may_pay(self, operation: Operation) -> bool:
        """True while the payToken of an operation may be paid."""
        token = self.pay_tokens[operation.reference]
        return time.time() < token.created + self.operator.timings.pay_token_seconds

    def pay(self, kind: str) -> Response:
        """Answer `POST …/pay`: once for each payToken. Raises Refused."""
        operation = read(kind)
        token = self.pay_tokens.get(operation.reference)
        if token is None or token.kind != kind:
            raise refused("PayToken invalid")
        operation.asked["id"] = str(token.number)
        if not self.may_pay(operation):
            raise refused("PayToken expired")
        if code := self.operator.struck("refused_code", operation):
            raise refused(str(code.value))
        self._refuse_poor(operation)
        with self.lock:
            if operation.reference in self.used:
                raise refused("PayToken already used")
            self.used.add(operation.reference)
        operation.id = transaction_id(kind, token.number)
        self.operator.take(operation)
        return as_json({"message": STARTED[kind], "data": details(self.operator.world, operation)})

    def _refuse_poor(self, operation: Operation) -> None:
        """Refuse, before any prompt, a payer without the money or a number that is nobody's. Raises Refused."""
        books = self.operator.books
        has = books.balance(operation.phone)
        collects = operation.kind == COLLECTION
        if has is None:
            reason = "PAYER_NOT_FOUND" if collects else "PAYEE_NOT_FOUND"
        elif (has if collects else books.float) < operation.amount:
            reason = "NOT_ENOUGH_FUNDS"
        else:
            return
        with self.lock:
            self.used.add(operation.reference)
        if not books.register(operation):
            raise refused("PayToken already used")
        books.close(operation, FAILED, reason)
        raise refused(" :: ".join(REFUSALS[reason]), self._refused_details(operation))

    def _refused_details(self, operation: Operation) -> dict[str, Any]:
        code, sentence = REFUSALS.get(operation.reason or "", ("60000", "Echec de la transaction"))
        return {
            **details(self.operator.world, operation),
            "txnid": None, "inittxnmessage": sentence, "inittxnstatus": code,
            "confirmtxnstatus": None, "confirmtxnmessage": None,
        }  # fmt: skip

    def status(self, name: str, kind: str) -> Response:
        """Answer `GET …/paymentstatus/{payToken}`: 200 also for what failed or was never paid. Raises Refused."""
        token = self.pay_tokens.get(name)
        if token is None or token.kind != kind:
            raise refused("PayToken invalid", status=404)
        operation = self.operator.books.find(name)
        if operation is None:
            data: dict[str, Any] = dict.fromkeys(UNPAID)
            data |= {"id": token.number, "createtime": str(int(token.created)), "payToken": name, "status": "EXPIRED"}
        elif unknown := self.operator.struck("status_unknown", operation, "status"):
            data = {**details(self.operator.world, operation), "status": str(unknown.value)}
        elif operation.id == "":
            data = self._refused_details(operation)
        else:
            data = details(self.operator.world, operation, self.operator.shown_status(operation))
        return as_json({"message": "Transaction retrieved successfully", "data": data})

    def push(self, name: str) -> Response:
        """Answer `GET …/push/{payToken}`: show the prompt once more. Raises Refused."""
        operation = self.operator.books.find(name)
        if operation is None or operation.prompt is None or operation.prompt.state != OPEN:
            raise refused("Push not possible")
        self.operator.world.prompts.notice(operation.prompt)
        return as_json({"message": "Push sent to customer", "data": details(self.operator.world, operation)})

    def call(self, name: str, phone: str | None, act: Callable[[], Response]) -> Response:
        """Carry one call over the line, check its access, and answer."""

        def through() -> Response:
            return self.access.refusal() or act()

        return self.line.carry(name, [phone] if phone else [], through)
