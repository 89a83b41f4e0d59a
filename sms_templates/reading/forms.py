"""Every command by the parts it takes: one table, which the parser reads texts by."""

from dataclasses import dataclass, replace
from typing import Final


@dataclass(frozen=True)
class Form:
    """One way to write a command: the parts it needs, and those that may be left out.

    `ordered`: written only in this order. `strangers`: how many words that nobody knows may stand around, None for any.
    `rounded`: whether its figures must be written as amounts are, round or with FCFA behind, and could be no code;
    False where none may be written so.
    """

    needs: tuple[str, ...] = ()
    may_have: tuple[str, ...] = ()
    ordered: bool = False
    strangers: int | None = None
    rounded: bool | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """All parts it may have."""
        return self.needs + self.may_have


@dataclass(frozen=True)
class Command:
    """A command as it may be written.

    `forms`: read together; two readings are one too many. `other_forms`: tried where those read nothing.
    `asked_back`: money, agreed to before it moves, so strange words are passed over; but none that turns the meaning.
    `harmless`: it tells something: no other word matters; nor do numbers, with `any_figures`.
    `refuses`: it ends something: no word matters that does not stand right beside it, as NOT does.
    One that is none of these is done at once, and takes no strange word.
    `words`: the parts words may have in it, of rail, page, language. `reason`: what follows the numbers is told.
    `bills`: a biller's word and a reference will do too. `complaint`: the answer where something lacks, instead of
    its help.
    """

    forms: tuple[Form, ...] = (Form(),)
    other_forms: tuple[Form, ...] = ()
    asked_back: bool = False
    harmless: bool = False
    refuses: bool = False
    any_figures: bool = False
    words: tuple[str, ...] = ()
    reason: bool = False
    bills: bool = False
    complaint: str = ""

    @property
    def takes_amount(self) -> bool:
        """True for a command that needs an amount and no more."""
        return any(form.needs == ("amount",) for form in (*self.forms, *self.other_forms))

    @property
    def takes_phone(self) -> bool:
        """True for money to or from a number: one cut short may stand in it."""
        return self.asked_back and any("phone" in form.parts for form in self.forms)


AMOUNT_AND_PHONE: Final = Form(("amount", "phone"))
CODES: Final = (Form(("code",)), Form(("cash_code",)), Form(("request",)))
BARE_CODES: Final = (Form(("code",), strangers=1), Form(("cash_code",), strangers=1))

PLACES: Final = (AMOUNT_AND_PHONE,)  # where a text that asks for no money tells of some

UNDO: Final = Command(  # an amount is what was sent by mistake; other figures alone are perhaps a code
    (Form(("code",), strangers=1, rounded=False), Form(("cash_code",), strangers=1), Form()),
    (Form(("phone",), ("amount",)), Form(("amount",), rounded=True)),
    refuses=True,
    any_figures=True,
)

COMMANDS: Final[dict[str, Command]] = {
    "": Command((*BARE_CODES, Form(("request",), strangers=1)), harmless=True),
    "balance": Command(harmless=True),
    "history": Command(harmless=True, any_figures=True),
    "prices": Command(harmless=True, any_figures=True),
    "help": Command(harmless=True, any_figures=True),
    "send": Command((AMOUNT_AND_PHONE,), asked_back=True),
    "recharge": Command((Form(("amount",), ("phone", "whose")),), asked_back=True, words=("rail", "page")),
    "withdraw": Command(
        (Form(("amount",), ("phone",)), Form(("amount", "agent"), ordered=True)),
        (Form(("agent", "amount"), ordered=True),),
        asked_back=True,
        words=("rail",),
    ),
    "give_back": Command((Form((), ("amount",)),), asked_back=True, words=("rail",)),
    "request": Command((AMOUNT_AND_PHONE,), asked_back=True, reason=True),
    "pay": Command(
        (Form(("amount", "till"), ordered=True), Form(("request",))),
        (Form(("till", "amount"), ordered=True),),
        asked_back=True,
        bills=True,
    ),
    "handover": Command(
        (Form(("cash_code", "amount"), ordered=True),),
        (Form(("amount", "cash_code"), ordered=True),),
        asked_back=True,
    ),
    "yes": Command(CODES, asked_back=True, complaint="sms.yes_needs_code"),
    "no": Command((Form(), *CODES), harmless=True, complaint="sms.yes_needs_code"),
    "cancel": UNDO,
    "mistake": replace(UNDO, refuses=False, harmless=True),
    "decline": Command(CODES, refuses=True),
    "language": Command(words=("language",)),
    "lock": Command((Form(), Form(("phone",)), Form(("request",))), complaint="help.lock"),
    "stop": Command((Form(), Form(("request",)))),
    "end_subscription": Command((Form(("request",)),)),
    "start": Command(),
}
