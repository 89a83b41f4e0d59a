"""Pay: at a till, a bill, by a code; and for a shop's owner, its takings and operations."""

from ussd_menus.operations import sales
from ussd_menus.questions import Menu, Option, ask, ask_or_choose, choose, choose_menu, look_up, pick, prove
from ussd_menus.requests import by_code
from wallet.business.choose_sales_texts import ChooseSalesTexts
from wallet.business.empty_till import EmptyTill, check_takings, find_paying, find_takings
from wallet.business.invite_owner import InviteOwner
from wallet.business.pay_bill import FindBill, PayBill, find_bill, list_billers
from wallet.business.pay_till import PayTill, find_till, quote_till
from wallet.core.codes import PayCode, TillCode
from wallet.core.values import BillReference, Money, Pin
from wallet.people.people import Caller

ALL = "all"


def pay(caller: Caller) -> Menu:
    """Ask for the code of a till or a request, beside the lines that have something behind them."""
    found = yield from look_up("places", find_paying, caller.person_id)
    behind = (("bill", bill, found.billers), ("my_shop", my_shop, found.shop))
    menus = {name: menu for name, menu, offered in behind if offered}
    lines = [Option(name, f"ussd.pay.{name}", {}, str(digit)) for digit, name in enumerate(menus, 1)]
    typed = yield from ask_or_choose("ussd.pay_code", PayCode, lines)
    if typed in menus:
        return (yield from menus[typed](caller))
    return (yield from (till if isinstance(typed, TillCode) else by_code)(caller, typed))


def till(caller: Caller, code: TillCode) -> Menu:
    """Pay at a till: how much; the shop's name is on every screen."""
    at = yield from look_up("till", find_till, caller.person_id, code)
    amount = yield from ask("ussd.till_amount", Money, shop=at.shop)
    quote = yield from look_up("quote", quote_till, caller.person_id, at, amount)
    pin = yield from ask("ussd.till_pin", Pin, **vars(quote))
    return PayTill(quote), pin


def bill(caller: Caller) -> Menu:
    """Pay a bill: its biller and reference; one not known is looked for by a worker, and texted when found."""
    billers = yield from look_up("billers", list_billers)
    lines = [Option(one.merchant_id, "ussd.bill_line", {"shop": one.shop}) for one in billers]
    merchant_id = yield from pick("ussd.bill_biller", lines)
    biller = next(one for one in billers if one.merchant_id == merchant_id)
    reference = yield from ask("ussd.bill_reference", BillReference, shop=biller.shop)
    quote = yield from look_up("bill", find_bill, caller.person_id, biller, reference)
    if not quote.bill_id:
        return FindBill(quote.merchant_id, quote.shop, quote.bill), None
    pin = yield from ask("ussd.bill_pin", Pin, **vars(quote))
    return PayBill(quote), pin


def my_shop(caller: Caller) -> Menu:
    """Offer to move the shop's takings to the wallet, its operations, its texts, and its web pages."""
    lines = {"takings": takings, "sales": sales, "texts": texts, "pages": pages}
    return (yield from choose_menu("ussd.my_shop", lines, caller))


def texts(_: Caller) -> Menu:
    """Choose to be texted of each sale, or once a day."""
    chosen = yield from choose("ussd.sales_texts", "each", "daily")
    pin = yield from ask("ussd.sales_texts_pin", Pin)
    return ChooseSalesTexts(chosen), pin


def pages(_: Caller) -> Menu:
    """Have the address texted at which the owner signs in to the shop's pages."""
    pin = yield from ask("ussd.pages_pin", Pin)
    return InviteOwner(), pin


def takings(caller: Caller) -> Menu:
    """Move takings to the wallet: how much there is is said after the PIN, and the PIN moves it."""
    yield from prove("ussd.takings_proof")
    found = yield from look_up("takings", find_takings, caller.person_id)
    everything = Option(ALL, "ussd.takings_all", {}, "1")
    typed = yield from ask_or_choose("ussd.takings_amount", Money, [everything], **vars(found))
    amount = found.balance if typed == ALL else typed
    found = yield from look_up("takings_checked", check_takings, found, amount)
    pin = yield from ask("ussd.takings_pin", Pin, **{**vars(found), "amount": amount})
    return EmptyTill(found.merchant_id, amount), pin
