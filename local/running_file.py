"""`running.json`: where what runs on a data folder is, for this machine's other commands; no secret is ever in it.

A kill -9 leaves the file as it is, so it names the data folder's own secrets instead of holding them (secrets.json has
them), and what the caller gave by a variable of their own is left out: whoever else needs that gives it too.
"""

import os
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from workers.needs import list_secrets

Found = dict[str, dict[str, str]]
LETTERS_MIN: Final = 8  # shorter, as a PIN, it would be found in a port by chance
NAME: Final = re.compile(r"<secret:([a-z_]+)>")


def hide(found: Found, secrets: Mapping[str, str]) -> Found:
    """Return what may be written down: the folder's secrets by name, and nothing that holds one of the caller's."""
    theirs = {os.environ[name] for name in list_secrets() if name in os.environ}
    theirs |= {urlsplit(value).password or "" for value in theirs if "://" in value}
    long = [one for value in theirs for one in {value, *value.split(",")} if len(one) >= LETTERS_MIN]

    def is_ours(name: str, value: str) -> bool:
        return not any(one in value for one in long) and (name not in list_secrets() or name not in os.environ)

    return {
        part: {name: _named(value, secrets) for name, value in entries.items() if is_ours(name, value)}
        for part, entries in found.items()
    }


def show(written: Found, secrets: Mapping[str, str]) -> Found:
    """Return what was written down with the folder's secrets in their places."""
    return {
        part: {name: NAME.sub(lambda named: secrets[named[1]], value) for name, value in entries.items()}
        for part, entries in written.items()
    }


def _named(value: str, secrets: Mapping[str, str]) -> str:
    for name, secret in secrets.items():
        value = value.replace(secret, f"<secret:{name}>")
    return value
