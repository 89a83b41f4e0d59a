"""Anchors that were sent out, as `audit verify` compares the trail with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wallet.core.errors import Refused
from wallet.core.settings import read_class
from wallet.staff import anchors
from wallet.staff.anchors import Anchor
from workers.anchor_settings import AnchorKeys

NONE: Final[Sequence[Anchor]] = ()


@dataclass(frozen=True)
class SentAnchors:
    """The anchors of a file, each signed by us; `heads` are the acts' hashes by them."""

    anchors: Sequence[Anchor]

    @property
    def heads(self) -> dict[int, str]:
        """Return what acts were: number → hash. Raises Refused where two contradict."""
        return anchors.list_heads(self.anchors)

    @property
    def last(self) -> Anchor | None:
        """Return the newest one."""
        return self.anchors[-1] if self.anchors else None


def read_sent(given: Path | None) -> SentAnchors:
    """Return the anchors of a file that was sent along, or of the office's own file; none where there is neither.

    Raises Refused for a file that nobody can compare, because the office has no key, or that nobody of us signed.
    """
    settings = read_class(AnchorKeys)
    path = given or settings.anchor_file
    if path is None:
        return SentAnchors(NONE)
    if settings.keys is None:
        raise Refused("staff.anchors_without_key")
    if not path.exists():
        raise Refused("staff.anchors_nowhere", file=str(path))
    return SentAnchors(anchors.read_anchors(path.read_text("utf-8").splitlines(), settings.keys))
