"""USSD on Africa's Talking's wire: a form in, `CON ` or `END ` out as text/plain, always 200 for a phone.

docs: developers.africastalking.com, USSD session callback and end-of-session event (reference: africastalking.md §2).
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from typing import Any, Final

from redis import Redis
from redis.exceptions import RedisError

from sms_templates import LANGUAGES, following, say, say_on
from sms_templates.gsm7 import septets
from ussd_menus.sentences import Sentences
from ussd_menus.session import Hop, take_hop
from wallet.accounts import progress
from wallet.accounts.progress import Progress
from wallet.agents import cash_outs
from wallet.cases import security_events
from wallet.core.database import in_transaction
from wallet.core.errors import Misread
from wallet.core.logs import log, masked
from wallet.core.values import Phone, Pin
from wallet.operations import asks
from wallet.operations.actor import Actor
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Outcome, UseCase
from wallet.people import people, pins
from wallet.people.people import Caller
from wallet.perform import Wallet
from web.forms import Form, fields, identifier
from web.said import Said
from web.sessions import NOBODY, Held, Sessions, TooFast
from workers.waking import wake

LONGEST_TEXT: Final = 600
SENTENCES: Final = {language: Sentences(partial(say_on, "ussd"), septets, language) for language in LANGUAGES}


@dataclass(frozen=True)
class Outside:
    """What a hop may ask of the outside (ussd_menus.backend.CallBackend), all of it through the wallet.

    `wakes` are the queues that have something to do once the hop is answered.
    """

    wallet: Wallet
    wakes: list[str] = field(default_factory=list)

    def caller(self, phone: str, language: str) -> Caller:
        """Who is at this phone; having dialled from it opens money by SMS again."""

        def find(db: Any) -> Caller:
            asks.open_texting(db, phone)
            known = people.caller(db, phone, language or LANGUAGES[0])
            return replace(known, next_language=following(known.language))

        return in_transaction(self.wallet.engine, find)

    def look_up(self, find: Callable[..., Any], args: tuple[Any, ...]) -> Any:
        """Run a look-up in a transaction of its own."""
        return in_transaction(self.wallet.engine, lambda db: find(db, *args))

    def new_pin(self, caller: Caller, pin: Pin) -> str:
        """The hash of a PIN being chosen."""
        pins.refuse_weak(pin, caller.phone)
        if not caller.is_stranger:
            in_transaction(
                self.wallet.engine,
                lambda db: pins.refuse_past(db, self.wallet.secrets, caller.person_id, pin),
            )
        return pins.hash_pin(self.wallet.secrets, pin)

    def same_pin(self, pin_hash: str, pin: Pin) -> None:
        """Raises Misread when it is not the PIN just chosen."""
        if not pins.matches(self.wallet.secrets, pin_hash, pin):
            raise Misread("error.pins_differ")

    def digest_code(self, caller: Caller, code: str) -> str:
        """The keyed digest of a one-time code typed on this phone."""
        return asks.seal(self.wallet.secrets, caller.phone, code)

    def own_pin(self, caller: Caller, pin: Pin) -> None:
        """Raises WrongPin or Locked."""
        PinProof(pin).verify(self.wallet.engine, self.wallet.secrets, Actor.from_caller(caller))

    def perform(self, case: UseCase, caller: Caller, key: str, pin: Pin | None) -> Outcome:
        """Do it; who must tell of it is woken later."""
        try:
            actor = Actor.from_caller(caller)
            return self.wallet.perform(case, actor, key, "ussd", PinProof(pin) if pin else None)
        finally:
            self.wakes.extend(case.wakes)

    def done_before(self, key: str) -> Progress | None:
        """How far what was asked under a key has come."""
        return in_transaction(self.wallet.engine, lambda db: progress.of(db, key))

    def digest_text(self, text: str) -> str:
        """The keyed digest of a transcript."""
        return self.wallet.secrets.seal("transcript", text)

    def note_security_event(self, kind: str, phone: str) -> None:
        """Note a security event."""
        in_transaction(self.wallet.engine, lambda db: security_events.note(db, kind, phone))

    def sentences(self, language: str) -> Sentences:
        """The sentences of a language."""
        return SENTENCES[language]


class UssdDoor:
    """Answers a gateway's hops."""

    def __init__(self, wallet: Wallet, redis: Redis, service_code: str) -> None:
        self.wallet, self.redis = wallet, redis
        self.sessions, self.service_code = Sessions(redis), service_code

    def answer(self, request: Form) -> Said:
        """The screen for a hop; workers are woken once the phone has it."""
        world = Outside(self.wallet)
        return Said(self.screen(request, world), partial(self.wake, world.wakes))

    def wake(self, queues: list[str]) -> None:
        """Tell these queues' workers to look."""
        for queue in queues:
            wake(self.redis, queue)

    def screen(self, request: Form, world: Outside) -> str:
        """Never raises: whatever happens, the person reads what to do next."""
        try:
            return self.next_screen(request, world)
        except Misread as wrong:
            return end(wrong.key)
        except TooFast:
            return end("ussd.too_fast")
        except RedisError as down:
            log.error("hop without sessions", error=type(down).__name__)
            return end("ussd.unavailable")
        except Exception as failed:
            log.error("hop failed", error=type(failed).__name__, exc_info=True)
            return end("ussd.unavailable")

    def next_screen(self, request: Form, world: Outside) -> str:
        """The screen for a well-formed hop. Raises Misread for another."""
        form = fields(request, "sessionId", "phoneNumber", "serviceCode", "text")
        heard = Hop(
            identifier(form["sessionId"]),
            calling_phone(form["phoneNumber"]),
            form["serviceCode"],
            form["text"],
        )
        if len(heard.text) > LONGEST_TEXT:
            raise Misread("ussd.malformed")
        with self.sessions.held(heard.phone) as held:
            if held.session is None or held.session["id"] != heard.session_id:
                refusal = self.refuse(heard, world, lost=held.session is None)
                if refusal:
                    return end(refusal, held)
            session, screen = take_hop(held.session, held.age_seconds, heard, world)
            held.keep(session)
        return cash_outs.unveil(self.wallet.secrets, screen)

    def refuse(self, heard: Hop, world: Outside, *, lost: bool) -> str | None:
        """Why a session that is not this phone's newest may not begin; `lost` when the phone has none at all."""
        owner = self.sessions.owner(heard.session_id, heard.phone)
        if owner == heard.phone:  # a crash of Redis may keep the id and lose the record: rebuilt from the text
            return None if lost else "ussd.session_replaced"
        if owner == NOBODY:
            return "ussd.session_broken"
        if owner:
            world.note_security_event("session id of another phone", heard.phone)
            self.sessions.kill(heard.session_id, owner)
            return "ussd.session_broken"
        return None if heard.service_code == self.service_code else "ussd.wrong_service_code"

    def hear_end(self, request: Form) -> None:
        """The end-of-session event: how the call ended, and nothing typed or shown (its `input` holds the PIN).

        A call that ended as it should was read to its end: the next one need not begin with what was done.
        """
        try:
            form = fields(request, "sessionId", "status", "phoneNumber")
            session_id, phone = identifier(form["sessionId"]), calling_phone(form["phoneNumber"])
        except Misread:
            log.warning("malformed end-of-session event")
            return
        log.info("call ended", session=session_id, status=form["status"][:20], phone=masked(phone))
        if form["status"] == "Success":
            with suppress(RedisError, TooFast), self.sessions.held(phone) as held:
                if held.session and held.session["id"] == session_id:
                    held.keep({**held.session, "closing_read": True})


@lru_cache(maxsize=4096)
def calling_phone(written: str) -> Phone:
    """The caller's number. Raises Misread with what to tell them."""
    try:
        return Phone.from_gateway(written)
    except Misread as wrong:
        raise Misread("ussd.malformed" if wrong.key == "error.malformed" else "ussd.foreign_caller") from None


def end(sentence: str, held: Held | None = None) -> str:
    """A closing screen outside any session, in the language last spoken with this phone, or French."""
    language = held.session["caller"]["language"] if held and held.session else LANGUAGES[0]
    return f"END {say(language, sentence)}"
