"""The program of the tour's shop: it makes links by the API, and its endpoint hears what becomes of them."""

import json
import time
import uuid
from dataclasses import dataclass
from typing import Any, Final

import requests

from local.tour.phones import UnexpectedError
from local.tour.stage import Tour

TIMEOUT_SECONDS: Final = 10
PATIENCE_SECONDS: Final = 30


@dataclass(frozen=True)
class Program:
    """A shop's program: the key it asks by, and where it hears."""

    api_url: str
    key: str
    endpoint_url: str

    @classmethod
    def start(cls, tour: Tour) -> "Program":
        """Give Brice's shop a key and an endpoint, whose signatures are verified by the public library."""
        made = cls(tour.api_url, tour.make_api_key(), f"{tour.simulator_url}/endpoints/{uuid.uuid4().hex[:12]}")
        said = made.post("/endpoints", {"url": made.endpoint_url, "events": ["checkout.paid"]})
        ready = {"mood": "quick", "secret": said["secret"]}
        requests.put(made.endpoint_url, json=ready, timeout=TIMEOUT_SECONDS).raise_for_status()
        return made

    def post(self, path: str, said: dict[str, Any]) -> dict[str, Any]:
        """Ask for something to be made, and return it. Raises UnexpectedError where it is refused."""
        headers = {"Authorization": f"Bearer {self.key}", "Idempotency-Key": str(uuid.uuid4())}
        answer = requests.post(f"{self.api_url}{path}", json=said, headers=headers, timeout=TIMEOUT_SECONDS)
        if not answer.ok:
            raise UnexpectedError(f"POST {path}: {answer.status_code} {answer.text}")
        made: dict[str, Any] = answer.json()
        return made

    def await_paid(self, count: int) -> list[dict[str, Any]]:
        """Return what the endpoint heard, once it was told of so many payments, every one rightly signed.

        Raises UnexpectedError for a wrong signature, and where they do not come.
        """
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            heard = requests.get(self.endpoint_url, timeout=TIMEOUT_SECONDS).json()["heard"]
            if any(one["signed"] is not True for one in heard):
                raise UnexpectedError(f"the shop heard what was not signed: {heard}")
            if len(heard) >= count:
                return [json.loads(one["body"]) for one in heard]
            time.sleep(0.2)
        raise UnexpectedError(f"the shop waited {PATIENCE_SECONDS} s to hear of {count} payments: {heard}")
