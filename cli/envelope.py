"""The form in which a command goes to the office, and its answer back: one line of JSON, then the bytes of files.

`{"words": ["payments"], …, "files": [["typed.csv", 123], …]}`, a file as what was typed and its size.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

ASKED_BYTES_MAX: Final = 1_000_000  # of the line that asks
SAID_BYTES_MAX: Final = 100_000_000  # of the line that answers: five hundred payments are a long table
PIECE_BYTES: Final = 1 << 16
PATH: Final = "/commands"  # where the office takes one


class BrokenEnvelopeError(ValueError):
    """Bytes that are no line of JSON with the files it names."""


def write(head: Mapping[str, Any], files: Mapping[str, Path]) -> tuple[int, Iterator[bytes]]:
    """Return how many bytes it takes, and the bytes, piece by piece."""
    sizes = [(typed, path.stat().st_size) for typed, path in files.items()]
    line = json.dumps({**head, "files": sizes}, ensure_ascii=False).encode() + b"\n"

    def pieces() -> Iterator[bytes]:
        yield line
        for (_, size), path in zip(sizes, files.values(), strict=True):
            yield from _read_pieces(path, size)

    return len(line) + sum(size for _, size in sizes), pieces()


def _read_pieces(path: Path, left: int) -> Iterator[bytes]:
    """Yield so many bytes of a file. Raises BrokenEnvelopeError for one that has become shorter."""
    with path.open("rb") as file:
        while left:
            piece = file.read(min(PIECE_BYTES, left))
            if not piece:
                raise BrokenEnvelopeError(f"{path.name} became shorter while it was read")
            left -= len(piece)
            yield piece


def read_head(stream: BinaryIO, bytes_max: int) -> dict[str, Any]:
    """Return what a line of so many bytes at most says. Raises BrokenEnvelopeError for anything that is none."""
    line = stream.readline(bytes_max)
    try:
        head = json.loads(line)
    except ValueError:
        raise BrokenEnvelopeError("no line of JSON") from None
    if not isinstance(head, dict) or not line.endswith(b"\n"):
        raise BrokenEnvelopeError("no object on a line")
    return head


def read_files(stream: BinaryIO, sizes: list[tuple[str, int]], folder: Path) -> dict[str, Path]:
    """Keep each file in the folder, under its own name; return where, by what was typed. Raises BrokenEnvelopeError."""
    found = {}
    for number, (typed, size) in enumerate(sizes):
        place = make_place(folder / str(number), typed)
        with place.open("xb") as file:
            _copy(stream, file, size)
        found[typed] = place
    return found


def make_place(folder: Path, typed: str) -> Path:
    """Return a file's place in a folder of its own, which is made; of what was typed, only the name counts."""
    folder.mkdir()
    return folder / (Path(typed).name.strip(".") or "file")


def _copy(stream: BinaryIO, file: BinaryIO, left: int) -> None:
    while left:
        piece = stream.read(min(PIECE_BYTES, left))
        if not piece:
            raise BrokenEnvelopeError("a file was cut short")
        file.write(piece)
        left -= len(piece)


def replace_privately(place: Path, found: Path) -> None:
    """Put a file in a place, for its owner alone to read, and only once it is whole."""
    aside = place.with_name(f".{place.name}.new")
    try:
        aside.touch(mode=0o600)
        shutil.copyfile(found, aside)
        aside.replace(place)
    finally:
        aside.unlink(missing_ok=True)
