"""Name a browser in a few words, so that its owner knows it again: "Chrome, Android"."""

from typing import Final

from flask import request

BROWSERS: Final = (
    ("Opera Mini", "Opera Mini"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"),
    ("UCBrowser", "UC Browser"),
    ("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip  # most say that they are others too: the first that is found is meant
SYSTEMS: Final = (
    ("KAIOS", "KaiOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def name_device() -> str:
    """Return what the current request's browser calls itself, in our words; "" where it says nothing we know."""
    said = request.headers.get("User-Agent", "")
    found = (next((name for mark, name in marks if mark in said), "") for marks in (BROWSERS, SYSTEMS))
    return ", ".join(one for one in found if one)
