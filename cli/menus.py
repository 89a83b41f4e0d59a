"""`./mbongo menus`: the whole machine drawn as Mermaid, by walking it with the widest values there are."""

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from functools import cache
from typing import Any, Final, get_args, get_origin, get_type_hints

import click

from sms_templates import FILES, LANGUAGES, WIDEST, say
from ussd_menus.questions import Question
from ussd_menus.walk import WalkStep, walk
from wallet.accounts.first_screen import FirstScreen
from wallet.accounts.mistakes import UndoablePayment
from wallet.accounts.read_rules import RuleLine
from wallet.agents.ask_cash_out import find_waiting_cash_out
from wallet.business.checkout_refunds import To
from wallet.business.pay_bill import BillQuote
from wallet.business.payables import Payable
from wallet.business.refund_checkout import RefundableCheckout
from wallet.core.codes import AgentCode, HandoverCode, PayCode, RequestCode
from wallet.core.values import BillReference, Money, MoneyOrPhone, PersonName, Phone, Pin, Reason
from wallet.operations.actor import Actor
from wallet.operations.kinds import KINDS, Other
from wallet.operations.movements import Movement
from wallet.people.identities import IdNumber
from wallet.people.people import Caller
from wallet.people.text_changes import TextChangeKind
from wallet.requests.code_looks import count_look
from wallet.requests.payment_requests import Listed
from wallet.sending.claims import WaitingMoney
from wallet.sending.new_beneficiary import check_beneficiary
from wallet.subscriptions.subscriptions_shown import ShownSubscription

OF_NEITHER: Final = "662000002"  # a prefix of neither operator; nobody has a wallet there
NO_WALLET: Final = {"person_id": "", "name": ""}
RESETTING: Final = "someone who may choose a new PIN"
TEXTED: Final = {f"someone whose {kind} a text changed": kind for kind in get_args(TextChangeKind)}
ELSEWHERE: Final = "someone whose number is at neither operator"
SAMPLES: Final[dict[Any, tuple[str, ...]]] = {
    Phone.read: ("699000002", OF_NEITHER),
    Money.read: ("5000",),
    MoneyOrPhone.read: ("5000", "699000002"),
    PersonName.read: ("Tchouankeu",),
    Pin.read: ("739158",),
    AgentCode.read: ("123455",),
    IdNumber.read: ("112233445",),
    HandoverCode.read: ("4821735",),
    RequestCode.read: ("48217368", "48217400", "48217418", "48217426"),
    PayCode.read: ("44115", "40000002", "48217368", "48217400", "48217418", "48217426"),
    Reason.read: ("loyer",),
    BillReference.read: ("ABCD2026111234567890",),
}
# An ordinary evening: no code waits at an agent, nobody new is given much. One caller alone meets what is rarer.
ORDINARY: Final[dict[Callable[..., Any], dict[str, Any]]] = {
    find_waiting_cash_out: {"id": ""},
    check_beneficiary: {"needed": 0},
    count_look: {"refusal": ""},
}
# What a code names: a sum of a business, one that whoever pays says, a plan, a bill looked for; others are of requests.
OF_A_SHOP: Final = "48217400"
USUAL: Final = {"by_shop": 0}  # what is found by its code: a shop's is found as what is paid
# What a transfer paid, by which way it goes back.
BY_CODE: Final[dict[type, dict[str, dict[str, Any]]]] = {
    Payable: {OF_A_SHOP: {"plan_id": ""}, "48217418": {"amount": 0, "plan_id": ""}, "48217426": {}},
    BillQuote: {"40000002": {}, "ABCD2026111234567890": {}},
    RefundableCheckout: {way: {"way": way} for way in get_args(To)},
}
NOTHING: Final[dict[type, dict[str, Any]]] = {
    Payable: {"pay_code": ""},
    BillQuote: {"bill_id": ""},
    RefundableCheckout: {},
}
# What a history's line leaves empty, by what the other side is.
EMPTY: Final[dict[Other, tuple[str, ...]]] = {
    "person": ("operator",),
    "number": ("operator", "name"),
    "operator": ("name",),
    "shop": ("operator", "name"),
    "nobody": ("operator", "name", "phone"),
}


class WidestBackend:
    """A backend where everything succeeds and every value is as wide as it gets."""

    def caller(self, phone: str, language: str) -> Caller:
        """Return a stranger."""
        return Caller(phone, language, languages=" ".join(LANGUAGES))

    def look_up(self, find: Callable[..., Any], args: tuple[Any, ...]) -> Any:
        """Return the fact a look-up promises, filled with the widest values."""
        promised = get_type_hints(find)["return"]
        if promised is FirstScreen:
            changed = {"text_change": TEXTED.get(args[0], ""), "before": LANGUAGES[0] if args[0] in TEXTED else ""}
            return make_widest(FirstScreen, reset=int(args[0] == RESETTING), **changed)
        if promised is WaitingMoney and args[0] != WIDEST["phone"]:
            return WaitingMoney(0, "")
        if promised in BY_CODE:
            return make_widest(promised, **BY_CODE[promised].get(args[-1], NOTHING[promised]))
        if find in ORDINARY and args[0] != ELSEWHERE:
            return make_widest(promised, **ORDINARY[find])
        if get_origin(promised) is not list:
            return make_widest(promised, **(NO_WALLET if any(map(reaches_nobody, args)) else {}))
        [line] = get_args(promised)
        return [make_widest(line, seq=number, **kind) for number, kind in enumerate(3 * list_kinds(line))]

    def new_pin(self, _: Caller, __: Pin) -> str:
        """Return a hash."""
        return "1$sealed$argon2id$"

    def same_pin(self, _: str, __: Pin) -> None:
        """Take any PIN for the same."""

    def digest_code(self, _: Caller, __: str) -> str:
        """Return a digest."""
        return "48" + "0" * 32

    def own_pin(self, _: Caller, __: Pin) -> None:
        """Take any PIN for the caller's."""


def reaches_nobody(asked: Any) -> bool:
    """True when a look-up is about a number without a wallet."""
    if isinstance(asked, Actor):
        return False
    return asked == f"+237{OF_NEITHER}" or getattr(asked, "person_id", None) == ""


def list_kinds(line: type) -> list[dict[str, Any]]:
    """Return the values that tell the lines of a list apart."""
    if line is Movement:
        return [
            {
                "kind": name,
                "amount": sign * WIDEST["amount"],
                "contestable": int(sign < 0 and kind.may_contest),
                "transfer": way,  # of a checkout: which way it goes back
                **dict.fromkeys(EMPTY[other], ""),
            }
            for name, kind in KINDS.items()
            for sign, other in ((-1, kind.giver_sees), (1, kind.receiver_sees))
            if other
            for way in (get_args(To) if name == "pay_checkout" and sign > 0 else ("",))
        ]
    if line is Listed:
        return [{"by_shop": 0}, {"by_shop": 1, "name": WIDEST["shop"], "code": OF_A_SHOP}]
    if line is UndoablePayment:
        return [{"way": way, "id": way} for way in ("contest", "cancel")]
    if line is ShownSubscription:
        states = (("active", 0), ("active", 1), ("past_due", 0), ("paused", 0))
        return [{"state": state, "asks": asks, "pay_code": f"{state}{asks}"} for state, asks in states]
    if line is RuleLine:
        return [{"line": one} for one in FILES[LANGUAGES[0]]["ussd"]["rules"] if one != "title"]
    return [{}]


def make_widest(fact: type, **given: Any) -> Any:
    """Return a fact with every field at its widest."""
    return fact(
        **{field.name: given.get(field.name, {**WIDEST, **USUAL}.get(field.name, "x")) for field in fields(fact)}
    )


def list_samples(question: Question) -> tuple[str, ...]:
    """Return what may be typed at a question: a text for each way on."""
    return SAMPLES.get(question.read, ())


def list_callers(language: str) -> list[Caller]:
    """Return everyone who sees menus of their own."""
    stranger = Caller(WIDEST["phone"], language, languages=" ".join(LANGUAGES))
    customer = replace(stranger, person_id="someone", name="Tchouankeu Tchamba")
    elsewhere = replace(customer, person_id=ELSEWHERE, phone=f"+237{OF_NEITHER}")
    return [
        stranger,
        replace(stranger, phone=f"+237{OF_NEITHER}"),
        customer,
        elsewhere,
        replace(customer, locked_by_owner=1),
        replace(customer, no_pin=1),
        replace(customer, person_id=RESETTING),
        *(replace(customer, person_id=one) for one in TEXTED),
    ]


@cache
def list_steps(language: str) -> tuple[WalkStep, ...]:
    """Return every answer anybody can give, at the widest values; behind what a text changed, menus are as usual."""
    steps = (step for caller in list_callers(language) for step in walk(caller, WidestBackend(), list_samples))
    return tuple(step for step in steps if step.path[0][1] != "keep" or len(step.path) == 1)


def draw_lines() -> Iterator[str]:
    """Yield the lines of a Mermaid flowchart: a box for each question, an arrow for each answer."""
    yield "flowchart LR"
    drawn: set[str] = set()
    for step in list_steps(LANGUAGES[0]):
        for line in (
            draw_box(step.question),
            draw_end(step) if step.leads_to is None else draw_box(step.leads_to),
            draw_arrow(step),
        ):
            if line not in drawn:
                drawn.add(line)
                yield f"  {line}"


def draw_box(question: Question) -> str:
    """Return the box of a question, with its first line."""
    said = say(LANGUAGES[0], question.key, **question.values).split("\n")[0]
    return f'{name_node(question.key)}["{said}"]'


def name_node(key: str) -> str:
    """Return a name that Mermaid takes."""
    return key.removeprefix("ussd.").replace(".", "_")


def draw_end(step: WalkStep) -> str:
    """Return the circle of a use case, where a menu ends."""
    return f"do_{step.asks_for}(({step.asks_for}))"


def draw_arrow(step: WalkStep) -> str:
    """Return the arrow of an answer: the digit and the line chosen, or what is typed."""
    chosen = next((option for option in step.question.options if option.name == step.answer), None)
    if chosen is None:
        words = "PIN" if step.question.live else "..."
    else:
        words = f"{chosen.digit} {say(LANGUAGES[0], chosen.sentence, **chosen.values)}" if chosen.digit else "1, 2, ..."
    to = name_node(step.leads_to.key) if step.leads_to else f"do_{step.asks_for}"
    return f'{name_node(step.question.key)} -->|"{words}"| {to}'


def draw() -> None:
    """Print the drawing."""
    for line in draw_lines():
        click.echo(line)
