"""How drawn people use their phones: what they dial, answer and text, what goes wrong on the way, and who comes after.

One thing at a time on each phone, whoever wants it to be done: an agent's phone serves all customers.
"""

import re
import threading
import time
from dataclasses import dataclass, field, replace
from typing import Any, Final

import requests

from faults.answers import HANGS_UP, OUTRIGHT, answer_to, dialled, texted
from faults.plan import Asked, Person
from faults.stage import Stage
from faults.told import Timeline
from simulators.handset import Handset, NotTaken, Screen
from sms_templates import FILES

HOPS_MAX: Final = 16
QUESTION: Final = re.compile(r"(?:OUI|YES) ([0-9]{4}) \(")
CASH_CODE, REQUEST_CODE = r"\b([0-9]{7})\b", r"\b([0-9]{8})\b"
CODES: Final = {"pay_out": CASH_CODE, **dict.fromkeys(("pay_request", "collect", "refuse"), REQUEST_CODE)}
PATIENCE_SECONDS: Final = 2.5  # for a text; then a person gives up
REFERENCE: Final = re.compile(r"\b[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}\b")


class Lost(AssertionError):
    """A screen asks what this person has no answer to: the harness is wrong, or the menu."""


@dataclass
class Holder:
    """A drawn person with their phone in hand; `told` are the references they read, with the screen or text."""

    stage: Stage
    timeline: Timeline
    person: Person
    told: list[tuple[str, str]]
    since: int = 0
    held: threading.Lock = field(default_factory=threading.Lock)

    def do(self, asked: Asked, code: str = "") -> str:
        """Try it; the code that a closing screen showed, if one did."""
        with self.held:
            return self.by_sms(asked, code) if asked.by_sms else self.by_ussd(asked, code)

    # ------------------------------------------------------------------------------------ USSD
    def by_ussd(self, asked: Asked, code: str) -> str:
        """Dial, answer until it closes."""
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

    def mishap(self, asked: Asked, handset: Handset, screen: Screen) -> Screen:
        """What the network does to this hop; the screen that is then to be answered."""
        if asked.mishap == "repeat":
            self.timeline.note(self.person.phone, "the gateway repeats the hop")
            return self.saw(handset.repeat())
        if asked.mishap == "stale":
            self.timeline.note(self.person.phone, "an older hop comes late")
            self.saw(handset.stale())
            return screen if not screen.open else self.saw(handset.repeat())
        if asked.mishap == "drop":
            self.timeline.note(self.person.phone, "the call drops; dialled again")
            was_open = screen.open
            handset.drop()
            again = self.saw(handset.dial("*384*237#"))
            return again if was_open else Screen("")  # whoever read the end looks at the next call, and leaves it
        return screen

    def saw(self, screen: Screen) -> Screen:
        """Remember what a screen says was done."""
        self.timeline.note(self.person.phone, f"{'<' if screen.open else '='} {screen.text} {screen.problem or ''}")
        if screen.problem:
            self.stage.let_go(self.person.phone)
        if not screen.open:
            self.told += [(reference, screen.text) for reference in REFERENCE.findall(screen.text)]
        return screen

    # ------------------------------------------------------------------------------------ SMS
    def by_sms(self, asked: Asked, code: str) -> str:
        """Ask, read the question's code, answer; who gets no question gives up."""
        since = self.last_seq()
        if not self.texts(texted(asked, self.person, code), twice=asked.mishap == "repeat") or asked.kind in OUTRIGHT:
            return ""
        question = self.waits_for(QUESTION, asked.amount, since)
        if question:
            yes = FILES[self.person.language]["command"]["yes"][0]
            self.texts(f"{yes} {question}", twice=asked.mishap in ("repeat", "twice"))
        else:
            self.timeline.note(self.person.phone, "gives up: no question came")
        return ""

    def texts(self, words: str, *, twice: bool) -> bool:
        """Text it; the gateway may deliver it twice. False when it could not be delivered."""
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
        """What is wanted of a text about this amount, waited for as long as a person would; "" when none comes."""
        deadline, written = time.monotonic() + PATIENCE_SECONDS, f"{amount:,} FCFA".replace(",", " ")
        while time.monotonic() < deadline:
            for text in self.stage.get("messages", to=self.person.phone, since=since, wait=0.3):
                since = text["seq"]
                if (found := re.search(wanted, text["text"])) and written in text["text"]:
                    return found[1]
        return ""

    def last_seq(self) -> int:
        """The newest text there is."""
        found = self.stage.get("messages", to=self.person.phone, since=self.since)
        return int(found[-1]["seq"]) if found else self.since


@dataclass
class Town:
    """Everybody of a run; `broken` is what went wrong in the telling itself."""

    holders: dict[str, Holder]
    broken: list[str] = field(default_factory=list)

    def day(self, person: Person) -> None:
        """All that one person begins, one thing after another."""
        for asked in person.asks:
            self.do(asked)

    def do(self, asked: Asked, code: str = "") -> None:
        """One thing, then at once what others do about it: who needs a code reads it from who was told."""
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


def town(stage: Stage, timeline: Timeline, everybody: Any, told: list[tuple[str, str]], since: int) -> Town:
    """Each with their phone; texts are read from `since` on."""
    return Town({person.phone: Holder(stage, timeline, person, told, since) for person in everybody})
