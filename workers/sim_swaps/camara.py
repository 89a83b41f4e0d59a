"""CAMARA SIM Swap at an operator or aggregator: when the SIM behind a number last changed, answered at once.

camaraproject/SimSwap, sim-swap.yaml (v2): POST /retrieve-date {"phoneNumber"} → {"latestSimChange": date-time or null,
"monitoredPeriod": days}; errors are {status, code, message}, where 404 and 422 say that it cannot tell of this number.
"""

from base64 import b64encode
from datetime import datetime
from typing import Final

from wallet.people.sims import SimAnswer
from workers.rails import RailError
from workers.rails.answers import Unreadable, read_object, read_word
from workers.rails.http import Answer, Wire
from workers.rails.tokens import AccessToken, with_token

CANNOT_TELL: Final = (404, 422)


class Camara:
    """One provider's address and client."""

    def __init__(self, wire: Wire, base_url: str, token_url: str, client_id: str, client_secret: str) -> None:
        self._wire, self._url = wire, f"{base_url.rstrip('/')}/retrieve-date"
        basic = b64encode(f"{client_id}:{client_secret}".encode()).decode()
        client = {"Authorization": f"Basic {basic}"}
        form = {"grant_type": "client_credentials", "scope": "sim-swap:retrieve-date"}
        self._token = AccessToken(lambda: wire.call("POST", token_url, client, form=form))

    def ask(self, number: str) -> SimAnswer:
        """Return the date of the last change. Raises RailError when it does not say."""

        def call(token: str) -> Answer:
            return self._wire.call(
                "POST", self._url, {"Authorization": f"Bearer {token}"}, json={"phoneNumber": number}
            )

        answer = with_token(self._token, call, lambda answer: answer.http == 401)
        if answer.http in CANNOT_TELL:
            return SimAnswer(known=False)
        if answer.http != 200:
            raise RailError(f"HTTP {answer.http}", ran="no", raw=answer.raw)
        return read_date(answer, "latestSimChange")


def read_date(answer: Answer, name: str) -> SimAnswer:
    """Return the date under a name; null: no change as far back as they look. Raises RailError for anything else."""
    try:
        said = read_object(answer.body)
        written = said[name]
        return SimAnswer(None if written is None else moment(written))
    except (KeyError, Unreadable, ValueError):
        raise RailError("unreadable", ran="no", raw=answer.raw) from None


def moment(written: object) -> datetime:
    """Return the moment of an RFC 3339 text, with its zone. Raises ValueError."""
    read = datetime.fromisoformat(read_word(written))
    if read.tzinfo is None:
        raise ValueError("a time without its zone")
    return read
