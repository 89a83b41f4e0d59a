"""Answers of the checkout's views: a page in the reader's language, or the way to the next one."""

from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from flask import Response, make_response, request

from wallet.operations.pay_addresses import KEY
from web.checkout.bill import BillShown, Shown
from web.checkout.claims import list_claims_shown
from web.checkout.told import CheckoutNews
from web.pages.headers import guard_page, lead_to
from web.pages.language import choose_language
from web.pages.rendering import name_file, render_page, speak

FOLDER: Final = Path(__file__).parent
STATIC: Final = FOLDER / "static"
KEPT_ON: Final = ("p", KEY, "lang")  # what the address of a page that follows a payment says of it


def write_address(token: str, way: str = "", **said: str) -> str:
    """Return the address of a checkout's page, or of a way below it."""
    return f"/pay/{token}{way}{'?' if said else ''}{urlencode(said)}"


def write_file_address(name: str) -> str:
    """Return the address of a file of these pages."""
    return f"/pay/-/{name_file(STATIC / name)}"


def write_followed(token: str) -> str:
    """Return where the script asks how what the reader follows stands."""
    return write_address(token, "/state", **{name: request.args[name] for name in KEPT_ON if name in request.args})


def lead_on(token: str, **said: str) -> Response:
    """Return the way to a page, in the language its reader chose."""
    return lead_to(write_address(token, **said, **keep_language()))


def keep_language() -> dict[str, str]:
    """Return what the address of the next page says of the language, where this one's does."""
    return {"lang": request.args["lang"]} if "lang" in request.args else {}


def answer_unknown() -> Response:
    """Return the page of an address behind which nothing stands."""
    say = speak(choose_language())
    told = CheckoutNews(
        say("No payment has this address"), (say("Look at the link you were given, or ask for a new one."),)
    )
    return answer_page("unknown.html", told, status=404, again="")


def answer_failure(status: int) -> Response:
    """Return the page of a request that came to nothing."""
    say = speak(choose_language())
    if status == 429:
        told = CheckoutNews(say("Too many tries"), (say("Wait a minute, then open the link you were given."),))
    elif status >= 500:
        again = say("If you were paying, open the same link again: it says what became of it. Do not pay twice.")
        told = CheckoutNews(say("This does not work right now"), (again,))
    else:
        told = CheckoutNews(
            say("This page was not sent as it should be"), (say("Open the link you were given again."),)
        )
    return answer_page("unknown.html", told, status=status, again=request.path if request.method == "POST" else "")


def answer_page(
    template: str, told: CheckoutNews | None, found: Shown | None = None, status: int = 200, **shown: Any
) -> Response:
    """Return a page in the reader's language, with what every one of them needs."""
    page = render_page(
        FOLDER / "templates", f"checkout/{template}",
        choose_language(found.language if isinstance(found, BillShown) else ""),
        told=told, bill=found, styles=(write_file_address("checkout.css"),), static=write_file_address,
        here=write_address(found.token, **keep_language()) if found else "",
        invoice_paper=write_address(found.token, "/invoice.pdf", **keep_language()) if found else "",
        claims=list_claims_shown(found) if isinstance(found, BillShown) else [],
        **shown,
    )  # fmt: skip
    return guard_page(make_response(page, status))
