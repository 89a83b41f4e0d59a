"""The operators as tests meet them: what goes wrong, who approves, what they really did, when all has been heard."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import requests
from sqlalchemy import Connection

from faults.stage import direct
from wallet.payments.rails import ROWS

OPERATORS: Final = [rail.name for rail in ROWS if rail.kind == "phone"]
PROVIDERS: Final = [rail.name for rail in ROWS if rail.kind == "redirect"]
CALLBACKS: Final = Path(__file__).parents[1] / "workers" / "rails"
SPECIMEN: Final = {"K7Q2-93FD": "reference", "MP26112100AAAA0001": "handle"}  # what the callbacks kept there name
CUSTOMERS_HAVE: Final = 10_000_000
FLOAT: Final = 1_000_000_000
ANSWER_SECONDS: Final = 30  # nothing takes a hundredth of it, but where ten other programs want the processor
JSON: Final = {"Content-Type": "application/json"}

MOMENT_SECONDS: Final = 1.0  # a payout takes a fifth of it
CALLED_BACK_SECONDS: Final = 1.5  # a callback is read by then, or names no payment of ours

# What is due now with an operator that takes it, or is being worked on, or was just called back.
DUE: Final = """SELECT (SELECT count(*) FROM payment JOIN operator USING (rail)
        WHERE (due_at <= wallet_now() OR leased_until > wallet_now())
          AND NOT (state = 'created' AND (maintenance OR COALESCE(down_until > wallet_now(), FALSE))))
    + (SELECT count(*) FROM sim WHERE asked_at IS NOT NULL)
    + (SELECT count(*) FROM callback_in WHERE state = 'waiting' AND heard_at > wallet_now() - %s * interval '1 s')"""
OPEN: Final = """SELECT id::text, rail, direction, state, handle,
        maintenance OR COALESCE(down_until > wallet_now(), FALSE) AS closed
    FROM payment JOIN operator USING (rail) WHERE state NOT IN ('succeeded', 'failed', 'review')"""
# As payments with providers stay while nobody does anything at their page, or until they are asked about a refund.
LEFT_THERE: Final = ("pending", "expired")


@dataclass
class Outside:
    """The simulated operators since a test began. Nobody answers a prompt but who the test says."""

    url: str
    session: requests.Session = field(default_factory=direct)
    asked_before: int = 0  # the last prompt before the test
    told: int = 0  # the last one told
    mailed: int = 0  # the last mail told
    executed_before: dict[str, int] = field(default_factory=dict)
    slower: int = 1  # than real time is the wallet's, in a story
    odd: set[str] = field(default_factory=set)  # operators whose outcome may never come by itself
    left_open: set[str] = field(default_factory=set)  # payments asked for while their operator was

    @classmethod
    def fresh(cls, url: str) -> "Outside":
        """All well, nobody asked yet."""
        outside = cls(url)
        outside.put("faults", {})
        outside.put("customers", {"everybody": "ignore"})
        outside.put("sims", {})
        for rail in OPERATORS:
            customers = dict.fromkeys(outside.get(f"operators/{rail}")["customers"], CUSTOMERS_HAVE)
            outside.put(f"operators/{rail}", {"float": FLOAT, "customers": customers})
        for rail in (*OPERATORS, *PROVIDERS):
            outside.executed_before[rail] = len(outside.get("journal", operator=rail))
        outside.mailed = max((mail["seq"] for mail in outside.get("mail/messages")), default=0)
        outside.asked_before = max((prompt["id"] for prompt in outside.get("prompts", state="any")), default=0)
        return outside

    def get(self, path: str, **query: Any) -> Any:
        """Return what the simulators show."""
        return self.session.get(
            f"{self.url}/{path}", params=query, timeout=query.get("wait", 0) + ANSWER_SECONDS
        ).json()

    def put(self, path: str, wanted: Any) -> None:
        """Set something of theirs."""
        self.session.put(f"{self.url}/{path}", json=wanted, timeout=ANSWER_SECONDS).raise_for_status()

    def ask(self, rail: str, faults: dict[str, Any], *, odd: bool) -> None:
        """Let this operator go wrong so from now on, and the others be well."""
        self.put("faults", {rail: faults} if faults else {})
        self.odd = {rail} if odd else set()

    def prompts(self, **query: Any) -> list[dict[str, Any]]:
        """Those of this test, oldest first."""
        return [prompt for prompt in self.get("prompts", state="any", **query) if prompt["id"] > self.asked_before]

    def new_prompts(self) -> list[dict[str, Any]]:
        """Prompts on anyone's phone since this was last asked."""
        found = [prompt for prompt in self.prompts() if prompt["id"] > self.told]
        self.told = found[-1]["id"] if found else self.told
        return found

    def new_mails(self) -> list[dict[str, Any]]:
        """Return mails to anyone since this was last asked, oldest first."""
        found: list[dict[str, Any]] = self.get("mail/messages", since=self.mailed)
        self.mailed = found[-1]["seq"] if found else self.mailed
        return found

    def hear_of_us(self, urls: dict[str, str]) -> None:
        """Tell providers where their webhooks go; coins are confirmed at once."""
        for rail, url in urls.items():
            quick = {"confirmation_seconds": 0.1} if rail == "btcpay" else {}
            self.put(f"providers/{rail}", {"webhook_url": url, "webhook_pauses_seconds": [], **quick})

    def decide(self, phone: str, *, approve: bool) -> str:
        """Answer the oldest prompt open on a phone, even one we have given up on; what is wrong, or ""."""
        waiting = [prompt for prompt in self.prompts(to=phone) if prompt["state"] == "open"]
        if not waiting:
            return "nothing to approve"
        decided = {"approve": approve}
        answer = self.session.post(f"{self.url}/prompts/{waiting[0]['id']}", json=decided, timeout=ANSWER_SECONDS)
        return str(answer.json().get("error", ""))

    def floats(self) -> dict[str, int]:
        """Return what our float accounts must hold by the operators' own journals: what they owe us is negative."""
        found = {}
        for rail in OPERATORS:
            executed = self.get("journal", operator=rail)[self.executed_before[rail] :]
            found[rail] = sum(one["amount"] * (-1 if one["direction"] == "collection" else 1) for one in executed)
        return found

    def taken(self) -> dict[str, int]:
        """Return what each provider took and did not give back, by its journal, in minor units of each currency."""
        found = Counter[str]()
        for rail in PROVIDERS:
            for one in self.get("journal", operator=rail)[self.executed_before[rail] :]:
                found[name_float(rail, one["currency"])] += one["amount"] * (
                    1 if one["direction"] == "collection" else -1
                )
        return found

    def call_back(self, url: str, file: str, payment: dict[str, str]) -> None:
        """Send a kept callback about this payment, whoever pretends to be the operator."""
        body = (CALLBACKS / file).read_text("utf-8")
        for specimen, name in SPECIMEN.items():
            body = body.replace(specimen, payment[name])
        answer = self.session.put(url, body.encode(), headers=JSON, timeout=ANSWER_SECONDS)
        answer.raise_for_status()

    def is_still(self) -> bool:
        """True when operators do nothing by themselves within a moment: they live in real time, unlike the wallet."""
        return self.get("pending", within=MOMENT_SECONDS)["timers"] == 0

    def is_done(self, db: Connection) -> bool:
        """True when every payment has come as far as it can without a person or time."""
        if db.exec_driver_sql(DUE, (CALLED_BACK_SECONDS / self.slower,)).scalar_one():
            return False
        rows = db.exec_driver_sql(OPEN).all()
        self.left_open |= {row.id for row in rows if row.rail in self.odd}
        begun = [row for row in rows if row.id not in self.left_open and not (row.state == "created" and row.closed)]
        if any(row.rail in PROVIDERS for row in begun):
            # A webhook on its way is a row a moment later: what is due is asked once more after it was not.
            if self.get("pending", within=MOMENT_SECONDS) != {"timers": 0, "callbacks": 0}:
                return False
            if db.exec_driver_sql(DUE, (CALLED_BACK_SECONDS / self.slower,)).scalar_one():
                return False
            begun = [row for row in begun if row.rail not in PROVIDERS or row.state not in LEFT_THERE]
        prompts = {one["reference"]: one["state"] for one in self.prompts()} if begun else {}
        return all(row.direction == "collect" and may_wait(row.state, prompts.get(row.handle)) for row in begun)


def name_float(rail: str, currency: str) -> str:
    """Return how tests call our account at a provider in one of its currencies: flutterwave, paypal_eur."""
    return rail if currency == "XAF" else f"{rail}_{currency.lower()}"


def may_wait(state: str, prompt: str | None) -> bool:
    """True when a collection may stay as it is: its prompt waits for somebody, or it expired and nobody approved."""
    return prompt == "open" or (state == "expired" and prompt != "approved")
