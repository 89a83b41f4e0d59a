"""USSD on Africa's Talking's wire: a form in, `CON ` or `END ` out as text/plain, always 200 for a phone.

docs: developers.africastalking.com, USSD session callback and end-of-session event (reference: africastalking.md §2).
"""

import time
from contextlib import suppress
from functools import lru_cache, partial
from typing import Final

from flask import Request, Response, request
from redis.exceptions import RedisError

from sms_templates import LANGUAGES, say
from ussd_menus.session import Hop, take_hop
from wallet.agents import cash_outs
from wallet.core import traces
from wallet.core.errors import Misread
from wallet.core.logs import following, log, masked
from wallet.core.values import Phone
from web.gateways.call_backend import WalletBackend
from web.gateways.forms import fields, identifier
from web.gateways.seen_hop import CAME_AT, UNAVAILABLE, SeenHop
from web.gateways.sessions import NOBODY, Record, TooFast
from web.process import WebProcess, process
from workers.waking import wake_all

LONGEST_TEXT: Final = 600
# For a thread. A gateway gives up after 10 s: with more calls than are carried, work on those that waited so long would
# be for nobody, and make all behind them wait as long. They are told at once, and nothing of theirs is done.
WAITED_MOST_SECONDS: Final = 5.0


def answer_hop() -> Response:
    """Return a call's next screen; workers are woken, and the hop is logged, once the phone has it."""
    held, seen = process(), SeenHop(request.environ.get(CAME_AT, time.perf_counter()))
    backend = WalletBackend(held.wallet)
    answer = Response(find_screen(held, backend, seen), mimetype="text/plain")
    seen.stop_clock()
    traces.say(screen=seen.screen, outcome=seen.outcome)
    answer.call_on_close(partial(wake_all, held.redis, backend.wakes))
    answer.call_on_close(seen.keep)
    return answer


def find_screen(held: WebProcess, backend: WalletBackend, seen: SeenHop) -> str:
    """Return the screen of the current request. Never raises: whatever happens, the person reads what to do next."""
    if time.perf_counter() - seen.began > WAITED_MOST_SECONDS:
        return turn_away(seen, UNAVAILABLE)
    try:
        hop = read_hop(request)
        seen.call, seen.phone = hop.session_id, hop.phone
        with following(session=hop.session_id):
            traces.say(of=hop.session_id, session=hop.session_id)
            return move_on(held, hop, backend, seen)
    except Misread as wrong:
        return turn_away(seen, wrong.key)
    except TooFast:
        return turn_away(seen, "ussd.too_fast")
    except RedisError as away:
        log.error("hop without sessions", session=seen.call, error=type(away).__name__)
    except Exception as failed:
        log.error("hop failed", session=seen.call, error=type(failed).__name__, exc_info=True)
    return turn_away(seen, UNAVAILABLE)


def read_hop(posted: Request) -> Hop:
    """Return the hop that a gateway's form describes. Raises Misread."""
    form = fields(posted, "sessionId", "phoneNumber", "serviceCode", "text")
    phone = read_caller(form["phoneNumber"])
    hop = Hop(identifier(form["sessionId"]), phone, form["serviceCode"], form["text"])
    if len(hop.text) > LONGEST_TEXT:
        raise Misread("ussd.malformed")
    return hop


@lru_cache(maxsize=4096)
def read_caller(written: str) -> Phone:
    """Return the caller's number. Raises Misread with what to tell them."""
    try:
        return Phone.from_gateway(written)
    except Misread as wrong:
        raise Misread("ussd.malformed" if wrong.key == "error.malformed" else "ussd.foreign_caller") from None


def move_on(held: WebProcess, hop: Hop, backend: WalletBackend, seen: SeenHop) -> str:
    """Take the hop in its call, keep the call, and return its screen. Raises TooFast, or redis.RedisError."""
    with held.sessions.record(hop.phone) as record:
        if record.is_broken:
            return end_distrusted(held, hop, backend, seen)
        if record.session is None or record.session["id"] != hop.session_id:
            refusal = refuse_new(held, hop, backend, lost=record.session is None)
            if refusal:
                return turn_away(seen, refusal, record)
        session, screen = take_hop(record.session, record.age_seconds, hop, backend)
        record.keep(session)
        seen.show(session)
    return cash_outs.fill_placeholders(held.wallet.secrets, screen)


def end_distrusted(held: WebProcess, hop: Hop, backend: WalletBackend, seen: SeenHop) -> str:
    """Return the closing screen of a call whose record in Redis somebody changed; whoever must look finds an event."""
    log.error("call record changed in Redis", phone=masked(hop.phone))
    held.sessions.kill(hop.session_id, hop.phone)
    backend.note_security_event("call record changed", hop.phone)
    return turn_away(seen, "ussd.session_broken")


def refuse_new(held: WebProcess, hop: Hop, backend: WalletBackend, *, lost: bool) -> str | None:
    """Return why a session that is not this phone's newest may not begin; `lost` when the phone has none at all."""
    owner = held.sessions.owner(hop.session_id, hop.phone)
    if owner == hop.phone:  # a crash of Redis may keep the id and lose the record: rebuilt from the text
        return None if lost else "ussd.session_replaced"
    if owner == NOBODY:
        return "ussd.session_broken"
    if owner:
        backend.note_security_event("session id of another phone", hop.phone)
        held.sessions.kill(hop.session_id, owner)
        return "ussd.session_broken"
    return None if hop.service_code == held.service_code else "ussd.wrong_service_code"


def turn_away(seen: SeenHop, sentence: str, record: Record | None = None) -> str:
    """Return a closing screen outside any call, in the language last spoken with this phone, or French."""
    language = record.session["caller"]["language"] if record and record.session else LANGUAGES[0]
    seen.turn_away(sentence, language)
    return f"END {say(language, sentence)}"


def note_end() -> str:
    """Log how a call ended, and nothing that was typed or shown (the event's `input` holds the PIN).

    The closing screen of a call that ended well was read: the next call need not begin with what was done.
    """
    try:
        form = fields(request, "sessionId", "status", "phoneNumber")
        session_id, phone = identifier(form["sessionId"]), read_caller(form["phoneNumber"])
    except Misread:
        log.warning("malformed end-of-session event")
        return ""
    traces.say(of=session_id, session=session_id)
    log.info("call ended", session=session_id, status=form["status"][:20], phone=masked(phone))
    if form["status"] == "Success":
        with suppress(RedisError, TooFast), process().sessions.record(phone) as record:
            if record.session and record.session["id"] == session_id:
                record.keep({**record.session, "closing_read": True})
    return ""
