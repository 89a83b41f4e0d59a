"""Words for how a bill, or the payment its reader follows, stands: a title and what to do next."""

from dataclasses import dataclass

from documents.shown import show_francs, show_phone
from documents.words import Say
from wallet.payments.rails import RAILS
from web.checkout.bill import Bill


@dataclass(frozen=True)
class Told:
    """A title, and lines below it."""

    title: str
    lines: tuple[str, ...] = ()


def tell_waiting(say: Say, bill: Bill, *, is_back: bool = False) -> Told:
    """Return what is said while a payment is under way; `is_back`: its payer has been on the rail's page.

    Raises ValueError where none is followed.
    """
    if bill.payment is None:
        raise ValueError("no payment is followed")
    payment, rail = bill.payment, RAILS[bill.payment.rail]
    if payment.state == "review":
        return Told(
            say("%(rail)s has not told us yet what became of it", rail=rail.title),
            (say("We ask them. Do not pay again: if it went through, this page will say so."),),
        )
    if rail.kind == "phone":
        return Told(
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
        return Told(
            say("You are back from the page of %(rail)s", rail=rail.title),
            (
                say("If you paid there, this page says so within a minute: do not pay again."),
                say("If you did not, nothing was taken: go on there, or pay another way."),
            ),
        )
    if payment.redirect_url:
        return Told(
            say("Waiting for your payment"),
            (say("You pay on the page of %(rail)s. This page follows by itself.", rail=rail.title),),
        )
    return Told(say("Opening the payment page"), (say("It takes a few seconds."),))


def tell_asked(say: Say, by_phone: str) -> Told:
    """Return what is said once a number was typed to be asked by text; nobody learns whether a wallet has it."""
    return Told(
        say("Answer the text on your phone"),
        (
            say("If a wallet has this number, a text asks it: answer with its code."),
            say("No text comes? %(by_phone)s", by_phone=by_phone),
        ),
    )


def tell_ended(say: Say, bill: Bill) -> Told:
    """Return what is said of a bill that is paid, expired or cancelled, whoever reads it."""
    payment = bill.payment
    if payment and payment.state == "succeeded" and bill.payment_id != payment.id:
        return Told(
            say("It was paid already"),
            (say("Your %(amount)s go back to where they came from.", amount=show_francs(payment.amount)),),
        )
    if bill.thing == "request":
        return tell_request_ended(say, bill)
    if bill.thing == "recharge":
        return tell_recharged(say, bill)
    if bill.state == "paid":
        return Told(say("Paid"), (say("%(shop)s has been told.", shop=bill.payee),))
    if bill.state == "cancelled":
        return Told(
            say("%(shop)s no longer asks for this", shop=bill.payee),
            (say("Ask them for a new link. Nothing was taken."),),
        )
    return Told(
        say("The time to pay is over"), (say("Ask %(shop)s for a new link. Nothing was taken.", shop=bill.payee),)
    )


def tell_request_ended(say: Say, bill: Bill) -> Told:
    """Return what is said of a request between people that was paid, refused or cancelled, or has expired."""
    if bill.state == "paid":
        return Told(say("Paid"), (say("%(shop)s has been told.", shop=bill.payee),))
    if bill.state == "refused":
        refused = say("%(name)s has been told that nothing will be paid. You have nothing to do.", name=bill.payee)
        return Told(say("Refused"), (refused,))
    nothing = say("You have nothing to do. Nothing was taken.")
    if bill.state == "cancelled":
        return Told(say("%(shop)s no longer asks for this", shop=bill.payee), (nothing,))
    return Told(say("The time to pay is over"), (nothing,))


def tell_recharged(say: Say, bill: Bill) -> Told:
    """Return what is said of money for a wallet that is there, or is asked for no longer."""
    if bill.state == "paid":
        return Told(say("Paid"), (say("The money is in the wallet."),))
    ask = say("Ask whoever gave you this address for a new one. Nothing was taken.")
    return Told(say("The time to pay is over"), (ask,))


def tell_failed(say: Say, bill: Bill) -> str:
    """Return what is said above the ways to pay once the payment its reader followed did not succeed; "" else."""
    if bill.payment is None or bill.payment.state not in ("failed", "expired"):
        return ""
    rail = RAILS[bill.payment.rail].title
    if bill.payment.state == "expired":
        return say("%(rail)s: not approved in time. Nothing was taken. Try again, or another way.", rail=rail)
    return say("%(rail)s refused it. Nothing was taken. Try again, or another way.", rail=rail)
