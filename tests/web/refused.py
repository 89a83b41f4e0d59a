"""Refusals of pages: what is wrong and what to do next stand there, and what was typed, but for what is secret."""

import re
from html import unescape
from typing import Final

from werkzeug.test import TestResponse

from tests.web.reading import Read, read_page

SECRET: Final = ("password", "before", "pin", "code", "signed")
LEAST_LETTERS: Final = 15  # of a sentence that says what to do


def list_values(html: str) -> set[str]:
    """Return what stands in the fields of a page that its reader fills in."""
    inputs = re.findall(r"<input\b[^>]*>", html)
    shown = [one for one in inputs if 'type="hidden"' not in one and 'type="checkbox"' not in one]
    checked = [one for one in inputs if 'type="checkbox"' in one and " checked" in one]
    found = [value for one in (*shown, *checked) for value in re.findall(r'\bvalue="([^"]*)"', one)]
    found += re.findall(r'<option value="([^"]*)"[^>]* selected', html)
    found += re.findall(r"<textarea\b[^>]*>([^<]*)</textarea>", html)
    return {unescape(one) for one in found}


def check_refused(answer: TestResponse, typed: dict[str, str], language: str) -> Read:
    """Return the page of a refusal, having looked that its reader can go on from it."""
    page = read_page(answer)
    assert 400 <= page.status < 500, (page.status, page.headers.get("Location"), page.text[:300])
    assert page.language == language
    said = re.search(r'role="alert">(.*?)</div>', page.html, re.DOTALL)
    assert said, page.text
    sentence = " ".join(unescape(re.sub(r"<[^>]+>", " ", said[1])).split())
    assert len(sentence) >= LEAST_LETTERS, sentence
    assert re.search(r"[.»0-9]$", sentence), f"a sentence, or a number to call: {sentence}"
    assert re.search(r'<form\b[^>]*method="post"|<a class="button"', page.html), "a way on"
    wanted = {value for name, value in typed.items() if name.split("-")[0] not in (*SECRET, "what") and value}
    assert wanted <= list_values(page.html), (wanted - list_values(page.html), sentence)
    for name in SECRET:
        assert name not in typed or not typed[name] or f'value="{typed[name]}"' not in page.html, f"{name} is shown"
    return page
