"""Words of pages and papers: English stands in templates and code, each other language in a catalog of its folder."""

from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

FOLDER: Final = Path(__file__).parent / "words"
LANGUAGES: Final = (("fr", "Français"), ("en", "English"))
CODES: Final = tuple(code for code, _ in LANGUAGES)
ENGLISH: Final = "en"

Say = Callable[..., str]


@cache
def load_words(language: str, folder: Path = FOLDER) -> NullTranslations:
    """Return what translates the words of a folder's catalogs into a language; English is said as it stands."""
    if language == ENGLISH:
        return NullTranslations()
    with (folder / f"{language}.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)


def speak(language: str, folder: Path = FOLDER) -> Say:
    """Return what says an English sentence in a language; `%(name)s` in it is filled in."""
    words = load_words(language, folder)
    return lambda sentence, **values: words.gettext(sentence) % values if values else words.gettext(sentence)


def choose_written(language: str) -> str:
    """Return the language in which somebody is written to: theirs where papers are written in it, else French."""
    return language if language in CODES else CODES[0]
