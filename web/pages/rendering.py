"""Pages made of their templates: in the reader's language, with their files named after what is in them."""

import hashlib
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from documents import words
from documents.shown import show_code, show_decimal, show_francs, show_phone, show_time
from sms_templates.numbers import NUMBERS
from web.pages.language import write_in_language
from web.pages.words import FOLDER

SHARED: Final = Path(__file__).parent / "templates"
SAME_LETTERS: Final = 12  # of a file's hash, in its address


@cache
def load_templates(folder: Path, language: str) -> Environment:
    """Return the templates of a face of the web, and those of all, whose sentences are said in this language."""
    made = Environment(
        loader=FileSystemLoader((folder, SHARED)), autoescape=select_autoescape(), undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    words.use_words(made, language, FOLDER)
    made.filters |= {"francs": show_francs, "time": show_time, "code": show_code, "phone": show_phone}
    made.filters["decimal"] = partial(show_decimal, language=language)
    return made


def render_page(folder: Path, template: str, language: str, **shown: Any) -> str:
    """Return one page as HTML, answering the current request."""
    shown |= {"language": language, "languages": words.LANGUAGES, "in_language": write_in_language,
              "service_number": NUMBERS["service_number"]}  # fmt: skip
    return load_templates(folder, language).get_template(template).render(shown)


def speak(language: str) -> Callable[..., str]:
    """Return what says an English sentence in a language; `%(name)s` in it is filled in."""
    return words.speak(language, FOLDER)


@cache
def name_file(path: Path) -> str:
    """Return the name a file is asked for by, which changes with what is in it: checkout.0a1b2c3d4e5f.css."""
    same = hashlib.sha256(path.read_bytes()).hexdigest()[:SAME_LETTERS]
    return f"{path.stem}.{same}{path.suffix}"
