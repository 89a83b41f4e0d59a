"""The words that staff read of a discrepancy: its class, and the next step, the command included."""

from typing import Final

from cli.program import as_typed
from wallet.core.payment_states import UNDER_WAY
from wallet.core.values import CURRENCY
from wallet.reconciliation.discrepancies import NOTHING_MOVED, Discrepancy

WORDS: Final = {
    "matched": "matched",
    "missing_there": "missing there",
    "missing_here": "missing here",
    "amount_differs": "amount differs",
    "status_differs": "status differs",
    "duplicate": "duplicate",
    NOTHING_MOVED: "unknown here, not executed there",
}

LATE: Final = {
    "expired": "A late success",
    "created": "The operator did it, and here it is yet to be told, as in restored books",
}


def suggest_step(one: Discrepancy) -> str:
    """Return the next step for a person, the command included."""
    ask = as_typed(f'./mbongo reconcile --correct {one.name} --why "…" --login YOU')
    if one.state == "corrected":
        return "corrected"
    if one.state == "corrected_wrongly":
        return f"Both sides agree now, so the correction is what is wrong: take it back with {ask}"
    if one.our_state in UNDER_WAY and (one.our_state, one.read_as) != ("created", "succeeded"):
        in_review = one.our_state == "review"
        return f"Not settled here yet: {as_typed('./mbongo payments --review') if in_review else 'let workers ask'}"
    if one.read_as in ("pending", "unclear"):
        return "The file does not say whether it was done: ask the operator"
    if one.our_state in LATE:
        settle = as_typed(f'./mbongo payments --settle {one.reference} --as succeeded --why "…" --login YOU')
        return f"{LATE[one.our_state]}: {settle}"
    in_francs = (one.currency, one.their_currency) == (CURRENCY, CURRENCY)
    return advise(one, ask) if in_francs else f"Ask {one.rail} which side is true: a file that agrees ends it"


def advise(one: Discrepancy, ask: str) -> str:
    """Return what to do about a difference in francs, `ask` being the command that asks for its correction."""
    perhaps = f"Perhaps {one.perhaps} (same amount and number, within a day). " if one.perhaps else ""
    return perhaps + ADVICE[one.kind] + ask


ADVICE: Final = {
    "missing_there": "Ask the operator for its trace; if it did nothing: ",
    "missing_here": "The operator moved money we know nothing of; keep it in suspense: ",
    "amount_differs": "Put the difference in suspense: ",
    "status_differs": "Ask the operator which is true; if the file is: ",
    "duplicate": "The operator did it twice; ask for it back, and keep it in suspense: ",
}
