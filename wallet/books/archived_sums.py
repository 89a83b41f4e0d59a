"""Add up what an archived month says by itself: what each kind of account was given and gave, leg by leg."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

AT_ONCE: Final = 1_000_000  # rows of sums in memory, before those of one account become one
SUMS: Final = ("gave", "given", "legs")


def add_up(folder: Path) -> list[list[Any]]:
    """Return for each kind of account and currency: what its legs gave, were given, how many; and so its entries.

    What is of the house has no entry.
    """
    accounts = pq.read_table(folder / "account.parquet", columns=["id", "kind", "currency"])
    legs, entries = (_add_kinds(accounts, found) for found in (_read_legs(folder), _read_entries(folder)))
    return [[*kind, *legs.get(kind, [0, 0, 0]), *entries.get(kind, [0, 0, 0])] for kind in sorted({*legs, *entries})]


def _read_legs(folder: Path) -> Iterator[tuple[Any, Any]]:
    for batch in pq.ParquetFile(folder / "transfer.parquet").iter_batches(columns=["accounts", "amounts"]):
        yield pc.list_flatten(batch["accounts"]), pc.list_flatten(batch["amounts"])


def _read_entries(folder: Path) -> Iterator[tuple[Any, Any]]:
    for batch in pq.ParquetFile(folder / "entry.parquet").iter_batches(columns=["account_id", "amount"]):
        yield batch["account_id"], batch["amount"]


def _add_kinds(accounts: Any, found: Iterable[tuple[Any, Any]]) -> dict[tuple[str, str], list[int]]:
    """Return the sums of legs by kind of account and currency; of an account that is not there, by "unknown"."""
    by_account = _add_accounts(found)
    named = accounts.take(pc.index_in(by_account["id"], value_set=accounts["id"]))
    by_kind = _add(by_account.append_column("kind", named["kind"]).append_column("currency", named["currency"]),
                   ["kind", "currency"])  # fmt: skip
    return {
        (row["kind"] or "unknown", row["currency"] or "unknown"): [row[one] for one in SUMS]
        for row in by_kind.to_pylist()
    }


def _add_accounts(found: Iterable[tuple[Any, Any]]) -> Any:
    """Return the sums of legs by account."""
    zero = pa.scalar(0, pa.int64())
    pieces = [pa.table({"id": pa.array([], pa.int64()), **{one: pa.array([], pa.int64()) for one in SUMS}})]
    for ids, amounts in found:
        gave, given = pc.max_element_wise(pc.negate(amounts), zero), pc.max_element_wise(amounts, zero)
        legs = pa.array([1] * len(ids), pa.int64())
        pieces.append(pa.table({"id": ids, "gave": gave, "given": given, "legs": legs}))
        if sum(piece.num_rows for piece in pieces) > AT_ONCE:
            pieces = [_add(pa.concat_tables(pieces), ["id"])]
    return _add(pa.concat_tables(pieces), ["id"])


def _add(rows: Any, by: list[str]) -> Any:
    """Return the rows added up: those with the same values in these columns become one."""
    added = rows.group_by(by).aggregate([(one, "sum") for one in SUMS])
    return added.select([*by, *(f"{one}_sum" for one in SUMS)]).rename_columns([*by, *SUMS])
