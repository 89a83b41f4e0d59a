"""A page as somebody reads it, line by line."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

# What begins and ends a line, and what is written for it.
BEGINS: Final = {
    **dict.fromkeys(("h1", "h2", "h3", "p", "dt", "label", "strong", "li", "br"), "\n"),
    "dd": ": ", "button": "\n(", "select": ": ", "option": " | ",
}  # fmt: skip
ENDS: Final = {**dict.fromkeys(("h1", "h2", "h3", "p", "dd", "strong", "li", "select"), "\n"), "button": ")\n"}


class PageReader(HTMLParser):
    """Reads what stands in the page's main part; a button is written in brackets, a choice's options with bars."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._parts: list[str] = []
        self._is_main = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line where one begins."""
        self._is_main = self._is_main or tag == "main"
        self._parts.append(BEGINS.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        """End a line, or the page's main part."""
        self._parts.append(ENDS.get(tag, ""))
        self._is_main = self._is_main and tag != "main"

    def handle_data(self, data: str) -> None:
        """Note words that are read."""
        if self._is_main:
            self._parts.append(data.replace("\n", " "))

    def lines(self) -> Iterator[str]:
        """Yield the lines as they are read."""
        for line in "".join(self._parts).split("\n"):
            if words := " ".join(line.split()):
                yield words.replace(" : | ", ": ").replace("( ", "(").replace(" )", ")")


def read_lines(html: str) -> list[str]:
    """Return the lines of a page."""
    return list(PageReader(html).lines())
