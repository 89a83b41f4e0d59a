"""Which secrets each running process holds, told to the database now and then: whether an old one is still needed.

Of a secret only its tag is told, the first digits of a digest. One that can be guessed, as a PIN, has none.
"""

import hashlib
import os
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

from sqlalchemy import Connection, Engine, text

from wallet.core import clock
from wallet.core.database import in_transaction
from wallet.core.logs import log
from wallet.core.weak_secrets import find_weakness
from workers.beside import keep_doing
from workers.doors import read_list
from workers.needs import ANCHORS, PEPPER, list_secrets

EVERY_SECONDS: Final = 10.0
GUESSED: Final = "-"  # the tag of what could be found by trying all tags
KEEP: Final = text("""INSERT INTO key_held AS held (process, host, key, tag, place, first_at, last_at)
    VALUES (:process, :host, :key, :tag, :place, :at, :at)
    ON CONFLICT (process, host, key, tag) DO UPDATE SET place = excluded.place, last_at = excluded.last_at""")


class HeldKey(NamedTuple):
    """A secret that a process holds: `place` 0 is the one it uses, 1 the one that it takes or tries as well."""

    key: str
    tag: str
    place: int


def tell_held_keys(engine: Engine, process: str) -> None:
    """Tell which secrets this process holds, now and every ten seconds, until it ends."""
    ours = {"process": process, "host": socket.gethostname()}
    rows: list[dict[str, str | int]] = [{**ours, **held._asdict()} for held in list_held(os.environ)]
    told = False

    def tell() -> None:
        nonlocal told
        in_transaction(engine, lambda db: _tell(db, rows))
        if not told:
            log.info("keys told", process=process)
        told = True

    keep_doing(tell, "held keys", EVERY_SECONDS)


def _tell(db: Connection, rows: list[dict[str, str | int]]) -> None:
    at = clock.now(db)  # one for all: of two that begin at once, `place` says which is used
    db.execute(KEEP, [{**row, "at": at} for row in rows])


def list_held(settings: Mapping[str, str]) -> list[HeldKey]:
    """Return the secrets among these settings, given straight or by a file."""
    return [held for name in sorted(list_secrets()) for held in _read_held(name, _read(settings, name))]


def _read(settings: Mapping[str, str], name: str) -> str:
    if name in settings:
        return settings[name]
    file = settings.get(f"{name}_FILE")
    return Path(file).read_text(encoding="utf-8").strip() if file else ""


def _read_held(name: str, value: str) -> Iterator[HeldKey]:
    """Return each secret of a setting's value; an address holds those of the user it names."""
    key, secrets = name, read_list(value)
    if "://" in value:
        user, _, written = urlsplit(value).netloc.rpartition("@")[0].partition(":")
        key, secrets = f"{name} {unquote(user)}", read_list(unquote(written))
    for place, secret in enumerate(secrets):
        id_, colon, rest = secret.partition(":") if name in (PEPPER, ANCHORS) else ("", "", secret)
        yield HeldKey(key, f"{id_}{colon}{tag_of(rest)}", place)


def tag_of(secret: str) -> str:
    """Return what a secret is called where it must not stand: 8 hexadecimal digits, from which nobody comes back."""
    if find_weakness(secret):
        return GUESSED
    return hashlib.sha256(f"mbongo door {secret}".encode()).hexdigest()[:8]
