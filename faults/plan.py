"""The plan of a run as plain values: people, what each tries, how the others answer, and what breaks."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from faults.sales import NO_MARKET, Market

Kind = Literal[
    "send", "recharge", "withdraw", "cash_in", "cash_out", "pay_out", "request", "pay_request", "collect", "refuse",
    "register", "refund",
]  # fmt: skip
Role = Literal["customer", "stranger", "agent"]
AGENT_CODE: Final = "123455"


@dataclass(frozen=True)
class PlannedAct:
    """One thing `phone` tries. The amount is nobody else's in the run, but for those who answer: they share it.

    `other`: the receiver; who pays or is paid; who asks; the operator of a stranger's payment. `listed`: a request is
    found in one's own list, not by its code. `part`: so much of what came in is given back (0: the whole of it).
    `mishap` strikes the hop of that number: it is repeated, an older one comes late, or the call drops (and is dialled
    again, to `resume` it or not); `twice`: the gateway delivers a text, or the closing hop, a second time.
    `then`: what others do about it, all at once; `reads`: in whose texts the code they need is.
    """

    phone: str
    kind: Kind
    amount: int
    other: str
    by_sms: bool
    shortcut: bool
    mishap: str
    hop: int
    resume: bool
    listed: bool = False
    part: int = 0
    reads: str = ""
    then: "tuple[PlannedAct, ...]" = ()


@dataclass(frozen=True)
class DrawnPerson:
    """One person and what they do, one thing after another; `habit` is how they answer an operator's prompt.

    Customers and the agent have a wallet; a stranger has none, and does only what others' doings call for.
    """

    phone: str
    name: str
    language: str
    habit: str
    answers_after_seconds: float
    asks: tuple[PlannedAct, ...]
    role: Role = "customer"


@dataclass(frozen=True)
class Disruption:
    """One thing that is done to the machine, so many seconds after the run began."""

    after_seconds: float
    kind: str
    of: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class Plan:
    """A whole run. `faults` is asked of the simulators; `timings` are an operator's own times.

    `market`: what a shop sells online. `at_rest`: where the worker that ends what waited too long is to die, once the
    rest is over; "" for nowhere.
    """

    seed: int
    people: tuple[DrawnPerson, ...]
    faults: dict[str, dict[str, dict[str, Any]]]
    timings: dict[str, dict[str, float]]
    disruptions: tuple[Disruption, ...]
    at_rest: str = ""
    market: Market = NO_MARKET

    @property
    def asks(self) -> list[PlannedAct]:
        """Everything tried, answers too."""
        first = [asked for person in self.people for asked in person.asks]
        return first + [answer for asked in first for answer in asked.then]
