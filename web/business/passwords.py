"""The views of who forgot a password: an address is sent to where they are reached, and sets a new one, once."""

from flask import Response, request
from sqlalchemy import Connection

from wallet.core.database import in_transaction
from wallet.core.errors import Misread
from wallet.members import new_passwords
from wallet.members.sent_addresses import read_token
from web.business.answers import answer_page, choose_own_language
from web.business.cookie import TOKEN
from web.business.refusals import say_refusal
from web.business.sign_in import TYPED_LETTERS, limit_address
from web.pages.rendering import speak
from web.process import process
from workers.waking import wake_all


def show_forgotten() -> Response:
    """Return the page that asks where somebody is reached."""
    return answer_page("forgotten.html", asked=False)


def send_address() -> Response:
    """Have an address sent for a new password: the page is the same whoever has a login."""
    TOKEN.check_form()
    limit_address()
    held, typed = process(), request.form.get("address", "").strip()[:TYPED_LETTERS]
    in_transaction(held.wallet.engine, lambda db: new_passwords.ask(db, typed))
    wake_all(held.redis, ("mail", "notices"))
    return answer_page("forgotten.html", asked=True)


def show_new_password(token: str, problem: str = "") -> Response:
    """Return the page that takes a new password; where its address is over, what to do."""
    raw = read_token(token)
    whose = in_transaction(process().wallet.engine, lambda db: new_passwords.find_open(db, raw))
    if whose is None:
        limit_address()
        return answer_page("new_password.html", 404, whose=None)
    return answer_page("new_password.html", 422 if problem else 200, problem=problem, whose=whose, token=token)


def set_new_password(token: str) -> Response:
    """Set it; whoever did signs in by it, and shows the second factor as before."""
    TOKEN.check_form()
    limit_address()
    wallet, raw = process().wallet, read_token(token)
    password = request.form.get("password", "")[: TYPED_LETTERS + 1]

    def write(db: Connection) -> None:
        new_passwords.set_forgotten(db, wallet.secrets, raw, password)

    try:
        in_transaction(wallet.engine, write)
    except Misread as wrong:
        language = choose_own_language()
        return show_new_password(token, say_refusal(speak(language), language, wrong.key, **wrong.values))
    wake_all(process().redis, ("mail", "notices"))
    return answer_page("sign_in.html", typed="", phone="", next="", told="password_set")
