"""Telling one endpoint of one event: the signed request, and what is kept of its answer."""

import json
import re
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Final

import requests
import urllib3
from standardwebhooks.webhooks import Webhook

from wallet.business.deliveries import DueDelivery, EndpointAnswer
from wallet.core import clock
from wallet.core.public_ids import write_id
from wallet.core.traces import find_after, step
from workers import process
from workers.rails.http import open_session

CONNECTIONS: Final = 16  # kept open to one endpoint
CONNECT_SECONDS: Final = 3.05
READ_SECONDS: Final = 12.0  # in which the answer must be whole (timely_answers.py)
ANSWER_BYTES: Final = 1_000  # kept of an answer; the rest is not read


@cache
def session() -> requests.Session:
    """Return the only connections to endpoints: businesses gave their addresses, so they lead to public hosts."""
    ours = process.configured().wallet.private_endpoints
    return open_session(None, CONNECTIONS, [host for host in ours.split(",") if host])


def write_event(delivery: DueDelivery) -> str:
    """Return the body that is signed and sent."""
    told = {"type": delivery.kind, "timestamp": clock.write_utc(delivery.at), "data": delivery.data}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def sign(secrets: Sequence[str], message_id: str, at: datetime, body: str) -> dict[str, str]:
    """Return the headers that prove who sends it: a signature by each secret that is good now."""
    signatures = " ".join(Webhook(secret).sign(message_id, at, body) for secret in secrets)
    stamp = str(int(at.timestamp()))
    return {"webhook-id": message_id, "webhook-timestamp": stamp, "webhook-signature": signatures}


def tell(url: str, secrets: Sequence[str], delivery: DueDelivery) -> EndpointAnswer:
    """Tell an endpoint of an event, once, and return what came of it; it is never led elsewhere."""
    body, began = write_event(delivery), time.monotonic()
    message_id = write_id("evt", delivery.event_id)
    headers = {"Content-Type": "application/json"} | sign(secrets, message_id, datetime.now(UTC), body)
    try:
        step_of_it = step("webhook", of=delivery.object_id, after=find_payments(delivery), kind=delivery.kind)
        with step_of_it as seen, session().post(
            url, data=body.encode(), headers={**headers, **seen.headers}, allow_redirects=False, stream=True,
            timeout=(CONNECT_SECONDS, READ_SECONDS),
        ) as answer:  # fmt: skip
            seen.say(status=str(answer.status_code))
            said = answer.raw.read1(ANSWER_BYTES, decode_content=False)[:ANSWER_BYTES]
            wait = read_wait(answer.headers.get("Retry-After", ""))
            return EndpointAnswer(answer.status_code, _since(began), clean(said), wait_seconds=wait)
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as lost:
        return EndpointAnswer(0, _since(began), why=name(lost))


def find_payments(delivery: DueDelivery) -> str:
    """Return the operation of a payment that is told of; other objects' references are their business's own."""
    return find_after(delivery.data) if delivery.kind.startswith("payment.") else ""


def _since(began: float) -> int:
    return int((time.monotonic() - began) * 1000)


def clean(said: bytes) -> str:
    """Return the beginning of an answer as it can be kept and shown: no letter that is none."""
    return "".join(c for c in said.decode("utf-8", "replace") if c.isprintable() or c in "\n\t")


def name(lost: Exception) -> str:
    """Return why there was no answer, by its kind alone: the words of these errors hold addresses."""
    reason = getattr(lost.args[0], "reason", None) if lost.args else None
    return type(reason or lost).__name__


def read_wait(written: str) -> int:
    """Return the seconds that a Retry-After asks to wait, said in seconds or as a date; 0 for none."""
    if re.fullmatch(r"[0-9]{1,9}", written):
        return int(written)
    try:
        return max(int((parsedate_to_datetime(written) - datetime.now(UTC)).total_seconds()), 0)
    except (ValueError, TypeError):
        return 0
