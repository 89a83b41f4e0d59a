# ruff: noqa: E501 - a row of a table stays on its line
"""Rows 49–58 where money is typed for an agent, a till, a bill, a request, an operator: the screen again, nothing done.

A place is named by the answers that lead to it; AGENT's are typed on Fatou's phone.
"""

from typing import Final

from local.demo_agent import CODE
from tests.service.bad_input.typed_table import DOTS, NO_AMOUNT, NO_PHONE, TIER_0, TOO_LONG, Typed, every
from tests.world.cast import TILL

AWA_TYPED, MOUSSA_TYPED = "699000002", "677000001"
INCOMING: Final = {"maximum": 25_000}
UNLIMITED: Final[dict[str, int]] = {}

# Where an amount is asked, who is asked there, and what is too much at once.
AMOUNTS: Final = {
    "till": (f"4*{TILL}", TIER_0),
    "cash-out": (f"3*2*{CODE}", TIER_0),
    "withdraw": ("3*1", TIER_0),
    "recharge": ("2", INCOMING),
    "recharge-for": (f"2*{AWA_TYPED}", UNLIMITED),  # Awa's ceilings are nobody's business: refused in the end
    "request": (f"5*1*{AWA_TYPED}", INCOMING),
}
AGENTS_AMOUNTS: Final = {  # an agent is told of their float, after the PIN; of the customer's ceilings nothing
    "cash-in": (f"7*1*{MOUSSA_TYPED}", UNLIMITED),
    "handover": ("7*2*4821735", UNLIMITED),
}
PHONES: Final = {"request": "5*1"}
AGENTS_PHONES: Final = {"cash-in": "7*1", "identify": "7*3", "forgotten": "7*7*1"}


def amounts(place: str, at: str, most: dict[str, int]) -> tuple[Typed, ...]:
    """Every bad amount at one place."""
    above = (
        every(
            f"row-49-{place}",
            at,
            "error.amount_above",
            {"above": str(most["maximum"] + 1), "nine-digits": "999999999"},
            **most,
        )
        if most
        else ()
    )
    below = (
        every(f"row-49-{place}", at, "error.amount_below", {"below": "99"}, minimum=100) if place != "handover" else ()
    )
    return (
        *above,
        *below,
        *every(
            f"row-51-{place}", at, NO_AMOUNT, {"nan": "NaN", "infinity": "Infinity", "quoted": '"500"', "list": "[500]"}
        ),
        *every(f"row-52-{place}", at, NO_AMOUNT, {"leading-zeros": "00500"}),
        *every(f"row-45-{place}", at, DOTS, {"point": "5.000"}),
        *every(f"row-47-{place}", at, TOO_LONG, {"twenty-nines": "9" * 20}),
        *(
            every(f"row-58-{place}", at, "error.amount_is_phone", {"a-phone": "677123456"})
            if place != "recharge"
            else ()
        ),
    )


def phones(place: str, at: str, own: str) -> tuple[Typed, ...]:
    """Every bad number at one place."""
    return (
        *every(f"row-53-{place}", at, "error.own_number", {"own": own, "own-in-full": f"+237 {own}"}),
        *every(f"row-56-{place}", at, NO_PHONE, {"short": "67712", "ten-digits": "6771234567", "a-till": TILL}),
        *every(f"row-56-{place}", at, "error.fixed_line", {"fixed-line": "222123456"}),
        *every(f"row-56-{place}", at, "error.no_such_phone", {"range-nobody-has": "643123456"}),
        *every(f"row-56-{place}", at, "error.foreign_phone", {"france": "+33612345678"}),
    )


BY_A_CUSTOMER: Final = (
    *(row for place, (at, most) in AMOUNTS.items() for row in amounts(place, at, most)),
    *(row for place, at in PHONES.items() for row in phones(place, at, MOUSSA_TYPED)),
    *every("row-54", "4", "error.no_such_code", {"till-of-nobody": "55111", "till-and-no-check-digit": "44116", "six-digits-for-a-till": CODE, "a-phone-for-a-till": AWA_TYPED}),
    *every("row-54", "3*2", "error.no_such_code", {"agent-of-nobody": "234567", "agent-and-no-check-digit": "123456", "a-till-for-an-agent": TILL}),
    *every("row-54", "4", "error.no_such_code", {"request-of-nobody": "48217368", "request-and-no-check-digit": "48217365", "four-digits": "4821"}),
    *every("row-54", "2", "error.no_wallet", {"recharge-for-nobody": "677777777"}),
    *every("row-54", "4*1*1", "error.no_such_bill", {"bill-of-nobody": "FACT999"}),
    *every("row-55", "1", NO_PHONE, {"a-till-as-receiver": TILL, "an-agents-code-as-receiver": CODE}),
    *every("row-56", "4*1*1", "error.not_a_reference", {"bill-of-four-digits": "4821", "bill-of-signs": "FACT;118", "bill-of-21": "A" * 21, "bill-in-arabic": "٤٨٢١٧٣٦٨"}),
    *every("row-56", "3*1", "error.not_an_amount", {"withdraw-words": "tout"}),
)  # fmt: skip

BY_AN_AGENT: Final = (
    *(row for place, (at, most) in AGENTS_AMOUNTS.items() for row in amounts(place, at, most)),
    *(row for place, at in AGENTS_PHONES.items() for row in phones(place, at, "677000003")),
    *every("row-53", "7*5", "error.own_agent", {"float-to-oneself": CODE}),
    *every("row-53", "3*2", "error.own_agent", {"cash-at-oneself": CODE}),
    *every("row-54", "7*1", "error.no_wallet", {"cash-in-for-nobody": "677777777"}),
    *every("row-54", "7*7*1", "error.no_wallet", {"a-pin-for-nobody": "677777777"}),
    *every("row-54", "7*5", "error.no_such_code", {"float-to-nobody": "234567"}),
    *every("row-56", "7*2", "error.no_such_code", {"code-of-six": "482173", "code-of-letters": "48217A5", "code-in-arabic": "٤٨٢١٧٣٥", "code-of-eight": "48217368"}),
)  # fmt: skip

BY_A_MERCHANT: Final = (
    *every("row-53", "4", "error.own_till", {"own-till": TILL}),
    *every("row-53", "4*1*1", "error.own_till", {"own-bill": "FACT118"}),
)  # fmt: skip

# What only the wallet knows, said after the PIN: the closing screen, its values, one remembered refusal, no franc moved.
BY_THE_POOR: Final = {
    "row-50-send": ("1*677000001*500", "refusal.not_enough", {"total": 508}),
    "row-50-send-to-a-stranger": ("1*677777777*500", "refusal.not_enough", {"total": 508}),
    "row-50-till": (f"4*{TILL}*500", "refusal.not_enough_free", {"total": 500}),
    "row-50-bill": ("4*1*1*FACT118", "refusal.not_enough_free", {"total": 1_550}),
    "row-50-cash-out": (f"3*2*{CODE}*500", "refusal.not_enough", {"total": 555}),
    "row-50-withdraw": ("3*1*500", "refusal.not_enough", {"total": 555}),
    "row-50-request": ("5*2*1", "refusal.not_enough", {"total": 710}),
}
BY_MOUSSA: Final = {
    "row-49-recharge-above-the-receivers-most": (f"2*{AWA_TYPED}*25001*1", "refusal.recipient_refuses", {}),
}
BY_FATOU: Final = {
    "row-50-cash-in-above-the-float": (f"7*1*{MOUSSA_TYPED}*6000000", "refusal.float_short", {"amount": 6_000_000}),
    "row-49-cash-in-above-the-customers-most": (f"7*1*{MOUSSA_TYPED}*25001", "refusal.to_agent", {}),
}
