"""Judge an archived month: its files by their hashes, its sums by its own rows, and all by the database.

The closed days are what it must come to, for ever; its rows are laid beside those of the database too, as long as they
are there: sums of a kind of account would not tell one customer from another.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Connection, text

from wallet.books import month_archive
from wallet.books.archived_parts import PARTS
from wallet.books.archived_sums import add_up
from wallet.books.month_archive import (
    FORMAT,
    MANIFEST,
    find_last_hash,
    find_moments,
    hash_file,
    read_batches,
)
from wallet.books.months import Month, read_month
from wallet.core.errors import Refused

FIGURES: Final = text("SELECT figures FROM closed_day WHERE day BETWEEN :first AND :last")
COUNTED: Final = ("account", "transfer", "transfer_link", "entry", "operation", "movement")
# Compared row by row: all but what changes later. An account is closed once; an operation is masked, and told.
STAY: Final = {name: list(PARTS[name].columns) for name in ("transfer", "transfer_link", "entry", "movement")} | {
    "account": [one for one in PARTS["account"].columns if one != "closed_at"]
}
UNREADABLE: Final = (pa.ArrowException, OSError, KeyError)  # by pyarrow, of a file that is damaged or another


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of an archived month. Raises Refused for a folder without one, or of another format."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
        known = _is_known(manifest)
    except (OSError, ValueError, LookupError, TypeError):
        known = False
    if not known:
        raise Refused("staff.no_archive", folder=str(folder))
    return manifest


def _is_known(manifest: Any) -> bool:
    """Return whether a manifest says all that it has to. Raises LookupError or TypeError where it does not."""
    files = [manifest["files"][name] for name in PARTS]
    whole = all(isinstance(one[said], int) for one in files for said in ("rows", "bytes"))
    named = all(isinstance(one, str) for one in (manifest["month"], manifest["last_day"]["hash"]))
    hashed = all(isinstance(one["sha256"], str) and len(one["sha256"]) == 64 for one in files)
    return manifest["format"] == FORMAT and whole and named and hashed and isinstance(manifest["sums"], list)


def find_wrong(folder: Path) -> Iterator[str]:
    """Yield all that is wrong with an archived month by itself: files that are others, sums that are not those."""
    manifest = read_manifest(folder)
    wrong = [told for name in PARTS if (told := _judge_file(folder / f"{name}.parquet", manifest["files"][name]))]
    yield from wrong
    if wrong:
        return  # what is in them says nothing
    try:
        found = add_up(folder)
    except UNREADABLE:
        yield "its rows cannot be read: its manifest was made for other files"
        return
    if found != manifest["sums"]:
        yield "what moved is not what the manifest says"
    for kind, currency, *sums in found:
        if sums[3:] != [0, 0, 0] and sums[:3] != sums[3:]:
            yield f"{kind} in {currency}: the entries are not the legs of the transfers"


def _judge_file(path: Path, said: Mapping[str, Any]) -> str:
    """Return what is wrong with one file, or ""."""
    try:
        if hash_file(path) != said["sha256"]:
            return f"{path.name} is not the file that was written"
        if pq.ParquetFile(path).metadata.num_rows != said["rows"]:
            return f"{path.name} has not {said['rows']} rows"
    except FileNotFoundError:
        return f"{path.name} is not there"
    except UNREADABLE:
        return f"{path.name} cannot be read"
    return ""


def find_differences(db: Connection, folder: Path) -> Iterator[str]:
    """Yield how an archived month differs from the database: from its closed days, and from the rows still there."""
    manifest = read_manifest(folder)
    month = read_month(manifest["month"])
    if find_last_hash(db, month) != manifest["last_day"]["hash"]:
        yield f"{month.last:%d/%m/%Y} was closed otherwise"
    closed = add_closed(db, month)
    ours = {(kind, currency): (gave, given) for kind, currency, gave, given, *_ in manifest["sums"]}
    for kind, currency in sorted(closed.keys() | ours.keys()):
        theirs, here = closed.get((kind, currency)), ours.get((kind, currency))
        if theirs != here:
            yield f"{kind} in {currency}: the closed days have {theirs}, {here} here"
    moments = find_moments(db, month)
    for name in COUNTED:
        there = db.execute(text(f"SELECT count(*) FROM ({PARTS[name].query}) part"), moments).scalar_one()  # noqa: S608
        rows = manifest["files"][name]["rows"]
        if there != rows and not (name == "entry" and there == 0):  # a month of entries may lie elsewhere by now
            yield f"{name}: {there} in the database, {rows} here"
        elif there == rows and name in STAY and not _has_rows(db, name, folder, moments):
            yield f"{name}: rows are others than in the database"


def _has_rows(db: Connection, name: str, folder: Path, moments: Mapping[str, datetime]) -> bool:
    """Return whether a file has the rows of the database in what stays of them, a batch at a time."""
    stay = STAY[name]
    try:
        here = pq.ParquetFile(folder / f"{name}.parquet").iter_batches(batch_size=month_archive.AT_A_TIME)
        return all(
            ours is not None and theirs is not None and ours.select(stay).equals(theirs.select(stay))
            for ours, theirs in zip_longest(here, read_batches(db, PARTS[name], moments))
        )
    except UNREADABLE:
        return False


def add_closed(db: Connection, month: Month) -> dict[tuple[str, str], tuple[int, int]]:
    """Return what each kind of account gave and was given by the closed days of a month."""
    sums: dict[tuple[str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for figures in db.execute(FIGURES, {"first": month.first, "last": month.last}).scalars():
        for kind, _, _, currency, _, more_gave, more_given in json.loads(figures):
            gave, given = sums[kind, currency]
            sums[kind, currency] = (gave + more_gave, given + more_given)
    return {kind: moved for kind, moved in sums.items() if moved != (0, 0)}
