"""Calls to Flutterwave's v3: each signed with the secret key, each answered by {status, message, data}."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from workers.rails import RailError
from workers.rails.answers import Unreadable, read_object, read_word
from workers.rails.flutterwave.words import NOT_FOUND, NOTHING_RAN
from workers.rails.http import Wire

PAGES_MAX: Final = 30


@dataclass(frozen=True)
class ListPage:
    """One page of a list; `last` says that no other follows."""

    rows: list[dict[str, Any]]
    last: bool


class FlutterwaveCalls:
    """Signed calls to Flutterwave, or to the address an older payment was made at."""

    def __init__(self, wire: Wire, base_url: str, secret_key: str) -> None:
        self.base_url = base_url.rstrip("/")
        self._wire, self._signed = wire, {"Authorization": f"Bearer {secret_key}"}

    def call(
        self, method: Literal["GET", "POST"], path: str, base_url: str = "", body: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return what was answered to one call that went well. Raises RailError, NotThere for what it does not know.

        Nothing of an answer that went well is in an error: it may hold what is never kept of a card.
        """
        answer = self._wire.call(method, f"{base_url or self.base_url}/v3/{path}", self._signed, json=body)
        try:
            said = read_object(answer.body)
        except Unreadable as wrong:
            raise RailError(f"unreadable: HTTP {answer.http}, {wrong}", ran="unknown") from None
        status, message = read_word(said.get("status")), read_word(said.get("message"))
        if answer.http == 200 and status == "success":
            return said
        if status == "error" and message.startswith(NOT_FOUND) and answer.http in (200, 400):
            raise NotThereError(message, ran="no", raw=answer.raw)
        why = NOTHING_RAN.get(answer.http) if status == "error" else None
        what = f"{why or 'unexpected'}: HTTP {answer.http} {message}".strip()
        raise RailError(what, ran="no" if why else "unknown", raw=answer.raw)

    def list_page(self, path: str, number: int, base_url: str = "") -> ListPage:
        """Return one page of a list, from 1. Raises RailError."""
        said = self.call("GET", f"{path}{'&' if '?' in path else '?'}page={number}", base_url)
        rows, meta = said.get("data"), said.get("meta")
        info = meta.get("page_info") if isinstance(meta, dict) else None
        pages = info.get("total_pages") if isinstance(info, dict) else None
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows) or not isinstance(pages, int):
            raise RailError("unreadable: no list", ran="unknown")
        return ListPage(rows, number >= pages)

    def list_all(self, path: str, base_url: str = "") -> list[dict[str, Any]]:
        """Return every row of a list. Raises RailError, also for a list too long to be sure of."""
        rows: list[dict[str, Any]] = []
        for number in range(1, PAGES_MAX + 1):
            page = self.list_page(path, number, base_url)
            rows += page.rows
            if page.last:
                return rows
        raise RailError(f"unreadable: a list of more than {PAGES_MAX} pages", ran="unknown")


class NotThereError(RailError):
    """Flutterwave knows no such transaction."""
