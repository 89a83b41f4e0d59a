"""Payers of a run at pages: they choose how to pay, pay on a rail's page or do not, come back or never do."""

import threading
import time
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qs, urlsplit

import requests

from faults.sales import Sale, Try
from faults.shop import OnlineShop
from faults.stage import Stage
from faults.timeline import Timeline
from faults.visitor import NotThere, Visitor
from local.tour.browser import Form

LED_WITHIN_SECONDS: Final = 5.0  # to a rail's page; then a person gives up
PAUSE_SECONDS: Final = 0.25
RELOADS_MAX: Final = 4
# Our own page, loaded again; or as whoever wants to be believed to have paid loads it.
RELOADED: Final = {"reloads": "", "forges": "&back=1&status=successful&transaction_id=1"}
OTP: Final = "12345"
ACTS: Final = {
    "pays": ("pay:card", "approve", "pay:BTC-LN", "return"), "declined": ("decline", "approve_declined", "leave"),
    "cancels": ("cancel", "return"), "leaves": ("leave",), "asked": ("three_d_secure", "leave"),
}  # fmt: skip
TO_CLAIM: Final = """SELECT reference, redirect_url FROM payment
    WHERE direction = 'refund' AND redirect_url <> '' AND state IN ('pending', 'unknown')"""
PAYS_LATE: Final = ("late", "pay:card", "approve", "pay:BTC-LN")


@dataclass
class Buyer:
    """Somebody at a page, in one try; `page` is where their payment is followed, `late` what they still mean to pay."""

    stage: Stage
    timeline: Timeline
    sale: Sale
    one: Try
    visitor: Visitor = field(default_factory=lambda: Visitor("en"))
    late: bool = False

    @property
    def name(self) -> str:
        """Return how the timeline calls them."""
        return f"payer of {self.sale.amount}"

    @property
    def reference(self) -> str:
        """Return the reference of the payment they follow, "" before there is one."""
        return parse_qs(urlsplit(self.visitor.ours).query).get("p", [""])[0]

    def pay(self, url: str) -> None:
        """Choose how to pay, and do what this try does on the rail's page."""
        try:
            self.choose(url)
            if not self._is_led():
                return
            for act in self.one.acts:
                self.act(act)
            if self.one.mishap in RELOADED and self.visitor.ours:
                self._load(self.visitor.ours + RELOADED[self.one.mishap])
        except NotThere as gone:
            self.timeline.note(self.name, f"gives up: {gone}")
        except (requests.RequestException, AssertionError) as failed:
            self.timeline.note(self.name, f"the page fails: {type(failed).__name__} {str(failed)[:60]}")

    def _load(self, url: str) -> None:
        for left in range(RELOADS_MAX, -1, -1):
            try:
                self.visitor.open(url)
            except (requests.RequestException, AssertionError):
                if not left:
                    raise
                time.sleep(PAUSE_SECONDS)
            else:
                return

    def choose(self, url: str) -> None:
        """Open a page of ours and choose how to pay."""
        self._load(url)
        if self.sale.link and self.visitor.html.count('name="method"') == 0:
            self.visitor.send(self.visitor.find_form("attempt"))
        form = self.visitor.find_form("method", self.one.method)
        typed = {"currency": self.one.currency} if "currency" in form.fields else {}
        self._send(form, **typed)
        if 'name="quote"' in self.visitor.html:
            self._send(self.visitor.find_form("quote"))
        self.timeline.note(self.name, f"chooses {self.one.method} {self.one.currency}: {self.reference}")

    def _send(self, form: Form, **typed: str) -> None:
        """Send a form; pressed twice, the second press is followed. A page that fails is sent again, as it stands."""
        here = self.visitor.url
        for left in range(RELOADS_MAX, -1, -1):
            try:
                self.visitor.url = here
                self.visitor.send(form, **typed)
                if self.one.mishap == "twice" and left == RELOADS_MAX:
                    self.timeline.note(self.name, "presses twice")
                    continue
            except (requests.RequestException, AssertionError):
                if not left:
                    raise
                time.sleep(PAUSE_SECONDS)
            else:
                return

    def _is_led(self) -> bool:
        """Return True once our page has led on to the rail's; a person gives up after a while."""
        deadline = time.monotonic() + LED_WITHIN_SECONDS
        while not self.is_led():
            if time.monotonic() > deadline or "go=1" not in self.visitor.url:
                self.timeline.note(self.name, "is led to no page")
                return False
            time.sleep(PAUSE_SECONDS)
        return True

    def is_led(self) -> bool:
        """Load our page again where they are still on it. Returns True once it has led on to the rail's."""
        if self.visitor.url == self.visitor.ours and "go=1" in self.visitor.url:
            self._load(self.visitor.ours)
        return self.visitor.url != self.visitor.ours

    def act(self, act: str) -> None:
        """Do one thing on the rail's page."""
        self.timeline.note(self.name, f"{act} there")
        if act == "late":
            self.late = True
        elif act == "again":
            self._load(self.visitor.theirs)
        elif act == "little":
            form, button = self.visitor.find_button("pay:BTC-LN", "leave")
            amount = form.fields.get("amount", "1.00")
            less = f"{max(float(amount) / 2, 0.01):.2f}" if button != "leave" else ""
            self.visitor.send(form, button, **({"amount": less} if less else {}))
            self.late = True  # with the rest: an invoice there ends in real time, long after the run
        else:
            form, button = self.visitor.find_button(*ACTS[act])
            self.visitor.send(form, button)
            if button == "three_d_secure":
                form, button = self.visitor.find_button("approve")
                self.visitor.send(form, button, code=OTP)

    def pay_late(self) -> None:
        """Pay on the page that was left, long after."""
        if not self.late or not self.visitor.theirs:
            return
        try:
            self.visitor.open(self.visitor.theirs)
            form, button = self.visitor.find_button(*PAYS_LATE)
            self.visitor.send(form, button)
            self.timeline.note(self.name, "pays late")
        except (NotThere, requests.RequestException, AssertionError) as failed:
            self.timeline.note(self.name, f"cannot pay late: {type(failed).__name__}")


@dataclass
class Buyers:
    """All payers of a run, with the shop."""

    stage: Stage
    timeline: Timeline
    shop: OnlineShop
    everybody: list[Buyer] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def deal(self, sale: Sale) -> None:
        """Do all that becomes of one sale."""
        try:
            self._deal(sale)
        except Exception as failed:
            self.broken.append(f"sale of {sale.amount}: {type(failed).__name__} {failed}")

    def _deal(self, sale: Sale) -> None:
        if url := self.shop.sell(sale):
            self.visit(sale, url)
            if sale.refunds:
                self.shop.give_back(sale)

    def visit(self, sale: Sale, url: str) -> None:
        """Have all payers of one sale pay at its page, or not, one after the other or at once."""
        buyers = [Buyer(self.stage, self.timeline, sale, one) for one in sale.tries]
        self.everybody += buyers
        if sale.at_once:
            threads = [threading.Thread(target=one.pay, args=(url,), daemon=True) for one in buyers]
            for thread in threads:
                thread.start()
            if sale.takes_back:
                self.shop.take_back(sale)
            for thread in threads:
                thread.join()
        else:
            for one in buyers:
                one.pay(url)
            if sale.takes_back:
                self.shop.take_back(sale)

    def pay_late(self) -> None:
        """Let those pay who meant to pay late."""
        for one in self.everybody:
            one.pay_late()

    def claim(self) -> None:
        """Let payers claim what goes back to an address that they name at a page."""
        for row in self.stage.rows(TO_CLAIM):
            visitor = Visitor("en")
            try:
                visitor.open(row.redirect_url)
                form, button = visitor.find_button("claim")
                visitor.send(form, button)
            except (NotThere, requests.RequestException) as failed:
                self.timeline.note("payer", f"claims nothing of {row.reference}: {failed}")
            else:
                self.timeline.note("payer", f"claims {row.reference}")

    @property
    def are_late(self) -> bool:
        """True when somebody still means to pay."""
        return any(one.late for one in self.everybody)
