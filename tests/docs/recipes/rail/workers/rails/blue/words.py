"""Blue's words and ours, as tables."""

from typing import Final

from wallet.payments.orders import KnownState

BECAME: Final[dict[str, KnownState]] = {
    "waiting": "pending",
    "done": "succeeded",
    "refused": "failed",
    "expired": "expired",
}
ACCEPTED: Final = frozenset({201, 409})  # 409: that id is known already, so telling it again is safe
NOTHING_RAN: Final = frozenset({400, 401, 403})
