"""Shops: a merchant is a person's shop, with an account of its own and tills people pay at."""

import uuid
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.core.codes import TillCode

DRAWS: Final = 50
COLUMNS: Final = """m.id::text, m.owner_id::text, m.name, m.account_id, COALESCE(m.phone, '') AS phone, m.texts,
    m.email, m.language, COALESCE(m.logo, '') AS logo"""
FIND: Final = f"SELECT {COLUMNS} FROM merchant m"  # noqa: S608 - a constant
RENAMED_LATELY: Final = text("""SELECT coalesce(renamed_at > wallet_now() - interval '30 days', false) FROM merchant
    WHERE id = :id""")


@dataclass(frozen=True)
class Merchant:
    """A shop; `phone` is "" where it is its owner's; `texts`: of "each" sale to the owner, or one "daily".

    `language` is its own phone's and its posters', `logo` the digest of the one it shows, "" for none.
    """

    id: str
    owner_id: str
    name: str
    account_id: int
    phone: str
    texts: str
    email: str = ""
    language: str = "fr"
    logo: str = ""


def _one(row: Any) -> Merchant | None:
    return Merchant(**row._mapping) if row else None


def get_merchant(db: Connection, merchant_id: str) -> Merchant:
    """Return the shop of this id. Raises NoResultFound."""
    return Merchant(**db.execute(text(f"{FIND} WHERE m.id = :id"), {"id": merchant_id}).one()._mapping)


def lock_row(db: Connection, merchant_id: str) -> Merchant:
    """Return the shop of this id, locked until the transaction ends. Raises NoResultFound."""
    found = text(f"{FIND} WHERE m.id = :id FOR NO KEY UPDATE")
    return Merchant(**db.execute(found, {"id": merchant_id}).one()._mapping)


def was_renamed_lately(db: Connection, merchant_id: str) -> bool:
    """Return True for a shop whose name was changed within thirty days."""
    return bool(db.execute(RENAMED_LATELY, {"id": merchant_id}).scalar_one())


def rename(db: Connection, merchant_id: str, name: str) -> None:
    """Give a shop another name; when is noted by the database itself."""
    db.execute(text("UPDATE merchant SET name = :name WHERE id = :id"), {"id": merchant_id, "name": name})


def set_contact(db: Connection, merchant_id: str, phone: str, email: str) -> None:
    """Note a shop's own phone (E.164) and address, "" for none."""
    row = {"id": merchant_id, "phone": phone or None, "email": email}
    db.execute(text("UPDATE merchant SET phone = :phone, email = :email WHERE id = :id"), row)


def set_language(db: Connection, merchant_id: str, language: str) -> None:
    """Note the language of a shop's posters, and of texts to its own phone."""
    db.execute(text("UPDATE merchant SET language = :said WHERE id = :id"), {"id": merchant_id, "said": language})


def is_open(db: Connection, merchant_id: str) -> bool:
    """Return True for a shop that nobody closed."""
    found = text("SELECT FROM merchant WHERE id = :id AND until IS NULL")
    return db.execute(found, {"id": merchant_id}).first() is not None


def find_by_till(db: Connection, code: str) -> Merchant | None:
    """Return the shop this till stands in, or None."""
    found = text(f"{FIND} JOIN till t ON t.merchant_id = m.id WHERE t.code = :code AND m.until IS NULL")
    return _one(db.execute(found, {"code": code}).one_or_none())


def find_by_owner(db: Connection, person_id: str) -> Merchant | None:
    """Return the shop of this person, or None."""
    return _one(db.execute(text(f"{FIND} WHERE m.owner_id = :id AND m.until IS NULL"), {"id": person_id}).one_or_none())


@dataclass(frozen=True)
class ShopSeen:
    """A shop as staff see it: owner, tills, the word its bills are paid by ("" for none), takings in francs.

    `made_by` is the login whose act opened it; "no act" where only the database's owner can have.
    """

    name: str
    owner: str
    tills: tuple[str, ...]
    biller: str
    takings: int
    made_by: str


def list_shops(db: Connection) -> list[ShopSeen]:
    """Return every shop, by name."""
    rows = db.execute(
        text("""SELECT m.name, p.name AS owner, m.account_id, coalesce(m.biller, '') AS biller,
        ARRAY(SELECT code FROM till t WHERE t.merchant_id = m.id ORDER BY code) AS tills,
        (SELECT min(s.asked_by) FROM staff_act s WHERE s.kind = 'add_merchant' AND s.subject = m.id::text) AS made_by
        FROM merchant m JOIN person p ON p.id = m.owner_id ORDER BY m.name, m.id""")
    ).all()
    return [
        ShopSeen(
            row.name,
            row.owner,
            tuple(row.tills),
            row.biller,
            ledger.balance(db, row.account_id),
            row.made_by or "no act",
        )
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True)
class Biller:
    """A shop whose bills are paid by reference; `asked` is 1 where a worker can ask it for a bill, else 0."""

    merchant_id: str
    owner_id: str
    shop: str
    word: str
    asked: int


BILLERS: Final = """SELECT id::text AS merchant_id, owner_id::text, name AS shop, biller AS word,
    (lookup_url IS NOT NULL)::int AS asked FROM merchant WHERE biller IS NOT NULL"""


def list_billers(db: Connection) -> list[Biller]:
    """Return every biller whose bills can be paid, by name."""
    return [Biller(**row._mapping) for row in db.execute(text(f"{BILLERS} ORDER BY name"))]


def get_biller(db: Connection, merchant_id: str) -> Biller:
    """Return the biller of this id. Raises NoResultFound."""
    return Biller(**db.execute(text(f"{BILLERS} AND id = :id"), {"id": merchant_id}).one()._mapping)


def find_biller(db: Connection, word: str) -> Biller | None:
    """Return the biller of this word, or None."""
    row = db.execute(text(f"{BILLERS} AND biller = :word"), {"word": word}).one_or_none()
    return Biller(**row._mapping) if row else None


def set_biller(db: Connection, merchant_id: str, word: str, lookup_url: str) -> None:
    """Let bills of this shop be paid by a word; `lookup_url` is "" where files tell them. Raises IntegrityError."""
    db.execute(
        text("UPDATE merchant SET biller = :word, lookup_url = :url WHERE id = :id"),
        {"id": merchant_id, "word": word, "url": lookup_url or None},
    )


def set_texts(db: Connection, merchant_id: str, texts: str) -> None:
    """Text the shop's owner of "each" sale, or once "daily"."""
    db.execute(text("UPDATE merchant SET texts = :texts WHERE id = :id"), {"id": merchant_id, "texts": texts})


def open_shop(db: Connection, owner_id: str, name: str, phone: str) -> Merchant:
    """Open a shop with its account; `phone` is E.164, or "" for the owner's own. Raises IntegrityError for a second."""
    merchant_id = str(uuid.uuid4())
    row = {
        "id": merchant_id,
        "owner": owner_id,
        "name": name,
        "account": ledger.open_account(db, f"merchant:{merchant_id}", "merchant"),
        "phone": phone or None,
    }
    db.execute(
        text(
            "INSERT INTO merchant (id, owner_id, name, account_id, phone, since, language)"
            " SELECT :id, p.id, :name, :account, :phone, wallet_now(),"
            " CASE p.language WHEN 'fr' THEN 'fr' ELSE 'en' END FROM person p WHERE p.id = :owner"
        ),
        row,
    )
    return get_merchant(db, merchant_id)


def close(db: Connection, shop: Merchant) -> None:
    """Close a shop, before its account is: its tills and bills are nobody's, its word is free for another biller."""
    closed = text("UPDATE merchant SET until = wallet_now(), biller = NULL, lookup_url = NULL WHERE id = :id")
    db.execute(closed, {"id": shop.id})


def add_till(db: Connection, merchant_id: str) -> TillCode:
    """Add a till, its code drawn by chance, and return the code. Raises RuntimeError when nearly all are taken."""
    for _ in range(DRAWS):
        code = TillCode.draw()
        taken = db.execute(
            text(
                "INSERT INTO till (code, merchant_id, since) VALUES (:code, :id, wallet_now()) ON CONFLICT DO NOTHING"
            ),
            {"code": str(code), "id": merchant_id},
        )
        if taken.rowcount:
            return code
    raise RuntimeError("no free till code found")
