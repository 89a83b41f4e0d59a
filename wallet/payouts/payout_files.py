"""Files of payouts for banks: gathered by one login, approved by a second, sent once; their bytes never change."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, text

from wallet.banks.bank_profiles import BANK_PROFILES, BankProfile, write_payout_file
from wallet.banks.payout_file import BankPayout, PayoutOrder
from wallet.banks.rib import Rib
from wallet.core import clock
from wallet.core.clock import DOUALA
from wallet.core.errors import Refused

PAYOUTS_MOST: Final = 5_000  # in one file
GATHER: Final = text("""SELECT p.id::text, p.reference, p.amount, s.holder, s.number, m.name AS shop
    FROM payout p JOIN settlement_account s ON s.id = p.account_id JOIN merchant m ON m.id = p.merchant_id
    WHERE p.state = 'pending' AND p.file_id IS NULL AND s.kind = 'bank'
    ORDER BY p.created_at, p.id LIMIT :most FOR NO KEY UPDATE OF p""")
KEEP: Final = text("""INSERT INTO payout_file (account_id, message_id, name, content, sha256, payouts, total, made_at)
    VALUES (:account, :message, :name, :content, :sha256, :payouts, :total, wallet_now()) RETURNING id""")
FILE: Final = text("UPDATE payout SET file_id = :file WHERE id = ANY (CAST(:ids AS uuid[]))")
FREE: Final = text("UPDATE payout SET file_id = NULL WHERE file_id = :file")
SELECTED: Final = """SELECT f.id, 'P' || f.id AS file, a.title AS account, f.message_id, f.name, f.sha256, f.payouts,
    f.total, f.state, f.made_at, f.sent_at FROM payout_file f JOIN bank_account a ON a.id = f.account_id"""
LIST: Final = text(f"{SELECTED} ORDER BY f.id DESC LIMIT 100")
FIND: Final = text(f"{SELECTED} WHERE 'P' || f.id = :file FOR NO KEY UPDATE OF f")
LOOK: Final = text(f"{SELECTED} WHERE 'P' || f.id = :file")
BY_MESSAGE: Final = text(f"{SELECTED} WHERE f.message_id = :message")
PROFILE: Final = text("SELECT a.profile FROM payout_file f JOIN bank_account a ON a.id = f.account_id WHERE f.id = :id")
STANDING_IN: Final = text("SELECT reference, amount, state FROM payout WHERE file_id = :id ORDER BY created_at, id")
CONTENT: Final = text("SELECT content FROM payout_file WHERE id = :id")
MOVE: Final = text("""UPDATE payout_file SET state = CAST(:state AS text),
    sent_at = CASE WHEN CAST(:state AS text) = 'sent' THEN wallet_now() END WHERE id = :id""")
GATHERED: Final = text("""SELECT EXISTS (SELECT FROM staff_act
    WHERE kind = 'make_payout_file' AND subject = :file AND asked_by = :login)""")
WAITS_FOR_A_FILE: Final = """payout p JOIN settlement_account s ON s.id = p.account_id
    WHERE p.state = 'pending' AND p.file_id IS NULL AND s.kind = 'bank'"""
WAITING: Final = text(f"SELECT count(*) FROM {WAITS_FOR_A_FILE}")  # noqa: S608 - a constant


@dataclass(frozen=True)
class PayoutFile:
    """A file as staff see it; `file` is its name, P12."""

    id: int
    file: str
    account: str
    message_id: str
    name: str
    sha256: str
    payouts: int
    total: int
    state: str
    made_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True)
class PayingAccount:
    """An account of ours that pays: under which name its bank knows us, and how that writes files."""

    id: int
    rib: str
    payer: str
    bic: str
    bank: BankProfile


def gather(db: Connection, account: PayingAccount, message_id: str) -> PayoutFile:
    """Write all that waits for a bank into a new file of an account. Raises Refused where nothing does."""
    if account.bank.pain001 and not account.bic:
        raise Refused("staff.bank_without_bic", rib=account.rib)
    rows = db.execute(GATHER, {"most": PAYOUTS_MOST}).all()
    found = tuple(
        BankPayout(row.reference, row.amount, row.holder, Rib(row.number), f"{row.shop} {row.reference}")
        for row in rows
    )  # fmt: skip
    now = clock.now(db).astimezone(DOUALA)
    order = PayoutOrder(message_id, now, now.date(), account.payer, Rib(account.rib), account.bic, found)
    written = write_payout_file(order, account.bank)
    number = db.execute(KEEP, {
        "account": account.id, "message": message_id, "name": written.name, "content": written.content,
        "sha256": written.sha256, "payouts": len(found), "total": order.total,
    }).scalar_one()  # fmt: skip
    db.execute(FILE, {"file": number, "ids": [row.id for row in rows]})
    return get_file(db, f"P{number}")


def get_file(db: Connection, name: str) -> PayoutFile:
    """Return the file of this name (P12). Raises Refused for none."""
    row = db.execute(LOOK, {"file": name.upper()}).one_or_none()
    if row is None:
        raise Refused("staff.no_payout_file", file=name)
    return PayoutFile(**row._mapping)


def get_by_message(db: Connection, message_id: str) -> PayoutFile:
    """Return the file that its bank knows by a message. Raises Refused for none."""
    row = db.execute(BY_MESSAGE, {"message": message_id}).one_or_none()
    if row is None:
        raise Refused("staff.report_of_no_file", message=message_id[:35])
    return PayoutFile(**row._mapping)


def get_profile(db: Connection, file: PayoutFile) -> BankProfile:
    """Return how the bank of a file writes its own."""
    return BANK_PROFILES[db.execute(PROFILE, {"id": file.id}).scalar_one()]


def list_standing_in(db: Connection, file: PayoutFile) -> list[tuple[str, int, str]]:
    """Return reference, amount and state of each payout that stands in a file."""
    return [(row.reference, row.amount, row.state) for row in db.execute(STANDING_IN, {"id": file.id})]


def lock_row_file(db: Connection, name: str, *states: str) -> PayoutFile:
    """Return the file of this name, locked. Raises Refused for none, or one in another state than these."""
    row = db.execute(FIND, {"file": name.upper()}).one_or_none()
    if row is None:
        raise Refused("staff.no_payout_file", file=name)
    if row.state not in states:
        raise Refused("staff.payout_file_is", file=row.file, state=row.state)
    return PayoutFile(**row._mapping)


def is_gatherer(db: Connection, file: PayoutFile, login: str) -> bool:
    """True for the login that gathered a file."""
    return bool(db.execute(GATHERED, {"file": file.file, "login": login}).scalar_one())


def move(db: Connection, file: PayoutFile, state: str) -> None:
    """Note that a locked file was approved, or sent."""
    db.execute(MOVE, {"id": file.id, "state": state})


def drop(db: Connection, file: PayoutFile) -> None:
    """Note that a locked file was dropped: its payouts wait for another."""
    db.execute(FREE, {"file": file.id})
    move(db, file, "dropped")


def read_content(db: Connection, file: PayoutFile) -> bytes:
    """Return the bytes of a file."""
    return bytes(db.execute(CONTENT, {"id": file.id}).scalar_one())


def list_latest(db: Connection) -> list[PayoutFile]:
    """Return the newest files: 100 at most."""
    return [PayoutFile(**row._mapping) for row in db.execute(LIST)]


def count_waiting(db: Connection) -> int:
    """Return how many payouts wait for a file."""
    return int(db.execute(WAITING).scalar_one())
