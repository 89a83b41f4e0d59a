"""Judge an archived month: its files by their hashes, its sums by its own rows, and all by the database.

The closed days are what it must come to, for ever; its rows are counted in the database too, as long as they are there.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet as pq
from sqlalchemy import Connection, text

from wallet.books.archived_parts import PARTS
from wallet.books.archived_sums import add_up
from wallet.books.month_archive import FORMAT, MANIFEST, find_last_hash, find_moments, hash_file
from wallet.books.months import Month, read_month
from wallet.core.errors import Refused

FIGURES: Final = text("SELECT figures FROM closed_day WHERE day BETWEEN :first AND :last")
COUNTED: Final = ("transfer", "transfer_link", "entry", "operation", "movement")
HASH_BYTES: Final = 6  # of each transfer's, added up
HASHES: Final = text(r"""SELECT coalesce(sum(('x' || left(encode(content_hash, 'hex'), 12))\:\:bit(48)\:\:bigint), 0)
    FROM transfer WHERE posted_at >= :began AND posted_at < :over""")


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of an archived month. Raises Refused for a folder without one, or of another format."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        raise Refused("staff.no_archive", folder=str(folder)) from None
    if manifest.get("format") != FORMAT:
        raise Refused("staff.no_archive", folder=str(folder))
    return manifest


def find_wrong(folder: Path) -> Iterator[str]:
    """Yield all that is wrong with an archived month by itself: files that are others, sums that are not those."""
    manifest = read_manifest(folder)
    said = manifest["files"]
    for name in PARTS:
        path = folder / f"{name}.parquet"
        if not path.exists() or name not in said:
            yield f"{name}.parquet is not there"
        elif hash_file(path) != said[name]["sha256"]:
            yield f"{name}.parquet is not the file that was written"
        elif pq.ParquetFile(path).metadata.num_rows != said[name]["rows"]:
            yield f"{name}.parquet has not {said[name]['rows']} rows"
    if not all((folder / f"{name}.parquet").exists() for name in ("account", "transfer", "entry")):
        return
    found = add_up(folder)
    if found != manifest["sums"]:
        yield "what moved is not what the manifest says"
    for kind, currency, *sums in found:
        if sums[3:] != [0, 0, 0] and sums[:3] != sums[3:]:
            yield f"{kind} in {currency}: the entries are not the legs of the transfers"


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
    if db.execute(HASHES, moments).scalar_one() != sum(
        int.from_bytes(one.as_py()[:HASH_BYTES])
        for batch in pq.ParquetFile(folder / "transfer.parquet").iter_batches(columns=["content_hash"])
        for one in batch["content_hash"]
    ):
        yield "transfers are others than in the database"


def add_closed(db: Connection, month: Month) -> dict[tuple[str, str], tuple[int, int]]:
    """Return what each kind of account gave and was given by the closed days of a month."""
    sums: dict[tuple[str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for figures in db.execute(FIGURES, {"first": month.first, "last": month.last}).scalars():
        for kind, _, _, currency, _, more_gave, more_given in json.loads(figures):
            gave, given = sums[kind, currency]
            sums[kind, currency] = (gave + more_gave, given + more_given)
    return {kind: moved for kind, moved in sums.items() if moved != (0, 0)}
