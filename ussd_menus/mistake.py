"""A payment that was a mistake: the caller's latest ones, and the way to have each back."""

from ussd_menus.questions import Menu, Option, ask, look_up, pick, prove
from wallet.accounts.contest_payment import ContestPayment
from wallet.accounts.contests import find_given
from wallet.accounts.mistakes import find_sent
from wallet.core.values import Pin
from wallet.people.people import Caller
from wallet.sending.cancel_send import CancelSend, find_waiting_send


def mistake(caller: Caller) -> Menu:
    """Contest a payment of the last day, or take back what nobody has claimed; which one, where there are several."""
    yield from prove("ussd.mistake_pin")
    found = yield from look_up("sent", find_sent, caller.person_id)
    chosen = found[0].id
    if len(found) > 1:
        lines = [Option(one.id, "ussd.mistake.line", {**vars(one), "name": one.other}) for one in found]
        chosen = yield from pick("ussd.mistake.title", lines)
    one = next(one for one in found if one.id == chosen)
    return (yield from (cancel if one.way == "cancel" else contest)(caller, one.id))


def contest(caller: Caller, transfer: str) -> Menu:
    """Contest a payment that the caller did not mean to make, with the PIN."""
    given = yield from look_up("payment", find_given, caller.person_id, transfer)
    pin = yield from ask("ussd.contest_pin", Pin, **vars(given))
    return ContestPayment(given), pin


def cancel(caller: Caller, claim: str) -> Menu:
    """Take back what waits for a number without a wallet, with the PIN."""
    send = yield from look_up("send", find_waiting_send, caller.person_id, claim)
    pin = yield from ask("ussd.cancel_send_pin", Pin, **vars(send), total=send.total)
    return CancelSend(send), pin
