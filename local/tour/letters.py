"""E-mails of the tour, as their reader has them: read at the simulator's mail server, drawn in the terminal."""

import time
from typing import Any, Final

import requests
from rich.panel import Panel
from rich.text import Text

from local.tour.phones import UnexpectedError
from local.tour.stage import Tour

TIMEOUT_SECONDS: Final = 30
LINES_MOST: Final = 12
WIDE: Final = 72


def await_letter(tour: Tour, reader: str, since: int) -> None:
    """Draw the next e-mail to somebody. Raises UnexpectedError where none comes."""
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        if found := read_letters(tour, reader, since, wait_seconds=5):
            letter = found[0]
            lines = [line for line in letter["text"].splitlines() if line.strip()][:LINES_MOST]
            lines += [tour.say("attached", paper=one) for one in letter["papers"]]
            shown = Text("\n".join([letter["subject"], "", *lines]))
            tour.console.print(Panel(shown, title=f"E-mail · {reader}", title_align="left", width=WIDE))
            tour.console.print(tour.say("mail_page", url=f"{tour.simulator_url}/mail/"), style="dim", highlight=False)
            return
    raise UnexpectedError(f"{reader} waited {TIMEOUT_SECONDS} s for an e-mail")


def read_letters(tour: Tour, reader: str, since: int = 0, wait_seconds: int = 0) -> list[dict[str, Any]]:
    """Return the e-mails to somebody after number `since`, oldest first; wait that long for one if there is none."""
    asked: dict[str, str | int] = {"to": reader, "since": since, "wait": wait_seconds}
    with requests.Session() as session:
        session.trust_env = False  # nobody's proxy leads to this machine
        answer = session.get(f"{tour.simulator_url}/mail/messages", params=asked, timeout=10 + wait_seconds)
    answer.raise_for_status()
    found: list[dict[str, Any]] = answer.json()
    return found
