"""Every sentence key written anywhere in the code exists; a key built at run time begins like one that does."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sms_templates import FILES, LANGUAGES

ROOT = Path(__file__).parents[2]
PLACES = ("wallet", "ussd_menus", "workers", "web", "cli", "local", "simulators")
KEY = re.compile(r"""["']((?:ussd|sms|error|refusal|help)\.[a-z_.]+)(\{?)""")


def written() -> Iterator[tuple[str, str, bool]]:
    """Where, the key, and whether the rest of it is made at run time."""
    files = [ROOT / "wsgi.py", *(file for place in PLACES for file in (ROOT / place).rglob("*.py"))]
    for file in files:
        text = file.read_text("utf-8") if file.exists() else ""
        for found in KEY.finditer(text):
            yield str(file.relative_to(ROOT)), found[1], bool(found[2])


def keys(language: str) -> list[str]:
    """Every table and sentence of a language, dotted."""
    found = []
    for table, sentences in FILES[language].items():
        for name, value in sentences.items() if isinstance(sentences, dict) else ():
            found.append(f"{table}.{name}")
            found += [f"{table}.{name}.{part}" for part in value] if isinstance(value, dict) else []
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_in_the_code_has_its_sentence(language: str) -> None:
    known = keys(language)
    missing = [
        f"{file}: {key}"
        for file, key, built in written()
        if not (any(one.startswith(key) for one in known) if built else key in known)
    ]
    assert missing == []
