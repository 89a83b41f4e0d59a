"""The agent's menus."""

from collections.abc import Generator
from typing import Any

from ussd_menus.questions import LookUp, Menu, Question, ask, ask_code, ask_name, choose, choose_menu, look_up, prove
from wallet.agents.agents import get_acting
from wallet.agents.ask_cash_out import find_counter
from wallet.agents.float_moves import SendFloat, TakeCommission, quote_float, read_float
from wallet.agents.identify_person import IdentifyPerson, find_unchecked
from wallet.agents.lock_customer import LockCustomer, UnlockCustomer
from wallet.agents.pay_cash_out import NOT_HANDED, PayCashOut, check_handover
from wallet.agents.read_agent_day import ReadAgentDay
from wallet.agents.seen_customers import SeenCustomer, see_customer
from wallet.agents.start_pin_reset import StartPinReset
from wallet.agents.take_cash_in import TakeCashIn, find_customer, quote_cash_in
from wallet.core.codes import AgentCode, HandoverCode
from wallet.core.errors import Refused
from wallet.core.values import Money, Phone, Pin
from wallet.people.identities import KINDS, NUMBERS, IdNumber
from wallet.people.people import Caller


def cash_in(caller: Caller) -> Menu:
    """Credit a customer against cash: number, amount, PIN."""
    phone = yield from ask("ussd.cash_in_phone", Phone)
    customer = yield from look_up("customer", find_customer, caller.person_id, phone)
    amount = yield from ask("ussd.cash_in_amount", Money, name=customer.name, phone=customer.phone)
    credit = yield from look_up("quote", quote_cash_in, customer, amount)
    pin = yield from ask("ussd.cash_in_pin", Pin, **vars(credit))
    return TakeCashIn(credit), pin


def pay_out(caller: Caller) -> Menu:
    """Hand out a withdrawal: the customer's code, the amount they asked, PIN. Raises Refused when it may not be."""
    digest = yield from ask_code("ussd.pay_out_code", HandoverCode)
    amount = yield from ask("ussd.pay_out_amount", Money)
    handover = yield from look_up("handover", check_handover, caller.person_id, digest, amount)
    if handover.refusal in NOT_HANDED:
        raise Refused(handover.refusal)
    pin = yield from ask("ussd.pay_out_pin", Pin, **vars(handover))
    return PayCashOut(handover), pin


def identify(caller: Caller) -> Menu:
    """Register somebody, or raise them to tier 1: number, the document, its number and name, PIN."""
    phone = yield from ask("ussd.identify_phone", Phone)
    found = yield from look_up("person", find_unchecked, caller.person_id, phone)
    document = yield from choose("ussd.document", *KINDS)
    number = yield from ask("ussd.identify_number", NUMBERS[document])
    name = yield from ask_name("ussd.identify_name")
    pin = yield from ask("ussd.identify_pin", Pin, full_name=name, phone=found.phone, id_number=number)
    return IdentifyPerson(found.person_id, found.phone, document, number, name), pin


def my_float(caller: Caller) -> Menu:
    """Show float and commission, after the PIN; the PIN once more moves the commission to the float."""
    yield from prove("ussd.float_pin")
    now = yield from look_up("float", read_float, caller.person_id)
    yield from choose("ussd.float", "take", **vars(now))
    pin = yield from ask("ussd.commission_pin", Pin, commission=now.commission)
    return TakeCommission(now.commission), pin


def send_float(caller: Caller) -> Menu:
    """Send float to another agent: code, amount, PIN."""
    code = yield from ask("ussd.float_agent", AgentCode)
    counter = yield from look_up("counter", find_counter, caller.person_id, code)
    amount = yield from ask("ussd.float_amount", Money, name=counter.name)
    gift = yield from look_up("quote", quote_float, caller.person_id, counter, amount)
    pin = yield from ask("ussd.send_float_pin", Pin, **vars(gift))
    return SendFloat(gift.agent, gift.person_id, gift.amount), pin


def my_day(_: Caller) -> Menu:
    """Show the agent's day, after the PIN."""
    pin = yield from ask("ussd.day_pin", Pin)
    return ReadAgentDay(), pin


def see_document(caller: Caller, key: str, refusal: str) -> Generator[Question | LookUp, Any, SeenCustomer]:
    """Ask for a customer's number and for that of the ID the agent sees. Raises `refusal` when it is not theirs."""
    phone = yield from ask(key, Phone)
    customer = yield from look_up("customer", find_customer, caller.person_id, phone)
    document = yield from ask("ussd.customer_document", IdNumber, name=customer.name, phone=customer.phone)
    seen: SeenCustomer = yield from look_up("seen", see_customer, caller.person_id, customer, document)
    if not seen.full_name:
        raise Refused(refusal)
    return seen


def forgotten_pin(caller: Caller) -> Menu:
    """Let a customer whose ID was seen choose a new PIN on their own phone."""
    seen = yield from see_document(caller, "ussd.forgotten_phone", "refusal.to_agent")
    pin = yield from ask("ussd.forgotten_pin", Pin, **vars(seen))
    return StartPinReset(seen.person_id, seen.phone, seen.id_number), pin


def lock(caller: Caller) -> Menu:
    """Lock the wallet of a robbed customer whose ID was seen."""
    seen = yield from see_document(caller, "ussd.lock_phone", "refusal.lock_to_agent")
    pin = yield from ask("ussd.lock_customer_pin", Pin, **vars(seen))
    return LockCustomer(seen.person_id, seen.phone, seen.id_number), pin


def unlock(caller: Caller) -> Menu:
    """Unlock the wallet of a customer who was robbed, whose ID was seen."""
    seen = yield from see_document(caller, "ussd.unlock_phone", "refusal.lock_to_agent")
    pin = yield from ask("ussd.unlock_customer_pin", Pin, **vars(seen))
    return UnlockCustomer(seen.person_id, seen.phone, seen.id_number), pin


def help_customer(caller: Caller) -> Menu:
    """Offer what an agent who sees the ID does for a customer in need."""
    lines = {"forgotten_pin": forgotten_pin, "lock": lock, "unlock": unlock}
    return (yield from choose_menu("ussd.help_customer", lines, caller))


def agent(caller: Caller) -> Menu:
    """Offer the agent's lines, to who may serve people now. Raises Refused for the others: none of them works."""
    yield from look_up("agent", get_acting, caller.person_id)
    lines = {
        "cash_in": cash_in,
        "pay_out": pay_out,
        "identify": identify,
        "my_float": my_float,
        "send_float": send_float,
        "my_day": my_day,
        "help_customer": help_customer,
    }
    return (yield from choose_menu("ussd.agent", lines, caller))
