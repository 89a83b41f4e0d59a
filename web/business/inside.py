"""A member inside one of their businesses: who it is, what they may there, and how they do it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from flask import Response, abort, request
from sqlalchemy import Connection

from documents.words import Say
from wallet.business.makers import PROGRAM
from wallet.core.database import in_transaction
from wallet.core.errors import Locked, Refused, WalletError
from wallet.core.replica import read_report
from wallet.members import sessions
from wallet.members.sessions import Business, MemberProof, SignedIn
from wallet.operations.actor import Actor
from wallet.operations.use_case import Outcome, UseCase
from web.business.answers import answer_page, choose_own_language, lead_on
from web.business.cookie import TOKEN, find_signed_in
from web.business.kept_form import KeptForm
from web.business.refusals import say_refusal
from web.business.sign_in import ask_factor
from web.pages.rendering import speak
from web.process import process
from workers.waking import wake_all

Found = TypeVar("Found")
ATTEMPT: Final = re.compile("[A-Za-z0-9_-]{10,32}")


@dataclass(frozen=True)
class Inside:
    """A member of the business that the address names."""

    who: SignedIn
    business: Business
    actor: Actor

    @property
    def merchant_id(self) -> str:
        """Return whose pages these are; nothing of any other business is looked at."""
        return self.business.merchant_id

    @property
    def way(self) -> str:
        """Return the way to these pages, below /business."""
        return f"/b/{self.merchant_id}"

    @property
    def language(self) -> str:
        """Return the language of this request's page."""
        return choose_own_language()

    @property
    def say(self) -> Say:
        """Return what says a sentence in it."""
        return speak(self.language)

    def may(self, permission: str, *narrowed: str) -> bool:
        """True where their role has a permission, whole or narrowed by one of these words."""
        wanted = {permission, *(f"{permission}:{one}" for one in narrowed)}
        return bool(wanted & self.actor.permissions)

    def need(self, permission: str, *narrowed: str) -> None:
        """Abort a page that their role does not open, as one that is not there."""
        if not self.may(permission, *narrowed):
            abort(404)

    def narrow(self, permission: str) -> list[str] | None:
        """Return the tills to which their role narrows a permission; None where they have it whole."""
        return None if self.may(permission) else [*self.business.tills]

    def name_place(self, till: str, maker: str) -> str:
        """Return at which till something stands and who made it, in the reader's words."""
        made = self.say("made by %(name)s", name=self.say("a program") if maker == PROGRAM else maker)
        at = self.say("Till %(code)s", code=till) if till else ""
        return " · ".join(filter(None, (at, made if maker else "")))

    def read(self, work: Callable[[Connection], Found]) -> Found:
        """Return what something gives that is done in one transaction."""
        return in_transaction(process().wallet.engine, work)

    def read_report(self, work: Callable[[Connection], Found]) -> Found:
        """Return what something gives that only reads, and may read much."""
        return read_report(process().wallet.engine, work)

    def perform(self, case: UseCase, part: str = "") -> Outcome:
        """Do what is asked, once for this rendering of its form. Raises WalletError where it is refused.

        A form that asks for two things names the first by its `part`.
        """
        attempt = request.form.get("attempt", "")
        if not ATTEMPT.fullmatch(attempt):
            abort(400)
        proof, key = MemberProof(self.who.digest), f"business:{self.who.login_id}:{attempt}{part}"
        outcome = process().wallet.perform(case, self.actor, key, "web", proof)
        if outcome.refused:
            raise Refused(outcome.sentence, **outcome.values)
        wake_all(process().redis, case.wakes)
        return outcome

    def answer(self, template: str, here: str, status: int = 200, **shown: Any) -> Response:
        """Return a page of the business, with the ways to those that their role opens."""
        return answer_page(template, status, business=self.business, inside=self, here=here, **shown)

    def say_problem(self, wrong: WalletError) -> str:
        """Return a refusal in the reader's language."""
        return say_refusal(self.say, self.language, wrong.key, **wrong.values)


def enter(merchant_id: str) -> Inside:
    """Return the member inside a business. Aborts: 404 for who is nobody there, whoever's it is."""
    who = find_signed_in()
    business = next((one for one in who.businesses if one.merchant_id == merchant_id), None) if who else None
    if who is None or business is None:
        abort(404)
    actor = in_transaction(process().wallet.engine, lambda db: sessions.make_actor(db, who, merchant_id))
    return Inside(who, business, actor)


def lead_elsewhere() -> Response | None:
    """Return the way of who is not signed in, or lacks the second factor that is asked of them; None for others."""
    who = find_signed_in()
    if who is None:
        return lead_on(next=request.path if request.method == "GET" else "")
    if who.must_show_factor:
        return lead_on("/factor", next=request.path if request.method == "GET" else "")
    return lead_on("/own") if who.must_add_factor else None


def read_field(name: str, letters: int) -> str:
    """Return what was typed in a field that may have lines, as its form shows it again: so many letters of it."""
    return request.form.get(name, "").replace("\r\n", "\n").strip()[:letters]


def do_or_say(inside: Inside, do: Callable[[], Response], show: Callable[[str], Response], back: str) -> Response:
    """Return what doing something answers; a refusal is said on its page, a stale factor is shown again first.

    What was typed is kept meanwhile; a file is not, so that its form is begun anew.
    """
    TOKEN.check_form()
    try:
        return do()
    except Locked as locked:
        if locked.key == "member.stale":
            return ask_factor(KeptForm.of_request(), back)
        return show(inside.say_problem(locked))
    except WalletError as wrong:
        return show(inside.say_problem(wrong))
