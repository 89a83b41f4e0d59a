"""The views that sign in: a password, or a texted code for a cashier; then the second factor; and that sign out."""

from typing import Final

from flask import Response, abort, request
from sqlalchemy import Connection

from sms_templates import say_on
from wallet.accounts import page_codes
from wallet.core.database import in_transaction
from wallet.core.errors import Misread
from wallet.core.values import Phone
from wallet.members import factors, passkeys, sessions, sign_in
from wallet.members.passkeys import Site
from wallet.members.sessions import SignedIn, Where
from wallet.messages.notices import Number
from web.business.answers import answer_page, choose_own_language, lead_on, read_next
from web.business.cookie import TOKEN, find_signed_in
from web.business.kept_form import KeptForm
from web.business.refusals import say_refusal
from web.gateways.knocks import WRONG_MAX, Knocks
from web.me.sign_in import ASKED, CODE
from web.pages.headers import guard_page
from web.pages.rendering import speak
from web.process import process
from workers.waking import wake

KNOCKS: Final = Knocks()  # addresses that try many passwords, codes or factors
TYPED_LETTERS: Final = 200


def limit_address() -> None:
    """Abort, saying to wait, once an address tried too much in a minute."""
    if KNOCKS.count(request.remote_addr or "") > WRONG_MAX:
        abort(429)


def read_where() -> Where:
    """Return where this request comes from."""
    return Where(request.remote_addr or "", request.headers.get("User-Agent", ""))


def find_site() -> Site:
    """Return the site that passkeys are of: our public address, or the one a browser on this machine names."""
    public = process().public_url
    here = request.host.partition(":")[0] == "localhost"
    return Site(request.host_url.rstrip("/") if here or not public else public.rstrip("/"))


def show_sign_in(problem: str = "", typed: str = "", phone: str = "") -> Response:
    """Return the page that asks for address and password, or for a number."""
    said = {"problem": problem, "typed": typed, "phone": phone}
    return answer_page("sign_in.html", 422 if problem else 200, next=read_next(), told="", **said)


def sign_in_by_password() -> Response:
    """Sign in whoever's password it is; what comes next is their second factor."""
    TOKEN.check_form()
    limit_address()
    typed, password = request.form.get("address", "").strip(), request.form.get("password", "")
    wallet = process().wallet
    try:
        if len(typed) > TYPED_LETTERS or len(password) > TYPED_LETTERS:
            raise Misread("member.wrong_password")
        token = sign_in.sign_in(wallet.engine, wallet.secrets, typed, password, read_where())
    except Misread as wrong:
        language = choose_own_language()
        return show_sign_in(say_refusal(speak(language), language, wrong.key), typed[:TYPED_LETTERS])
    return TOKEN.keep(lead_on(read_next()), token)


def ask_code() -> Response:
    """Have a code texted to a cashier's number: the page is the same whoever has it."""
    TOKEN.check_form()
    limit_address()
    language, typed = choose_own_language(), request.form.get("phone", "")
    try:
        phone = Phone.read(typed)
    except Misread as wrong:
        return show_sign_in(say_on("web", language, wrong.key, **wrong.values), phone=typed[:TYPED_LETTERS])
    held = process()

    def ask(db: Connection) -> str:
        known = sign_in.find_reader_of_code(db, phone)
        return page_codes.ask_code_for(db, phone, Number(phone, known) if known else None).name

    asked = in_transaction(held.wallet.engine, ask)
    wake(held.redis, "notices")
    return lead_on("/code", asked=asked)


def show_code(problem: str = "") -> Response:
    """Return the page that asks for the texted code."""
    asked = request.values.get("asked", "")
    if not ASKED.fullmatch(asked):
        return lead_on()
    return answer_page("code.html", 422 if problem else 200, problem=problem, asked=asked)


def sign_in_by_code() -> Response:
    """Sign in the cashier whose code it is."""
    TOKEN.check_form()
    limit_address()
    asked, typed = request.form.get("asked", ""), request.form.get("code", "").replace(" ", "")
    wallet, token = process().wallet, None
    if ASKED.fullmatch(asked) and CODE.fullmatch(typed):
        key = page_codes.count_try(wallet.engine, wallet.secrets, asked, typed)
        token = sign_in.sign_in_by_code(wallet.engine, asked, key, read_where()) if key else None
    if token is None:
        say = speak(choose_own_language())
        return show_code(say("This code is wrong, used or too old. After three tries, ask for another."))
    return TOKEN.keep(lead_on(), token)


def sign_out() -> Response:
    """End the session, here and in the browser."""
    TOKEN.check_form()
    token = TOKEN.read()
    in_transaction(process().wallet.engine, lambda db: sessions.end(db, token))
    return TOKEN.drop(lead_on())


# -------------------------------------------------------------------------------------------- the second factor
def ask_factor(kept: KeptForm | None, back: str) -> Response:
    """Return the page that asks for the second factor again, with what was being done; without it, the way there."""
    return show_factor(kept=kept, back=back) if kept else lead_on("/factor", next=f"/business{back}")


def show_factor(problem: str = "", kept: KeptForm | None = None, back: str = "") -> Response:
    """Return the page that asks for the second factor; what is `kept` is gone on with, or else its reader goes back."""
    who = find_signed_in()
    if who is None or not who.has_factor:
        return lead_on()

    def look(db: Connection) -> dict[str, bool]:
        return {
            "has_app": factors.find_app(db, who) is not None, "has_passkey": bool(passkeys.list_of(db, who)),
            "has_recovery": factors.count_recovery_codes(db, who) > 0,
        }  # fmt: skip

    shown = in_transaction(process().wallet.engine, look)
    return answer_page(
        "factor.html",
        422 if problem else 200,
        problem=problem,
        next=back or read_next(),
        kept=kept.write() if kept else "",
        **shown,
    )


def try_factor() -> Response:
    """Take a code of an app, a recovery code, or what a passkey signed; then go on."""
    TOKEN.check_form()
    limit_address()
    who, wallet = find_signed_in(), process().wallet
    if who is None:
        return lead_on()
    by, typed = request.form.get("by", ""), request.form.get("code", "")
    try:
        if by == "app":
            factors.try_app(wallet.engine, wallet.secrets, who, typed[:TYPED_LETTERS])
        elif by == "recovery":
            factors.try_recovery_code(wallet.engine, who, typed[:TYPED_LETTERS])
        elif by == "passkey":
            passkeys.show(wallet.engine, wallet.secrets, who, find_site(), request.form.get("signed", ""))
        else:
            abort(400)
    except Misread as wrong:
        language = choose_own_language()
        return show_factor(say_refusal(speak(language), language, wrong.key), KeptForm.read())
    if kept := KeptForm.read():
        return answer_page("again.html", kept=kept, next=read_next())
    return lead_on(read_next())


def start_passkey() -> Response:
    """Return what the browser's authenticator is to sign, as JSON."""
    TOKEN.check_form()
    limit_address()
    who: SignedIn | None = find_signed_in()
    if who is None:
        abort(400)
    site = find_site()
    options = in_transaction(process().wallet.engine, lambda db: passkeys.start_showing(db, who, site))
    return guard_page(Response(options, content_type="application/json"))
