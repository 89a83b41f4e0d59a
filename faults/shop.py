"""The shop of a run: it asks for money by the API with a key, hears what becomes of it, and gives some back."""

import time
import uuid
from dataclasses import dataclass, field
from typing import Any, Final

import requests
from sqlalchemy import Connection

from faults.opening import TIER
from faults.sales import PROVIDERS, Market, Sale
from faults.stage import DATABASE, Stage, direct
from faults.timeline import Timeline
from local.postgres import OWNER
from wallet.business import api_keys, merchants
from wallet.core.database import connect_briefly, in_transaction
from wallet.payments import operators
from wallet.people import people

TITLE: Final = "Pain"
REQUESTED_EVERY: Final = 3  # of its sales, one is a request that somebody is mailed
TRIES_MAX: Final = 6  # of a request whose answer did not come, under the same key
PAUSE_SECONDS: Final = 0.2
PAID_WITHIN_SECONDS: Final = 4.0  # as long as the shop waits before it gives back what was paid


class NotMade(AssertionError):
    """A request that the API refused for good."""


@dataclass
class OnlineShop:
    """A shop with a key and an endpoint; `ids` are the checkouts by the sale's number."""

    stage: Stage
    timeline: Timeline
    key: str
    endpoint_url: str
    ids: dict[int, str] = field(default_factory=dict)

    @classmethod
    def open(cls, stage: Stage, timeline: Timeline, phone: str, market: Market) -> "OnlineShop":
        """Open a shop of a new person, and set how providers and its endpoint are."""
        key, secrets = api_keys.draw(live=False), stage.wallets["web"].secrets
        digest = api_keys.digest(secrets, key)

        def open_it(db: Connection) -> None:
            owner = people.register(db, phone, "Brice Kamga", "fr")
            db.exec_driver_sql("UPDATE person SET tier = %s WHERE id = %s::uuid", (TIER, owner.id))
            shop = merchants.open_shop(db, owner.id, "Boulangerie Kamga", "")
            api_keys.add(db, shop.id, api_keys.name_of(key), digest, secrets.newest)

        with connect_briefly(stage.postgres.url(DATABASE, OWNER)) as owner:
            in_transaction(owner, open_it)
        endpoint = f"{stage.simulator_url}/endpoints/{uuid.uuid4().hex[:12]}"
        made = cls(stage, timeline, key, endpoint)
        made.open_rails(market.card_rail)
        secret = made.ask("POST", "/endpoints", {"url": endpoint})["secret"]
        made.feel(market.endpoint, secret)
        for rail in PROVIDERS:
            quick = {"confirmation_seconds": 0.2} if rail == "btcpay" else {}
            url = {"webhook_url": stage.callback_url(rail), "webhook_pauses_seconds": [0.5, 2.0]}
            stage.put(f"providers/{rail}", {**url, **quick})
        return made

    def open_rails(self, card_rail: str) -> None:
        """Have every provider open, but that cards go by this one."""

        def set_all(db: Connection) -> None:
            for rail in PROVIDERS:
                operators.set_maintenance(db, rail, rail == "flutterwave" != card_rail)

        with connect_briefly(self.stage.postgres.url(DATABASE, OWNER)) as owner:
            in_transaction(owner, set_all)

    def feel(self, mood: str, secret: str = "") -> None:
        """Have the endpoint answer so from now on."""
        said = {"mood": mood} | ({"secret": secret} if secret else {})
        self.stage.session.put(self.endpoint_url, json=said, timeout=10).raise_for_status()

    def ask(self, method: str, path: str, said: dict[str, Any] | None = None) -> dict[str, Any]:
        """Ask the API, again under the same key while no answer comes. Raises NotMade, Late requests."""
        headers = {"Authorization": f"Bearer {self.key}", "Idempotency-Key": str(uuid.uuid4())}
        last: object = None
        for _ in range(TRIES_MAX):
            try:
                with direct() as session:
                    answer = session.request(
                        method, f"{self.stage.api_url}{path}", json=said, headers=headers, timeout=10
                    )
            except requests.RequestException as failed:
                last = failed
            else:
                if answer.status_code < 400:
                    found: dict[str, Any] = answer.json()
                    return found
                last = f"{answer.status_code} {answer.text[:200]}"
                if answer.status_code not in (409, 429) and answer.status_code < 500:
                    break
            time.sleep(PAUSE_SECONDS)
        raise NotMade(f"{method} {path}: {last}")

    def sell(self, sale: Sale) -> str:
        """Ask for what is sold. Returns the page's address, "" where nothing came of it."""
        said: dict[str, Any] = {"title": TITLE, "amount": sale.amount}
        try:
            if sale.link:
                made = self.ask("POST", "/links", said | {"times": 3})
            elif sale.number % REQUESTED_EVERY == 0:
                whom = {"email": f"payer{sale.number}@mail.example", "reference": sale.reference}
                made = self.ask("POST", "/requests", said | whom)
                self.ids[sale.number] = made["checkout"]
            else:
                made = self.ask("POST", "/checkouts", said | {"reference": sale.reference})
                self.ids[sale.number] = made["id"]
        except NotMade as failed:
            self.timeline.note("shop", f"gives up asking: {failed}")
            return ""
        self.timeline.note("shop", f"asks {sale.amount}: {made['id']}")
        return str(made["url"])

    def take_back(self, sale: Sale) -> None:
        """Say that it is not to be paid any more."""
        try:
            said = self.ask("POST", f"/checkouts/{self.ids[sale.number]}/expire")["state"]
        except (NotMade, KeyError) as failed:
            said = f"not taken back: {failed}"
        self.timeline.note("shop", f"takes {sale.amount} back: {said}")

    def give_back(self, sale: Sale) -> None:
        """Wait until it is paid, as long as a shop would; then refund it in parts."""
        deadline = time.monotonic() + PAID_WITHIN_SECONDS
        id_ = self.ids.get(sale.number, "")
        try:
            while id_ and time.monotonic() < deadline:
                if self.ask("GET", f"/checkouts/{id_}")["state"] == "paid":
                    break
                time.sleep(PAUSE_SECONDS)
            else:
                return
            for part in sale.refunds:
                self.refund(sale, part)
        except NotMade as failed:
            self.timeline.note("shop", f"gives nothing back: {failed}")

    def refund(self, sale: Sale, part: int) -> None:
        """Give back a part of what was paid, 0 for all that is left. Raises NotMade."""
        said = {"checkout": self.ids[sale.number]} | ({"amount": part} if part else {})
        made = self.ask("POST", "/refunds", said)
        self.timeline.note("shop", f"gives back {made['amount']} of {sale.amount}: {made['reference']}")

    def heard(self) -> list[dict[str, Any]]:
        """Return all that the endpoint was told, also what it did not take."""
        found: list[dict[str, Any]] = direct().get(self.endpoint_url, timeout=10).json()["heard"]
        return found
