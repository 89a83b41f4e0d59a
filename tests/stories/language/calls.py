"""People on their phones in a story: they dial, answer, drop, text."""

import re
from typing import Final

from tests.stories.language.cast import WHO
from tests.stories.language.telling import Telling, Verbs


def dials(telling: Telling, who: str, code: str) -> None:
    telling.show(telling.phone(who).dial(telling.masks.fill(code)))


def answers(telling: Telling, who: str, typed: str = "") -> None:
    telling.show(telling.phone(who).answer(telling.fill(who, typed)))


def repeats(telling: Telling, who: str) -> None:
    """Send the last hop again, as the gateway may."""
    telling.show(telling.phone(who).repeat())


def is_late(telling: Telling, who: str) -> None:
    """Send the hop before the last one again, as the gateway may."""
    telling.show(telling.phone(who).stale())


def drops(telling: Telling, who: str) -> None:
    telling.phone(who).drop()


def drops_answering(telling: Telling, who: str, typed: str) -> None:
    """Lose the screen that answers what is typed, which arrives."""
    telling.phone(who).lose(telling.fill(who, typed))


def hangs_up(telling: Telling, who: str) -> None:
    telling.phone(who).hang_up()


def texts(telling: Telling, who: str, words: str, minutes: str | None = None) -> None:
    late_seconds = 60 * int(minutes or 0)
    filled = telling.masks.fill(words)
    telling.typed_secrets |= {telling.masks.fill(code) for code in re.findall(r"\{(?:code|cash)(?: \d+)?\}", words)}
    phone, moved = telling.phone(who), telling.service.shift_seconds
    telling.last_text = phone, filled, phone.text(filled, seconds_from_now=moved - late_seconds)


def texts_again(telling: Telling, who: str) -> None:
    """Deliver the last text once more, under the same id, as the gateway may."""
    assert telling.last_text, "nobody has texted yet"
    phone, words, gateway_id = telling.last_text
    phone.text(words, gateway_id, telling.service.shift_seconds)


def nothing_more(telling: Telling) -> None:
    """Do nothing: a text that did come is told before this line."""


VERBS: Final[Verbs] = {
    rf"{WHO} dials (?P<code>\S+)": dials,
    rf"{WHO}>(?: (?P<typed>.*))?": answers,
    rf"{WHO} repeats": repeats,
    rf"{WHO}'s hop before the last comes late": is_late,
    rf"{WHO} drops": drops,
    rf"{WHO} drops answering (?P<typed>.*)": drops_answering,
    rf"{WHO} hangs up": hangs_up,
    rf"{WHO} texts (?P<words>.*)": texts,
    rf"{WHO} texted (?P<minutes>[0-9]+) minutes ago (?P<words>.*)": texts,
    rf"{WHO}'s text comes again": texts_again,
    r"nothing more": nothing_more,
}
