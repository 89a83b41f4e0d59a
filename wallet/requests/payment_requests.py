"""Payment requests: asked for once, then paid, refused, cancelled or expired, whichever comes first.

Paying one is decided under its row's lock, and its id is the key of the transfer: paid once, whoever pays.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, text

from wallet.core.errors import Misread, Refused
from wallet.core.payment_states import ASKED_ABOUT, in_sql
from wallet.messages import mails, notices, texts
from wallet.messages.notices import Number
from wallet.operations import pay_addresses
from wallet.operations.actor import Actor
from wallet.people import people
from wallet.people.people import Person
from wallet.prices import limits

WAITS: Final = timedelta(hours=72)
LISTED: Final = 20
LIVE_MOST: Final = 3  # prompts asked for at one page, at a time
EVER_MOST: Final = 10  # and ever
# What the one asked is mailed in the place of each text.
BY_MAIL: Final[dict[str, mails.MailKind]] = {
    "payment_asked_of_stranger": "request_asked", "payment_asked_again": "request_reminder",
    "request_withdrawn": "request_ended", "request_gone": "request_ended", "request_paid_by_another": "request_paid",
}  # fmt: skip
LIVE: Final = in_sql(ASKED_ABOUT)  # a collection that may be approved any moment
DUE: Final = f"""SELECT id::text FROM request r WHERE state = 'open' AND due_at <= wallet_now()
    AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.request_id = r.id AND p.state IN {LIVE}) ORDER BY due_at"""  # noqa: S608 - constants


@dataclass(frozen=True)
class PaymentRequest:
    """A request as it stands, of a number or of an e-mail address; the other is "".

    `payer_id` is None while nobody has a wallet on the number that was asked, and of an address.
    """

    id: str
    code: str
    asker_id: str
    phone: str
    email: str
    payer_id: str | None
    amount: int
    reason: str
    reference: str
    language: str
    dropped: bool
    state: str
    reminded: bool
    date: str
    paid_with: str | None
    due_at: datetime
    is_over: bool  # its time to be answered is past, ended or not
    ended_at: datetime | None

    def is_for(self, actor: Actor) -> bool:
        """True when this caller is the one asked, or holds the address that was sent to them."""
        if actor.kind == "payer":
            return actor.id == self.id
        return self.payer_id == actor.person_id if self.payer_id else bool(self.phone) and self.phone == actor.phone


COLUMNS: Final = """id::text, code, asker_id::text, phone, email, payer_id::text, amount, reason, reference, language,
    dropped, state, reminded_at IS NOT NULL AS reminded, to_char(due_at AT TIME ZONE 'Africa/Douala', 'DD/MM') AS date,
    paid_with::text, due_at, due_at <= wallet_now() AS is_over, ended_at"""


@dataclass(frozen=True)
class NewRequest:
    """A request to be written down; `dropped`: the one asked has blocked the asker, and never sees it."""

    asker_id: str
    language: str
    phone: str
    payer_id: str | None
    amount: int
    reason: str
    reference: str
    dropped: bool
    email: str = ""


def create(db: Connection, asked: NewRequest) -> PaymentRequest:
    """Write a request down under an address of its own, whose code nobody has."""
    address = pay_addresses.create(db, "request")
    made = db.execute(
        text(f"""INSERT INTO request (id, code, asker_id, phone, email, payer_id, amount, reason, reference,
                language, dropped, asked_at, due_at)
            VALUES (:id, :code, :asker_id, :phone, :email, :payer_id, :amount, :reason, :reference, :language,
                :dropped, wallet_now(), wallet_now() + :waits) RETURNING {COLUMNS}"""),  # noqa: S608 - a constant
        {**vars(asked), "id": address.id, "code": address.code, "waits": WAITS},
    )
    return PaymentRequest(**made.one()._mapping)


def find_by_code(db: Connection, code: str) -> PaymentRequest | None:
    """Return the request of this code, None when there is none."""
    row = db.execute(text(f"SELECT {COLUMNS} FROM request WHERE code = :code"), {"code": code}).one_or_none()  # noqa: S608 - a constant
    return PaymentRequest(**row._mapping) if row else None


def get_by_code(db: Connection, code: str) -> PaymentRequest:
    """Return the request of this code. Raises Misread when there is none."""
    request = find_by_code(db, code)
    if request is None:
        raise Misread("error.no_such_code")
    return request


def lock_row(db: Connection, request_id: str) -> PaymentRequest:
    """Return a request as it is now, locked until the transaction ends."""
    found = text(f"SELECT {COLUMNS} FROM request WHERE id = :id FOR UPDATE")  # noqa: S608 - a constant
    return PaymentRequest(**db.execute(found, {"id": request_id}).one()._mapping)


def lock_row_open(db: Connection, request_id: str) -> PaymentRequest:
    """Return a request that can still be answered, locked. Raises Refused, saying what became of it."""
    request = lock_row(db, request_id)
    check_open(db, request)
    return request


def check_open(db: Connection, request: PaymentRequest) -> None:
    """Refuse one that has ended. Raises Refused.

    That others are about to pay it stands in nobody's way: the first who succeeds pays it, the rest have theirs back.
    """
    if request.state != "open":
        raise Refused(f"refusal.request_{request.state}", reference=request.reference)


def refuse_other_payer(actor: Actor, request: PaymentRequest) -> None:
    """Raise Refused for whoever holds the address of another thing's page."""
    if actor.kind == "payer" and actor.id != request.id:
        raise Refused("refusal.not_allowed")


def refuse_many(db: Connection, request: PaymentRequest, *, at_phone: bool = True) -> None:
    """Raise Refused where payments asked for at a request's page were too many; one left open holds up no other."""
    count = text(f"""SELECT count(*) AS ever, count(*) FILTER (WHERE state IN {LIVE} AND party_kind = 'phone') AS live
        FROM payment WHERE request_id = :id AND channel = 'web'""")  # noqa: S608 - a constant
    asked = db.execute(count, {"id": request.id}).one()
    if at_phone and asked.live >= LIVE_MOST:
        raise Refused("refusal.request_under_way")
    if asked.ever >= EVER_MOST:
        raise Refused("refusal.prompts")


def refuse_prompted(db: Connection, request: PaymentRequest, phone: str) -> None:
    """Raise Refused for a phone that has a prompt to approve for this request already."""
    live = text(f"SELECT 1 FROM payment WHERE request_id = :id AND party = :phone AND state IN {LIVE}")  # noqa: S608 - a constant
    if db.execute(live, {"id": request.id, "phone": phone}).first():
        raise Refused("refusal.request_under_way")


def is_counted(db: Connection, request_id: str) -> bool:
    """True while its asker's ceilings count it: once, however many are about to pay it. It must be locked."""
    counted = text("SELECT 1 FROM payment WHERE request_id = :id AND counted")
    return db.execute(counted, {"id": request_id}).first() is not None


def count_another(db: Connection, request_id: str, instead_of: str) -> bool:
    """Let ceilings count another collection of an open request instead of one that never comes; False for none."""
    other = text(f"""UPDATE payment SET counted = true WHERE id = (SELECT id FROM payment
        WHERE request_id = :id AND id <> :not AND state IN {LIVE} ORDER BY created_at, id LIMIT 1)""")  # noqa: S608 - constants
    return bool(db.execute(other, {"id": request_id, "not": instead_of}).rowcount)


def give_room_back(db: Connection, request_id: str) -> None:
    """Give back the room that its asker's ceilings kept for collections of a request, which must be locked.

    They do not come to its asker any more; the collections' own rows are left to who settles them.
    """
    counted = text("SELECT person_id::text, amount, created_at FROM payment WHERE request_id = :id AND counted")
    for row in db.execute(counted, {"id": request_id}).all():
        limits.give_back(db, row.person_id, "in", row.amount, row.created_at)


def end(db: Connection, request_id: str, state: str, payment_id: str | None = None) -> None:
    """End a request, which must be locked. `payment_id`: of the operator's customer who paid.

    Nothing that others still approve comes to its asker any more.
    """
    if payment_id is None:
        give_room_back(db, request_id)
    db.execute(
        text("UPDATE request SET state = :state, ended_at = wallet_now(), paid_with = :payment WHERE id = :id"),
        {"id": request_id, "state": state, "payment": payment_id},
    )


def get_asker(db: Connection, request: PaymentRequest) -> Person:
    """Return the person who asks. Raises Refused when nobody reaches them any more."""
    asker = people.find_by_ids(db, [request.asker_id]).get(request.asker_id)
    if asker is None or asker.state != "open":
        raise Refused("refusal.recipient_refuses")
    return asker


def set_language(db: Connection, request_id: str, language: str) -> None:
    """Set the language of a payer without a wallet."""
    db.execute(text("UPDATE request SET language = :language WHERE id = :id"), {"id": request_id, "language": language})


def note_reminded(db: Connection, request_id: str) -> None:
    """Note that a request was repeated."""
    db.execute(text("UPDATE request SET reminded_at = wallet_now() WHERE id = :id"), {"id": request_id})


def expire(db: Connection, request_id: str) -> None:
    """End a request that nobody answered in time, unless it has ended meanwhile, and tell both."""
    request = lock_row(db, request_id)
    if not db.execute(text(f"SELECT 1 FROM ({DUE}) due WHERE id = :id"), {"id": request_id}).first():  # noqa: S608 - a constant
        return
    end(db, request.id, "expired")
    asker = people.find_by_ids(db, [request.asker_id]).get(request.asker_id)
    if asker is None:
        return
    payer = people.find_by_ids(db, [request.payer_id]).get(request.payer_id) if request.payer_id else None
    said = {"amount": request.amount, "reason": request.reason, "reference": request.reference}
    if request.email:
        notices.tell(db, asker, "receipt", "mailed_request_expired", **said, email=request.email)
    else:
        whom = {"name": people.find_seen_name(db, asker.id, payer) if payer else "", "phone": request.phone}
        notices.tell(db, asker, "receipt", "request_expired", **said, **whom)
    tell_payer(db, request, asker, payer, "request_gone")


def withdraw_all(db: Connection, asker: Person) -> None:
    """Take back all that somebody asks: they close their wallet. Each one asked is told."""
    theirs = text(f"""UPDATE request SET state = 'cancelled', ended_at = wallet_now()
        WHERE asker_id = :id AND state = 'open' RETURNING {COLUMNS}""")  # noqa: S608 - a constant
    for row in db.execute(theirs, {"id": asker.id}).all():
        request = PaymentRequest(**row._mapping)
        payer = people.find_by_ids(db, [request.payer_id]).get(request.payer_id) if request.payer_id else None
        tell_payer(db, request, asker, payer, "request_withdrawn")


def tell_payer(
    db: Connection, request: PaymentRequest, asker: Person, payer: Person | None, sentence: str
) -> bool:  # fmt: skip
    """Text the one asked, or mail them, unless they have blocked the asker or want no requests by SMS.

    False for the latter alone: whoever asks is told that, and hands on the code. A block is told to nobody.
    """
    if request.email:
        if not request.dropped:
            mails.write(db, request.email, request.language, BY_MAIL[sentence], request.id)
        return True
    reader = payer or Number(request.phone, request.language)
    is_heard = not texts.is_stopped(db, reader.phone)
    if request.dropped or not is_heard:
        return is_heard
    said = {"name": asker.shown, "phone": asker.phone, "amount": request.amount, "reason": request.reason,
            "request": request.code, "date": request.date}  # fmt: skip
    if payer is None and sentence == "payment_asked_of_stranger":
        said["page_of"] = f"request:{request.id}"  # the address is for the one asked alone: it stands in no notice
    notices.tell(db, reader, "receipt", sentence, **said)
    return True


def adopt(db: Connection, person: Person) -> None:
    """Give a new wallet's owner the requests their number was asked before."""
    db.execute(
        text("UPDATE request SET payer_id = :id WHERE phone = :phone AND payer_id IS NULL AND state = 'open'"),
        {"id": person.id, "phone": person.phone},
    )


@dataclass(frozen=True)
class Listed:
    """A request as its lists show it: `name` and `phone` are the other side's; of a mailed one, `name` its address.

    Of a shop's (`by_shop`), `request_id` is its checkout's and `name` the shop's; it has no phone.
    """

    request_id: str
    code: str
    name: str
    phone: str
    amount: int
    reason: str
    date: str
    reminded: int = 0
    mine: int = 1
    by_shop: int = 0


@dataclass(frozen=True)
class Counts:
    """Counts of requests that wait for the caller's answer, of theirs that wait for another's, of people blocked."""

    to_pay: int
    asked: int
    blocked: int


# What shops ask of a number by their programs: each is a checkout of theirs.
OF_SHOPS: Final = """FROM checkout_ask a JOIN checkout c ON c.id = a.checkout_id
    WHERE a.phone = {number} AND a.phone <> '' AND NOT a.dropped AND c.state = 'open' AND c.due_at > wallet_now()"""
OWN_NUMBER: Final = "(SELECT number FROM phone WHERE person_id = CAST(:id AS uuid) AND until IS NULL)"
COUNT_TO_PAY: Final = text(f"""SELECT
    (SELECT count(*) FROM request WHERE payer_id = CAST(:id AS uuid) AND state = 'open' AND NOT dropped)
    + (SELECT count(*) {OF_SHOPS.format(number=OWN_NUMBER)})""")  # noqa: S608 - constants
SHOPS: Final = f"""SELECT c.id::text, (SELECT code FROM pay_address p WHERE p.checkout_id = c.id) AS code, c.amount,
    to_char(c.due_at AT TIME ZONE 'Africa/Douala', 'DD/MM') AS date,
    (SELECT name FROM merchant m WHERE m.id = a.merchant_id) AS name
    {OF_SHOPS} {{more}} ORDER BY a.asked_at DESC LIMIT :most"""  # noqa: S608 - constants
TO_PAY_SHOPS: Final = text(SHOPS.format(number=OWN_NUMBER, more=""))
TO_PAY_SHOPS_UNTOLD: Final = text(
    SHOPS.format(number=":id", more="AND EXISTS (SELECT FROM texting x WHERE x.phone = a.phone AND x.stopped)")
)


def count_to_pay(db: Connection, person_id: str) -> int:
    """Return how many requests wait for this person's answer."""
    return int(db.execute(COUNT_TO_PAY, {"id": person_id}).scalar_one())


def find_counts(db: Connection, person_id: str) -> Counts:
    """Return the counts behind each line of the requests' menu."""
    row = {"id": person_id}
    asked = db.execute(text("SELECT count(*) FROM request WHERE asker_id = :id AND state = 'open'"), row).scalar_one()
    blocked = db.execute(text("SELECT count(*) FROM block WHERE blocker = :id"), row).scalar_one()
    return Counts(count_to_pay(db, person_id), int(asked), int(blocked))


OTHERS: Final = """SELECT r.id::text, r.code, r.amount, r.reason, r.reminded_at IS NOT NULL AS reminded,
    to_char(r.due_at AT TIME ZONE 'Africa/Douala', 'DD/MM') AS date, p.name,
    COALESCE(f.number, r.phone) AS phone, r.email
    FROM request r LEFT JOIN person p ON p.id = r.{other} LEFT JOIN phone f ON f.person_id = p.id AND f.until IS NULL
    WHERE r.{own} = :id AND r.state = 'open' {more} ORDER BY r.asked_at DESC LIMIT :most"""
TO_PAY: Final = text(OTHERS.format(own="payer_id", other="asker_id", more="AND NOT r.dropped"))
UNTOLD: Final = """AND r.payer_id IS NULL AND NOT r.dropped
    AND EXISTS (SELECT FROM texting x WHERE x.phone = r.phone AND x.stopped)"""
TO_PAY_UNTOLD: Final = text(OTHERS.format(own="phone", other="asker_id", more=UNTOLD))
ASKED: Final = text(OTHERS.format(own="asker_id", other="payer_id", more=""))


def find_to_pay(db: Connection, person_id: str) -> list[Listed]:
    """Return the requests that wait for a person's answer, the newest first."""
    asked = {"id": person_id, "most": LISTED}
    return [*map(_listed, db.execute(TO_PAY, asked)), *map(_listed_of_shop, db.execute(TO_PAY_SHOPS, asked))][:LISTED]


def find_untold(db: Connection, phone: str) -> list[Listed]:
    """Return the requests that wait for a number (E.164) without a wallet that said STOP, the newest first.

    No SMS told their codes; whoever is told has them.
    """
    asked = {"id": phone, "most": LISTED}
    shops = map(_listed_of_shop, db.execute(TO_PAY_SHOPS_UNTOLD, asked))
    return [*map(_listed, db.execute(TO_PAY_UNTOLD, asked)), *shops][:LISTED]


def find_asked(db: Connection, person_id: str) -> list[Listed]:
    """Return a person's own requests that wait, the newest first; a name was seen when it was asked for."""
    return [_listed(row) for row in db.execute(ASKED, {"id": person_id, "most": LISTED})]


def _listed(row: Row[Any]) -> Listed:
    name = people.shorten_name(row.name) if row.name else row.email
    return Listed(row.id, row.code, name, row.phone, row.amount, row.reason, row.date, int(row.reminded))


def _listed_of_shop(row: Row[Any]) -> Listed:
    return Listed(row.id, row.code, row.name, "", row.amount, "", row.date, by_shop=1)
