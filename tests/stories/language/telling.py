"""A story being played: what was told so far, on which service, and what came of each line."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from faults.visitor import Visitor
from simulators.handset import Handset, Screen
from simulators.recording import PEOPLE, Masks, asks_pin, is_pin, prompt_line, screen_lines, text_lines
from sms_templates.gsm7 import is_gsm7, segments, septets
from tests.stories.language.cast import CAST, name_of
from tests.stories.language.slow_clock import SLOWER, catch_up
from tests.stories.language.story_program import StoryProgram
from tests.world.cast import FATOU, pin_of
from tests.world.members import Member
from tests.world.outside import PROVIDERS
from tests.world.service import Service

LONGEST_SCREEN: Final = 160
Verbs = dict[str, Callable[..., Any]]  # a line as a pattern → what it does with the telling and the pattern's groups


@dataclass
class Telling:
    """A story being played; `typed_secrets` are the PINs and codes that no log may hold."""

    service: Service
    lines: list[str] = field(default_factory=list)
    masks: Masks = field(default_factory=Masks)
    typed_secrets: set[str] = field(default_factory=set)
    last_text: tuple[Handset, str, str] | None = None
    visitors: dict[str, Visitor] = field(default_factory=dict)
    programs: dict[str, StoryProgram] = field(default_factory=dict)
    owners: dict[str, Member] = field(default_factory=dict)  # of shops, at their pages
    bank: str = ""  # our account's RIB
    hears_fatou: bool = False  # else she only hands out cash, and what she is told is no part of the story

    def __post_init__(self) -> None:
        """Begin in the morning, whenever it is told; the clock creeps, time passes by the story's own lines.

        Providers know where to call us back, whichever stories were told before.
        """
        catch_up(self.service.owner)
        self.service.wait_for_morning()
        self.service.outside.slower = SLOWER
        self.service.outside.hear_of_us({rail: self.service.callback_url(rail) for rail in PROVIDERS})

    def phone(self, who: str) -> Handset:
        """Return the phone of one of the cast."""
        return self.service.handset(CAST[who])

    def say(self, *lines: str) -> None:
        """Tell these lines."""
        self.lines.extend(lines)

    def fill(self, who: str, typed: str) -> str:
        """Return what somebody really types; a PIN or a code is remembered, to be looked for in logs."""
        filled = self.masks.fill(typed.replace("(PIN)", pin_of(CAST[who])))
        if asks_pin(self.phone(who).screen.text) and is_pin(filled):
            self.typed_secrets.add(filled.strip())
        return filled

    def show(self, screen: Screen) -> None:
        """Tell a screen, which fits on any phone."""
        assert screen.problem is None, screen.problem
        wire = ("CON " if screen.open else "END ") + screen.text
        assert is_gsm7(wire), f"not GSM-7: {wire}"
        assert septets(wire) <= LONGEST_SCREEN, f"{septets(wire)} septets: {wire}"
        self.say(*screen_lines(self.masks.hide(screen.text), closing=not screen.open))

    def tell_what_came(self) -> None:
        """Tell every prompt and text that came of a line, phone by phone."""
        self.service.settle()
        for prompt in self.service.outside.new_prompts():
            self.say(prompt_line(prompt["operator"], name_of(prompt["to"]), prompt["text"]))
        by_phone: dict[str, list[str]] = {}
        for message in self.service.new_messages():
            by_phone.setdefault(message["to"], []).append(message["text"])
        if not self.hears_fatou:
            by_phone.pop(FATOU, None)
        for phone in [*PEOPLE, *sorted(by_phone.keys() - PEOPLE.keys())]:
            for text in by_phone.get(phone, ()):
                assert is_gsm7(text), f"not GSM-7: {text}"
                assert segments(text) == 1, f"{segments(text)} segments: {text}"
                self.say(*text_lines(name_of(phone), self.masks.hide(text)))
        for mail in self.service.outside.new_mails():
            self.say(f"mail to {mail['to']}: {self.masks.hide(mail['subject'])}")
        for who, program in self.programs.items():
            self.say(*(f"{who}'s program hears {self.masks.hide(line)}" for line in program.hear()))
