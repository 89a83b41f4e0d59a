"""The poster of a link or a till: a QR code, what is dialled, and the code, for phones of every kind."""

from typing import Any, Final

from documents.qr import draw_qr
from documents.shown import show_code, show_francs
from documents.typeset import typeset
from documents.words import Say, speak
from wallet.business.posters import Payee
from wallet.operations.pay_addresses import write_url

PAY_DIGIT: Final = "4"  # of the first screen: Pay


def print_poster(payee: Payee, language: str, service_code: str, short_number: str, public_url: str) -> bytes:
    """Return a poster as PDF: A4. Without an address where browsers find us, its QR code dials as a till's does."""
    say, dialled = speak(language), write_dialled(service_code, payee.code)
    facts = {
        "language": language,
        "subject": say("Pay %(shop)s", shop=payee.shop),
        "shop": payee.shop,
        "logo": [*payee.logo],
        "logo_alt": say("Logo of %(shop)s", shop=payee.shop),
        "title": payee.title,
        "amount": _write_amount(say, payee),
        "qr": draw_qr(write_url(public_url, payee.token) if payee.token and public_url else write_dialing(dialled)),
        **_write_ways(say, payee, bool(payee.token and public_url), service_code, short_number),
        "dialled": dialled,
        "code_label": say("Code"),
        "code": show_code(payee.code) if len(payee.code) == 8 else payee.code,
        "note": say("Mbongo never asks for your PIN outside your phone's menu."),
    }
    return typeset("poster", facts, payee.since)


def write_dialled(service_code: str, code: str) -> str:
    """Return what is dialled to pay this code at once: the menu stops at the PIN, or where it asks how much."""
    return f"{service_code.removesuffix('#')}*{PAY_DIGIT}*{code}#"


def write_dialing(dialled: str) -> str:
    """Return the address that opens a phone's dialler with these signs (RFC 3966; the # is escaped)."""
    return f"tel:{dialled.replace('#', '%23')}"


def _write_amount(say: Say, payee: Payee) -> str:
    if payee.amount:
        return show_francs(payee.amount)
    if payee.least and payee.most:
        return say("from %(least)s to %(most)s", least=show_francs(payee.least), most=show_francs(payee.most))
    return ""


def _write_ways(say: Say, payee: Payee, in_browser: bool, service_code: str, short_number: str) -> dict[str, Any]:
    """Return how it is paid: scanning, dialling, and the long way round."""
    if in_browser:
        scan = say("Scan to pay: wallet, Orange Money, MTN MoMo or card")
    else:
        scan = say("Scan with your phone's camera, then call")
    values = {"dial": service_code, "code": payee.code, "number": short_number}
    if payee.token:
        other = say("Or dial %(dial)s, choose Pay and type the code, or text PAYER %(code)s to %(number)s.", **values)
    else:
        other = say("Or dial %(dial)s, choose Pay and type the code.", dial=service_code)
    return {"scan": scan, "qr_alt": scan, "dial_label": say("From any phone, dial"), "other": other}
