"""Drawn people using their phones: what they dial, answer and text, and what goes wrong on the way.

One thing at a time on each phone, whoever wants it to be done: an agent's phone serves all customers.
"""

import re
import threading
import time
from dataclasses import dataclass, field, replace
from typing import Any, Final

import requests

from faults.answers import HANGS_UP, OUTRIGHT, answer_to, dialled, is_end, texted
from faults.plan import DrawnPerson, PlannedAct
from faults.stage import Stage
from faults.timeline import Timeline
from simulators.handset import Handset, NotTaken, Screen
from sms_templates.reading.words import show_word

HOPS_MAX: Final = 16
QUESTION: Final = re.compile(r"(?:OUI|YES) ([0-9]{4}) \(")
CASH_CODE, REQUEST_CODE = r"\b([0-9]{7})\b", r"\b([0-9]{8})\b"
CODES: Final = {"pay_out": CASH_CODE, **dict.fromkeys(("pay_request", "collect", "refuse"), REQUEST_CODE)}
LONGEST_WAIT_SECONDS: Final = 2.5  # for a text; then a person gives up
REFERENCE: Final = re.compile(r"\b[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}\b")


class Lost(AssertionError):
    """A screen that this person has no answer to: the harness is wrong, or the menu."""


@dataclass
class PhoneUser:
    """A drawn person with their phone in hand; `told` are the references they read, with the screen or text."""

    stage: Stage
    timeline: Timeline
    person: DrawnPerson
    told: list[tuple[str, str]]
    since: int = 0
    held: threading.Lock = field(default_factory=threading.Lock)

    def do(self, asked: PlannedAct, code: str = "") -> str:
        """Try one thing. Returns the code that a closing screen showed, or ""."""
        with self.held:
            return self.by_sms(asked, code) if asked.by_sms else self.by_ussd(asked, code)

    # ------------------------------------------------------------------------------------ USSD
    def by_ussd(self, asked: PlannedAct, code: str) -> str:
        """Dial, and answer until the call closes. Returns the code its last screen showed, or ""."""
        handset = self.stage.handset(self.person.phone)
        screen = self.saw(handset.dial(dialled(asked, self.person, code)))
        own_call_dropped = False
        for hop in range(HOPS_MAX):
            if hop == asked.hop and asked.mishap:
                screen, own_call_dropped = self.mishap(asked, handset, screen), asked.mishap == "drop"
            if not screen.open:
                break
            resumes = asked.resume and own_call_dropped  # what another call left unfinished is not this one's
            answer = answer_to(screen.text, replace(asked, resume=resumes), self.person, code)
            if answer is None:
                raise Lost(f"{asked.kind}: {screen.text}")
            if answer == HANGS_UP:
                self.timeline.note(self.person.phone, "hangs up: what was wanted is not there")
                handset.hang_up()
                return ""
            screen = self.saw(handset.answer(answer))
        if asked.mishap == "twice" and handset.call and not screen.open:
            self.timeline.note(self.person.phone, "the gateway repeats the last hop")
            self.saw(handset.repeat())
        found = re.search(CASH_CODE, screen.text) if asked.kind == "cash_out" and not screen.open else None
        return found[1] if found else ""

    def mishap(self, asked: PlannedAct, handset: Handset, screen: Screen) -> Screen:
        """Do to this hop what the network does. Returns the screen that is then to be answered."""
        if asked.mishap == "repeat":
            self.timeline.note(self.person.phone, "the gateway repeats the hop")
            return self.saw(handset.repeat())
        if asked.mishap == "stale":
            self.timeline.note(self.person.phone, "an older hop comes late")
            self.saw(handset.stale())
            return screen if not screen.open else self.saw(handset.repeat())
        if asked.mishap == "drop":
            self.timeline.note(self.person.phone, "the call drops; dialled again")
            was_open = screen.open and not is_end(screen.text, self.person.language)
            handset.drop()
            again = self.saw(handset.dial("*384*237#"))
            return again if was_open else Screen("")  # whoever read the end looks at the next call, and leaves it
        return screen

    def saw(self, screen: Screen) -> Screen:
        """Note a screen, and what it says was done. Returns it."""
        self.timeline.note(self.person.phone, f"{'<' if screen.open else '='} {screen.text} {screen.problem or ''}")
        if screen.problem:
            self.stage.let_go(self.person.phone)
        if not screen.open:
            self.told += [(reference, screen.text) for reference in REFERENCE.findall(screen.text)]
        return screen

    # ------------------------------------------------------------------------------------ SMS
    def by_sms(self, asked: PlannedAct, code: str) -> str:
        """Ask by text, read the question's code, answer; give up when no question comes. Returns ""."""
        since = self.last_seq()
        if not self.texts(texted(asked, self.person, code), twice=asked.mishap == "repeat") or asked.kind in OUTRIGHT:
            return ""
        question = self.waits_for(QUESTION, asked.amount, since)
        if question:
            yes = show_word(self.person.language, "yes")
            self.texts(f"{yes} {question}", twice=asked.mishap in ("repeat", "twice"))
        else:
            self.timeline.note(self.person.phone, "gives up: no question came")
        return ""

    def texts(self, words: str, *, twice: bool) -> bool:
        """Text these words, twice if the gateway delivers them so. False when they could not be delivered."""
        handset = self.stage.handset(self.person.phone)
        self.timeline.note(self.person.phone, f"texts {words.split(maxsplit=1)[0]} …{' (twice)' if twice else ''}")
        try:
            gateway_id = handset.text(words)
            if twice:
                handset.text(words, gateway_id)
        except NotTaken as failed:
            self.timeline.note(self.person.phone, f"the text is not taken: {failed}")
            return False
        return True

    def waits_for(self, wanted: re.Pattern[str] | str, amount: int, since: int) -> str:
        """Wait, as long as a person would, for a text about this amount. Returns what is wanted of it, or ""."""
        deadline, written = time.monotonic() + LONGEST_WAIT_SECONDS, f"{amount:,} FCFA".replace(",", " ")
        while time.monotonic() < deadline:
            for text in self.stage.get("messages", to=self.person.phone, since=since, wait=0.3):
                since = text["seq"]
                if (found := re.search(wanted, text["text"])) and written in text["text"]:
                    return found[1]
        return ""

    def last_seq(self) -> int:
        """Return the number of the newest text there is."""
        found = self.stage.get("messages", to=self.person.phone, since=self.since)
        return int(found[-1]["seq"]) if found else self.since


@dataclass
class Everybody:
    """Everybody of a run; `broken` lists what went wrong in the harness itself."""

    holders: dict[str, PhoneUser]
    broken: list[str] = field(default_factory=list)

    def day(self, person: DrawnPerson) -> None:
        """Do all that one person begins, one thing after another."""
        for asked in person.asks:
            self.do(asked)

    def do(self, asked: PlannedAct, code: str = "") -> None:
        """Do one thing, then at once what others do about it; a code is read from the texts of who was told it."""
        holder = self.holders[asked.phone]
        try:
            if asked.reads and not asked.listed and not code:
                told = self.holders[asked.reads]
                code = told.waits_for(CODES[asked.kind], asked.amount, told.since)
                if not code:
                    holder.timeline.note(asked.phone, f"gives up: no code of {asked.amount} came")
                    return
            code = holder.do(asked, code)
        except (AssertionError, requests.RequestException, KeyError) as failed:
            self.broken.append(f"{asked.phone}: {type(failed).__name__} {failed}")
            return
        others = [threading.Thread(target=self.do, args=(one, code), daemon=True) for one in asked.then]
        for other in others:
            other.start()
        for other in others:
            other.join()


def town(stage: Stage, timeline: Timeline, everybody: Any, told: list[tuple[str, str]], since: int) -> Everybody:
    """Give each person a phone; texts are read from `since` on."""
    return Everybody({person.phone: PhoneUser(stage, timeline, person, told, since) for person in everybody})
