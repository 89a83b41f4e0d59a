"""Every rail, one row each; whatever else is said of rails is derived from this table.

A rail is the way to one operator, processor or bank. Here is what all may know of it: how it is called, whose numbers
it carries, what it can do, what its word must agree on. How it is spoken to is a folder of its name in workers/rails/.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

# Where money is there: at a number, behind a hosted page, on an account.
RailKind = Literal["phone", "redirect", "bank"]
Ability = Literal["collect_by_prompt", "collect_by_redirect", "pay_to_phone", "pay_to_bank", "refund_to_source"]
Fact = Literal["amount", "currency", "party"]
AgreedFact = Literal["stated", "if stated"]

# A prompt on a phone: they must say how much and from whom; the currency need not be said.
PROMPTED: Final[Mapping[Fact, AgreedFact]] = {"amount": "stated", "party": "stated", "currency": "if stated"}
# A hosted page: whoever pays there is nobody we know; what must agree is said.
AT_A_PAGE: Final[Mapping[Fact, AgreedFact]] = {"amount": "stated", "currency": "stated"}
MOBILE_MONEY: Final[frozenset[Ability]] = frozenset({"collect_by_prompt", "pay_to_phone", "refund_to_source"})


@dataclass(frozen=True)
class Rail:
    """One rail. `name` is letters only: it stands in addresses, settings, queues and accounts."""

    name: str
    kind: RailKind
    title: str  # on screens and in texts
    short: str  # where there is no room for the title
    can: frozenset[Ability]
    must_agree: Mapping[Fact, AgreedFact]  # with what was asked, or a success moves nothing; a fact not here may differ
    digit: str = ""  # on a phone's menu; "" for a rail that no phone menu offers
    words: tuple[str, ...] = ()  # by which a text names it, the shown one first; brands, the same in every language
    also_called: tuple[str, ...] = ()  # in files that people write of whom to pay by it
    signed_in: str = ""  # the header that proves its callbacks; "" where nothing but the door's secret does
    never_kept: frozenset[str] = (
        frozenset()
    )  # members of its callbacks' JSON that are cut at the door, wherever they stand
    prompt_code: str = ""  # what a payer dials to find a prompt that did not show
    networks: tuple[str, ...] = ()  # whose numbers most likely have their account here, as phonenumbers names them
    currencies: tuple[str, ...] = ("XAF",)  # in which a payer is charged here, the usual one first
    amount_step: int = 1  # francs: it collects multiples of them alone
    approval_minutes: int = 15  # how long a payer may take before a collection is given up
    claim_hours: int = 0  # whoever paid says within so many where it goes back to; 0 where it goes back by itself
    off_at_first: bool = False  # in maintenance from its first migrate on, until staff end that
    paid_late: bool = False  # what was refused or expired there may be paid all the same
    paid_again: bool = False  # a page where a payment ended may be paid once more, for as long as it is there: a day
    resubmit_is_safe: bool = False  # the same handle told twice is one payment
    not_refusals: frozenset[str] = frozenset()  # its words for failures that are certainly not a payer saying no

    def takes(self, amount: int, currency: str = "XAF") -> bool:
        """True for an amount, in minor units of a currency, that can be collected here."""
        return currency in self.currencies and (currency != "XAF" or amount % self.amount_step == 0)


ROWS: Final = (
    Rail(
        name="orange",
        kind="phone",
        title="Orange Money",
        short="OM",
        can=MOBILE_MONEY,
        must_agree=PROMPTED,
        digit="1",
        words=("OM", "ORANGE"),
        prompt_code="#150*50#",
        networks=("Orange",),
        not_refusals=frozenset({"60019"}),  # no money
    ),
    Rail(
        name="mtn",
        kind="phone",
        title="MTN MoMo",
        short="MoMo",
        can=MOBILE_MONEY,
        must_agree=PROMPTED,
        digit="2",
        words=("MOMO", "MTN"),
        also_called=("Mobile Money",),
        prompt_code="*126#",
        networks=("MTN Cameroon",),
        resubmit_is_safe=True,
        not_refusals=frozenset({"NOT_ENOUGH_FUNDS", "PAYER_NOT_FOUND", "PAYER_LIMIT_REACHED"}),
    ),
    Rail(
        name="flutterwave",
        kind="redirect",
        title="Flutterwave",
        short="FLW",
        can=frozenset({"collect_by_redirect", "refund_to_source"}),
        must_agree=AT_A_PAGE,
        signed_in="verif-hash",
        never_kept=frozenset({"card", "token", "customer", "ip", "device_fingerprint"}),
        currencies=("XAF", "EUR", "USD", "PLN"),
        approval_minutes=60,
        paid_again=True,
    ),
    Rail(
        name="cinetpay",
        kind="redirect",
        title="CinetPay",
        short="CP",
        can=frozenset({"collect_by_redirect"}),  # it has no way to give back
        must_agree=AT_A_PAGE,
        amount_step=5,
        signed_in="x-token",
        approval_minutes=60,
        paid_late=True,
        paid_again=True,
    ),
    Rail(
        name="paypal",
        kind="redirect",
        title="PayPal",
        short="PP",
        can=frozenset({"collect_by_redirect", "refund_to_source"}),
        must_agree=AT_A_PAGE,
        never_kept=frozenset({"payer", "payment_source", "shipping"}),
        currencies=("EUR", "USD", "PLN"),
        approval_minutes=180,  # as long as an order waits for its payer to come
        resubmit_is_safe=True,  # a PayPal-Request-Id is done once
    ),
    Rail(
        name="btcpay",
        kind="redirect",
        title="BTCPay",
        short="BTC",
        can=frozenset({"collect_by_redirect", "refund_to_source"}),  # back to an address its payer names at a page
        must_agree=AT_A_PAGE,
        signed_in="BTCPay-Sig",
        currencies=("EUR", "USD"),
        approval_minutes=180,  # a quarter of an hour to pay, the rest to be confirmed
        claim_hours=48,
        off_at_first=True,
        paid_late=True,
        paid_again=True,
    ),
)
RAILS: Final[dict[str, Rail]] = {rail.name: rail for rail in ROWS}


def list_phone_rails(ability: Ability | None = None) -> list[Rail]:
    """Return the rails a phone's menu offers, by digit; only those that can do `ability`, if one is given."""
    offered = [rail for rail in ROWS if rail.digit and (ability is None or ability in rail.can)]
    return sorted(offered, key=lambda rail: rail.digit)
