"""The scenes of the tour: the main job as phones show it, each scene one thing that somebody does.

They can be played again on the same data: whoever has a wallet keeps it, and sums are small enough then for the
day's ceilings.
"""

import re
from typing import Final

from local.tour.cast import AWA, BRICE, FATOU, MOUSSA, SHOP, ZITA, Cast
from local.tour.ending import format_francs
from local.tour.online import add_money_by_card, sell_by_links
from local.tour.phones import ScreenAnswer, UnexpectedError
from local.tour.stage import Tour, get_agent, get_till
from sms_templates import show

FIRST, LATER = 1, 10  # sums are divided by this
CODE: Final = re.compile(r"(?:OUI|YES) ([0-9]{4})\b")
REQUEST_CODE: Final = re.compile(r"\b([0-9]{8})\b")
CASH_CODE: Final = re.compile(r"\b([0-9]{7})\b")


def pin_at(key: str, cast: Cast) -> ScreenAnswer:
    """Return the step that answers a question with somebody's PIN."""
    return ScreenAnswer(key, cast.pin, is_secret=True)


def play(tour: Tour) -> None:
    """Play every scene. Raises UnexpectedError naming what went otherwise than it should."""
    share = FIRST if tour.find_person(MOUSSA) is None else LATER
    register(tour, MOUSSA)
    make_ready(tour)
    add_money(tour, AWA, 10_000 // share)
    add_money_by_card(tour, MOUSSA, 5_000 // share)
    send(tour, AWA, MOUSSA, 3_000 // share)
    send_by_sms(tour, MOUSSA, AWA, 1_000 // share)
    ask_for_payment(tour, AWA, ZITA, 2_000 // share)
    hand_in_cash(tour, MOUSSA, 5_000 // share)
    take_cash(tour, AWA, 2_000 // share)
    withdraw(tour, MOUSSA, 1_000 // share)
    pay_at_till(tour, AWA, 1_500 // share)
    sell_by_links(tour, AWA, 2_000 // share)


def make_ready(tour: Tour) -> None:
    """Give the others wallets, Fatou her float and Brice a shop, out of sight."""
    for cast in (AWA, FATOU, BRICE):
        register(tour.unseen(), cast)
    agent, till = get_agent(tour), get_till(tour)
    tour.console.print(tour.say("ready", agent=agent.code, shop=SHOP, till=till), style="dim", highlight=False)


def register(tour: Tour, cast: Cast) -> None:
    """Open a wallet by USSD, as a stranger would; who has one is spoken to in the tour's language from now on."""
    person = tour.find_person(cast)
    if person:
        speak(tour, cast, person.language)
        tour.console.print(tour.say("knows", name=cast.name), style="dim")
        return
    tour.announce("register", name=cast.name)
    phone = tour.phone(cast)
    phone.call(
        tour.service_code,
        [
            ScreenAnswer("ussd.stranger.register"),
            ScreenAnswer("ussd.register_name.first", cast.first_name),
            ScreenAnswer("ussd.register_name.family", cast.family_name),
            pin_at("ussd.register_pin", cast),
            pin_at("ussd.register_pin_again", cast),
        ],
    )
    if tour.find_person(cast) is None:
        raise UnexpectedError(f"{cast.name} has no wallet after registering:\n{phone.screen}")
    phone.await_texts()


def speak(tour: Tour, cast: Cast, language: str) -> None:
    """Let somebody's wallet speak the tour's language, as their text asks it to."""
    if language != tour.language:
        phone = tour.unseen().phone(cast)
        phone.text(f"LANGUE {tour.language.upper()}")
        phone.await_texts()


def add_money(tour: Tour, cast: Cast, amount: int) -> None:
    """Add money from one's own Orange Money, whose prompt is approved; a receipt says so."""
    tour.announce("add_money", name=cast.first_name, amount=format_francs(amount))
    phone, before = tour.phone(cast), tour.balance(cast)
    phone.call(
        tour.service_code,
        [
            ScreenAnswer("ussd.main.recharge"),
            ScreenAnswer("ussd.recharge_amount", str(amount)),
            ScreenAnswer("ussd.recharge_payer_own"),
        ],
    )
    phone.approve_prompt()
    phone.await_texts()
    tour.expect(cast, before, amount, phone)


def send(tour: Tour, sender: Cast, receiver: Cast, amount: int) -> None:
    """Send by the menu: number, amount, PIN; a receipt to both."""
    tour.announce("send", name=sender.first_name, other=receiver.first_name, amount=format_francs(amount))
    phone, other, before = tour.phone(sender), tour.phone(receiver), tour.balance(receiver)
    phone.call(
        tour.service_code,
        [
            ScreenAnswer("ussd.main.send_money"),
            ScreenAnswer("ussd.send_recipient", receiver.local_number),
            ScreenAnswer("ussd.send_amount", str(amount)),
            ScreenAnswer("ussd.send_new.yes"),
            pin_at("ussd.send_pin", sender),
        ],
    )
    phone.await_texts()
    other.await_texts()
    tour.expect(receiver, before, amount, phone)


def send_by_sms(tour: Tour, sender: Cast, receiver: Cast, amount: int) -> None:
    """Send by a text, the question with its code, and the code; a receipt to both."""
    tour.announce("send_by_sms", name=sender.first_name, other=receiver.first_name, amount=format_francs(amount))
    phone, other, before = tour.phone(sender), tour.phone(receiver), tour.balance(receiver)
    phone.text(f"{show('word', 'send', tour.language)} {amount} {receiver.local_number}")
    [question] = phone.await_texts()
    phone.text(find_answer(sender, question))
    phone.await_texts()
    other.await_texts()
    tour.expect(receiver, before, amount, phone)


def find_answer(cast: Cast, question: str) -> str:
    """Return what the question says to answer. Raises UnexpectedError where it has no code."""
    found = CODE.search(question)
    if found is None:
        raise UnexpectedError(f"{cast.name} was texted no code:\n{question}")
    return found[0]


def find_code(cast: Cast, code: re.Pattern[str], words: str) -> str:
    """Return the code that stands in a text or on a screen. Raises UnexpectedError where there is none."""
    found = code.search(words)
    if found is None:
        raise UnexpectedError(f"{cast.name} was told no code:\n{words}")
    return found[1]


def ask_for_payment(tour: Tour, asker: Cast, payer: Cast, amount: int) -> None:
    """Ask somebody without a wallet, who pays through their operator by the code in their text."""
    tour.announce("request", name=asker.first_name, other=payer.first_name, amount=format_francs(amount))
    phone, other, before = tour.phone(asker), tour.phone(payer), tour.balance(asker)
    phone.call(
        tour.service_code,
        [
            ScreenAnswer("ussd.main.requests"),
            ScreenAnswer("ussd.requests.ask_money"),
            ScreenAnswer("ussd.request_payer", payer.local_number),
            ScreenAnswer("ussd.request_amount", str(amount)),
            ScreenAnswer("ussd.request_reason", "savon"),
        ],
    )
    [text] = other.await_texts()
    other.call(
        tour.service_code,
        [
            ScreenAnswer("ussd.stranger.pay_request"),
            ScreenAnswer("ussd.request_code", find_code(payer, REQUEST_CODE, text)),
            ScreenAnswer("ussd.operator_line", operator="mtn"),
        ],
    )
    other.approve_prompt()
    other.await_texts()
    phone.await_texts()
    tour.expect(asker, before, amount, phone)


def hand_in_cash(tour: Tour, cast: Cast, amount: int) -> None:
    """Hand cash to the agent, who credits it by her menu."""
    tour.announce("cash_in", name=cast.first_name, agent=FATOU.first_name, amount=format_francs(amount))
    phone, agents, before = tour.phone(cast), tour.phone(FATOU), tour.balance(cast)
    agents.call(
        tour.service_code,
        [
            ScreenAnswer("ussd.main.agent"),
            ScreenAnswer("ussd.agent.cash_in"),
            ScreenAnswer("ussd.cash_in_phone", cast.local_number),
            ScreenAnswer("ussd.cash_in_amount", str(amount)),
            pin_at("ussd.cash_in_pin", FATOU),
        ],
    )
    phone.await_texts()
    agents.await_texts()
    tour.expect(cast, before, amount, agents)


def take_cash(tour: Tour, cast: Cast, amount: int) -> None:
    """Ask for cash at the agent, and read her the code; she types it and the amount, and hands the cash out."""
    tour.announce("cash_out", name=cast.first_name, agent=FATOU.first_name, amount=format_francs(amount))
    phone, agents, code = tour.phone(cast), tour.phone(FATOU), get_agent(tour).code
    shown = phone.call(
        tour.service_code,
        [
            ScreenAnswer("ussd.main.withdraw"),
            ScreenAnswer("ussd.withdraw_where_agent"),
            ScreenAnswer("ussd.cash_out_agent", code),
            ScreenAnswer("ussd.cash_out_amount", str(amount)),
            pin_at("ussd.cash_out_pin", cast),
        ],
    )
    [told] = phone.await_texts()
    agents.call(
        tour.service_code,
        [
            ScreenAnswer("ussd.main.agent"),
            ScreenAnswer("ussd.agent.pay_out"),
            ScreenAnswer("ussd.pay_out_code", find_code(cast, CASH_CODE, f"{shown}\n{told}")),
            ScreenAnswer("ussd.pay_out_amount", str(amount)),
            pin_at("ussd.pay_out_pin", FATOU),
        ],
    )
    agents.await_texts()
    phone.await_texts()


def withdraw(tour: Tour, cast: Cast, amount: int) -> None:
    """Withdraw to one's own number at MTN; a worker tells it, and a receipt says that it is paid."""
    tour.announce("withdraw", name=cast.first_name, amount=format_francs(amount))
    phone = tour.phone(cast)
    phone.call(
        tour.service_code,
        [
            ScreenAnswer("ussd.main.withdraw"),
            ScreenAnswer("ussd.withdraw_where_own"),
            ScreenAnswer("ussd.withdraw_amount", str(amount)),
            pin_at("ussd.withdraw_pin", cast),
        ],
    )
    phone.await_texts()


def pay_at_till(tour: Tour, cast: Cast, amount: int) -> None:
    """Pay at the shop's till; its owner is told too."""
    till = get_till(tour)
    tour.announce("till", name=cast.first_name, shop=SHOP, till=till, amount=format_francs(amount))
    phone, owner, before = tour.phone(cast), tour.phone(BRICE), tour.balance(cast)
    phone.call(
        tour.service_code,
        [
            ScreenAnswer("ussd.main.pay"),
            ScreenAnswer("ussd.pay_code", till),
            ScreenAnswer("ussd.till_amount", str(amount)),
            pin_at("ussd.till_pin", cast),
        ],
    )
    phone.await_texts()
    owner.await_texts()
    tour.expect(cast, before, -amount, phone)
