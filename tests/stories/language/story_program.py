"""A shop's program in a story: asks by the API with its key, and hears at an endpoint of its own."""

import json
import uuid
from dataclasses import dataclass, field
from typing import Any, Final

import requests

from faults.stage import direct
from tests.stories.language.cast import write_amount

TIMEOUT_SECONDS: Final = 20
SAID: Final = ("title", "method", "state", "to", "goes_back")  # of an event, what a line says besides the amount


@dataclass
class StoryProgram:
    """A shop's program: its key, its endpoint, how much of what that heard was told, its checkouts by page."""

    api_url: str
    key: str
    endpoint_url: str
    told: int = 0
    ids: dict[str, str] = field(default_factory=dict)
    session: requests.Session = field(default_factory=direct)

    def call(self, method: str, path: str, said: dict[str, Any] | None = None) -> dict[str, Any]:
        """Return what the API answers; a refusal as its problem document."""
        headers = {"Authorization": f"Bearer {self.key}", "Idempotency-Key": str(uuid.uuid4())}
        answer = self.session.request(
            method, f"{self.api_url}{path}", json=said, headers=headers, timeout=TIMEOUT_SECONDS
        )
        assert answer.status_code < 500, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def hear(self) -> list[str]:
        """Return a line for each event heard since this was last asked, whose signatures the public library verified.

        Those of one line of a story stand by their names: what happens at once is told in any order.
        """
        heard = self.session.get(self.endpoint_url, timeout=TIMEOUT_SECONDS).json()["heard"][self.told :]
        self.told += len(heard)
        assert all(one["signed"] is True for one in heard), heard
        return sorted(describe(json.loads(one["body"])) for one in heard)


def describe(event: dict[str, Any]) -> str:
    """Return an event as a line of a story."""
    said = event["data"]
    words = [event["type"], write_amount(said["amount"])]
    words += [f"{said['charged']} {said['charged_currency']}"] if said.get("charged_currency", "XAF") != "XAF" else []
    words += [f"{name} {said[name]}" for name in SAID if said.get(name) and not isinstance(said[name], dict)]
    return ", ".join(words)
