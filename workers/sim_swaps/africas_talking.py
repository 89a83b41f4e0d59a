"""Africa's Talking Insights: asked about a number, it queues the question and calls back.

africastalking 2.0.3's Insights: POST /v1/sim-swap {"username", "phoneNumbers"} with an apiKey header answers {"status":
"Queued", "requestId", "transactionId"}; the callback, to the address set in their dashboard, is {"requestId" or
"transactionId", "status": "Swapped" or "NotSwapped", "lastSimSwapDate"}. Whether Cameroon is covered is not known.
"""

from datetime import UTC, datetime
from typing import Any, Final

from wallet.people.sims import SimAnswer
from workers.rails import RailError
from workers.rails.answers import Unreadable, read_object, read_word
from workers.rails.http import Wire

QUEUED: Final = ("queued", "processed", "success")
DATES: Final = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%d-%m-%Y")


class AfricasTalking:
    """One account there."""

    def __init__(self, wire: Wire, url: str, username: str, api_key: str) -> None:
        self._wire, self._url, self._username = wire, f"{url.rstrip('/')}/sim-swap", username
        self._headers = {"apiKey": api_key}

    def ask(self, number: str) -> str:
        """Return the id its callback will come under. Raises RailError."""
        question = {"username": self._username, "phoneNumbers": [number]}
        answer = self._wire.call("POST", self._url, self._headers, json=question)
        if answer.http not in (200, 201):
            raise RailError(f"HTTP {answer.http}", ran="no", raw=answer.raw)
        try:
            said = read_object(answer.body)
        except Unreadable as wrong:
            raise RailError(f"unreadable: {wrong}", ran="no", raw=answer.raw) from None
        request_id = read_word(said.get("requestId"))
        if read_word(said.get("status")).lower() not in QUEUED or request_id in ("", "None"):
            raise RailError(f"not queued: {read_word(said.get('status'))}", ran="no", raw=answer.raw)
        return request_id


def read_callback(body: bytes) -> tuple[str, SimAnswer]:
    """Return which question a callback answers, and how. Raises Unreadable for what is no answer of theirs."""
    said = read_object(body)
    request_id, status = read_word(said.get("requestId")), read_word(said.get("status")).lower()
    if not request_id:
        raise Unreadable("no request id")
    if status == "swapped":
        date = _date(said)
        return request_id, SimAnswer(date, lately=date is None)
    if status == "notswapped":
        return request_id, SimAnswer(_date(said))
    return request_id, SimAnswer(known=False)


def _date(said: dict[str, Any]) -> datetime | None:
    """Return the date they give, the end of its day when without an hour: a swap is rather taken for newer."""
    written = read_word(said.get("lastSimSwapDate"))
    for form in DATES:
        try:
            read = datetime.strptime(written, form).replace(tzinfo=UTC)
        except ValueError:
            continue
        return read if "%H" in form else read.replace(hour=23, minute=59, second=59)
    return None
