"""A page as its reader sees it: its words, and where it leads."""

import re
from dataclasses import dataclass
from html import unescape

from werkzeug.test import TestResponse


@dataclass(frozen=True)
class Read:
    """One page: `text` is what stands on it, spaces of every kind as one plain space."""

    status: int
    language: str
    text: str
    html: str
    headers: dict[str, str]


def read_page(answer: TestResponse) -> Read:
    """Return an answer as it is read."""
    html = answer.get_data(as_text=True)
    language = re.search(r'<html lang="(\w+)"', html)
    body = re.sub(r"<(script|style).*?</\1>", " ", html, flags=re.DOTALL)
    text = " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())
    return Read(answer.status_code, language[1] if language else "", text, html, dict(answer.headers))
