"""Clients of the simulated operators, and a service that hears their callbacks."""

from __future__ import annotations

import base64
import json
import uuid
from dataclasses import dataclass, field
from typing import Any

import requests
from flask import Flask, request

from faults.polling import wait_for
from tests.world.cast import AWA, MOUSSA

BASIC = "Basic " + base64.b64encode(b"user:key").decode()


class Client:
    """The simulators as a test drives them: faults, habits, accounts, prompts, the journal."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.session = requests.Session()
        self.session.headers["User-Agent"] = "mbongo-test"

    def put(self, path: str, body: Any) -> Any:
        reply = self.session.put(f"{self.url}{path}", json=body, timeout=60)
        assert reply.ok, reply.text
        return reply.json()

    def get(self, path: str, **query: Any) -> Any:
        reply = self.session.get(f"{self.url}{path}", params=query, timeout=60)
        assert reply.ok, reply.text
        return reply.json()

    def habit(self, everybody: Any) -> None:
        """Set what customers do when nobody holds their phone; those who act do it at once."""
        self.put("/customers", {"everybody": everybody})

    def prompt(self, phone: str = MOUSSA) -> dict[str, Any]:
        found: list[dict[str, Any]] = self.get("/prompts", to=phone, wait=5)
        assert found, "no prompt came"
        return found[0]

    def decide(self, *, approve: bool, phone: str = MOUSSA, **more: Any) -> requests.Response:
        prompt_id = self.prompt(phone)["id"]
        return self.session.post(f"{self.url}/prompts/{prompt_id}", json={"approve": approve, **more}, timeout=60)

    def journal(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.get("/journal")
        return found


class MtnClient(Client):
    """MTN's API by hand: every header can be changed or left out (None)."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.tokens: dict[str, str] = {}

    def call(self, method: str, path: str, body: Any = None, **headers: str | None) -> requests.Response:
        product = path.split("/")[1]
        own = {
            "Ocp-Apim-Subscription-Key": f"{product}-key", "X-Target-Environment": "mtncameroon",
            "Authorization": f"Bearer {self.token(product)}" if "Authorization" not in headers else None,
        }  # fmt: skip
        sent = {**own, **{name.replace("_", "-"): value for name, value in headers.items()}}
        kept = {name: value for name, value in sent.items() if value is not None}
        return self.session.request(method, f"{self.url}/mtn{path}", json=body, headers=kept, timeout=60)

    def token(self, product: str) -> str:
        if product not in self.tokens:
            reply = self.call("POST", f"/{product}/token/", Authorization=BASIC)
            self.tokens[product] = reply.json()["access_token"]
        return self.tokens[product]

    def collect(self, phone: str = MOUSSA, reference: str = "", **changes: Any) -> tuple[str, requests.Response]:
        return self.ask("/collection/v1_0/requesttopay", "payer", phone, reference, **changes)

    def pay_out(self, phone: str = MOUSSA, reference: str = "", **changes: Any) -> tuple[str, requests.Response]:
        return self.ask("/disbursement/v1_0/transfer", "payee", phone, reference, **changes)

    def ask(
        self, path: str, party: str, phone: str, reference: str = "", **changes: Any
    ) -> tuple[str, requests.Response]:
        reference = reference or str(uuid.uuid4())
        headers = {name: changes.pop(name) for name in list(changes) if name[0] == "X"}
        body = {
            "amount": "500", "currency": "XAF", "externalId": "K7Q2-93FD", "payerMessage": "AddMoney",
            "payeeNote": "K7Q2-93FD", party: {"partyIdType": "MSISDN", "partyId": phone.lstrip("+")}, **changes,
        }  # fmt: skip
        return reference, self.call("POST", path, body, X_Reference_Id=reference, **headers)

    def status(self, reference: str, path: str = "/collection/v1_0/requesttopay") -> requests.Response:
        return self.call("GET", f"{path}/{reference}")

    def final(self, reference: str, path: str = "/collection/v1_0/requesttopay") -> dict[str, Any]:
        """The status once it is no longer pending."""
        told: dict[str, Any] = wait_for(
            lambda: (told := self.status(reference, path).json())["status"] != "PENDING" and told, "its end"
        )
        return told


class OrangeClient(Client):
    """Orange's API by hand."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.bearer = ""

    def call(self, method: str, path: str, body: Any = None, **headers: str | None) -> requests.Response:
        if not self.bearer:
            self.bearer = self.token().json()["access_token"]
        own = {"Authorization": f"Bearer {self.bearer}", "X-AUTH-TOKEN": BASIC.split()[1]}
        sent = {**own, **{name.replace("_", "-"): value for name, value in headers.items()}}
        kept = {name: value for name, value in sent.items() if value is not None}
        return self.session.request(
            method, f"{self.url}/orange/omcoreapis/1.0.2{path}", json=body, headers=kept, timeout=60
        )

    def token(self) -> requests.Response:
        form = {"grant_type": "client_credentials"}
        return self.session.post(f"{self.url}/orange/token", data=form, headers={"Authorization": BASIC}, timeout=60)

    def begin(self, door: str = "mp") -> str:
        pay_token: str = self.call("POST", f"/{door}/init").json()["data"]["payToken"]
        return pay_token

    def pay(self, pay_token: str, door: str = "mp", phone: str = AWA, **changes: Any) -> requests.Response:
        body = {
            "notifUrl": "http://127.0.0.1:9/none", "channelUserMsisdn": "691000000", "amount": "500",
            "subscriberMsisdn": phone.removeprefix("+237"), "pin": "2222", "orderId": "K7Q2-93FD",
            "description": "AddMoney", "payToken": pay_token, **changes,
        }  # fmt: skip
        return self.call("POST", f"/{door}/pay", body)

    def status(self, pay_token: str, door: str = "mp") -> dict[str, Any]:
        data: dict[str, Any] = self.call("GET", f"/{door}/paymentstatus/{pay_token}").json()["data"]
        return data

    def final(self, pay_token: str, door: str = "mp") -> dict[str, Any]:
        """The status once it is no longer pending."""
        told: dict[str, Any] = wait_for(
            lambda: (data := self.status(pay_token, door))["status"] != "PENDING" and data, "its end"
        )
        return told


@dataclass
class HeardCallbacks:
    """The callbacks a service heard: verb, path, body (None when it was no JSON)."""

    heard: list[tuple[str, str, Any]] = field(default_factory=list)
    refusals: int = 0

    def app(self) -> Flask:
        app = Flask("callbacks heard")

        @app.route("/<path:path>", methods=["POST", "PUT"])
        def hear(path: str) -> tuple[str, int]:
            try:
                body = json.loads(request.get_data())
            except ValueError:
                body = None
            self.heard.append((request.method, path, body))
            self.refusals -= 1
            return ("", 503) if self.refusals >= 0 else ("", 200)

        return app

    def wait(self, count: int) -> list[tuple[str, str, Any]]:
        """The first so many, once they came."""
        wait_for(lambda: len(self.heard) >= count, "callbacks")
        return self.heard[:count]
