"""Faults every payment provider can be asked for, besides those of its own wire."""

from __future__ import annotations

from typing import Final

from simulators import callbacks, operator_line, status_scripts
from simulators.faults import Knob

FAULTS: Final = {
    **operator_line.FAULTS,
    **status_scripts.FAULTS,
    **callbacks.FAULTS,
    "status_missing": Knob("not found for value reads, although it is there", 2),
    "status_wrong_amount": Knob("a status read names value minor units more", 1),
    "status_wrong_currency": Knob("a status read names another currency", "NGN"),
    "status_other_reference": Knob("a status read names another payment of ours", "ANOTHER-1"),
    "charge_waits": Knob("what the payer decided is done only after value seconds; pending until then", 5.0),
    "charge_other_amount": Knob("value minor units more than asked are really taken", 500),
    "charge_declined": Knob("the bank declines, whatever the payer does", "Insufficient Funds"),
    "charge_reversed": Knob("a chargeback takes the money back value seconds after it was taken", 5.0),
    "callback_unsigned": Knob("the callback carries no signature"),
    "callback_badly_signed": Knob("the callback is signed with another secret"),
    "return_none": Knob("the payer is never sent back"),
    "return_forged": Knob("the payer comes back with the words of success, whatever happened"),
}
REFUND_FAULTS: Final = {
    "refund_waits": Knob("the refund is done only after value seconds", 5.0),
    "refund_fails": Knob("the refund is taken, then fails", "refused by the issuer"),
    "float_exhausted": Knob("our balance there is empty: no refund"),
}


def faults_without(*names: str) -> dict[str, Knob]:
    """Return the faults of a provider where some cannot be: what its wire never says, nothing can make wrong."""
    return {name: knob for name, knob in FAULTS.items() if name not in names}
