"""How a drawn person uses their phone: what they dial and answer, what they text, and what goes wrong on the way."""

import re
import time
from dataclasses import dataclass
from typing import Final

from faults.draw import Asked, Person
from faults.stage import PIN, Stage
from faults.told import Timeline
from simulators.handset import Handset, NotTaken, Screen
from sms_templates import FILES

MENUS: Final = {"send": "1", "recharge": "2", "withdraw": "3"}
HOPS_MAX: Final = 16
CODE: Final = re.compile(r"(?:OUI|YES) ([0-9]{4}) \(")
PATIENCE_SECONDS: Final = 2.5  # for the question; then a person gives up
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

    def do_all(self) -> None:
        """Everything, one after another."""
        for asked in self.person.asks:
            (self.by_sms if asked.by_sms else self.by_ussd)(asked)

    # ------------------------------------------------------------------------------------ USSD
    def by_ussd(self, asked: Asked) -> None:
        """Dial, answer until it closes."""
        handset = self.stage.handset(self.person.phone)
        screen = self.saw(handset.dial(shortcut(asked) if asked.shortcut else "*384*237#"))
        for hop in range(HOPS_MAX):
            if hop == asked.hop and asked.mishap:
                screen = self.mishap(asked, handset, screen)
            if not screen.open:
                break
            screen = self.saw(handset.answer(self.answer_to(screen.text, asked)))
        if asked.mishap == "twice" and handset.call:
            self.timeline.note(self.person.phone, "the gateway repeats the last hop")
            self.saw(handset.repeat())

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
        if not screen.open:
            self.told += [(reference, screen.text) for reference in REFERENCE.findall(screen.text)]
        return screen

    def answer_to(self, screen: str, asked: Asked) -> str:
        """What is typed on this screen. Raises Lost."""
        own = asked.other == self.person.phone
        ussd = FILES[self.person.language]["ussd"]
        answers = {
            ussd["resume"].split("\n")[1][:9]: "98" if asked.resume else "00",
            f"1 {ussd['main']['send_money']}": MENUS[asked.kind],
            "PIN?": PIN,
            ussd["recharge_amount"].split("\n")[1]: str(asked.amount),
            ussd["recharge_payer"]: "1" if own else asked.other[4:],
            f"1 {ussd['recharge_confirm']['yes']}": "1",
            ussd["withdraw_where"]: "1" if own else asked.other[4:],
            ussd["send_recipient"]: asked.other[4:],
            ussd["send_amount"].split("\n")[1]: str(asked.amount),
        }
        for words, answer in answers.items():
            if words in screen:
                return answer
        raise Lost(screen)

    # ------------------------------------------------------------------------------------ SMS
    def by_sms(self, asked: Asked) -> None:
        """Ask, read the code, answer; who gets no question gives up."""
        since = self.last_seq()
        if not self.texts(command(asked, self.person), twice=asked.mishap == "repeat"):
            return
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            for text in self.stage.get("messages", to=self.person.phone, since=since, wait=0.3):
                since = text["seq"]
                if (code := CODE.search(text["text"])) and f"{asked.amount:,}".replace(",", " ") in text["text"]:
                    yes = FILES[self.person.language]["command"]["yes"][0]
                    self.texts(f"{yes} {code[1]}", twice=asked.mishap in ("repeat", "twice"))
                    return
        self.timeline.note(self.person.phone, "gives up: no question came")

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

    def last_seq(self) -> int:
        """The newest text there is."""
        found = self.stage.get("messages", to=self.person.phone)
        return int(found[-1]["seq"]) if found else 0


def shortcut(asked: Asked) -> str:
    """As much as can be dialled at once."""
    other = asked.other[4:]
    middle = {
        "send": f"{other}*{asked.amount}",
        "recharge": f"{asked.amount}*{other}",
        "withdraw": f"{other}*{asked.amount}",
    }[asked.kind]
    return f"*384*237*{MENUS[asked.kind]}*{middle}#"


def command(asked: Asked, person: Person) -> str:
    """The text that asks for it."""
    word = FILES[person.language]["command"][asked.kind][0]
    own = asked.other == person.phone
    return f"{word} {asked.amount}" + ("" if own else f" {asked.other[4:]}")
