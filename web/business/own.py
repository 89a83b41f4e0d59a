"""The views of a member's own: second factors, recovery codes, sessions, language is the address's."""

from typing import Any

from flask import Response, abort, request
from sqlalchemy import Connection

from documents.qr import write_qr_address
from wallet.core.database import in_transaction
from wallet.core.errors import Locked, WalletError
from wallet.members import factors, new_passwords, passkeys, sessions
from wallet.members.sessions import SignedIn
from web.business.answers import answer_page, choose_own_language, lead_on
from web.business.cookie import TOKEN, find_signed_in
from web.business.refusals import say_refusal
from web.business.sign_in import TYPED_LETTERS, find_site, limit_address
from web.pages.headers import guard_page
from web.pages.rendering import speak
from web.process import process
from workers.waking import wake_all


def show_own(problem: str = "", **more: Any) -> Response:
    """Return the page of a member's factors and sessions; `more` is what is said this once."""
    who = find_signed_in()
    if who is None or who.must_show_factor:
        return lead_on("/factor" if who else "", next="/business/own")

    def look(db: Connection) -> dict[str, Any]:
        return {
            "app": factors.find_app(db, who), "passkeys": passkeys.list_of(db, who),
            "recovery": factors.count_recovery_codes(db, who), "sessions": sessions.list_open(db, who),
        }  # fmt: skip

    seen = in_transaction(process().wallet.engine, look)
    said = {
        "name": request.form.get("name", "")[:60],
        "secret": "",
        "qr": "",
        "codes": [],
        "is_changed": False,
        "must_add": who.must_add_factor,
        **more,
    }
    return answer_page("own.html", 422 if problem else 200, problem=problem, here="own", **seen, **said)


def change_own() -> Response:
    """Do what a button of the page says: each needs a form of ours, and most a second factor shown just now."""
    TOKEN.check_form()
    limit_address()
    who, what = find_signed_in(), request.form.get("what", "")
    if who is None or who.must_show_factor:
        return lead_on("/factor" if who else "")
    if what not in DO:
        abort(400)
    try:
        return DO[what](who)
    except WalletError as wrong:
        if wrong.key == "member.stale":
            return lead_on("/factor", next="/business/own")
        language = choose_own_language()
        return show_own(say_refusal(speak(language), language, wrong.key, **wrong.values))


def start_app(who: SignedIn) -> Response:
    """Show the secret of a new app, as digits of a square and in letters."""
    wallet = process().wallet
    secret = in_transaction(wallet.engine, lambda db: factors.start_app(db, wallet.secrets, who))
    return show_own(secret=secret, qr=write_qr_address(factors.write_address(who, secret)))


def confirm_app(who: SignedIn) -> Response:
    """Take the first code of a new app; recovery codes come with the first factor."""
    wallet = process().wallet
    try:
        factors.try_app(wallet.engine, wallet.secrets, who, request.form.get("code", "")[:TYPED_LETTERS])
    except WalletError as wrong:
        language = choose_own_language()
        secret = in_transaction(wallet.engine, lambda db: factors.read_secret(db, wallet.secrets, who))
        said = say_refusal(speak(language), language, wrong.key)
        if secret is None or who.has_factor:
            return show_own(said)
        return show_own(said, secret=secret, qr=write_qr_address(factors.write_address(who, secret)))
    return _give_first_codes(who)


def add_passkey(who: SignedIn) -> Response:
    """Add the passkey that the browser made."""
    signed, name = request.form.get("signed", ""), request.form.get("name", "")
    wallet = process().wallet
    passkeys.add(wallet.engine, wallet.secrets, who, find_site(), signed, "".join(filter(str.isprintable, name)))
    return _give_first_codes(who)


def _give_first_codes(before: SignedIn) -> Response:
    """Go on; whoever had no factor before is given recovery codes at once."""
    return lead_on("/own") if before.has_factor else _show_codes(before, first=True)


def make_codes(who: SignedIn) -> Response:
    """Show ten new recovery codes, this once."""
    return _show_codes(who, first=False)


def _show_codes(who: SignedIn, *, first: bool) -> Response:
    engine = process().wallet.engine
    codes = in_transaction(engine, lambda db: factors.make_recovery_codes(db, who))
    return answer_page("codes.html", codes=codes, first=first, here="own")


def remove_app(who: SignedIn) -> Response:
    """Take the app away."""
    in_transaction(process().wallet.engine, lambda db: factors.remove_app(db, who))
    return lead_on("/own")


def remove_passkey(who: SignedIn) -> Response:
    """Take a passkey away."""
    named = request.form.get("passkey", "")
    in_transaction(process().wallet.engine, lambda db: factors.remove_passkey(db, who, named))
    return lead_on("/own")


def change_password(who: SignedIn) -> Response:
    """Set another password; their other sessions end."""
    if who.has_factor and not who.is_fresh:
        raise Locked("member.stale")
    wallet = process().wallet
    before, after = (request.form.get(field, "")[: TYPED_LETTERS + 1] for field in ("before", "password"))
    new_passwords.change(wallet.engine, wallet.secrets, who, before, after)
    wake_all(process().redis, ("mail", "notices"))
    return show_own(is_changed=True)


def end_session(who: SignedIn) -> Response:
    """End one session of theirs."""
    named = request.form.get("session", "")
    in_transaction(process().wallet.engine, lambda db: sessions.end_named(db, who, named))
    return lead_on("/own")


def end_others(who: SignedIn) -> Response:
    """End all their sessions but this one."""
    in_transaction(process().wallet.engine, lambda db: sessions.end_others(db, who))
    return lead_on("/own")


DO = {
    "start_app": start_app, "confirm_app": confirm_app, "add_passkey": add_passkey, "make_codes": make_codes,
    "remove_app": remove_app, "remove_passkey": remove_passkey, "change_password": change_password,
    "end_session": end_session, "end_others": end_others,
}  # fmt: skip


def start_adding_passkey() -> Response:
    """Return what the browser is asked to make a passkey of, as JSON."""
    TOKEN.check_form()
    limit_address()
    who = find_signed_in()
    if who is None or who.must_show_factor:
        abort(400)
    site = find_site()
    try:
        options = in_transaction(process().wallet.engine, lambda db: passkeys.start_adding(db, who, site))
    except WalletError:
        abort(400)
    return guard_page(Response(options, content_type="application/json"))
