"""Anchors: the trail's head at a moment, signed under a key that the database does not hold, and kept elsewhere.

Whoever owns the database can write the whole chain anew, hashes and all, so that it proves nothing against them; they
cannot sign. An anchor is a line of JSON. Each names the signature of the one before it, so that none between two is
taken away unseen; one without is the first of a process that knew no other.
"""

import hmac
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from pydantic import TypeAdapter, ValidationError

from wallet.core.errors import Refused
from wallet.core.secrets import Secrets
from wallet.staff.audit import Chain

OLD: Final = timedelta(hours=1)  # they are made every ten minutes, or as a setting says


@dataclass(frozen=True)
class Anchor:
    """One signed head: act `number` had this hash, and was the last, at this time of whoever signed.

    `key` is the id of the key, `previous` the signature of the anchor before this one.
    """

    number: int
    hash: str
    at: str
    previous: str
    key: str
    signature: str = ""

    @property
    def is_old(self) -> bool:
        """True when newer ones should have come since, by this machine's clock."""
        return datetime.now(UTC) - datetime.fromisoformat(self.at) > OLD

    @property
    def line(self) -> str:
        """Return the anchor as it is kept and sent."""
        return json.dumps(asdict(self))

    def compute_signature(self, keys: Secrets) -> str:
        """Return the signature that this anchor must have. Raises KeyError for a key that is not ours."""
        signed = json.dumps([self.number, self.hash, self.at, self.previous, self.key])
        return keys.digest("anchor", signed, self.key).hex()


READ: Final = TypeAdapter(Anchor)


def sign(keys: Secrets, head: Chain, previous: str = "") -> Anchor:
    """Return the anchor of a head, signed under the newest key, behind the anchor of the signature `previous`."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    anchor = Anchor(head.length, head.hash, at, previous, keys.newest)
    return replace(anchor, signature=anchor.compute_signature(keys))


def read_anchor(line: str) -> Anchor | None:
    """Return the anchor that a line holds; None for what is none, as a line that was cut."""
    try:
        return READ.validate_json(line, strict=True)
    except ValidationError:
        return None


def read_anchors(lines: Iterable[str], keys: Secrets) -> list[Anchor]:
    """Return the anchors of a file, oldest first. Raises Refused, naming the line that nobody of us signed."""
    found: list[Anchor] = []
    signatures = {""}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        anchor = read_anchor(line)
        if anchor is None:
            raise Refused("staff.anchor_unreadable", line=number)
        if anchor.key not in keys.ids:
            raise Refused("staff.anchor_key_gone", line=number, id=anchor.key)
        if not hmac.compare_digest(anchor.signature, anchor.compute_signature(keys)):
            raise Refused("staff.anchor_forged", line=number)
        if anchor.previous not in signatures:
            raise Refused("staff.anchor_missing", line=number)
        signatures.add(anchor.signature)
        found.append(anchor)
    return found


def list_heads(anchors: Iterable[Anchor]) -> dict[int, str]:
    """Return what acts were by these anchors: number → hash. Raises Refused where two of them contradict."""
    heads: dict[int, str] = {}
    for one in anchors:
        if heads.setdefault(one.number, one.hash) != one.hash:
            raise Refused("staff.anchors_contradict", number=one.number)
    return {number: digest for number, digest in heads.items() if number}
