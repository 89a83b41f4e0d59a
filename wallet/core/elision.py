"""Elision: "de" and "que" lose their e before a value that begins with a vowel, as French is written."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

# A value follows as sentences of phones write it, {shop}, or as those of pages do, %(shop)s.
BEFORE_VALUE: Final = re.compile(r"\b(?P<short>[dD]|[qQ]u|[jJ]usqu)e (?=(?:\{|%\()(?P<name>[a-z_]+)(?:\}|\)s))")
VOWELS: Final = frozenset("aeiouœæ")  # not h or y: "de Yaoundé", and an h may be either


def elide(sentence: str, values: Mapping[str, Any]) -> str:
    """Return a French sentence, its values still to be filled in, with what stands before each as it is written."""
    if not has_elisions(sentence):
        return sentence
    return BEFORE_VALUE.sub(
        lambda found: f"{found['short']}'" if begins_with_vowel(values.get(found["name"], "")) else found[0], sentence
    )


@lru_cache(maxsize=4096)  # more than there are sentences
def has_elisions(sentence: str) -> bool:
    """True for a sentence with a word that may lose its e before a value."""
    return BEFORE_VALUE.search(sentence) is not None


def begins_with_vowel(value: Any) -> bool:
    """True for what begins with a, e, i, o or u, whatever accent it has."""
    return unicodedata.normalize("NFD", str(value)[:1].lower())[:1] in VOWELS
