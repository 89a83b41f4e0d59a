"""A gateway that sends the service anything at all, and a count of all that this might leave."""

import re
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

import psycopg
import requests

from sms_templates import say
from sms_templates.gsm7 import septets
from tests.world.cast import MOUSSA
from tests.world.service import Service
from web.gateways.tried_doors import KIND as TRIED

# What a bad input could leave: money, operations, people, questions, texts, alarms, and tries of a PIN.
TABLES: Final = (
    "account", "transfer", "entry", "movement", "operation", "usage", "person", "phone", "name_shown",
    "ask", "text_in", "notice", "security_event",
)  # fmt: skip
KEPT: Final = ("text_in", "notice", "ask", "operation", "security_event", "delivery")
# Who knocked with wrong secrets in another test is kept when the next hop is let in: that is no trace of this one's.
OTHERS: Final = f"security_event WHERE kind <> '{TRIED}'"
COUNT: Final = " UNION ALL ".join(
    [f"SELECT '{table}', count(*) FROM {OTHERS if table == 'security_event' else table}" for table in TABLES]
    + ["SELECT 'PIN tries', COALESCE(sum(tries), 0) FROM pin", "SELECT 'PIN locks', COALESCE(sum(locks), 0) FROM pin"]
)


@dataclass
class Gateway:
    """A gateway, honest or not, in front of the service; `db` is the superuser's look at what it left."""

    service: Service
    wire: requests.Session
    db: psycopg.Connection[Any]

    # ------------------------------------------------------------------------------------------------ USSD
    def hop_form(self, text: str | None = "", **other: str | None) -> dict[str, str]:
        """Return an honest hop's form, with other fields in the place of some; None leaves one out."""
        form = {
            "sessionId": f"ATUid_{uuid.uuid4().hex}",
            "phoneNumber": MOUSSA,
            "networkCode": "62401",
            "serviceCode": "*384*237#",
            "text": text,
            **other,
        }
        return {name: value for name, value in form.items() if value is not None}

    def hop(self, text: str = "", **other: str | None) -> str:
        """Send one hop. Returns the screen that came back."""
        return self.screen(self.wire.post(self.service.ussd_url, data=self.hop_form(text, **other), timeout=60))

    def answers(self, *texts: str, phone: str = MOUSSA, session: str | None = None) -> list[str]:
        """Send the growing texts of one call, hop by hop. Returns its screens."""
        session = session or f"ATUid_{uuid.uuid4().hex}"
        return [self.hop(text, sessionId=session, phoneNumber=phone) for text in texts]

    def screen(self, reply: requests.Response) -> str:
        """Return what a phone is shown: always 200, one screen long, opening or closing."""
        assert reply.status_code == 200, reply.text
        assert reply.headers["Content-Type"] == "text/plain; charset=utf-8"
        shown = reply.content.decode()
        assert shown.startswith(("CON ", "END "))
        assert septets(shown) <= 160, shown
        return shown

    def forget_calls(self) -> None:
        """Forget calls and counts of hops: the next one dials as on another day."""
        with self.service.redis() as redis:
            for key in redis.scan_iter("ussd*"):
                redis.delete(key)

    # ------------------------------------------------------------------------------------------------ texts
    def text_form(self, message: str | None, **other: str | None) -> dict[str, str]:
        """Return an honest text's form, undated: nothing here is too late. None leaves a field out."""
        form = {"id": str(uuid.uuid4()), "from": MOUSSA, "to": "8237", "text": message, **other}
        return {name: value for name, value in form.items() if value is not None}

    def text(self, message: str | None, **other: str | None) -> None:
        """Send one text, which is taken as a gateway wants it: 200 at once, with nothing to say."""
        self.taken(self.wire.post(self.service.sms_url, data=self.text_form(message, **other), timeout=60))

    def taken(self, reply: requests.Response) -> None:
        """Assert what a gateway is told of a text or a report: 200, so that it does not come again."""
        assert (reply.status_code, reply.text) == (200, "")

    def reply_to(self, message: str, phone: str = MOUSSA) -> list[str]:
        """Send a text a quarter of an hour after any other. Returns the texts that answer it."""
        self.service.pass_time(minutes=15)
        self.text(message, **{"from": phone})
        self.service.settle()
        return self.service.messages(phone)

    def newest_text(self) -> tuple[str, str]:
        """Return how the last text was stored, and what is to be done about it."""
        row = self.db.execute("SELECT text, state FROM text_in ORDER BY heard_at DESC LIMIT 1").fetchone()
        assert row
        return row[0], row[1]

    # ------------------------------------------------------------------------------------------------ traces
    def keeps(self, secret: str) -> bool:
        """True when texts, answers or operations left it in the database, in Valkey or in a log.

        Digits that are a piece of a time, an id or a longer number are there by chance.
        """
        return bool(re.search(rf"(?<![0-9A-Za-z.+-]){re.escape(secret)}(?![0-9A-Za-z-])", self.everything_kept()))

    def everything_kept(self) -> str:
        """Return what texts, answers and operations left in the database, in Valkey and in the logs."""
        rows = [self.db.execute(f"SELECT {table}::text FROM {table}").fetchall() for table in KEPT]
        with self.service.redis() as redis:
            values = [redis.dump(key) for key in redis.scan_iter("*")]
        return f"{rows} {values} {self.service.logs()}"

    def count(self) -> Counter[str]:
        """Return how many rows of everything there are."""
        return Counter({name: int(number) for name, number in self.db.execute(COUNT).fetchall()})

    def held(self) -> list[Any]:
        """Return what every person holds."""
        return self.db.execute("SELECT id, balance FROM account WHERE NOT accrued ORDER BY id").fetchall()

    @contextmanager
    def leaving(self, **expected: int) -> Iterator[None]:
        """Assert that the block leaves just so many new rows (`PIN_tries=1`), no trace in a log, no balance moved."""
        before, held, traces = self.count(), self.held(), self.service.logs().count("Traceback")
        yield
        if self.count() != before:
            self.service.settle()
        after = self.count()
        left = {name: after[name] - before[name] for name in after if after[name] != before[name]}
        assert left == {name.replace("PIN_", "PIN "): rows for name, rows in expected.items()}, left
        assert self.held() == held
        logs = self.service.logs()
        assert logs.count("Traceback") == traces, logs[logs.rfind("Traceback") :][:2_000]


def end(sentence: str, **values: Any) -> str:
    """Return a closing screen in French."""
    return f"END {say('fr', sentence, **values)}"


def under(error: str, screen: str, **values: Any) -> str:
    """Return the same screen under a line that says what was wrong, in French."""
    asked_again = screen.removeprefix("CON ").replace(say("fr", "ussd.amount.first"), say("fr", "ussd.amount.again"))
    return f"CON {say('fr', error, **values)}\n{asked_again}"


def body(form: dict[str, str]) -> bytes:
    """Return a form as it goes over the wire."""
    return urlencode(form).encode()
