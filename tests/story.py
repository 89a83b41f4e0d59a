"""Stories: conversations in tests/stories/*.txt, played on the real service and told again as they happened.

A story passes when the telling equals the file, line by line; `…` stands for lines of a screen that it does not look
at (story_gaps.py). `VERBS` is what can be done; what is indented, each `sms to` and each `mtn asks`, is what came of
the line before. Placeholders are simulators/recording.py's: a recorded
call is a story.
"""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from sqlalchemy import Connection

from simulators.handset import Handset, NoCall, Screen
from simulators.recording import (
    INDENT,
    PEOPLE,
    Masks,
    NotRead,
    asks_pin,
    is_pin,
    prompt_line,
    screen_lines,
    text_lines,
)
from sms_templates.gsm7 import is_gsm7, segments, septets
from tests import clerks
from tests.operator_moods import MOODS
from tests.outside import RAILS
from tests.service import Service
from tests.story_clock import SLOWER, creep
from tests.story_gaps import fold
from wallet.core import clock
from wallet.payments import operators
from wallet.people import identities, people
from wallet.prices import tariff_book, tariff_file

FOLDER: Final = Path(__file__).parent / "stories"
SERVICE_CODE: Final = "*384*237#"
LONGEST_SCREEN: Final = 160
UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


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
PHONE: Final = rf"(?P<who>{'|'.join(CAST)}|6[0-9]{{8}})"  # somebody without a name in the cast has only a number
RAIL: Final = rf"(?P<rail>{'|'.join(RAILS)})"
SHOPS_PHONE: Final = r"(?: and the phone (?P<phone>6[0-9]{8}))?"
TOLD: Final = (INDENT, "sms to ", *(f"{rail} asks " for rail in RAILS))  # what came of the line before is told anew


def play(text: str, telling: "Telling") -> str:
    """Return the story as it happened. Raises ValueError for a line nobody understands."""
    lines = text.splitlines()
    steps = [number for number, line in enumerate(lines) if not line.startswith(TOLD)]
    for number, following in zip(steps, [*steps[1:], len(lines)], strict=True):
        said = len(telling.lines) + 1
        telling.tell(lines[number], number + 1)
        telling.lines[said:] = fold(lines[number + 1 : following], telling.lines[said:])
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
    hears_fatou: bool = False  # else she only hands out cash, and what she is told is no part of the story

    def __post_init__(self) -> None:
        """Time passes by the story's own lines."""
        creep(self.service.owner_url)
        self.service.outside.slower = SLOWER

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
                self._tell_what_came()
                return
        raise ValueError(f"line {number}: {line!r} is not in the language of stories (tests/story.py, VERBS)")

    def _tell_what_came(self) -> None:
        """Every prompt and text that came of the line, phone by phone."""
        self.service.settle()
        for prompt in self.service.outside.new_prompts():
            self._say(prompt_line(prompt["operator"], name_of(prompt["to"]), prompt["text"]))
        by_phone: dict[str, list[str]] = {}
        for message in self.service.new_messages():
            by_phone.setdefault(message["to"], []).append(message["text"])
        if not self.hears_fatou:
            by_phone.pop(CAST["fatou"].phone, None)
        known = [cast.phone for cast in CAST.values()]
        for phone in [*known, *sorted(by_phone.keys() - {*known})]:
            for text in by_phone.get(phone, ()):
                assert is_gsm7(text), f"not GSM-7: {text}"
                assert segments(text) == 1, f"{segments(text)} segments: {text}"
                self._say(*text_lines(name_of(phone), self.masks.hide(text)))

    # ---------------------------------------------------------------------------------------------- calls
    def dials(self, line: str, who: str, code: str) -> None:
        self._say(line)
        self._show(self._phone(who).dial(self.masks.fill(code)))

    def answers(self, line: str, who: str, typed: str = "") -> None:
        self._say(line)
        self._show(self._phone(who).answer(self._fill(who, typed)))

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

    def drops_answering(self, line: str, who: str, typed: str) -> None:
        """What is typed arrives; the screen that answers it does not."""
        self._say(line)
        self._phone(who).lose(self._fill(who, typed))

    def hangs_up(self, line: str, who: str) -> None:
        self._say(line)
        self._phone(who).hang_up()

    def _fill(self, who: str, typed: str) -> str:
        """What is really typed; a PIN or a code is remembered, to be looked for in logs."""
        filled = self.masks.fill(typed.replace("(PIN)", CAST[who].pin))
        if asks_pin(self._phone(who).screen.text) and is_pin(filled):
            self.typed_secrets.add(filled.strip())
        return filled

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
        self.typed_secrets |= {self.masks.fill(code) for code in re.findall(r"\{(?:code|cash)(?: \d+)?\}", words)}
        phone, moved = self._phone(who), self.service.shift_seconds
        self.last_text = phone, filled, phone.text(filled, seconds_from_now=moved - late_seconds)

    def texts_again(self, line: str, who: str) -> None:
        """The gateway delivers the last text once more, under the same id."""
        assert self.last_text, "nobody has texted yet"
        self._say(line)
        phone, words, gateway_id = self.last_text
        phone.text(words, gateway_id, self.service.shift_seconds)

    def nothing_more(self, line: str) -> None:
        """No text came: any that did is told before this line."""
        self._say(line)

    # ---------------------------------------------------------------------------------------------- operators
    def decides(self, line: str, who: str, word: str) -> None:
        """Someone answers the oldest question open on their phone, as in simulators/terminal.py."""
        self._say(line)
        problem = self.service.outside.decide(phone_of(who), approve=word == "approves")
        if problem:
            self._say(f"{INDENT}({problem})")

    def is_customer(self, line: str, who: str, rail: str) -> None:
        """A number with an account at an operator its prefix does not tell."""
        self._say(line)
        self.service.outside.put(f"operators/{rail}", {"customers": {phone_of(who): 100_000}})

    def goes_wrong(self, line: str, rail: str, mood: str) -> None:
        """From now on, until the next mood of any operator."""
        self._say(line)
        self.service.outside.ask(rail, MOODS[mood].faults, odd=MOODS[mood].odd)

    def calls_back(self, line: str, rail: str, file: str) -> None:
        """A kept callback about the newest payment, under the right secret path, whoever sent it."""
        self._say(line)
        url = self.service.sms_url.replace("/sms/", f"/rails/{rail}/")
        self.service.outside.call_back(url, file, self.service.newest_payment())

    def is_maintained(self, line: str, rail: str, word: str) -> None:
        """Somebody turns the maintenance switch."""
        self._say(line)
        self.service.read(lambda db: operators.set_maintenance(db, rail, word == "begins"))

    def is_identified(self, line: str, who: str, number: str) -> None:
        """Somebody saw the card of this number."""
        self._say(line)
        phone = CAST[who].phone

        def see(db: Connection) -> None:
            person = people.find_by_phone(db, phone)
            assert person, f"{phone} has no wallet"
            identities.note_document(db, person.id, "cni", number, person.name, "fatou")

        self.service.read(see)

    # ---------------------------------------------------------------------------------------------- SIM cards
    def sim_changed(self, line: str, who: str, count: str) -> None:
        """Somebody put the number on another card; whoever tells of it knows the day and the hour."""
        self._say(line)
        when = self.service.now() - timedelta(hours=int(count))
        self.service.outside.put("sims", {CAST[who].phone: when.isoformat()})

    # ---------------------------------------------------------------------------------------------- staff
    def runs(self, line: str, login: str, command: str) -> None:
        """A member of staff types a command and their password, and says yes; only the tick wakes the workers."""
        self._say(line)
        for phone in CAST:
            command = command.replace(f"({phone})", CAST[phone].phone[4:])
        command = re.sub(r"\(([A-Z]+)'s system\)", rf"{self.service.simulator_url}/billers/\1/bills", command)
        said = clerks.run(self.service, login, self.masks.fill(command))
        for words in said:
            hidden = self.masks.hide(UUID.sub("{id}", words))  # a part of an id may read like a reference
            self._say(f"{INDENT}| " + re.sub(r"\{date\}/20[0-9]{2}", "{date}", hidden))

    def loads_bills(self, line: str, login: str, biller: str, bills: str) -> None:
        """A biller's file, as a member of staff loads it."""
        self._say(line)
        with TemporaryDirectory() as folder:
            file = Path(folder) / "bills.csv"
            rows = (f"{reference},{amount}" for reference, amount in bills_of(bills).items())
            file.write_text("\n".join(["reference,amount", *rows]), "utf-8")
            said = clerks.run(self.service, login, f"merchant bills {file} --biller {biller} --why 'from the biller'")
        self._say(*(f"{INDENT}| {words}" for words in said))

    def knows_bills(self, line: str, biller: str, bills: str) -> None:
        """What the biller's own system answers, once it is asked."""
        self._say(line)
        due = {ref: {"number": f"N-{ref}", "amount": amount} for ref, amount in bills_of(bills).items()}
        self.service.outside.put(f"billers/{biller}", {"bills": due})

    def biller_is(self, line: str, biller: str, mood: str) -> None:
        """Its system, with the bills it knows."""
        self._say(line)
        self.service.outside.put(f"billers/{biller}", {"mood": mood})

    def costs_tomorrow(self, line: str, kind: str, percent: str, least: str) -> None:
        """A tariff is written from the one in force, loaded by Alice and approved by Bruno."""
        self._say(line)
        begins = self.service.read(clock.now).astimezone(clock.DOUALA).date() + timedelta(days=1)
        book = self.service.read(lambda db: tariff_book.read(db, tariff_book.to_midnight(begins)))
        fee = {"fee_ppm": int(percent) * 10_000, "fee_min": int(least), "fee_max": None}
        tariff = replace(book.prices[kind], **fee)
        with TemporaryDirectory() as folder:
            file = Path(folder) / "tariff.toml"
            file.write_text(tariff_file.write(begins, replace(book, prices=book.prices | {kind: tariff})), "utf-8")
            clerks.run(self.service, "alice", f"tariff load {file} --why 'the board said so'")
        said = clerks.run(self.service, "bruno", f"tariff approve {begins}")
        assert f"{begins}: done." in said, said

    def nears_midnight(self, line: str) -> None:
        """Half a minute is left of the day in Douala."""
        self._say(line)
        now = self.service.read(clock.now).astimezone(clock.DOUALA)
        midnight = tariff_book.to_midnight(now.date() + timedelta(days=1))
        self.service.pass_time(seconds=(midnight - now).total_seconds() - 30)

    # ---------------------------------------------------------------------------------------------- around them
    def has_wallet(self, line: str, who: str, language: str | None = None, amount: str | None = None) -> None:
        """Opened before the story begins; the welcome was read, and the cash-in's receipt."""
        self._say(line)
        cast = CAST[who]
        self.service.register(cast.phone, cast.name, cast.pin, "en" if language else "fr")
        if amount:
            self.service.credit(cast.phone, whole(amount))
        self.service.settle()
        self.service.new_messages()

    def is_credited(self, line: str, who: str, amount: str) -> None:
        self._say(line)
        self.service.credit(CAST[who].phone, whole(amount))

    def is_agent(self, line: str, language: str | None = None) -> None:
        """With a code and 5 000 000 of float from the house; from now on what she is told is told here."""
        self._say(line)
        cast = CAST["fatou"]
        if language:
            self.service.register(cast.phone, cast.name, cast.pin, "en")
        self.service.appoint_fatou()
        self.service.settle()
        self.service.new_messages()
        self.hears_fatou = True

    def is_checked(self, line: str, who: str, tier: str) -> None:
        """An ID was seen, as a later issue's agent will."""
        self._say(line)
        self.service.set_tier(CAST[who].phone, int(tier))

    def has_shop(self, line: str, who: str, shop: str, code: str, phone: str | None = None) -> None:
        """Opened by staff, who have seen its owner's ID."""
        self._say(line)
        self.service.set_tier(CAST[who].phone, 1)
        self.service.open_shop(CAST[who].phone, shop, code, phone_of(phone) if phone else "")

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
    rf"{WHO} drops answering (?P<typed>.*)": Telling.drops_answering,
    rf"{WHO} hangs up": Telling.hangs_up,
    rf"{WHO} texts (?P<words>.*)": Telling.texts,
    rf"{WHO} texted (?P<minutes>[0-9]+) minutes ago (?P<words>.*)": Telling.texts,
    rf"{WHO}'s text comes again": Telling.texts_again,
    r"nothing more": Telling.nothing_more,
    rf"{WHO} has a wallet(?P<language> in English)?(?: with (?P<amount>[0-9 ]+))?": Telling.has_wallet,
    rf"{WHO} is credited (?P<amount>[0-9 ]+)": Telling.is_credited,
    r"fatou is an agent(?P<language> in English)?": Telling.is_agent,
    rf"{WHO} is checked to tier (?P<tier>[12])": Telling.is_checked,
    rf"{WHO} has the shop (?P<shop>.+?) with till (?P<code>[0-9]{{5}}){SHOPS_PHONE}": Telling.has_shop,
    r"time passes: (?P<count>[0-9]+) (?P<unit>second|minute|hour|day)s?": Telling.time_passes,
    rf"(?P<login>{'|'.join(clerks.PASSWORDS)}) runs (?P<command>.*)": Telling.runs,
    rf"{WHO}'s ID (?P<number>[A-Z0-9]+) was seen": Telling.is_identified,
    rf"{WHO}'s SIM was swapped (?P<count>[0-9]+) hours? ago": Telling.sim_changed,
    rf"(?P<login>{'|'.join(clerks.PASSWORDS)}) loads (?P<biller>[A-Z]+)'s bills: (?P<bills>.*)": Telling.loads_bills,
    r"(?P<biller>[A-Z]+)'s system knows (?P<bills>.*)": Telling.knows_bills,
    r"(?P<biller>[A-Z]+)'s system is (?P<mood>well|down)": Telling.biller_is,
    r"valkey is flushed": Telling.valkey_is_flushed,
    r"from tomorrow (?P<kind>[a-z_]+) costs (?P<percent>[0-9]+) %, at least (?P<least>[0-9]+)": Telling.costs_tomorrow,
    r"it is half a minute to midnight": Telling.nears_midnight,
    rf"{PHONE} (?P<word>approves|refuses)": Telling.decides,
    rf"{PHONE} is a customer of {RAIL}": Telling.is_customer,
    rf"{RAIL} (?P<mood>{'|'.join(MOODS)})": Telling.goes_wrong,
    rf"{RAIL} > (?P<file>callbacks/\S+)": Telling.calls_back,
    rf"maintenance of {RAIL} (?P<word>begins|ends)": Telling.is_maintained,
    r"balances: (?P<names>.*)": Telling.balances,
}


def phone_of(who: str) -> str:
    """The number, E.164, of one of the cast or of nine digits."""
    return CAST[who].phone if who in CAST else f"+237{who}"


def name_of(phone: str) -> str:
    """Who is at a number, or its nine digits."""
    return PEOPLE.get(phone, phone.removeprefix("+237"))


def bills_of(written: str) -> dict[str, int]:
    """`FACT118 of 1 550, FACT119 of 900` as francs by reference."""
    return {ref: whole(amount) for ref, amount in (bill.split(" of ") for bill in written.split(", "))}


def whole(amount: str) -> int:
    """`20 000` as francs."""
    return int(amount.replace(" ", ""))


def spaced(amount: int | None) -> str:
    """Francs as stories write them."""
    return "none" if amount is None else f"{amount:,}".replace(",", " ")
