"""The kill matrix of online payments: kill -9 of a provider's worker while a page is made, looked at, or paid back.

Each point is played with each provider's webhooks and with polls alone; what became of it must be the same: paid once,
given back once, and every party told so.
"""

from dataclasses import dataclass, field
from typing import Any, Final

from faults.buyers import Buyer, Buyers
from faults.polling import Late, wait_for
from faults.rest import be_quiet, come_to_rest
from faults.run import marks
from faults.sales import PROVIDERS, Market, Sale, Try
from faults.sales_checks import check_online
from faults.sales_evidence import gather_online
from faults.shop import OnlineShop
from faults.stage import Stage
from faults.timeline import Timeline, add_what_others_know
from wallet.checks import check
from wallet.payments.news import POLL_SECONDS
from wallet.payments.payments import LEASE_SECONDS
from wallet.payments.rails import RAILS

OWNER: Final = "+237670000006"
NO_WEBHOOKS: Final[dict[str, Any]] = {rail: {"callback_none": {"chance": 1}} for rail in PROVIDERS}
METHOD: Final = {"flutterwave": ("card", "XAF"), "cinetpay": ("card", "XAF"), "paypal": ("paypal", "EUR"),
                 "btcpay": ("crypto", "EUR")}  # fmt: skip
LEASES: Final = (LEASE_SECONDS + 1, 35, LEASE_SECONDS + 1)
# What its payer claims first goes back at no point of a worker's own: its making alone is its worker's.
GIVES_BACK: Final = tuple(
    rail for rail in PROVIDERS if "refund_to_source" in RAILS[rail].can and not RAILS[rail].claim_hours
)


@dataclass(frozen=True)
class OnlinePoint:
    """A row: where a provider's worker dies, what it had just done, and in which part of the life of a payment.

    `review`: the rails where a refund then waits for a person, since nobody can tell whether it was made.
    """

    name: str
    part: str
    just_done: str
    review: tuple[str, ...] = ()

    @property
    def rails(self) -> tuple[str, ...]:
        """Return the rails that have such a part."""
        return GIVES_BACK if self.part == "refund" else PROVIDERS


ONLINE_POINTS: Final = (
    OnlinePoint("K3", "create", "it leased the payment, nothing else"),
    OnlinePoint("R1", "create", "it is about to ask for a page"),
    OnlinePoint("R2", "create", "the page is there, its address not committed"),
    OnlinePoint("K4", "create", "the address is committed, not looked at"),
    OnlinePoint("K6", "create", "the page was looked at, nothing committed"),
    OnlinePoint("K7", "create", "that is committed, nobody woken"),
    OnlinePoint("K9", "verify", "a webhook is committed and answered, not read"),
    OnlinePoint("R5", "verify", "what was paid is answered, nothing committed"),
    OnlinePoint("K10", "verify", "inside the ledger's transaction"),
    OnlinePoint("K7", "verify", "money and receipt are committed, nobody woken"),
    OnlinePoint("K3", "refund", "it leased the refund, nothing else"),
    OnlinePoint("R1", "refund", "it is about to make the refund ready"),
    OnlinePoint("R2", "refund", "the refund is ready, that is not committed"),
    OnlinePoint("R3", "refund", "`submitting` is committed, the refund not told", review=("flutterwave",)),
    OnlinePoint("R4", "refund", "the refund is made, nothing committed"),
    OnlinePoint("K10", "refund", "inside the ledger's transaction"),
    OnlinePoint("K7", "refund", "that is committed, nobody woken"),
)


@dataclass
class OnlineRow:
    """One point being played, with every rail that has such a part."""

    stage: Stage
    point: OnlinePoint
    timeline: Timeline
    shop: OnlineShop
    buyers: Buyers
    sales: list[Sale] = field(default_factory=list)

    def play(self, rail: str) -> None:
        """Sell one thing by a rail, whose worker dies on the way."""
        method, currency = METHOD[rail]
        self.shop.open_rails("cinetpay" if rail == "cinetpay" else "flutterwave")
        one = Try(method, currency, ())
        sale = Sale(len(self.sales), 5_000 + 5 * len(self.sales), (one,), False, False, (), False)
        self.sales.append(sale)
        url = self.shop.sell(sale)
        buyer = Buyer(self.stage, self.timeline, sale, one)
        self.buyers.everybody.append(buyer)
        with self.dying(rail, "create"):
            buyer.choose(url)
        self.lead(buyer)
        with self.dying(rail, "verify"):
            buyer.act("pays")
        if self.point.part == "refund":
            self.ends()
            with self.dying(rail, "refund"):
                self.shop.refund(sale, 0)

    def lead(self, buyer: Buyer) -> None:
        """Wait until our page leads on to the rail's; what the dead had leased is free again after a while."""
        for seconds in (0, *LEASES):
            if seconds:
                self.stage.pass_time(seconds)
            be_quiet(self.stage)
            if buyer.is_led():
                return
        raise Late(f"{buyer.name} is led to no page")

    def dying(self, rail: str, part: str) -> "Dying":
        """Return the block at the end of which a rail's worker has died, where the point is of this part."""
        return Dying(self, f"worker {rail}" if part == self.point.part else "")

    def wakes(self, condition: Any) -> Any:
        """Wake whoever has something to do, and return what a condition gives."""
        self.stage.mend()
        self.stage.wake_all()
        return condition()

    def ends(self) -> None:
        """Pass time until what was paid is known here."""
        open_ones = "SELECT count(*) FROM checkout WHERE state = 'open'"
        for seconds in (0, *POLL_SECONDS[:6]):
            if seconds:
                self.stage.pass_time(seconds)
            be_quiet(self.stage)
            if self.stage.rows(open_ones)[0][0] == 0:
                return
        raise Late("what was paid is not known here")


@dataclass
class Dying:
    """A block in which a process is told to die, and has at its end; "" for none."""

    row: OnlineRow
    process: str

    def __enter__(self) -> None:
        """Give the order."""
        if self.process:
            self.row.stage.arm(self.process, self.row.point.name)

    def __exit__(self, *failed: object) -> None:
        """Pass time until it has died, and start it again. Raises Late where it never came to the point."""
        stage = self.row.stage
        if not self.process or failed[0]:
            return
        for seconds in (0, *POLL_SECONDS[:5]):
            if seconds and stage.is_armed(self.process):
                stage.pass_time(seconds)
            be_quiet(stage)
            self.row.buyers.claim()
        wait_for(
            lambda: self.row.wakes(lambda: not stage.is_armed(self.process)),
            f"{self.process} to die at {self.row.point.name}",
        )
        stage.all_up()


def online_row(on: Stage, point: OnlinePoint, *, callbacks: bool) -> list[str]:
    """Play a point with every provider that has such a part. Returns what is wrong, with the timeline."""
    timeline = Timeline()
    on.fresh()
    since = marks(on)
    lasting = {} if callbacks or point.name == "K9" else NO_WEBHOOKS
    on.put("faults", lasting)
    shop = OnlineShop.open(on, timeline, OWNER, Market((), "flutterwave", "quick", {}))
    row = OnlineRow(on, point, timeline, shop, Buyers(on, timeline, shop))
    wrong = list[str]()
    try:
        for rail in point.rails:
            row.play(rail)
        come_to_rest(on, timeline, set(), lasting, buyers=row.buyers)
    except (Late, AssertionError, LookupError) as failed:
        wrong.append(f"{type(failed).__name__}: {failed}")
    found = gather_online(on, row.buyers, since, tuple(row.sales))
    wrong += [*check_online(found), *judge_ends(point, found.payments)]
    wrong += [f"the ledger: {one}" for one in on.read(check) if "key of a program" not in one.invariant]
    add_what_others_know(on, timeline, [])
    return [*wrong, *timeline.shown(), *on.broken_lines()] if wrong else []


def judge_ends(point: OnlinePoint, payments: list[Any]) -> list[str]:
    """Return how payments ended otherwise than the row says."""
    wanted = sorted((rail, "collect", "succeeded") for rail in point.rails)
    if point.part == "refund":
        wanted += [(rail, "refund", "review" if rail in point.review else "succeeded") for rail in point.rails]
    ended = sorted((one.rail, one.direction, one.state) for one in payments)
    return [] if ended == sorted(wanted) else [f"{point.name} {point.part}: ended as {ended}, not {sorted(wanted)}"]
