"""Words for how a bill, or the payment its reader follows, stands: a title and what to do next."""

from dataclasses import dataclass
from typing import Final

from documents.shown import show_francs, show_phone
from documents.words import Say
from wallet.core.payment_states import UNDER_WAY
from wallet.payments.payments import Payment
from wallet.payments.rails import RAILS
from web.checkout.bill import BillShown

MAY_HAVE_PAID: Final = UNDER_WAY | {"expired"}


@dataclass(frozen=True)
class CheckoutNews:
    """A title, and lines below it."""

    title: str
    lines: tuple[str, ...] = ()


def tell_waiting(say: Say, bill: BillShown, *, is_back: bool = False) -> CheckoutNews:
    """Return what is said while a payment is under way; `is_back`: its payer has been on the rail's page.

    Raises ValueError where none is followed.
    """
    if bill.payment is None:
        raise ValueError("no payment is followed")
    payment, rail = bill.payment, RAILS[bill.payment.rail]
    if payment.state == "review":
        return CheckoutNews(
            say("%(rail)s has not told us yet what became of it", rail=rail.title),
            (say("We ask them. Do not pay again: if it went through, this page will say so."),),
        )
    if rail.kind == "phone":
        return CheckoutNews(
            say("Approve it on your phone"),
            (
                say(
                    "%(rail)s asks %(phone)s to pay %(amount)s. Type your %(rail)s code there, never here.",
                    rail=rail.title, phone=show_phone(payment.phone), amount=show_francs(payment.amount),
                ),
                say("Nothing appears? Dial %(code)s.", code=rail.prompt_code),
            ),
        )  # fmt: skip
    if is_back:
        return CheckoutNews(
            say("You are back from the page of %(rail)s", rail=rail.title),
            (
                say("If you paid there, this page says so within a minute: do not pay again."),
                say("If you did not, nothing was taken: go on there, or pay another way."),
            ),
        )
    if payment.redirect_url:
        return CheckoutNews(
            say("Waiting for your payment"),
            (say("You pay on the page of %(rail)s. This page follows by itself.", rail=rail.title),),
        )
    return CheckoutNews(say("Opening the payment page"), (say("It takes a few seconds."),))


def tell_asked(say: Say, by_phone: str) -> CheckoutNews:
    """Return what is said once a number was typed to be asked by text; nobody learns whether a wallet has it."""
    return CheckoutNews(
        say("Answer the text on your phone"),
        (
            say("If a wallet has this number, a text asks it: answer with its code."),
            say("No text comes? %(by_phone)s", by_phone=by_phone),
        ),
    )


def tell_ended(say: Say, bill: BillShown, *, is_back: bool = False) -> CheckoutNews:
    """Return what is said of a bill that is paid, expired or cancelled, whoever reads it.

    `is_back`: its reader has been on a rail's page, and may have paid what we have not heard of yet.
    """
    payment = bill.payment
    if payment and payment.state == "succeeded" and bill.payment_id != payment.id:
        title = say("It was paid already") if bill.state == "paid" else say("It came too late")
        return CheckoutNews(title, (tell_where(say, payment, payment.amount),))
    told = _tell_end(say, bill)
    if payment and bill.besides:
        said = told.lines[:1] if bill.state == "paid" else ()  # of any other: that nothing was taken
        return CheckoutNews(told.title, (*said, tell_where(say, payment, bill.besides)))
    if payment and may_have_paid(bill, is_back=is_back):
        rail = RAILS[payment.rail].title
        what = say("If you paid on the page of %(rail)s, this page says within a minute what becomes of it.", rail=rail)
        return CheckoutNews(told.title, (what, say("Do not pay again.")))
    return told


def may_have_paid(bill: BillShown, *, is_back: bool) -> bool:
    """True where a reader who is back from a rail's page may have paid there what we have not heard of yet."""
    return is_back and bill.payment is not None and bill.payment.state in MAY_HAVE_PAID


def tell_where(say: Say, payment: Payment, amount: int) -> str:
    """Return where francs go that a payer paid and that are not taken for the bill."""
    if "refund_to_source" in RAILS[payment.rail].can:
        goes = say("Your %(amount)s go back to where they came from.", amount=show_francs(amount))
        if not RAILS[payment.rail].claim_hours:
            return goes
        return f"{goes} {say('You say to which address: within a minute, this page says where. Keep its address.')}"
    if payment.party.value:
        return say(
            "Your %(amount)s wait for you at %(phone)s, in a wallet or until one is opened.",
            amount=show_francs(amount), phone=show_phone(payment.party.value),
        )  # fmt: skip
    return say(
        "%(rail)s cannot give your %(amount)s back by itself. They are kept for you: call us, with reference %(ref)s.",
        rail=RAILS[payment.rail].title, amount=show_francs(amount), ref=payment.reference,
    )  # fmt: skip


def _tell_end(say: Say, bill: BillShown) -> CheckoutNews:
    if bill.thing == "request" or bill.asked == "refused":
        return tell_request_ended(say, bill)
    if bill.thing == "recharge":
        return tell_recharged(say, bill)
    if bill.state == "paid":
        return CheckoutNews(say("Paid"), (say("%(shop)s has been told.", shop=bill.payee),))
    if bill.state == "cancelled":
        return CheckoutNews(
            say("%(shop)s no longer asks for this", shop=bill.payee),
            (say("Ask them for a new link. Nothing was taken."),),
        )
    return CheckoutNews(
        say("The time to pay is over"), (say("Ask %(shop)s for a new link. Nothing was taken.", shop=bill.payee),)
    )


def tell_request_ended(say: Say, bill: BillShown) -> CheckoutNews:
    """Return what is said of a request between people that was paid, refused or cancelled, or has expired."""
    if bill.state == "paid":
        return CheckoutNews(say("Paid"), (say("%(shop)s has been told.", shop=bill.payee),))
    if "refused" in (bill.state, bill.asked):
        refused = say("%(name)s has been told that nothing will be paid. You have nothing to do.", name=bill.payee)
        return CheckoutNews(say("Refused"), (refused,))
    nothing = say("You have nothing to do. Nothing was taken.")
    if bill.state == "cancelled":
        return CheckoutNews(say("%(shop)s no longer asks for this", shop=bill.payee), (nothing,))
    return CheckoutNews(say("The time to pay is over"), (nothing,))


def tell_recharged(say: Say, bill: BillShown) -> CheckoutNews:
    """Return what is said of money for a wallet that is there, or is asked for no longer."""
    if bill.state == "paid":
        return CheckoutNews(say("Paid"), (say("The money is in the wallet."),))
    ask = say("Ask whoever gave you this address for a new one. Nothing was taken.")
    return CheckoutNews(say("The time to pay is over"), (ask,))


def tell_failed(say: Say, bill: BillShown) -> str:
    """Return what is said above the ways to pay once the payment its reader followed did not succeed; "" else."""
    if bill.payment is None or bill.payment.state not in ("failed", "expired"):
        return ""
    rail = RAILS[bill.payment.rail].title
    if bill.besides:
        took = say("%(rail)s took another amount than was asked, which pays nothing here.", rail=rail)
        return f"{took} {tell_where(say, bill.payment, bill.besides)}"
    if bill.payment.state == "expired":
        return say("%(rail)s: not approved in time. Nothing was taken. Try again, or another way.", rail=rail)
    return say("%(rail)s refused it. Nothing was taken. Try again, or another way.", rail=rail)
