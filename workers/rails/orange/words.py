"""Orange's words and ours, as tables; what is not here is not final, or may have run."""

from typing import Final, Literal

from wallet.payments.orders import Direction, KnownState

# Their word for what became of a payment → ours. A word that is not here, or none, is not final.
BECAME: Final[dict[str, KnownState]] = {
    "INITIATED": "pending",
    "PENDING": "pending",
    "SUCCESSFULL": "succeeded",  # their spelling
    "SUCCESSFUL": "succeeded",
    "SUCCESS": "succeeded",
    "FAILED": "failed",
    "CANCELLED": "failed",
    "CANCELED": "failed",
    "EXPIRED": "expired",  # see _expired()
}
ONLY_ONCE_PAID: Final = ("txnid", "amount", "subscriberMsisdn", "inittxnstatus")  # all null: pay never happened

# What a gateway's refusal tells of the call: by HTTP status, or by the code of a WSO2 fault (which may come with 200).
# WSO2's own list of codes; what is not here, like 900900 for anything unclassified, may have passed the gateway.
NOTHING_RAN: Final[dict[str, str]] = {
    "HTTP 401": "configuration",
    "HTTP 403": "configuration",
    "700700": "configuration",  # this API is blocked
    "900901": "configuration",  # invalid credentials, after one new token
    "900902": "configuration",
    "900903": "configuration",
    "900904": "configuration",
    "900905": "configuration",
    "900906": "configuration",  # no such path
    "900907": "configuration",
    "900908": "configuration",
    "900909": "configuration",
    "900910": "configuration",
    "900800": "throttled",
    "900801": "throttled",
    "900802": "throttled",
    "900803": "throttled",
    "900804": "throttled",
    "900806": "throttled",
    "900807": "throttled",
}
ANSWERED: Final = frozenset({200, 201, 202})
REFUSED: Final = 417
# The codes such a refusal begins with ("60019 :: Le solde du compte du payeur est insuffisant") that are final even
# where no status is told. Only these: another may say that a payToken was paid already.
FINAL_REFUSALS: Final = frozenset({"60019"})

# Nothing undoes an `mp`: who paid is given it back by a payout.
PATHS: Final[dict[Direction, Literal["mp", "cashin"]]] = {"collect": "mp", "pay": "cashin", "refund": "cashin"}
DESCRIPTION_LETTERS_MAX: Final = 50  # where the shortest of the known clients cuts
