"""A command and its answer, with files beside them, come out of their envelope as they went in, or not at all."""

import io
import stat
from pathlib import Path

import pytest

from cli import envelope
from cli.envelope import BrokenEnvelopeError

LONG = "─│é" * 2_000_000  # a table of five hundred payments, and then some


def carry(head: dict[str, object], files: dict[str, Path]) -> io.BytesIO:
    """Return what arrives at the other end."""
    length, pieces = envelope.write(head, files)
    carried = b"".join(pieces)
    assert len(carried) == length
    return io.BytesIO(carried)


def test_words_and_files_arrive_as_they_were(tmp_path: Path) -> None:
    files = {"a/bills.csv": tmp_path / "one", "../other": tmp_path / "two", "..": tmp_path / "three"}
    for number, path in enumerate(files.values()):
        path.write_bytes(bytes([number]) * 100_000 * number)
    stream = carry({"said": LONG}, files)
    head = envelope.read_head(stream, envelope.SAID_BYTES_MAX)
    assert head["said"] == LONG
    (tmp_path / "there").mkdir()
    found = envelope.read_files(stream, head["files"], tmp_path / "there")
    assert {typed: path.read_bytes() for typed, path in found.items()} == {
        typed: path.read_bytes() for typed, path in files.items()
    }
    names = [path.relative_to(tmp_path / "there").as_posix() for path in found.values()]
    assert names == ["0/bills.csv", "1/other", "2/file"], "nothing leads out of the folder"


def test_what_is_cut_short_or_too_long_is_none(tmp_path: Path) -> None:
    file = tmp_path / "bills.csv"
    file.write_bytes(b"reference,amount\n")
    whole = carry({"words": []}, {"bills.csv": file}).getvalue()
    with pytest.raises(BrokenEnvelopeError):
        envelope.read_head(io.BytesIO(whole), 10)
    cut = io.BytesIO(whole[:-1])
    head = envelope.read_head(cut, envelope.ASKED_BYTES_MAX)
    with pytest.raises(BrokenEnvelopeError, match="cut short"):
        envelope.read_files(cut, head["files"], tmp_path)
    _, pieces = envelope.write({}, {"bills.csv": file})
    next(pieces)
    file.write_bytes(b"")
    with pytest.raises(BrokenEnvelopeError, match="became shorter"):
        list(pieces)


def test_a_file_is_kept_for_its_owner_alone_and_in_place_of_another(tmp_path: Path) -> None:
    found, place = tmp_path / "found", tmp_path / "kept.csv"
    found.write_text("new")
    place.write_text("old")
    place.chmod(0o644)
    envelope.replace_privately(place, found)
    assert (place.read_text(), stat.S_IMODE(place.stat().st_mode)) == ("new", 0o600)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["found", "kept.csv"]
