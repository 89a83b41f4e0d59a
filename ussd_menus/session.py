"""One hop: the stored session and the gateway's text become the next screen and the next session.

The gateway sends all answers so far, joined by `*`, PIN included. Of that text only its length and a keyed digest
are kept: the same text again is a repeat, a longer one brings answers, a shorter one is stale, another one is wrong.
"""

from dataclasses import asdict, fields
from typing import Final, NamedTuple

import orjson

from ussd_menus import conversation
from ussd_menus.backend import CallBackend
from ussd_menus.call import Call, Session
from ussd_menus.screen import MORE
from wallet.people.people import Caller

ANSWER_SECONDS: Final = 180  # a gateway's session ends by then; a hop later than that is not its phone's
RESUME_SECONDS: Final = 600


# Of what is stored, all that every session holds.
SHAPE: Final = {
    "id": str, "code": str, "caller": dict, "text_length": int, "text_digest": str, "journey": str, "journal": list,
    "wrong": int, "page": int, "error": str, "typed": bool, "live": bool, "over": bool, "options": dict, "keys": list,
    "screen": str,
}  # fmt: skip
OF_A_CALLER: Final = frozenset(field.name for field in fields(Caller))


class Hop(NamedTuple):
    """One request of the gateway: session, phone, code dialled, and all answers so far."""

    session_id: str
    phone: str
    service_code: str
    text: str


def read_session(stored: bytes) -> Session | None:
    """Return a stored session; None for what cannot be read, or was stored by another version of this program.

    Such a session is lost: the gateway's growing text rebuilds it up to its PIN.
    """
    try:
        session = orjson.loads(stored)
    except ValueError:
        return None
    held = {name: type(value) for name, value in session.items()} if isinstance(session, dict) else {}
    if not SHAPE.items() <= held.items() or session["caller"].keys() != OF_A_CALLER:
        return None
    return dict(session)


def take_hop(stored: Session | None, age_seconds: float, hop: Hop, backend: CallBackend) -> tuple[Session, str]:
    """Return the session to store and the screen to answer with. `stored` is the newest session of this phone."""
    if stored is None or stored["id"] != hop.session_id:
        call = Call(begin(stored, hop, backend), backend)
        dial(call, hop.text)
    else:
        call = Call(stored, backend)
        go_on(call, hop, age_seconds)
    return call.session, call.session["screen"]


def begin(stored: Session | None, hop: Hop, backend: CallBackend) -> Session:
    """Return a new session, which may offer to go on with the one this phone dropped."""
    before = stored or {"over": True, "caller": {"language": ""}}
    session: Session = {
        "id": hop.session_id,
        "code": hop.service_code,
        "caller": asdict(backend.caller(hop.phone, before["caller"]["language"])),
        "text_length": len(hop.text),
        "text_digest": backend.digest_text(hop.text),
        "journey": f"ussd:{hop.phone}:{hop.session_id}",
        "journal": [],
        "wrong": 0,
        "page": 0,
        "error": "",
        "typed": False,
        "over": False,
    }
    same = before["caller"].get("person_id") == session["caller"]["person_id"]  # a number may have changed hands
    unread = stored and same and not before.get("closing_read")
    done = backend.done_before(before["journey"]) if unread else None
    if done:
        session["done"] = {"state": done.state, "values": done.values}
    elif same and not before["over"] and not hop.text:
        kept = conversation.cut_before_pins(before["journal"])
        if conversation.holds_something_typed(kept):  # having merely read something is nothing to go on with
            session["dropped"] = {"journey": before["journey"], "journal": kept}
    return session


def dial(call: Call, text: str) -> None:
    """Take the first hop: show the first screen, or go as far as a dialled shortcut or a lost session's text leads."""
    done = call.backend.done_before(call.session["journey"]) if text else None
    if done:  # the session was lost after it had done what was asked
        call.end(done.outcome.sentence, **done.values)
        return
    if text.startswith(MORE):  # it answered an offer to go on with a session that is lost as well
        call.end("ussd.dial_again" if text == MORE else "ussd.unavailable")  # by then it may have been done
        return
    call.show_current()
    if text:
        call.answer_all(text.split("*"))


def go_on(call: Call, hop: Hop, age_seconds: float) -> None:
    """Take a later hop: do nothing for a repeat or a stale one, take the answers of a longer one."""
    session, text = call.session, hop.text
    known = session["text_length"]
    if hop.service_code != session["code"]:
        distrust(call, "service code changed", hop.phone)
    elif len(text) < known or (len(text) == known and call.backend.is_digest_of(session["text_digest"], text)):
        return
    elif not call.backend.is_digest_of(session["text_digest"], text[:known]) or (known and text[known] != "*"):
        distrust(call, "text diverged", hop.phone)
    elif session["over"] and "offer" in session:
        session.update(text_length=len(text), text_digest=call.backend.digest_text(text))
        call.take_offer(text[known + 1 if known else 0 :])
    elif session["over"]:
        session.update(screen="END " + call.sentences.say("ussd.session_over"), screen_name="ussd.session_over")
    elif age_seconds > ANSWER_SECONDS:
        call.end("ussd.expired")
    else:
        session.update(text_length=len(text), text_digest=call.backend.digest_text(text))
        answers = text[known + 1 if known else 0 :].split("*")
        if len(answers) == 1:
            call.answer(answers[0], live=True)
        else:
            call.answer_all(answers)


def distrust(call: Call, why: str, phone: str) -> None:
    """End a call whose text no honest gateway sends, and write a security event."""
    call.backend.note_security_event(why, phone)
    call.end("ussd.session_broken")
