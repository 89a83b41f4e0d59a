"""Files of an archived month: of each the query of its rows, and what its columns are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

AT: Final = pa.timestamp("us", tz="UTC")
INTEGERS: Final = pa.list_(pa.int64())


@dataclass(frozen=True)
class ArchivedPart:
    """One file of the archive: the query of its rows, oldest first or by account, and what its columns are."""

    query: str
    columns: Mapping[str, pa.DataType]

    @property
    def schema(self) -> pa.Schema:
        """Return its columns as a file has them."""
        return pa.schema(list(self.columns.items()))


PARTS: Final[Mapping[str, ArchivedPart]] = {
    "account": ArchivedPart(
        """SELECT id, code, kind, accrued, currency::text, opened_at, closed_at FROM account
        WHERE opened_at < :over ORDER BY id""",
        {"id": pa.int64(), "code": pa.string(), "kind": pa.string(), "accrued": pa.bool_(), "currency": pa.string(),
         "opened_at": AT, "closed_at": AT},
    ),
    "transfer": ArchivedPart(
        """SELECT id::text, key, kind, content_hash, accounts, amounts, balances, undoing, posted_at FROM transfer
        WHERE posted_at >= :began AND posted_at < :over ORDER BY posted_at, id""",
        {"id": pa.string(), "key": pa.string(), "kind": pa.string(), "content_hash": pa.binary(), "accounts": INTEGERS,
         "amounts": INTEGERS, "balances": INTEGERS, "undoing": pa.bool_(), "posted_at": AT},
    ),
    "transfer_link": ArchivedPart(
        """SELECT l.by_id::text, l.target::text, l.role, l.size FROM transfer_link l JOIN transfer t ON t.id = l.by_id
        WHERE t.posted_at >= :began AND t.posted_at < :over ORDER BY l.by_id, l.target, l.role""",
        {"by_id": pa.string(), "target": pa.string(), "role": pa.string(), "size": pa.int64()},
    ),
    "entry": ArchivedPart(
        """SELECT account_id, seq, transfer_id::text, kind, amount, balance_after, posted_at FROM entry
        WHERE posted_at >= :began AND posted_at < :over ORDER BY account_id, seq""",
        {"account_id": pa.int64(), "seq": pa.int64(), "transfer_id": pa.string(), "kind": pa.string(),
         "amount": pa.int64(), "balance_after": pa.int64(), "posted_at": AT},
    ),
    "operation": ArchivedPart(
        # Its id is that of the transfer that it posted, if it did; its key may be what somebody typed.
        """SELECT transfer_id(key)::text, actor_kind, CASE WHEN actor_kind <> 'stranger' THEN actor_id END, channel,
          kind, without_people(content)::text, reference, sentence, without_people("values")::text, refused, told, at
        FROM operation WHERE at >= :began AND at < :over ORDER BY at, reference""",
        {"id": pa.string(), "actor_kind": pa.string(), "actor_id": pa.string(), "channel": pa.string(),
         "kind": pa.string(), "content": pa.string(), "reference": pa.string(), "sentence": pa.string(),
         "values": pa.string(), "refused": pa.bool_(), "told": pa.bool_(), "at": AT},
    ),
    "movement": ArchivedPart(
        """SELECT transfer_id::text, reference, kind, giver_id::text, receiver_id::text, merchant_id::text, till,
          amount, fee, tax, at FROM movement WHERE at >= :began AND at < :over ORDER BY at, transfer_id""",
        {"transfer_id": pa.string(), "reference": pa.string(), "kind": pa.string(), "giver_id": pa.string(),
         "receiver_id": pa.string(), "merchant_id": pa.string(), "till": pa.string(), "amount": pa.int64(),
         "fee": pa.int64(), "tax": pa.int64(), "at": AT},
    ),
}  # fmt: skip
