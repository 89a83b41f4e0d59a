"""The views of /pay/<token>: show it, pay it one way, follow a payment, open the rail's page. They call nobody out.

A payment is followed by its reference in the address, `?p=`; whoever comes back from a rail's page brings no more than
that, and what they bring moves nothing: the rail's worker asks what became of it, now (`&back=1`).
"""

import secrets
from typing import Final

from flask import Response, abort, make_response, request
from sqlalchemy import Connection

from documents.shown import show_decimal, show_francs
from sms_templates import NUMBERS, say_on
from wallet.business.answer_shop_request import RefuseShopRequest
from wallet.business.ask_checkout import AskCheckout
from wallet.business.create_checkout import OpenLink
from wallet.business.receipts import get_paid_by
from wallet.business.return_origins import Result, write_return
from wallet.core.database import in_transaction
from wallet.core.errors import Misread, QuoteChanged, Refused
from wallet.core.payment_states import UNDER_WAY
from wallet.core.values import Money
from wallet.operations import pay_addresses
from wallet.operations.actor import Actor
from wallet.operations.pay_addresses import BACK, KEY
from wallet.operations.use_case import Outcome, UseCase
from wallet.payments import payments
from wallet.payments.payer_keys import make_key
from wallet.payments.payments import Payment
from wallet.payments.rails import RAILS
from wallet.prices.quotes import CurrencyQuote
from wallet.requests.answer_request import RefuseRequest
from wallet.requests.ask_request import AskRequest
from web.checkout.answers import STATIC, answer_page, answer_unknown, lead_on, write_followed
from web.checkout.bill import BillShown, LinkBill, PlanBill
from web.checkout.choose import NOTHING, NotOffered, Typed, choose_case, list_ways
from web.checkout.fields import FILLED_IN, LETTERS, NotFilledIn, name_fields, read_fields
from web.checkout.found import find_pressed, find_shown
from web.checkout.lately import find_open_lately
from web.checkout.offered import ByPhone, describe_offers
from web.checkout.receipt import list_lines, write_paper_address
from web.checkout.told import CheckoutNews, may_have_paid, tell_asked, tell_ended, tell_failed, tell_waiting
from web.pages.attempts import is_attempt
from web.pages.files import give_file, list_files
from web.pages.headers import guard_page, lead_to
from web.pages.language import choose_language
from web.pages.rendering import speak
from web.process import process
from workers.waking import wake_all

FILES: Final = list_files(STATIC)
REFRESH_SECONDS: Final = 5
OPENING_SECONDS: Final = 1  # while a rail's page is being opened
FOLLOWED: Final = ("p", BACK)  # what whoever is back brings along in the address we gave their rail


def show(token: str) -> Response:
    """Return the page of a checkout or a link as it stands now."""
    found = find_shown(token)
    if found is None:
        return answer_unknown()
    if isinstance(found, LinkBill):
        return _show_link(found)
    if isinstance(found, PlanBill):
        return _show_plan(found)
    return lead_on(found.moved_to) if found.moved_to else _show_bill(found)


def act(token: str) -> Response:
    """Pay one way, or open a link, and lead on: to what follows the payment, or back with what is wrong."""
    found, attempt = find_pressed(token), request.form.get("attempt", "")
    if found is None:
        return answer_unknown()
    if BACK in request.args and not attempt:  # from a rail's page whose button posts, as CinetPay's: not one of ours
        return lead_on(token, **{one: request.args[one] for one in FOLLOWED if one in request.args})
    if request.headers.get("Sec-Fetch-Site") == "cross-site":  # whoever made that form may know the key of its quote
        return lead_on(token)
    if not is_attempt(attempt):
        abort(400)
    if isinstance(found, LinkBill):
        return _open_link(found, attempt)
    if isinstance(found, PlanBill):
        return lead_on(token)
    return lead_on(found.moved_to) if found.moved_to else _pay(found, attempt)


def _open_link(found: LinkBill, attempt: str) -> Response:
    """Make the checkout of a link's payer, and lead to its page; or say what is wrong with what was typed."""
    language = choose_language()
    typed = {name: request.form.get(name, "") for name in ("amount", *found.link.fields)}
    try:
        lines = read_fields(found.link.fields, typed)
        opening = OpenLink(found.link.id, _read_amount(found), language=language, **lines)
        outcome = _perform(opening, found.link.id, attempt, language)
    except NotFilledIn as lacking:
        say = speak(language)
        return _show_link(found, say("Fill in this line: %(what)s", what=name_fields(say)[lacking.field]), typed)
    except (Misread, Refused) as wrong:
        return _show_link(found, say_on("web", language, wrong.key, **wrong.values), typed)
    made = str(outcome.values["checkout_id"])
    address = in_transaction(process().wallet.engine, lambda db: pay_addresses.get_of(db, "checkout", made))
    return lead_on(address.token)


def _pay(found: BillShown, attempt: str) -> Response:
    """Ask for a payment the chosen way, and lead to where it is followed; abroad, show first what it costs there."""
    language = choose_language(found.language)
    typed = Typed(*(request.form.get(one, "") for one in ("method", "phone", "currency", "quote")))
    try:
        chosen = in_transaction(process().wallet.engine, lambda db: choose_case(db, found, typed))
        if isinstance(chosen, CurrencyQuote):
            return _show_quote(found, typed.method, chosen)
        outcome = _perform(chosen, found.id, attempt, language)
    except NotOffered:
        return _show_bill(found, speak(language)("This way to pay is closed for now. Choose another."), typed)
    except QuoteChanged:
        return _show_bill(found, speak(language)("The rate has changed: look at the new amount."), typed)
    except (Misread, Refused) as wrong:
        return _show_bill(found, say_on("web", language, wrong.key, **wrong.values), typed)
    if isinstance(chosen, AskCheckout | AskRequest | RefuseRequest | RefuseShopRequest):
        return lead_on(found.token, **({"asked": "1"} if isinstance(chosen, AskCheckout | AskRequest) else {}))
    reference = str(outcome.values.get("reference", ""))
    key = {KEY: made} if (made := make_key(typed.quote)) else {}
    return lead_on(found.token, p=reference, **key, **({} if typed.phone else {"go": "1"}))


def tell_state(token: str) -> Response:
    """Return how what the reader follows stands, as JSON: the page is read anew once it changed."""
    found = find_shown(token)
    if not isinstance(found, BillShown):
        abort(404)
    return guard_page(make_response({"stands": found.stands}))


def open_file(name: str) -> Response:
    """Return a file of the pages, by the name that says what is in it."""
    return give_file(FILES, name)


def _perform(case: UseCase, id_: str, attempt: str, language: str) -> Outcome:
    """Do what a page asks, once for this rendering of it, and wake who goes on. Raises Misread, Refused."""
    outcome = process().wallet.perform(case, Actor("payer", id_, language), f"web:{id_}:{attempt}", "web")
    if outcome.refused:
        raise Refused(outcome.sentence, **outcome.values)
    wake_all(process().redis, case.wakes)
    return outcome


def _read_amount(found: LinkBill) -> int:
    """Return the francs typed for a link whose amount is open; 0 where it has its own. Raises Misread."""
    if found.link.amount is not None:
        return 0
    return Money.read(request.form.get("amount", ""))


def _show_bill(found: BillShown, problem: str = "", typed: Typed = NOTHING) -> Response:
    language, payment = choose_language(found.language), found.payment
    say = speak(language)
    if found.state != "open" or (found.is_over and not (payment and payment.state in UNDER_WAY)):
        is_back = BACK in request.args
        if payment and is_back:
            look_now(payment)
        return answer_page(
            "ended.html",
            tell_ended(say, found, is_back=is_back),
            found,
            receipt=list_lines(found),
            onward=_onward(found),
            paper=write_paper_address(found),
            follow=write_followed(found.token) if may_have_paid(found, is_back=is_back) else "",
            refresh_seconds=REFRESH_SECONDS,
        )
    if not problem and payment and payment.state in UNDER_WAY:
        return _show_waiting(found, tell_waiting(say, found, is_back=BACK in request.args))
    by_phone = ByPhone(process().service_code, found.code, process().short_number)
    if not problem and payment is None and "asked" in request.args:
        return _show_waiting(found, tell_asked(say, by_phone.describe(say)))
    offers = list_ways(found, find_open_lately(process().wallet.engine))
    offered = describe_offers(language, offers, show_francs(found.amount), by_phone)
    return answer_page(
        "pay.html", None, found, offers=offered, problem=problem or tell_failed(say, found),
        tried=typed.method, typed=typed.phone, currency=typed.currency, attempt=secrets.token_urlsafe(16),
        status=422 if problem else 200, stands=found.stands, follow=write_followed(found.token),
    )  # fmt: skip


def _show_waiting(found: BillShown, told: CheckoutNews) -> Response:
    """Return the page that follows a payment; `go` in its address leads on to the rail's page once it is open."""
    payment = found.payment
    if payment and BACK in request.args:
        look_now(payment)
    onward = payment.redirect_url if payment and payment.state != "review" else ""
    if onward and "go" in request.args:
        return lead_to(onward)
    opening = "go" in request.args
    return answer_page(
        "wait.html", told, found, onward=onward,
        rail=RAILS[payment.rail].title if payment else "", charged=_read_charged(found, payment),
        stands=found.stands, follow=write_followed(found.token),
        refresh_seconds=OPENING_SECONDS if opening else REFRESH_SECONDS,
    )  # fmt: skip


def _read_charged(found: BillShown, payment: Payment | None) -> str:
    """Return what the payer of a payment is charged abroad, as it is read: 19,06 EUR; "" where francs are charged."""
    if payment is None or payment.quote_id is None:
        return ""
    paid = in_transaction(process().wallet.engine, lambda db: get_paid_by(db, payment.id))
    return show_decimal(paid.charged, choose_language(found.language))


def look_now(payment: Payment) -> None:
    """Have a rail's worker look at a payment now: its payer is back from its page, whatever they bring with them."""
    if in_transaction(process().wallet.engine, lambda db: payments.hurry(db, payment.id)):
        wake_all(process().redis, (payment.rail,))


def _show_quote(found: BillShown, method: str, quote: CurrencyQuote) -> Response:
    """Return the page that says both amounts and the rate before they are agreed to."""
    language = choose_language(found.language)
    rate = show_decimal(f"{quote.rate.normalize():f}", language)
    return answer_page(
        "quote.html", None, found, quote=quote, method=method, rate=rate,
        charged=show_decimal(f"{quote.shown} {quote.currency}", language),
        attempt=secrets.token_urlsafe(16),
    )  # fmt: skip


def _show_link(found: LinkBill, problem: str = "", typed: dict[str, str] | None = None) -> Response:
    labels = name_fields(speak(choose_language()))
    shown = {"link": found.link, "shop": found.shop, "attempt": secrets.token_urlsafe(16)}
    return answer_page(
        "link.html", None, found, problem=problem, status=422 if problem else 200,
        typed={name: (typed or {}).get(name, "") for name in ("amount", *found.link.fields)},
        labels=labels, filled_in=FILLED_IN, letters=LETTERS, **shown,
    )  # fmt: skip


def _show_plan(found: PlanBill) -> Response:
    say, plan = speak(choose_language()), found.plan
    price = {
        "week": say("%(amount)s a week", amount=show_francs(plan.amount)),
        "month": say("%(amount)s a month", amount=show_francs(plan.amount)),
        "year": say("%(amount)s a year", amount=show_francs(plan.amount)),
    }[plan.every]
    return answer_page("plan.html", None, found, plan=plan, shop=found.shop, price=price, numbers=NUMBERS)


def _onward(found: BillShown) -> str:
    """Return where a payer goes back to once a checkout has ended, the result signed; "" where nowhere."""
    if not found.return_url:
        return ""
    result, held = Result(found.id, found.state, found.amount, found.reference), process().wallet

    def write(db: Connection) -> str:
        return write_return(db, held.secrets, found.merchant_id, found.return_url, result)

    return in_transaction(held.engine, write)
