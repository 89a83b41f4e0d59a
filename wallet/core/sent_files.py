"""Files that others send, of any size: what one is known by, and in which letters it is written."""

import codecs
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wallet.core.errors import Misread

CHUNK: Final = 1 << 20
LINE_LETTERS_MAX: Final = 100_000
START_BYTES: Final = 4


@dataclass(frozen=True)
class SentFile:
    """A file that was read through once: its hash, its first bytes, and its encoding if it is text."""

    sha256: str
    start: bytes
    encoding: str


def look_through(path: Path) -> SentFile:
    """Return what a file is known by; as text it is UTF-8 or UTF-16, each with or without a mark, else Windows-1252.

    Raises OSError.
    """
    digest, utf8, start = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")(), b""
    encoding = "utf-8-sig"
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            start = start or chunk[:START_BYTES]
            digest.update(chunk)
            if encoding == "utf-8-sig":
                try:
                    utf8.decode(chunk)
                except UnicodeDecodeError:
                    encoding = "cp1252"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif b"\0" in start[:2] and start[:2] != b"\0\0":
        encoding = "utf-16-be" if start[0] == 0 else "utf-16-le"
    return SentFile(digest.hexdigest(), start, encoding)


def list_lines(path: Path, encoding: str) -> Iterator[str]:
    """Yield a text's lines with their ends; what is no letter in it is replaced. Raises Misread for an endless line."""
    with path.open(encoding=encoding, errors="replace", newline="") as text:
        while line := text.readline(LINE_LETTERS_MAX):
            if len(line) == LINE_LETTERS_MAX:
                raise Misread("staff.line_too_long", most=LINE_LETTERS_MAX)
            yield line
