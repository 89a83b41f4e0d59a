"""Payment requests of businesses: checkouts that somebody is asked for, by a text or a mail.

What becomes of one is what becomes of its checkout, but for a refusal, which cancels that.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, text

from wallet.business import events, merchants
from wallet.core import clock
from wallet.core.errors import Misread
from wallet.core.public_ids import write_id
from wallet.core.values import Reason
from wallet.messages import mails, notices, texts
from wallet.messages.notices import Number
from wallet.people import people

LANGUAGE: Final = "fr"  # of whoever is asked in none
COLUMNS: Final = """id::text, merchant_id::text, phone, email, told, dropped, state, amount, title, reference, language,
    asked_at, due_at, reminded_at, ended_at, code, token"""
# A table of its own to whoever reads it: `id` is its checkout's.
ASKED: Final = """(SELECT a.checkout_id AS id, a.merchant_id, a.phone, a.email, a.told, a.dropped, a.asked_at,
        a.reminded_at, CASE WHEN a.refused_at IS NULL THEN c.state ELSE 'refused' END AS state, c.amount, c.title,
        c.reference, c.language, c.due_at, c.ended_at, p.code, p.token
    FROM checkout_ask a JOIN checkout c ON c.id = a.checkout_id JOIN pay_address p ON p.checkout_id = c.id) asked"""
FIND: Final = text(f"SELECT {COLUMNS} FROM {ASKED} WHERE id = CAST(:id AS uuid)")
BY_CODE: Final = text(f"SELECT {COLUMNS} FROM {ASKED} WHERE code = :code")
OF_SHOP: Final = text(f"""SELECT {COLUMNS} FROM {ASKED} WHERE merchant_id = CAST(:merchant AS uuid)
    ORDER BY asked_at DESC, id DESC LIMIT :most""")
CREATE: Final = text("""INSERT INTO checkout_ask (checkout_id, merchant_id, phone, email, told, dropped, asked_at)
    VALUES (CAST(:id AS uuid), CAST(:merchant AS uuid), :phone, :email, :told, :dropped, wallet_now())""")


@dataclass(frozen=True)
class CheckoutAsk:
    """A request of a business as it stands, of a number or of an e-mail address; the other is ""."""

    id: str
    merchant_id: str
    phone: str
    email: str
    told: bool
    dropped: bool
    state: str
    amount: int
    title: str
    reference: str
    language: str
    asked_at: datetime
    due_at: datetime
    reminded_at: datetime | None
    ended_at: datetime | None
    code: str
    token: str

    def describe(self) -> dict[str, Any]:
        """Return a request as its business sees it, in the API and in events, saying nothing of its number's wallet."""
        times = {"asked_at": self.asked_at, "due_at": self.due_at, "reminded_at": self.reminded_at,
                 "ended_at": self.ended_at}  # fmt: skip
        return {
            "id": write_id("req", self.id), "object": "request", "checkout": write_id("chk", self.id),
            "amount": self.amount, "currency": "XAF", "title": self.title, "reference": self.reference,
            "phone": self.phone, "email": self.email, "state": self.state, "told": self.told,
        } | {name: clock.write_utc(at) if at else None for name, at in times.items()}  # fmt: skip


def create(
    db: Connection, checkout_id: str, merchant_id: str, phone: str, email: str, *, told: bool, dropped: bool
) -> CheckoutAsk:
    """Note whom a checkout asks; its business hears of it."""
    row = {"id": checkout_id, "merchant": merchant_id, "phone": phone, "email": email, "told": told, "dropped": dropped}
    db.execute(CREATE, row)
    made = get(db, checkout_id)
    events.note(db, merchant_id, "request.created", made.id, made.describe())
    return made


def find(db: Connection, checkout_id: str) -> CheckoutAsk | None:
    """Return the request that a checkout is, None for one that asks nobody."""
    row = db.execute(FIND, {"id": checkout_id}).one_or_none()
    return CheckoutAsk(**row._mapping) if row else None


def get(db: Connection, checkout_id: str) -> CheckoutAsk:
    """Return the request that a checkout is. Raises NoResultFound."""
    return CheckoutAsk(**db.execute(FIND, {"id": checkout_id}).one()._mapping)


def find_by_code(db: Connection, code: str) -> CheckoutAsk | None:
    """Return the request of this code, None where it is of no business's request."""
    row = db.execute(BY_CODE, {"code": code}).one_or_none()
    return CheckoutAsk(**row._mapping) if row else None


def list_of(db: Connection, merchant_id: str, most: int) -> list[CheckoutAsk]:
    """Return whom a business asks, and asked, the newest first."""
    rows = db.execute(OF_SHOP, {"merchant": merchant_id, "most": most})
    return [CheckoutAsk(**row._mapping) for row in rows]


def note_reminded(db: Connection, checkout_id: str) -> None:
    """Note that a request was repeated."""
    reminded = text("UPDATE checkout_ask SET reminded_at = wallet_now() WHERE checkout_id = CAST(:id AS uuid)")
    db.execute(reminded, {"id": checkout_id})


def note_refused(db: Connection, checkout_id: str) -> None:
    """Note that the one asked refuses; whoever calls cancels the checkout."""
    refused = text("UPDATE checkout_ask SET refused_at = wallet_now() WHERE checkout_id = CAST(:id AS uuid)")
    db.execute(refused, {"id": checkout_id})


def note_ended(db: Connection, checkout_id: str, paid_by: str = "") -> None:
    """Tell a business what became of a request, once it ended; and whoever need pay it no more.

    An address is mailed the receipt of what was paid, whoever paid; a number, that another (`paid_by`) did.
    """
    asked = get(db, checkout_id)
    events.note(db, asked.merchant_id, f"request.{asked.state}", asked.id, asked.describe())
    if asked.state in ("cancelled", "expired"):
        tell(db, asked, "shop_request_ended", "shop_request_ended")
    if asked.state == "paid" and asked.phone and asked.phone != paid_by:
        tell(db, asked, "shop_request_paid", "shop_request_ended")


def can_be_told(db: Connection, phone: str) -> bool:
    """True for an e-mail address (""), and for a number that takes texts it did not ask for."""
    return not phone or not texts.is_stopped(db, phone)


def tell(db: Connection, asked: CheckoutAsk, sentence: str, mail: mails.MailKind) -> None:
    """Text or mail the one asked, unless they have blocked the shop's owner, or take no such texts."""
    if asked.dropped or not can_be_told(db, asked.phone):
        return
    if asked.email:
        mails.write(db, asked.email, asked.language or LANGUAGE, mail, asked.id)
        return
    said = {
        "shop": merchants.get_merchant(db, asked.merchant_id).name, "amount": asked.amount,
        "reason": read_reason(asked.title), "pay_code": asked.code, "page_of": f"checkout:{asked.id}",
    }  # fmt: skip
    language = people.find_language(db, asked.phone, asked.language or LANGUAGE)
    notices.tell(db, Number(asked.phone, language), "receipt", sentence, **said)


def read_reason(title: str) -> str:
    """Return a title as a text in our name says it, "" for one that no reason between people could be: a page shows it.

    Numbers, addresses and whatever asks for a secret stand in no text that a shop has us send.
    """
    try:
        return str(Reason.read(title))
    except Misread:
        return ""
