"""Write a month of the books as Parquet: transfers, what links them, entries, operations, movements, and accounts.

Of a month whose every day is closed, at one moment of the database, a batch at a time, whatever there is. In it are ids
and amounts, and no name and no number of anybody: who stands behind an id is said by the database alone. What was typed
and answered is kept as it is there once it was masked (wallet/core/masking.sql).
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Connection, text

from wallet.books.archived_parts import PARTS, ArchivedPart
from wallet.books.archived_sums import add_up
from wallet.books.months import Month
from wallet.core import clock
from wallet.core.errors import Refused

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
AT_A_TIME: Final = 20_000  # rows in memory; a group of a file is as many
CLOSED: Final = text("SELECT encode(hash, 'hex') FROM closed_day WHERE day = :day")
NEWEST: Final = text("SELECT max(day) FROM closed_day")
MOMENTS: Final = text("""SELECT CAST(:first AS date)::timestamp AT TIME ZONE 'Africa/Douala' AS began,
    CAST(:after AS date)::timestamp AT TIME ZONE 'Africa/Douala' AS over""")


def write_archive(db: Connection, month: Month, to: Path) -> Path:
    """Write a month into a new folder of its name, for its owner alone to read; return it.

    Raises Refused while a day of it is open, and FileExistsError where it was written before. Cut short, it leaves
    nothing.
    """
    db.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
    known_by = find_last_hash(db, month)
    folder = to / str(month)
    if folder.exists():
        raise FileExistsError(str(folder))
    aside = to / f"{month}.unfinished-{os.getpid()}"
    aside.mkdir(mode=0o700, parents=True)
    moments = find_moments(db, month)
    try:
        files = {name: _write_part(db, part, aside / f"{name}.parquet", moments) for name, part in PARTS.items()}
        manifest = {
            "format": FORMAT, "month": str(month), "made_at": clock.now(db).isoformat(),
            "files": files, "sums": add_up(aside), "last_day": {"day": f"{month.last}", "hash": known_by},
        }  # fmt: skip
        with _open_new(aside / MANIFEST) as file:
            file.write(json.dumps(manifest, indent=1).encode() + b"\n")
            os.fsync(file.fileno())
        aside.rename(folder)
    except BaseException:  # Ctrl-C too
        shutil.rmtree(aside, ignore_errors=True)
        raise
    return folder


def find_last_hash(db: Connection, month: Month) -> str:
    """Return what the last day of a month is known by. Raises Refused while it is open, as then others may be."""
    known_by = db.execute(CLOSED, {"day": month.last}).scalar_one_or_none()
    if known_by is None:
        newest: date | None = db.execute(NEWEST).scalar_one()
        raise Refused("staff.month_open", month=str(month), day=f"{newest:%d/%m/%Y}" if newest else "-")
    return str(known_by)


def find_moments(db: Connection, month: Month) -> dict[str, datetime]:
    """Return when a month begins and is over in Douala."""
    return dict(db.execute(MOMENTS, {"first": month.first, "after": month.after}).one()._mapping)


def _write_part(db: Connection, part: ArchivedPart, path: Path, moments: Mapping[str, datetime]) -> dict[str, Any]:
    """Write the rows of one query; return what the manifest says of the file."""
    rows = 0
    with _open_new(path) as file:
        with pq.ParquetWriter(file, part.schema, compression="zstd") as writer:
            for batch in read_batches(db, part, moments):
                writer.write_batch(batch)
                rows += len(batch)
        file.flush()
        os.fsync(file.fileno())
    return {"rows": rows, "bytes": path.stat().st_size, "sha256": hash_file(path)}


def read_batches(db: Connection, part: ArchivedPart, moments: Mapping[str, datetime]) -> Iterator[Any]:
    """Yield the rows of one query as batches of its columns, each but the last as long as a group of a file."""
    schema = part.schema
    found = db.execute(text(part.query), moments, execution_options={"yield_per": AT_A_TIME})
    for batch in found.partitions(AT_A_TIME):  # without the size it would be all there are
        columns = [pa.array(values, of) for values, of in zip(zip(*batch, strict=True), schema.types, strict=True)]
        yield pa.record_batch(columns, schema=schema)


def _open_new(path: Path) -> Any:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file of any size."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
