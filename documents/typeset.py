"""Papers as PDF, set by Typst: the same facts give the same bytes, and what people wrote is never read as markup.

Facts go in as JSON (`sys.inputs`), which a template reads as values. No font of the machine is used, and no clock: a
paper is dated as what it tells of. A page takes 2 to 10 ms of a core, outside Python's lock.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

TEMPLATES: Final = Path(__file__).parent / "templates"
STANDARDS: Final[list[Any]] = ["a-2a", "ua-1"]  # kept for years, and read aloud: ISO 19005-2, ISO 14289-1
WITH_FILES: Final[list[Any]] = ["a-3a", "ua-1"]  # the same, with a file of any kind in it: ISO 19005-3


# What the fonts of Typst have of each block: letters of Europe, their marks and money. PDF/A allows no missing glyph.
SHOWN: Final = re.compile(
    "[\u0020-\u007e\u00a0-\u017f\u0192\u0218-\u021b\u0300-\u0304\u0306-\u030c\u0327\u0328\u0386\u0388-\u038a\u038c"
    "\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f\u1e9e\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u202f\u2030\u2039\u203a"
    "\u20ac\u2122\u2190-\u2193\u2212\u00d7]"
)
HIDDEN: Final = "?"  # in the place of what they have not


@dataclass(frozen=True)
class Attached:
    """A file that goes inside a paper, as it is: its template says under which name."""

    content: str


@cache
def load_fonts() -> typst.Fonts:
    """Return the fonts that come with Typst, and no others."""
    return typst.Fonts(include_system_fonts=False)


def typeset(template: str, facts: Mapping[str, Any], dated: datetime, attached: Attached | None = None) -> bytes:
    """Return a paper as PDF/A that a screen reader can read: a template of ours, filled with facts."""
    inputs = {"facts": json.dumps(make_shown(facts))} | ({"attached": attached.content} if attached else {})
    made = typst.compile(
        TEMPLATES / f"{template}.typ", root=TEMPLATES, font_paths=load_fonts(), sys_inputs=inputs,
        pdf_standards=WITH_FILES if attached else STANDARDS, timestamp=int(dated.timestamp()),
    )  # fmt: skip
    assert isinstance(made, bytes)
    return made


def make_shown(fact: Any) -> Any:
    """Return a fact with every sign that no font of ours has as a question mark, however deep it lies."""
    if isinstance(fact, str):
        return "".join(sign if SHOWN.match(sign) else HIDDEN for sign in unicodedata.normalize("NFC", fact))
    if isinstance(fact, Mapping):
        return {name: make_shown(one) for name, one in fact.items()}
    if isinstance(fact, list | tuple):
        return [make_shown(one) for one in fact]
    return fact
