"""Words of pages: English stands in the templates, each other language in a catalog, words/<language>.po."""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

FOLDER: Final = Path(__file__).parent / "words"
LANGUAGES: Final = (("fr", "Français"), ("en", "English"))
ENGLISH: Final = "en"


@cache
def load_words(language: str) -> NullTranslations:
    """Return what translates the words of pages into a language; English is said as it stands."""
    if language == ENGLISH:
        return NullTranslations()
    with (FOLDER / f"{language}.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)
