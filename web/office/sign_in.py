"""The views that sign in with a login's password, then a code of its app; that begin an app; and that sign out."""

import hmac
from typing import Final

from flask import Response, request

from cli.words import say as say_staff
from documents.qr import write_qr_address
from wallet.core.database import in_transaction
from wallet.core.errors import Misread, WalletError
from wallet.staff import factors, sessions
from wallet.staff.factors import AtWork
from web.office.answers import answer_page, lead_on, read_next
from web.office.cookie import TOKEN, bring_session, find_at_work
from web.pages.language import choose_language
from web.pages.rendering import speak
from web.process import hold

TYPED_LETTERS: Final = 200


def show_sign_in(problem: str = "", typed: str = "") -> Response:
    """Return the page that asks for login and password."""
    return answer_page("sign_in.html", 422 if problem else 200, problem=problem, typed=typed, next=read_next())


def sign_in() -> Response:
    """Open a session of whoever's password it is; what comes next is a code of their app."""
    TOKEN.check_form()
    wallet = hold().wallet
    login, password = request.form.get("login", "").strip(), request.form.get("password", "")
    try:
        if len(login) > TYPED_LETTERS or len(password) > TYPED_LETTERS:
            raise Misread("staff.wrong_login")
        session = sessions.open_session(wallet.engine, wallet.secrets, login, password)
    except WalletError:  # one sentence for all of them: which logins there are is nobody's to learn here
        say = speak(choose_language())
        wrong = say(
            "Wrong login or password, or a login that is locked: three wrong ones lock it for an hour, then a day."
        )
        return show_sign_in(wrong, login[:TYPED_LETTERS])
    return TOKEN.keep(lead_on(read_next()), session.secret.hex())


def sign_out() -> Response:
    """End the session, here and in the browser."""
    TOKEN.check_form()
    if session := bring_session():
        sessions.close_session(hold().wallet.engine, session)
    return TOKEN.drop(lead_on())


def lead_elsewhere() -> Response | None:
    """Return the page of who is not signed in, has shown no code, or has no app yet; None for whoever may go on."""
    who = find_at_work()
    if who is None:
        return show_sign_in() if request.path == "/office" else lead_on(next=request.path)
    if who.must_show_code:
        return lead_on("/code", next=request.path if request.method == "GET" else "")
    return None if who.has_app else lead_on("/app")


def show_code(problem: str = "") -> Response:
    """Return the page that asks for a code of the app."""
    who = find_at_work()
    if who is None or not who.has_app:
        return lead_on()
    return answer_page("code.html", 422 if problem else 200, problem=problem, next=read_next())


def try_code() -> Response:
    """Take a code of the app; then go on."""
    TOKEN.check_form()
    who, session, wallet = find_at_work(), bring_session(), hold().wallet
    if who is None or session is None:
        return lead_on()
    try:
        typed = request.form.get("code", "")[:TYPED_LETTERS]
        factors.try_code(wallet.engine, wallet.secrets, session, who.login, typed)
    except Misread as wrong:
        said = say_staff(wrong.key, **wrong.values)
        return show_code(said) if who.has_app else show_begun(said)
    return lead_on(read_next())


def show_app() -> Response:
    """Return the page that says what an app is for, to whoever has none."""
    who = find_at_work()
    if who is None or who.has_app:
        return lead_on()
    return answer_page("app.html", secret="", qr="", shown="")


def start_app() -> Response:
    """Begin an app of whoever has none: its secret is shown, and its first code asked for."""
    TOKEN.check_form()
    who, session, wallet = find_at_work(), bring_session(), hold().wallet
    if who is None or session is None or who.has_app:
        return lead_on()
    secret = in_transaction(wallet.engine, lambda db: factors.start_app(db, wallet.secrets, session, who.login))
    return answer_app(who, secret)


def show_begun(problem: str) -> Response:
    """Return the page of an app whose first code was wrong, with the secret that this very page showed.

    A secret that was begun elsewhere meanwhile is not shown: whoever began it knows it.
    """
    who, session, wallet = find_at_work(), bring_session(), hold().wallet
    if who is None or session is None:
        return lead_on()
    secret = in_transaction(wallet.engine, lambda db: factors.find_begun(db, wallet.secrets, session, who.login))
    if secret is None or not hmac.compare_digest(sign_secret(secret), request.form.get("shown", "")):
        return lead_on("/app")
    return answer_app(who, secret, problem)


def answer_app(who: AtWork, secret: str, problem: str = "") -> Response:
    """Return the page with an app's secret, as a square and in letters."""
    qr = write_qr_address(factors.write_address(who.login, secret))
    said = {"secret": secret, "qr": qr, "shown": sign_secret(secret)}
    return answer_page("app.html", 422 if problem else 200, problem=problem, **said)


def sign_secret(secret: str) -> str:
    """Return what a page that showed a secret carries of it, which does not tell it."""
    return hold().wallet.secrets.hex_digest("page form", f"office app:{TOKEN.read()}:{secret}")
