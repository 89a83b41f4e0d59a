"""The draw of what goes wrong: faults of the operators and of the texting gateway, and disruptions of the machine."""

from random import Random
from typing import Any, Final

from faults.plan import Disruption
from simulators import PROVIDERS

PROVIDER_KNOBS: Final = {one.PARTY: one.FAULTS for one in PROVIDERS}
MONEY: Final = ("collection", "payout")
LINE: Final = (*MONEY, "status", "token", "init")
# Each fault of an operator: the calls it may strike, the values it may take (None: its own).
OPERATOR_FAULTS: Final[dict[str, tuple[tuple[str, ...], tuple[Any, ...]]]] = {
    "latency": (LINE, (0.2, 0.6)),
    "latency_tail": (LINE, (0.1,)),
    "dropped": (LINE, (None,)),
    "refused_empty": (LINE, (400, 503)),
    "refused_error": (LINE, (429, 503)),
    "refused_html": (LINE, (502, 403)),
    "token_expired": (LINE[:3], (None,)),
    "executed_then_dropped": (LINE, (None,)),
    "executed_then_reset": (LINE, (None,)),
    "executed_then_hangs": (MONEY, (2.0,)),
    "executed_then_empty": (LINE, (200, 500)),
    "executed_then_error": (LINE, (500, 503)),
    "executed_then_html": (LINE, (200, 502)),
    "executed_then_fault": (LINE, (200, 500)),
    "malformed": (LINE, (None,)),
    "registers_late": (MONEY, (0.3, 1.2)),
    "payout_waits": (("payout",), (0.8, 1.5)),
    "payout_refused": (("payout",), (None,)),
    "float_exhausted": (("payout",), (None,)),
    "status_pending": (MONEY, (1, 3)),
    "status_flip": (MONEY, (2,)),
    "status_flipped_first": (MONEY, (1,)),
    "status_unknown": (("status",), (None, "EN COURS")),
    "refused_code": (MONEY, (None,)),
    "callback_none": (MONEY, (None,)),
    "callback_other_verb": (MONEY, (None,)),
    "callback_twice": (MONEY, (1, 5)),
    "callback_reordered": (MONEY, (None,)),
    "callback_early": (MONEY, (None,)),
    "callback_late": (MONEY, (0.5, 1.0)),
    "callback_wrong_amount": (MONEY, (1, 1000)),
    "callback_forged": (MONEY, (None,)),
    "callback_unknown": (MONEY, (None,)),
    "callback_malformed": (MONEY, (None,)),
    "callback_retried": (MONEY, (3,)),
}
# Of one operator's own.
OWN_FAULTS: Final[dict[str, dict[str, tuple[tuple[str, ...], tuple[Any, ...]]]]] = {
    "mtn": {
        "refused_at_once": (MONEY, (None,)), "reason_text": (MONEY, (None,)), "reason_object": (MONEY, (None,)),
        "expiry_code": (("collection",), ("COULD_NOT_PERFORM_TRANSACTION",)),
    },
    "orange": {
        "cancelled_word": (MONEY, ("CANCELED",)), "confirmed_null": (MONEY, (None,)),
        "createtime_number": (MONEY, (None,)), "callback_shape": (MONEY, ("flat", "dashed")),
    },
}  # fmt: skip
# Each fault of an online provider: the values it may take. None is a chargeback.
PROVIDER_FAULTS: Final[dict[str, tuple[Any, ...]]] = {
    "latency": (0.2, 0.6),
    "dropped": (None,),
    "refused_empty": (400, 503),
    "refused_error": (429, 503),
    "refused_html": (502, 403),
    "executed_then_dropped": (None,),
    "executed_then_reset": (None,),
    "executed_then_hangs": (2.0,),
    "executed_then_empty": (200, 500),
    "executed_then_error": (500, 503),
    "executed_then_html": (200, 502),
    "malformed": (None,),
    "status_pending": (1, 3),
    "status_unknown": (None,),
    "status_missing": (1, 3),
    "status_wrong_amount": (-100, 100, 1000),
    "status_wrong_currency": (None,),
    "status_other_reference": (None,),
    "charge_waits": (0.5, 1.5),
    "charge_other_amount": (-100, 100, 1000),
    "charge_declined": (None,),
    "callback_none": (None,),
    "callback_twice": (1, 4),
    "callback_reordered": (None,),
    "callback_early": (None,),
    "callback_late": (0.5, 1.5),
    "callback_wrong_amount": (1, 1000),
    "callback_forged": (None,),
    "callback_unknown": (None,),
    "callback_malformed": (None,),
    "callback_unsigned": (None,),
    "callback_badly_signed": (None,),
    "return_none": (None,),
    "return_forged": (None,),
}
REFUND_FAULTS: Final[dict[str, tuple[Any, ...]]] = {
    "refund_waits": (0.5, 1.5), "refund_fails": (None,), "float_exhausted": (None,),
}  # fmt: skip
OF_PROVIDERS: Final[dict[str, dict[str, tuple[Any, ...]]]] = {
    "flutterwave": {
        **REFUND_FAULTS, "duplicate_refused": (None,), "found_first": (None,), "not_found_200": (None,),
        "return_json": (None,), "return_word": (None,), "refund_pascal": (None,),
    },
    "paypal": REFUND_FAULTS,
    "cinetpay": {"return_get": (None,), "notify_json": (None,)},
    "btcpay": {"late_settles": (None,)},
}  # fmt: skip
LIES: Final = ("status_flip", "status_flipped_first")  # the operator says of what it did that it did not
# Of the texting gateway: only what a later try mends, since a receipt refused for good is nobody's fault.
TEXTING_FAULTS: Final[dict[str, tuple[Any, ...]]] = {
    "latency": (0.3,),
    "unauthorised": (None,),
    "http_error": (500, 503),
    "refused_recipient": (401, 405, 500, 501),
    "no_message_id": (None,),
    "charset": (None,),
    "malformed": (None,),
    "accepted_then_dropped": (None,),
    "report_none": (None,),
    "report_buffered": (None,),
    "report_twice": (None,),
    "report_out_of_order": (None,),
    "report_early": (None,),
    "report_other_case": (None,),
    "report_failed": (None,),
}
PROCESSES: Final = (
    "worker mtn", "worker orange", "worker notices", "worker inbox", "worker deadlines", "tick", "serve",
)  # fmt: skip
POINTS: Final = {
    "worker mtn": ("K3", "K4", "K5", "K6", "K7", "K9", "K10"),
    "worker orange": ("K3", "K4", "K5", "K6", "K7", "K9", "K10"),
    "worker notices": ("K11", "K12"),
    "worker inbox": ("K0", "K1", "P1"),
    "worker deadlines": ("D1", "D2"),
    "serve": ("K0", "K1", "K8", "K14", "P1", "P1"),
}
AT_A_PAGE: Final = ("K3", "K4", "K6", "K7", "K9", "K10", "R1", "R2", "R3", "R4", "R5")
ONLINE_POINTS: Final[dict[str, tuple[str, ...]]] = {
    **{f"worker {rail}": AT_A_PAGE for rail in OF_PROVIDERS}, "worker webhooks": (), "worker mail": (),
}  # fmt: skip
PAYING_POINTS: Final[dict[str, tuple[str, ...]]] = {
    "office": ("F1", "F2", "K1", "P1"), "worker salaries": ("P1", "S1", "S2"), "serve": ("A1", "K1", "P1"),
}  # fmt: skip
AT_REST: Final = ("", "", "D1", "D2")  # where the worker of deadlines dies when all that waited ends
DISRUPTIONS: Final = (
    "flush", "flush", "stop_valkey", "kill_valkey", "kill", "kill", "point", "point", "point", "cut", "jump", "forge",
    "wake",
)  # fmt: skip
LASTS: Final = {"stop_valkey": (0.2, 0.6), "jump": (20, 90, 700, 1_900)}  # seconds; the last is past a cash-out's end
LONGEST_SECONDS: Final = 1.5  # a disruption falls within this long


def draw_faults(chance: Random) -> dict[str, dict[str, dict[str, Any]]]:
    """Draw up to six faults an operator, up to three of the gateway, each for a few calls or by chance."""
    drawn: dict[str, dict[str, dict[str, Any]]] = {}
    for party, own in OWN_FAULTS.items():
        known = {**OPERATOR_FAULTS, **own}
        for name in chance.sample(sorted(known), chance.randint(0, 6)):
            calls, values = known[name]
            drawn.setdefault(party, {})[name] = {
                **often(chance),
                **valued(chance, values),
                "call": chance.choice(calls),
            }
    for name in chance.sample(sorted(TEXTING_FAULTS), chance.randint(0, 3)):
        drawn.setdefault("africastalking", {})[name] = {**often(chance), **valued(chance, TEXTING_FAULTS[name])}
    return drawn


def draw_provider_faults(chance: Random) -> dict[str, dict[str, dict[str, Any]]]:
    """Draw up to four faults of each online provider, of those that its wire can have."""
    drawn: dict[str, dict[str, dict[str, Any]]] = {}
    for party, own in OF_PROVIDERS.items():
        known = {name: values for name, values in {**PROVIDER_FAULTS, **own}.items() if name in PROVIDER_KNOBS[party]}
        for name in chance.sample(sorted(known), chance.randint(0, 4)):
            drawn.setdefault(party, {})[name] = {**often(chance), **valued(chance, known[name])}
    return drawn


def draw_disruptions_online(chance: Random) -> tuple[Disruption, ...]:
    """Draw up to two deaths of a provider's worker, or of the one that tells the shop."""
    return tuple(draw_disruption_online(chance) for _ in range(chance.choice((0, 0, 1, 1, 2))))


def draw_disruptions_paying(chance: Random) -> tuple[Disruption, ...]:
    """Draw up to two deaths of who pays out: the office, the worker of salaries, the web app."""
    return tuple(draw_disruption_online(chance, PAYING_POINTS) for _ in range(chance.choice((0, 1, 1, 2))))


def draw_disruption_online(chance: Random, points: dict[str, tuple[str, ...]] = ONLINE_POINTS) -> Disruption:
    """Draw one of them: wherever it is, or at a named point."""
    process, after_seconds = chance.choice(sorted(points)), round(chance.uniform(0, LONGEST_SECONDS), 2)
    if chance.random() < 0.3 or not points[process]:
        return Disruption(after_seconds, "kill", process)
    return Disruption(after_seconds / 2, "point", f"{process}@{chance.choice(points[process])}")


def often(chance: Random) -> dict[str, Any]:
    """Draw how often a fault strikes."""
    return {"next": chance.randint(1, 3)} if chance.random() < 0.6 else {"chance": round(chance.uniform(0.2, 0.9), 2)}


def valued(chance: Random, values: tuple[Any, ...]) -> dict[str, Any]:
    """Draw a fault's value, where it takes one."""
    value = chance.choice(values)
    return {} if value is None else {"value": value}


def draw_timings(chance: Random) -> dict[str, dict[str, float]]:
    """Draw the timings of each operator; a prompt may expire there before it does here."""
    return {
        rail: {
            "expiry_seconds": chance.choice((0.7, 300.0, 300.0)),
            "payout_seconds": chance.choice((0.0, 0.1, 0.3)),
            "pay_token_seconds": chance.choice((600.0, 600.0, 0.5)),
        }
        for rail in ("mtn", "orange")
    }


def draw_disruptions(chance: Random) -> tuple[Disruption, ...]:
    """Draw up to four disruptions, in the order they come."""
    return tuple(
        sorted(
            (draw_disruption(chance) for _ in range(chance.randint(0, 4))),
            key=lambda disruption: disruption.after_seconds,
        )
    )


def draw_disruption(chance: Random) -> Disruption:
    """Draw one disruption of the machine."""
    kind, after_seconds = chance.choice(DISRUPTIONS), round(chance.uniform(0, LONGEST_SECONDS), 2)
    if kind == "kill":
        return Disruption(after_seconds, kind, chance.choice(PROCESSES))
    if kind == "point":
        process = chance.choice(sorted(POINTS))
        return Disruption(after_seconds / 2, kind, f"{process}@{chance.choice(POINTS[process])}")
    if kind in LASTS:
        return Disruption(after_seconds, kind, seconds=chance.choice(LASTS[kind]))
    return Disruption(after_seconds, kind, chance.choice(("mtn", "orange")) if kind in ("forge", "wake") else "")
