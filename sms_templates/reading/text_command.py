"""A text command as it was read: the value that a worker acts on."""

from dataclasses import dataclass

from wallet.core.codes import AgentCode, RequestCode, TillCode
from wallet.core.values import BillReference, Money, Phone, Reason


@dataclass(frozen=True)
class TextCommand:
    """A command that was read: its name in [command], and what came with it.

    `code` is a digest when the text was shielded, the code's digits when not. `phone` is where the money goes or comes
    from, `rail` the operator named, `page` how a page is paid, `whose` the number after POUR. `request` is a code of
    eight digits, `biller` the word and `bill` the reference after PAYER, `agent` the six digits after AGENT. `topic` is
    what a help is about.
    """

    name: str
    amount: Money | None = None
    phone: Phone | None = None
    code: str | None = None
    language: str | None = None
    topic: str | None = None
    rail: str | None = None
    page: str | None = None
    whose: Phone | None = None
    till: TillCode | None = None
    request: RequestCode | None = None
    biller: str | None = None
    bill: BillReference | None = None
    reason: Reason | None = None
    agent: AgentCode | None = None
