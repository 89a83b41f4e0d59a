"""Ways to /business, and what whoever is there reads when something fails."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from flask import Blueprint, Response, abort, g, request

from web.business import (
    accept,
    customers,
    endpoints,
    home,
    invoices,
    issuer,
    links,
    members,
    orders,
    own,
    passwords,
    payments,
    payouts,
    plans,
    salaries,
    shop_settings,
    sign_in,
    take,
    tills,
    verification,
    write_invoice,
)
from web.business.answers import STATIC, answer_page, choose_own_language
from web.business.cookie import find_signed_in
from web.business.inside import lead_elsewhere
from web.pages.failures import tell_failures
from web.pages.files import give_file, list_files
from web.pages.fresh import list_fresh_files
from web.pages.rendering import speak

FILES: Final = list_files(STATIC) | list_fresh_files()
BUSINESS: Final = Blueprint("business", __name__)
View = Callable[..., Response]
# Open to whoever comes: each looks by itself who it is.
OUTSIDE: Final[tuple[tuple[str, str, View], ...]] = (
    ("GET", "", home.show_start),
    ("POST", "/in", sign_in.sign_in_by_password),
    ("POST", "/number", sign_in.ask_code),
    ("GET", "/code", sign_in.show_code),
    ("POST", "/code", sign_in.sign_in_by_code),
    ("GET", "/factor", sign_in.show_factor),
    ("POST", "/factor", sign_in.try_factor),
    ("POST", "/factor/passkey", sign_in.start_passkey),
    ("POST", "/out", sign_in.sign_out),
    ("GET", "/i/<token>", accept.show_invitation),
    ("POST", "/i/<token>", accept.accept_invitation),
    ("GET", "/forgotten", passwords.show_forgotten),
    ("POST", "/forgotten", passwords.send_address),
    ("GET", "/p/<token>", passwords.show_new_password),
    ("POST", "/p/<token>", passwords.set_new_password),
    ("GET", "/own", own.show_own),
    ("POST", "/own", own.change_own),
    ("POST", "/own/passkey", own.start_adding_passkey),
)
# Of one business: whoever is no member of it finds nothing here.
INSIDE: Final[tuple[tuple[str, str, View], ...]] = (
    ("GET", "", home.show_home),
    ("GET", "/live", home.show_live),
    ("GET", "/payments", payments.show_payments),
    ("GET", "/payments.<kind>", payments.export_payments),
    ("GET", "/payments/<payment>", payments.show_payment),
    ("POST", "/payments/<payment>", payments.refund_payment),
    ("GET", "/tills", tills.show_tills),
    ("GET", "/tills/live", tills.show_takings),
    ("GET", "/tills/<till>/poster", tills.print_till),
    ("POST", "/tills/<till>", take.take_payment),
    ("GET", "/tills/<till>/<checkout>", take.show_taken),
    ("POST", "/tills/<till>/<checkout>", take.cancel_taken),
    ("GET", "/tills/<till>/<checkout>/live", take.show_standing),
    ("GET", "/orders", orders.show_orders),
    ("POST", "/orders/<order>", orders.move_order),
    ("GET", "/links", links.show_links),
    ("POST", "/links", links.make_link),
    ("POST", "/links/<link>/close", links.close_link),
    ("GET", "/links/<link>/poster", links.print_link),
    ("GET", "/plans", plans.show_plans),
    ("POST", "/plans", plans.make_plan),
    ("GET", "/plans/<plan>", plans.show_subscribers),
    ("POST", "/plans/<plan>/price", plans.change_price),
    ("POST", "/plans/<plan>/close", plans.close_plan),
    ("POST", "/plans/<plan>/<subscription>/end", plans.end_subscription),
    ("POST", "/plans/<plan>/<subscription>/pause", plans.pause_subscription),
    ("POST", "/plans/<plan>/<subscription>/resume", plans.resume_subscription),
    ("GET", "/invoices", invoices.show_invoices),
    ("GET", "/invoices/new", write_invoice.show_form),
    ("POST", "/invoices/new", write_invoice.save_form),
    ("GET", "/invoices/issuer", issuer.show_issuer),
    ("POST", "/invoices/issuer", issuer.save_issuer),
    ("GET", "/invoices/<invoice>", invoices.show_invoice),
    ("POST", "/invoices/<invoice>", invoices.change_invoice),
    ("GET", "/invoices/<invoice>/change", write_invoice.show_form),
    ("POST", "/invoices/<invoice>/change", write_invoice.save_form),
    ("GET", "/invoices/<invoice>/pdf", invoices.print_paper_of),
    ("GET", "/customers", customers.show_customers),
    ("POST", "/customers", customers.add_customer),
    ("GET", "/customers/<customer>", customers.show_customer),
    ("POST", "/customers/<customer>", customers.change_customer),
    ("GET", "/balance", payouts.show_balance),
    ("GET", "/payouts", payouts.show_payouts),
    ("POST", "/payouts", payouts.change_payouts),
    ("GET", "/salaries", salaries.show_payrolls),
    ("POST", "/salaries", salaries.take_file),
    ("GET", "/salaries/template.<kind>", salaries.give_template),
    ("GET", "/salaries/<payroll>", salaries.show_payroll),
    ("POST", "/salaries/<payroll>", salaries.change_payroll),
    ("GET", "/salaries/<payroll>/lines.<kind>", salaries.export_lines),
    ("GET", "/endpoints", endpoints.show_endpoints),
    ("POST", "/endpoints", endpoints.add_endpoint),
    ("POST", "/keys", endpoints.change_keys),
    ("GET", "/settings", shop_settings.show_settings),
    ("POST", "/settings", shop_settings.change_settings),
    ("POST", "/settings/shop", shop_settings.change_shop),
    ("GET", "/endpoints/<endpoint>", endpoints.show_endpoint),
    ("POST", "/endpoints/<endpoint>", endpoints.change_endpoint),
    ("GET", "/verification", verification.show_verification),
    ("POST", "/verification", verification.take_paper),
    ("POST", "/verification/<document>", verification.withdraw_paper),
    ("GET", "/members", members.show_members),
    ("POST", "/members", members.change_members),
    ("GET", "/history", members.show_history),
)


def guard_inside(view: View) -> View:
    """Return a view that only whoever is signed in, with the second factor asked of them, comes to."""

    @wraps(view)
    def guarded(merchant: Any, **named: str) -> Response:
        return lead_elsewhere() or view(str(merchant), **named)

    return guarded


def name_view(method: str, way: str) -> str:
    """Return a name for a view of a way, in which Flask takes no dot."""
    return f"{method} {way}".replace(".", " ")


# Ways that take a file, and how many bytes of a form with one.
TAKES_FILE: Final = {
    name_view("POST", " inside/salaries"): salaries.SENT_MOST,
    name_view("POST", " inside/verification"): verification.SENT_MOST,
    name_view("POST", " inside/settings/shop"): verification.SENT_MOST,
}
for method, way, view in OUTSIDE:
    BUSINESS.add_url_rule(f"/business{way}", name_view(method, way), view, methods=[method])
for method, way, view in INSIDE:
    BUSINESS.add_url_rule(
        f"/business/b/<uuid:merchant>{way}", name_view(method, f" inside{way}"), guard_inside(view), methods=[method]
    )


@BUSINESS.route("/business/-/<name>", methods=["GET"])
def open_file(name: str) -> Response:
    """Return a file of the pages, by the name that says what is in it."""
    return give_file(FILES, name)


def answer_failure(status: int) -> Response:
    """Return the page of a request that came to nothing: nothing was done by it."""
    if status >= 500:
        g.member = None  # the database may be away: nobody is looked for
    say = speak(choose_own_language())
    if status == 404:
        title, line = (
            say("There is no such page here"),
            say("It is of another business, or your role does not open it."),
        )
    elif status == 413:
        title, line = say("This file is too large"), say("Nothing was taken in: leave pictures and other sheets out.")
    elif status == 429:
        title, line = say("Too many tries"), say("Wait a minute, then begin again.")
    elif status >= 500:
        title, line = say("This does not work right now"), say("Nothing was done. Come back in a few minutes.")
    else:
        title, line = say("This page was not sent as it should be"), say("Nothing was done. Begin again.")
    return answer_page("failed.html", status, title=title, line=line)


tell_failures(BUSINESS, "/business", answer_failure)


@BUSINESS.before_request
def let_files_in() -> None:
    """Let the way that takes a file be sent one, by whoever is signed in: all else that is sent is short."""
    most = TAKES_FILE.get((request.endpoint or "").removeprefix(f"{BUSINESS.name}."))
    if most and find_signed_in():
        request.max_content_length = most


@BUSINESS.before_request
def refuse_nul() -> None:
    """Refuse what no hand types, and PostgreSQL keeps none of: it would read as a database that is away."""
    if any("\0" in said for typed in (request.args, request.form) for _, said in typed.items(multi=True)):
        abort(400)
