"""Every kind of movement, one row each: what its two sides see and may do, who pays its fee, how its end is told.

A kind means the same wherever it stands: of an operation (what a person did), of its movement, of its transfer, of the
price that is charged for it. Its sentences are found by its name: `operation_given.<kind>` and
`operation_received.<kind>` in a history, `done_before.<kind>` in the next call.
"""

from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

Side = Literal["giver", "receiver"]
Other = Literal["person", "number", "operator", "shop", "nobody"]
Group = Literal["sent", "asked", "added", "withdrawn", "shops", "given_back"]  # what people look for in a history

AT_ONCE: Final = ("",)  # the operation itself is the end
BY_OPERATOR: Final = ("under_way", "succeeded", "failed", "expired")


@dataclass(frozen=True)
class MovementKind:
    """The rules of every movement of a kind.

    `giver_sees` and `receiver_sees` say what the other side is in that side's history, where it is found in `group`;
    None: it is not shown there. `ends` are the states in which the caller's next call tells of it, as suffixes of the
    kind; none: it does not.
    """

    group: Group | None = None
    giver_sees: Other | None = None
    receiver_sees: Other | None = None
    may_refund: bool = False  # its receiver may give it back
    may_contest: bool = False  # its giver may say they did not mean it
    may_favour: bool = False  # each side may put the other among their favourites
    fee_from: Side = "giver"  # of a sale it is the shop that pays it
    is_set_aside: bool = False  # money that waits, or comes back from there: it is on its way no second time
    ends: tuple[str, ...] = ()

    def sees(self, side: Side) -> Other | None:
        """Return what the other side is to this side, None where this side does not see the movement."""
        return self.giver_sees if side == "giver" else self.receiver_sees


def _between_people(group: Group) -> MovementKind:
    return MovementKind(
        group, "person", "person", may_refund=True, may_contest=True, may_favour=True, ends=AT_ONCE
    )  # fmt: skip


_SALE: Final = MovementKind(
    "shops", "shop", "person", may_refund=True, may_contest=True, fee_from="receiver", ends=AT_ONCE
)

# An operator's customer contests with the operator, and to an operator nothing is given back.
KINDS: Final[dict[str, MovementKind]] = {
    "send_money": _between_people("sent"),
    "pay_request": _between_people("asked"),
    "send_to_stranger": MovementKind("sent", giver_sees="number", ends=AT_ONCE),
    "return_send": MovementKind("given_back", receiver_sees="number", is_set_aside=True),
    "add_money": MovementKind("added", receiver_sees="operator", ends=BY_OPERATOR),
    "withdraw_money": MovementKind("withdrawn", giver_sees="operator", ends=("under_way", "succeeded", "failed")),
    "take_cash_in": MovementKind("added", receiver_sees="person", ends=AT_ONCE),
    "pay_cash_out": MovementKind("withdrawn", giver_sees="person", ends=AT_ONCE),
    "pay_checkout": _SALE,
    "pay_till": _SALE,
    "pay_bill": _SALE,
    "pay_subscription": replace(_SALE, ends=()),
    "empty_till": MovementKind("shops", "shop", "shop"),
    "make_payout": MovementKind("shops", "shop", "shop"),
    "hold_salaries": MovementKind("shops", "shop", is_set_aside=True),
    "pay_salary": MovementKind("added", receiver_sees="shop"),
    "return_salary": MovementKind("shops", receiver_sees="shop", is_set_aside=True),
    "refund_payment": MovementKind("given_back", "person", "person", ends=AT_ONCE),
    "hold_contested": MovementKind("given_back", giver_sees="person", is_set_aside=True),
    "return_contested": MovementKind("given_back", receiver_sees="person", is_set_aside=True),
    "release_contested": MovementKind("given_back", receiver_sees="person", is_set_aside=True),
    "pay_unclaimed": MovementKind("given_back", receiver_sees="nobody"),
    "pay_on": MovementKind("given_back", receiver_sees="nobody"),
    "reverse_cash_in": MovementKind("given_back", giver_sees="nobody"),
    "charge_back": MovementKind("given_back", giver_sees="nobody"),
    "pay_retained": MovementKind("given_back", giver_sees="nobody"),
    "keep_dormant": MovementKind("given_back", giver_sees="nobody"),
    "return_dormant": MovementKind("given_back", receiver_sees="nobody"),
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
SALES: Final = tuple(name for name, kind in KINDS.items() if kind.fee_from == "receiver")
SET_ASIDE: Final = tuple(name for name, kind in KINDS.items() if kind.is_set_aside)
GROUPS: Final[dict[str, tuple[str, ...]]] = {
    group: tuple(name for name, kind in KINDS.items() if kind.group == group) for group in get_args(Group)
}
