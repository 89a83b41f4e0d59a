"""Every kind of movement, one row each: what its two sides see and may do, who pays its fee, how its end is told.

A kind means the same wherever it stands: of an operation (what a person did), of its movement, of its transfer, of the
price that is charged for it. Its sentences are found by its name: `operation_given.<kind>` and
`operation_received.<kind>` in a history, `done_before.<kind>` in the next call.
"""

from dataclasses import dataclass
from typing import Final, Literal

Side = Literal["giver", "receiver"]
Other = Literal["person", "number", "operator", "shop", "nobody"]

AT_ONCE: Final = ("",)  # the operation itself is the end
BY_OPERATOR: Final = ("under_way", "succeeded", "failed", "expired")


@dataclass(frozen=True)
class MovementKind:
    """The rules of every movement of a kind.

    `giver_sees` and `receiver_sees` say what the other side is in that side's history; None: it is not shown there.
    `ends` are the states in which the caller's next call tells of it, as suffixes of the kind; none: it does not.
    """

    giver_sees: Other | None = None
    receiver_sees: Other | None = None
    may_refund: bool = False  # its receiver may give it back
    may_contest: bool = False  # its giver may say they did not mean it
    may_favour: bool = False  # each side may put the other among their favourites
    fee_from: Side = "giver"
    ends: tuple[str, ...] = ()

    def sees(self, side: Side) -> Other | None:
        """Return what the other side is to this side, None where this side does not see the movement."""
        return self.giver_sees if side == "giver" else self.receiver_sees


_BETWEEN_PEOPLE: Final = MovementKind(
    "person", "person", may_refund=True, may_contest=True, may_favour=True, ends=AT_ONCE
)  # fmt: skip
_TO_SHOP: Final = MovementKind(
    "shop", "person", may_refund=True, may_contest=True, fee_from="receiver", ends=AT_ONCE
)  # fmt: skip

# An operator's customer contests with the operator, and to an operator nothing is given back.
KINDS: Final[dict[str, MovementKind]] = {
    "send_money": _BETWEEN_PEOPLE,
    "pay_request": _BETWEEN_PEOPLE,
    "send_to_stranger": MovementKind(giver_sees="number", ends=AT_ONCE),
    "return_send": MovementKind(receiver_sees="number"),
    "add_money": MovementKind(receiver_sees="operator", ends=BY_OPERATOR),
    "withdraw_money": MovementKind(giver_sees="operator", ends=("under_way", "succeeded", "failed")),
    "take_cash_in": MovementKind(receiver_sees="person", ends=AT_ONCE),
    "pay_cash_out": MovementKind(giver_sees="person", ends=AT_ONCE),
    "pay_till": _TO_SHOP,
    "pay_bill": _TO_SHOP,
    "pay_checkout": _TO_SHOP,
    "pay_subscription": MovementKind("shop", "person", may_refund=True, may_contest=True, fee_from="receiver"),
    "empty_till": MovementKind("shop", "shop"),
    "make_payout": MovementKind("shop", "shop"),
    "hold_salaries": MovementKind("shop"),
    "pay_salary": MovementKind(receiver_sees="shop"),
    "return_salary": MovementKind(receiver_sees="shop"),
    "refund_payment": MovementKind("person", "person", ends=AT_ONCE),
    "hold_contested": MovementKind(giver_sees="person"),
    "return_contested": MovementKind(receiver_sees="person"),
    "release_contested": MovementKind(receiver_sees="person"),
    "pay_unclaimed": MovementKind(receiver_sees="nobody"),
    "pay_on": MovementKind(receiver_sees="nobody"),
    "reverse_cash_in": MovementKind(giver_sees="nobody"),
    "charge_back": MovementKind(giver_sees="nobody"),
    "pay_retained": MovementKind(giver_sees="nobody"),
    "keep_dormant": MovementKind(giver_sees="nobody"),
    "return_dormant": MovementKind(receiver_sees="nobody"),
    # Operations that move nothing when they are asked for: only how they end is told.
    "subscribe": MovementKind(ends=AT_ONCE),
    "end_subscription": MovementKind(ends=AT_ONCE),
    "pause_subscription": MovementKind(ends=AT_ONCE),
    "ask_cash_out": MovementKind(ends=("open", "paid", "returned")),
    "collect_request": MovementKind(ends=BY_OPERATOR),
    "collect_checkout": MovementKind(ends=BY_OPERATOR),
    "give_back_recharge": MovementKind(ends=("under_way", "succeeded", "failed")),
    "refund_checkout": MovementKind(ends=("", "under_way", "succeeded", "failed")),
}
CONTESTABLE: Final = tuple(name for name, kind in KINDS.items() if kind.may_contest)

# What people look for in a history: each kind that stands there is in one of these.
GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "sent": ("send_money", "send_to_stranger"),
    "asked": ("pay_request",),
    "added": ("add_money", "take_cash_in", "pay_salary"),
    "withdrawn": ("withdraw_money", "pay_cash_out"),
    "shops": (
        "pay_till", "pay_bill", "pay_checkout", "pay_subscription", "empty_till", "make_payout", "hold_salaries",
        "return_salary",
    ),
    "given_back": (
        "return_send", "refund_payment", "hold_contested", "return_contested", "release_contested", "pay_unclaimed",
        "pay_on", "reverse_cash_in", "charge_back", "pay_retained", "keep_dormant", "return_dormant",
    ),
}  # fmt: skip
