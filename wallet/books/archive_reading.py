"""Read an archived month without any database: the lines of an account, or all that is known of a reference."""

from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyarrow.parquet as pq

from wallet.core.errors import Refused

MOST: Final = 10_000  # lines at once


class ArchivedLine(NamedTuple):
    """A line of an account: when, by which kind of transfer and which reference, what it added, what was there then."""

    at: datetime
    kind: str
    reference: str
    amount: int
    balance: int | None


def read_account(folder: Path, code: str) -> list[ArchivedLine]:
    """Return the lines of an account that people have, oldest first. Raises Refused for one that had none."""
    found = _find(folder, "account", ("code", "=", code))
    entries = _find(folder, "entry", ("account_id", "=", found[0]["id"])) if found else []
    if not entries:
        raise Refused("staff.nothing_archived", asked=code)
    entries = entries[:MOST]
    names = _name(folder, [one["transfer_id"] for one in entries])
    return [
        ArchivedLine(
            one["posted_at"], one["kind"], names.get(one["transfer_id"], ""), one["amount"], one["balance_after"]
        )
        for one in entries
    ]


def read_reference(folder: Path, reference: str) -> dict[str, list[dict[str, Any]]]:
    """Return the operation, movements and legs of a reference, by what they are. Raises Refused where there is none."""
    operations = _find(folder, "operation", ("reference", "=", reference))
    movements = _find(folder, "movement", ("reference", "=", reference))
    if not operations and not movements:
        raise Refused("staff.nothing_archived", asked=reference)
    transfers = _find(folder, "transfer", ("id", "in", [one["transfer_id"] for one in movements]))
    legs = [(of, *leg) for of in transfers for leg in zip(of["accounts"], of["amounts"], of["balances"], strict=True)]
    codes = {one["id"]: one["code"] for one in _find(folder, "account", ("id", "in", [leg[1] for leg in legs]))}
    return {
        "operation": operations,
        "movement": movements,
        "leg": [
            {"at": of["posted_at"], "kind": of["kind"], "account": codes[account], "amount": amount, "balance": balance}
            for of, account, amount, balance in legs
        ],
    }


def _name(folder: Path, transfers: list[str]) -> dict[str, str]:
    """Return the references of the movements of these transfers."""
    return {one["transfer_id"]: one["reference"] for one in _find(folder, "movement", ("transfer_id", "in", transfers))}


def _find(folder: Path, name: str, wanted: tuple[str, str, Any]) -> list[dict[str, Any]]:
    """Return the rows of a file that are wanted: groups of rows that can hold none are not read."""
    if not wanted[2]:
        return []  # of no ids, whose type pyarrow could not tell
    rows: list[dict[str, Any]] = pq.read_table(folder / f"{name}.parquet", filters=[wanted]).to_pylist()
    return rows
