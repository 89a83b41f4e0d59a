"""Money that is owed is always posted: where the ledger refuses the first way, another; and a person must look."""

from dataclasses import replace

from sqlalchemy import Connection

from wallet import ledger
from wallet.cases import cases
from wallet.core.values import space
from wallet.ledger import Entry, Posting, Transfer
from wallet.purposes.ending import Ending

UNDONE_MEANWHILE = ("undone_too_much", "already_undone")


def post_otherwise(db: Connection, end: Ending, transfer: Transfer, refused: Posting) -> Posting:
    """Post an ending whose transfer was refused. Raises RuntimeError for a refusal that nothing can be done about."""
    if refused.reason == "closed" and refused.account is not None:
        return _keep_unclaimed(db, end, transfer, refused.account)
    if refused.reason in UNDONE_MEANWHILE:
        return _give_back_unlinked(db, end, transfer)
    raise RuntimeError(f"payment {end.payment.id} cannot be posted: {refused.reason}")


def _keep_unclaimed(db: Connection, end: Ending, transfer: Transfer, closed: int) -> Posting:
    """Keep a credit whose account is closed for its owner, in unclaimed."""
    unclaimed = ledger.ours(db, "unclaimed")
    entries = tuple(Entry(unclaimed, one.amount) if one.account == closed else one for one in transfer.entries)
    posting = ledger.post_one(db, Transfer(f"{end.key}:unclaimed", "keep_unclaimed", entries, ends=transfer.ends))
    amount = dict(entries)[unclaimed]
    detail = f"{space(amount)} FCFA of payment {end.payment.reference}: its owner's account is closed"
    cases.open_case(db, "unclaimed", detail, end.payment.id, posting.transfer)
    return posting


def _give_back_unlinked(db: Connection, end: Ending, transfer: Transfer) -> Posting:
    """Post a refund the operator made of what was corrected here meanwhile, without the link."""
    posting = ledger.post_one(db, replace(transfer, undoes=None))
    cases.open_case(db, "mismatch", "given back there, and undone here before", end.payment.id)
    return posting
