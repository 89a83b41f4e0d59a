"""The table of words that texts are read by: what each word or phrase means, in every language at once.

One TOML file of words a language, read whether or not we speak it; no word has two meanings, which a test says.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from sms_templates.files import FILES
from wallet.payments.rails import ROWS

WORDS: Final[dict[str, dict[str, Any]]] = {
    path.stem: tomllib.loads(path.read_text("utf-8")) for path in (Path(__file__).parent / "words").glob("*.toml")
}


class Meaning(NamedTuple):
    """A word's part in a text: `role` command, topic, language, rail, page, a list of [inside]; `name` says which one.

    A `weak` command word means nothing beside a strong one; a `past` one, such as SENT, tells where somebody is named
    right before it.
    """

    role: str
    name: str = ""
    weak: bool = False
    past: bool = False


def plain(word: str) -> str:
    """Return capitals without accents, no letter more than twice in a row: `Arrêt` → `ARRET`, `ouiii` → `OUI`."""
    bare = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c)).upper()
    return re.sub(r"(.)\1{2,}", r"\1", bare)


def list_meanings() -> Iterator[tuple[str, Meaning]]:
    """Yield every word and phrase of the tables with its meaning."""
    for language, file in FILES.items():
        yield from ((plain(name), Meaning("language", language)) for name in file["names"])
    for rail in ROWS:
        yield from ((word, Meaning("rail", rail.name)) for word in rail.words)
    for file in WORDS.values():
        for table in ("command", "weak", "past"):
            for name, words in file.get(table, {}).items():
                yield from ((word, Meaning("command", name, table == "weak", table == "past")) for word in words)
        for name, words in file.get("topic", {}).items():
            yield from ((word, Meaning("topic", name)) for word in words)
        for name, words in file.get("page", {}).items():
            yield from ((word, Meaning("page", name)) for word in words)
        for role, words in file["inside"].items():
            yield from ((word, Meaning(role)) for word in words)


MEANINGS: Final[dict[tuple[str, ...], Meaning]] = {tuple(word.split()): meant for word, meant in list_meanings()}
LONGEST_PHRASE: Final = max(map(len, MEANINGS))


def find_meaning(words: list[str]) -> tuple[Meaning | None, int]:
    """Return the meaning of the longest phrase that these words begin with, and of how many words it is."""
    for count in range(min(LONGEST_PHRASE, len(words)), 0, -1):
        if meant := MEANINGS.get(tuple(words[:count])):
            return meant, count
    return None, 1


NUMBER_SIGNS: Final = frozenset(word for file in WORDS.values() for word in file.get("number_signs", []))
DIGITS: Final = frozenset(word for file in WORDS.values() for word in file.get("digits", []))


def show_word(language: str, command: str) -> str:
    """Return the word by which a language shows a command. Raises KeyError for a command without words."""
    return str(WORDS[language]["command"][command][0])
