"""Reading a phone's screen: which of our sentences stands there, and which digit chooses a line.

The tour knows screens by the keys of their sentences, never by digits or words, so that both may change.
"""

import re
from functools import cache
from typing import Any

import sms_templates

NO_SCREEN = "\0"
VALUE = re.compile(r"\{[a-z_]+\}")


@cache
def pattern(language: str, key: str, **values: Any) -> str:
    """Return what a sentence looks like with these values in it, and any others."""
    sentence = sms_templates.find_sentence(language, key) or NO_SCREEN  # menus differ, and so do those with a question
    for name, value in values.items():
        sentence = sentence.replace(f"{{{name}}}", sms_templates.show(name, value, language))
    parts = [re.escape(part.strip(" ")) for part in VALUE.split(sentence)]
    return r"\s*[^\n]*?\s*".join(parts)


def stands(screen: str, language: str, key: str) -> bool:
    """True when this sentence stands on the screen, from the beginning of a line."""
    return re.search(f"^{pattern(language, key)}", screen, re.MULTILINE) is not None


def find_digit(screen: str, language: str, key: str, **values: Any) -> str:
    """Return the digit of the line that this sentence is; "" when the screen offers no such line."""
    found = re.search(rf"^([0-9]+)\.? {pattern(language, key, **values)} *$", screen, re.MULTILINE)
    return found[1] if found else ""


def find_language(screen: str, language: str) -> str:
    """Return the digit of the line that calls a language by its own name; "" when there is none."""
    found = re.search(rf"^([0-9]+)\.? {re.escape(sms_templates.FILES[language]['name'])}\b", screen, re.MULTILINE)
    return found[1] if found else ""
