"""Words of pages and papers: English stands in templates and code, each other language in a catalog of its folder."""

from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from wallet.core.elision import elide

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

    def say(sentence: str, **values: Any) -> str:
        said = words.gettext(sentence)
        return shape(language, said, values) % values if values else said

    return say


def shape(language: str, sentence: str, values: Mapping[str, Any]) -> str:
    """Return a sentence whose values are still to be filled in, as its language writes it before these."""
    return elide(sentence, values) if language == "fr" else sentence


def use_words(templates: Environment, language: str, folder: Path = FOLDER) -> None:
    """Have templates say their sentences in a language: `_("At %(shop)s", shop=name)`, values escaped as all else."""
    words = load_words(language, folder)
    templates.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]  # of the extension

    @pass_context
    def say(context: Context, sentence: str, /, **values: Any) -> str:
        said = shape(language, words.gettext(sentence), values)
        return (Markup(said) if context.eval_ctx.autoescape else said) % values  # noqa: S704 - a sentence of ours

    templates.globals["gettext"] = say
