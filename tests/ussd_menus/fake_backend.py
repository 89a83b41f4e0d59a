"""A backend in memory, for what a session does by itself: two people, a PIN, and a record of what was performed."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from cli.menus import WidestBackend
from sms_templates import LANGUAGES, say_on
from sms_templates.gsm7 import septets
from tests.world.cast import AWA, MOUSSA, STRANGER
from ussd_menus.sentences import Sentences
from wallet.accounts.first_screen import FirstScreen
from wallet.accounts.progress import Progress
from wallet.core.errors import Locked, Misread, QuoteChanged, WrongPin
from wallet.core.values import Pin
from wallet.operations.movements import Movement
from wallet.operations.use_case import Outcome, UseCase
from wallet.people.favourites import Favourite
from wallet.people.people import Caller
from wallet.requests.ask_payment import Asking
from wallet.sending.keep_favourite import NewFavourite
from wallet.sending.new_beneficiary import Caution
from wallet.sending.send_money import Quote, Recipient
from wallet.topups.add_money import Beneficiary
from wallet.topups.withdraw_money import WithdrawalPrice

PIN = Pin("739158")


@dataclass
class FakeBackend:
    """Performs once per key, as the wallet does; `fee` may be changed between two hops."""

    fee: int = 25
    tries: int = 3
    unchecked: int = 0
    sent_before: bool = False
    known: list[Favourite] = field(default_factory=list)
    performed: dict[str, UseCase] = field(default_factory=dict)
    security_events: list[str] = field(default_factory=list)
    outcomes: dict[str, Outcome] = field(default_factory=dict)

    def caller(self, phone: str, language: str) -> Caller:
        language = language or LANGUAGES[0]
        known = ("", "") if phone == STRANGER else (f"id of {phone}", "Moussa Bello")
        return Caller(phone, language, *known, languages=" ".join(LANGUAGES))

    def look_up(self, find: Callable[..., Any], args: tuple[Any, ...]) -> Any:
        known = getattr(self, find.__name__, None)
        return known(*args) if known else WidestBackend().look_up(find, args)

    def find_recipient(self, person_id: str, phone: str) -> Recipient:
        if person_id == f"id of {phone}":
            raise Misread("error.own_number")
        if phone != AWA:
            return Recipient("", phone, "")
        return Recipient("id of awa", AWA, "Awa N.", self.unchecked)

    def list_known(self, _: str) -> list[Favourite]:
        return self.known

    def find_new_favourite(self, _: str, receiver_id: str) -> NewFavourite:
        return NewFavourite(receiver_id)

    def list_favourites(self, _: str) -> list[Favourite]:
        return []

    def check_beneficiary(self, _: str, __: Recipient, ___: int) -> Caution:
        return Caution(0)

    def quote_sending(self, _: str, to: Recipient, amount: int) -> Quote:
        if amount > 5000:
            raise Misread("error.amount_above", maximum=5000)
        return Quote(to.person_id, to.phone, to.name, amount, self.fee, 14, to.unchecked)

    def check_asking(self, _: str, payer: Asking, amount: int) -> Asking:
        if amount > 5_000:
            raise Misread("error.amount_above", maximum=5_000)
        return replace(payer, amount=amount)

    def check_recharge(self, _: str, to: Beneficiary, amount: int) -> Beneficiary:
        if amount > 25_000:
            raise Misread("error.amount_above", maximum=25_000)
        return to

    def quote_withdrawing(self, _: str, phone: str, rail: str, amount: int) -> WithdrawalPrice:
        if amount > 5_000:
            raise Misread("error.amount_above", maximum=5_000)
        return WithdrawalPrice(phone, rail, amount, 50, 14)

    def read_history(self, _: str) -> list[Movement]:
        return [
            Movement(seq, "send_money", -1000 * seq, "Awa N.", AWA, 5, 6, "K7Q2-93FD", "12/11", "18:45")
            for seq in range(12, 0, -1)
        ]

    def new_pin(self, _: Caller, pin: Pin) -> str:
        if pin == "1234":
            raise Misread("error.weak_pin")
        return f"1$sealed$argon2id$hash of {len(pin)} digits, {sum(map(int, pin))}"

    def same_pin(self, pin_hash: str, pin: Pin) -> None:
        if pin_hash != self.new_pin(Caller("", "fr"), pin):
            raise Misread("error.pins_differ")

    def digest_code(self, _: Caller, code: str) -> str:
        return f"{code[:2]}{hash(code):x}"

    def own_pin(self, _: Caller, pin: Pin) -> None:
        self.tries -= pin != PIN
        if self.tries <= 0:
            raise Locked("refusal.pin_locked", hours=1)
        if pin != PIN:
            raise WrongPin("error.wrong_pin", tries=self.tries)

    def perform(self, case: UseCase, caller: Caller, key: str, pin: Pin | None) -> Outcome:
        if key not in self.outcomes:
            if pin is not None:
                self.own_pin(caller, pin)
            if case.kind == "send_money" and case.quote.fee != self.fee:  # type: ignore[attr-defined]  # it is a SendMoney
                raise QuoteChanged("error.price_changed")
            self.performed[key] = case
            said = OUTCOMES.get(case.kind, DONE)
            self.outcomes[key] = replace(said, values=said.values | {"sends": 1 + self.sent_before})
        return self.outcomes[key]

    def done_before(self, key: str) -> Progress | None:
        sent = key in self.performed and self.performed[key].kind == "send_money"
        return Progress(self.outcomes[key], "send_money") if sent else None

    def find_first_screen(self, _: Caller) -> FirstScreen:
        return FirstScreen("")

    def digest_text(self, text: str) -> str:
        return "digest " + str(hash(text)).translate(str.maketrans("0123456789", "abcdefghij"))  # no PIN by chance

    def is_digest_of(self, digest: str, text: str) -> bool:
        return digest == self.digest_text(text)

    def note_security_event(self, kind: str, phone: str) -> None:
        self.security_events.append(kind)

    def sentences(self, language: str) -> Sentences:
        return Sentences(partial(say_on, "ussd"), septets, language)


DONE = Outcome("pin_changed")  # of what no test here reads the words of
SENT = {"amount": 5000, "name": "Awa N.", "phone": AWA, "reference": "K7Q2-93FD", "balance": 14_961}
OUTCOMES = {
    "send_money": Outcome("money_sent", SENT),
    "read_balance": Outcome("balance", {"balance": 14_961, "date": "12/11", "time": "18:45"}),
    "open_wallet": Outcome("wallet_opened", {"name": "Moussa B.", "phone": MOUSSA, "maximum": 5000}),
    "change_language": Outcome("language_changed", {"language": "en"}),
    "change_pin": Outcome("pin_changed"),
    "add_money": Outcome("add_money_asked", {**SENT, "operator": "orange"}),
    "withdraw_money": Outcome("withdraw_money_asked", {**SENT, "operator": "orange"}),
    "lock_wallet": Outcome("wallet_locked"),
    "add_favourite": Outcome("favourite_added", {"name": "Awa N.", "phone": AWA}),
}
