"""Stories: conversations in tests/stories/*.txt, played on the real service and told again as they happened.

A story passes when the telling equals the file, line by line. `VERBS` is the whole language; everything indented
under a line is what came of it. Placeholders are simulators/recording.py's: a recorded call is a story.
"""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from simulators.handset import Handset, NoCall, Screen
from simulators.recording import INDENT, PEOPLE, Masks, NotRead, asks_pin, is_pin, screen_lines, text_lines
from sms_templates.gsm7 import is_gsm7, segments, septets
from tests.service import Service

FOLDER: Final = Path(__file__).parent / "stories"
SERVICE_CODE: Final = "*384*237#"
LONGEST_SCREEN: Final = 160


@dataclass(frozen=True)
class Cast:
    """One of the people of every story."""

    phone: str
    name: str
    pin: str


NAMES_AND_PINS: Final = {
    "moussa": ("Moussa Bello", "4826"),
    "awa": ("Awa Ngono", "7395"),
    "fatou": ("Fatou Bello", "8164"),
    "brice": ("Brice Kamga", "6937"),
    "mahamadou": ("Mahamadou-Abdoulaye Tchouankeu-Wandji Wo", "582947"),  # 40 letters, the most there may be
    "antoinette": ("Wilhelmina-Antoinette Mengue-Mbarga Wamb", "937461"),
}
CAST: Final = {who: Cast(phone, *NAMES_AND_PINS[who]) for phone, who in PEOPLE.items()}
WHO: Final = rf"(?P<who>{'|'.join(CAST)})"


def play(text: str, telling: "Telling") -> str:
    """The story as it happened. Raises ValueError for a line nobody understands."""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith(INDENT):  # what is indented came of the line before, and is told anew
            telling.tell(line, number)
    telling.end()
    return "\n".join(telling.lines) + "\n"


def difference(expected: str, told: str, name: str) -> str:
    """What happened otherwise, as a unified diff."""
    lines = difflib.unified_diff(expected.splitlines(), told.splitlines(), name, "what happened", lineterm="", n=12)
    return "\n".join(lines)


@dataclass
class Telling:
    """A story being played; `typed_secrets` are the PINs and codes that no log may hold."""

    service: Service
    lines: list[str] = field(default_factory=list)
    masks: Masks = field(default_factory=Masks)
    typed_secrets: set[str] = field(default_factory=set)
    last_text: tuple[Handset, str, str] | None = None

    def tell(self, line: str, number: int = 0) -> None:
        """Do what a line says, and tell it."""
        if not line.strip() or line.startswith("#"):
            self.lines.append(line)
            return
        for pattern, verb in VERBS.items():
            if found := re.fullmatch(pattern, line):
                try:
                    verb(self, line, **found.groupdict())
                except (NoCall, NotRead) as impossible:
                    self._say(f"{INDENT}({impossible})")
                return
        raise ValueError(f"line {number}: {line!r} is not in the language of stories (tests/story.py, VERBS)")

    def end(self) -> None:
        """Nothing may be left: texts nobody in the story read are told as well."""
        self.service.settle()
        for who in CAST:
            if who != "fatou":  # the demo's agent: what she reads is not told
                for message in self.service.messages(CAST[who].phone):
                    self._tell_text(who, message)

    # ---------------------------------------------------------------------------------------------- calls
    def dials(self, line: str, who: str, code: str) -> None:
        self._say(line)
        self._show(self._phone(who).dial(code))

    def answers(self, line: str, who: str, typed: str = "") -> None:
        self._say(line)
        phone = self._phone(who)
        filled = self.masks.fill(typed.replace("(PIN)", CAST[who].pin))
        if asks_pin(phone.screen.text) and is_pin(filled):
            self.typed_secrets.add(filled.strip())
        self._show(phone.answer(filled))

    def repeats(self, line: str, who: str) -> None:
        """The gateway sends the last hop again."""
        self._say(line)
        self._show(self._phone(who).repeat())

    def is_late(self, line: str, who: str) -> None:
        """The gateway sends the hop before the last one, again."""
        self._say(line)
        self._show(self._phone(who).stale())

    def drops(self, line: str, who: str) -> None:
        self._say(line)
        self._phone(who).drop()

    def hangs_up(self, line: str, who: str) -> None:
        self._say(line)
        self._phone(who).hang_up()

    def _show(self, screen: Screen) -> None:
        assert screen.problem is None, screen.problem
        wire = ("CON " if screen.open else "END ") + screen.text
        assert is_gsm7(wire), f"not GSM-7: {wire}"
        assert septets(wire) <= LONGEST_SCREEN, f"{septets(wire)} septets: {wire}"
        self._say(*screen_lines(self.masks.hide(screen.text), closing=not screen.open))

    # ---------------------------------------------------------------------------------------------- texts
    def texts(self, line: str, who: str, words: str, minutes: str | None = None) -> None:
        self._say(line)
        late_seconds = 60 * int(minutes or 0)
        filled = self.masks.fill(words)
        self.typed_secrets |= {self.masks.fill(code) for code in re.findall(r"\{code(?: \d+)?\}", words)}
        phone, moved = self._phone(who), self.service.shift_seconds
        self.last_text = phone, filled, phone.text(filled, seconds_from_now=moved - late_seconds)

    def texts_again(self, line: str, who: str) -> None:
        """The gateway delivers the last text once more, under the same id."""
        assert self.last_text, "nobody has texted yet"
        self._say(line)
        phone, words, gateway_id = self.last_text
        phone.text(words, gateway_id, self.service.shift_seconds)

    def reads(self, _: str, who: str, text: str = "") -> None:
        """The next text that this phone got."""
        self.service.settle()
        message = self.service.take_message(CAST[who].phone)
        if message is None:
            self._say(f"sms to {who}:", f"{INDENT}(none came)")
        else:
            self._tell_text(who, message)

    def nothing_more(self, line: str) -> None:
        """No text waits for anyone of the story; those that do are told."""
        self.end()
        self._say(line)

    def _tell_text(self, who: str, message: str) -> None:
        assert is_gsm7(message), f"not GSM-7: {message}"
        assert segments(message) == 1, f"{segments(message)} segments: {message}"
        self._say(*text_lines(who, self.masks.hide(message)))

    # ---------------------------------------------------------------------------------------------- around them
    def has_wallet(self, line: str, who: str, language: str | None = None, amount: str | None = None) -> None:
        """Opened before the story begins; the welcome was read, and the cash-in's receipt."""
        self._say(line)
        cast = CAST[who]
        self.service.register(cast.phone, cast.name, cast.pin, "en" if language else "fr")
        if amount:
            self.service.credit(cast.phone, whole(amount))
            self.service.next_message(cast.phone)

    def is_credited(self, line: str, who: str, amount: str) -> None:
        self._say(line)
        self.service.credit(CAST[who].phone, whole(amount))

    def is_checked(self, line: str, who: str, tier: str) -> None:
        """An ID was seen, as a later issue's agent will."""
        self._say(line)
        self.service.set_tier(CAST[who].phone, int(tier))

    def time_passes(self, line: str, count: str, unit: str) -> None:
        self._say(line)
        self.service.pass_time(**{unit if unit.endswith("s") else unit + "s": int(count)})

    def valkey_is_flushed(self, line: str) -> None:
        self._say(line)
        with self.service.redis() as client:
            client.flushall()

    def balances(self, _: str, names: str) -> None:
        found = self.service.balances()
        by_name = {who: found.get(cast.phone) for who, cast in CAST.items()} | found
        asked = re.findall(r"([a-z]+) -?[0-9 ]*[0-9]", names)
        self._say("balances: " + "  ".join(f"{name} {spaced(by_name[name])}" for name in asked))

    def _phone(self, who: str) -> Handset:
        return self.service.handset(CAST[who].phone)

    def _say(self, *lines: str) -> None:
        self.lines.extend(lines)


VERBS: Final[dict[str, Callable[..., Any]]] = {
    rf"{WHO} dials (?P<code>\S+)": Telling.dials,
    rf"{WHO}>(?: (?P<typed>.*))?": Telling.answers,
    rf"{WHO} repeats": Telling.repeats,
    rf"{WHO}'s hop before the last comes late": Telling.is_late,
    rf"{WHO} drops": Telling.drops,
    rf"{WHO} hangs up": Telling.hangs_up,
    rf"{WHO} texts (?P<words>.*)": Telling.texts,
    rf"{WHO} texted (?P<minutes>[0-9]+) minutes ago (?P<words>.*)": Telling.texts,
    rf"{WHO}'s text comes again": Telling.texts_again,
    rf"sms to {WHO}:(?: (?P<text>.*))?": Telling.reads,
    r"nothing more": Telling.nothing_more,
    rf"{WHO} has a wallet(?P<language> in English)?(?: with (?P<amount>[0-9 ]+))?": Telling.has_wallet,
    rf"{WHO} is credited (?P<amount>[0-9 ]+)": Telling.is_credited,
    rf"{WHO} is checked to tier (?P<tier>[12])": Telling.is_checked,
    r"time passes: (?P<count>[0-9]+) (?P<unit>second|minute|hour|day)s?": Telling.time_passes,
    r"valkey is flushed": Telling.valkey_is_flushed,
    r"balances: (?P<names>.*)": Telling.balances,
}


def whole(amount: str) -> int:
    """`20 000` as francs."""
    return int(amount.replace(" ", ""))


def spaced(amount: int | None) -> str:
    """Francs as stories write them."""
    return "none" if amount is None else f"{amount:,}".replace(",", " ")
