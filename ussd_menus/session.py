"""One hop: the stored session and the gateway's text become the next screen and the next session.

The gateway sends all answers so far, joined by `*`, PIN included. Of that text only its length and a keyed digest
are kept: the same text again is a repeat, a longer one brings answers, a shorter one is stale, another one is wrong.
"""

from dataclasses import asdict
from typing import Final, NamedTuple

from ussd_menus import conversation
from ussd_menus.call import Call, Session, World
from ussd_menus.screen import MORE

ANSWER_SECONDS: Final = 180  # a gateway's session ends by then; a hop later than that is not its phone's
RESUME_SECONDS: Final = 600


class Hop(NamedTuple):
    """What the gateway said: which session, which phone, which code was dialled, and all answers so far."""

    session_id: str
    phone: str
    service_code: str
    text: str


def hop(stored: Session | None, age_seconds: float, heard: Hop, world: World) -> tuple[Session, str]:
    """The session to store and the screen to answer with. `stored` is the newest session of this phone."""
    if stored is None or stored["id"] != heard.session_id:
        call = Call(begin(stored, heard, world), world)
        dial(call, heard.text)
    else:
        call = Call(stored, world)
        go_on(call, heard, age_seconds)
    return call.session, call.session["screen"]


def begin(stored: Session | None, heard: Hop, world: World) -> Session:
    """A new session, which may offer to go on with the one this phone dropped."""
    before = stored or {"over": True, "caller": {"language": ""}}
    session: Session = {
        "id": heard.session_id,
        "code": heard.service_code,
        "caller": asdict(world.caller(heard.phone, before["caller"]["language"])),
        "heard": len(heard.text),
        "seal": world.seal(heard.text),
        "journey": f"ussd:{heard.phone}:{heard.session_id}",
        "journal": [],
        "wrong": 0,
        "page": 0,
        "over": False,
    }
    same = before["caller"].get("person_id") == session["caller"]["person_id"]  # a number may have changed hands
    done = world.done_before(before["journey"]) if stored and same and not before.get("told") else None
    if done:
        session["done"] = {"state": done.state, "values": done.values}
    elif same and not before["over"] and conversation.holds_something_typed(before["journal"]) and not heard.text:
        session["dropped"] = {
            "journey": before["journey"],
            "journal": conversation.before_pins(before["journal"]),
        }
    return session


def dial(call: Call, text: str) -> None:
    """The first hop: the first screen, or as far as a dialled shortcut or a lost session's text leads."""
    done = call.world.done_before(call.session["journey"]) if text else None
    if done:  # the session was lost after it had done what was asked
        call.end(done.outcome.sentence, **done.values)
        return
    if text.startswith(MORE):  # it answered an offer to go on with a session that is lost as well
        call.end("ussd.dial_again" if text == MORE else "ussd.unavailable")  # by then it may have been done
        return
    call.show_current()
    if text:
        call.answer_all(text.split("*"))


def go_on(call: Call, heard: Hop, age_seconds: float) -> None:
    """A later hop: nothing for a repeat or a stale one, answers for a longer one."""
    session, text = call.session, heard.text
    told = session["heard"]
    if heard.service_code != session["code"]:
        distrust(call, "service code changed", heard.phone)
    elif len(text) < told or (len(text) == told and call.world.seal(text) == session["seal"]):
        return
    elif call.world.seal(text[:told]) != session["seal"] or (told and text[told] != "*"):
        distrust(call, "text diverged", heard.phone)
    elif session["over"]:
        session["screen"] = "END " + call.voice("ussd.session_over")
    elif age_seconds > ANSWER_SECONDS:
        call.end("ussd.expired")
    else:
        session.update(heard=len(text), seal=call.world.seal(text))
        answers = text[told + 1 if told else 0 :].split("*")
        if len(answers) == 1:
            call.answer(answers[0], live=True)
        else:
            call.answer_all(answers)


def distrust(call: Call, why: str, phone: str) -> None:
    """Text that no honest gateway sends: end the call, and leave a trace."""
    call.world.suspect(why, phone)
    call.end("ussd.session_broken")
