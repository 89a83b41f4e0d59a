"""Questions asked by SMS, each waiting for OUI and its four-digit code. One waits per phone."""

import hmac
import json
import uuid
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import Any, Final, Literal

from sqlalchemy import Connection, Engine, text

from wallet.core import security_events
from wallet.core.database import in_transaction
from wallet.core.errors import Locked, Misread
from wallet.core.secrets import Secrets
from wallet.messages import notices
from wallet.operations.actor import Actor
from wallet.people import pins
from wallet.people.attempts import WrongCodes

CODE_DIGITS: Final = 4
WITHDRAWAL_DIGITS: Final = 7
DIGEST_LETTERS: Final = 32
GOOD_FOR: Final = timedelta(minutes=5)
TRIES: Final = 3
WRONG_CODES: Final = WrongCodes("texting", "phone", most=5)
# How a question tells to be answered: one of the [answer] sentences.
How = Literal["new", "replacing", "repriced", "without_code", "without_yes", "not_dropped"]


@dataclass(frozen=True)
class Ask:
    """A question texted to a phone."""

    id: str
    key: str
    kind: str
    content: dict[str, Any]
    expired: bool
    done: bool


def ask(
    db: Connection,
    secrets: Secrets,
    actor: Actor,
    key: str,
    kind: str,
    content: dict[str, Any],
    sentence: str,
    values: dict[str, Any],
    how: How = "new",
) -> None:
    """Ask by SMS; the question that waited on this phone is dropped, and the new one says so."""
    replaces = drop(db, actor.phone) and how == "new"
    ask_id = str(uuid.uuid4())
    db.execute(
        text(
            "INSERT INTO ask (id, key, phone, person_id, kind, content, asked_at, pepper)"
            " VALUES (:id, :key, :phone, :person, :kind, :content, wallet_now(), :pepper)"
        ),
        {
            "id": ask_id,
            "key": key,
            "phone": actor.phone,
            "person": actor.person_id,
            "kind": kind,
            "content": json.dumps(content),
            "pepper": secrets.newest,
        },
    )
    written = f"{secrets.newest}:{ask_id}"
    notices.tell(db, actor, "code", sentence, **values, answer="replacing" if replaces else how, ask=written)


def tell_again(db: Connection, actor: Actor, sentence: str, values: dict[str, Any], how: How) -> None:
    """Say the waiting question once more, without its code, which is texted once; `how` is what an answer needs."""
    notices.tell(db, actor, "answer", sentence, **values, answer=how)


def drop(db: Connection, phone: str) -> bool:
    """End the question waiting on this phone, if one is."""
    return bool(
        db.execute(
            text("UPDATE ask SET state = 'dropped' WHERE phone = :phone AND state = 'waiting'"),
            {"phone": phone},
        ).rowcount
    )


def note_done(db: Connection, ask_id: str) -> None:
    """Mark the question answered."""
    db.execute(text("UPDATE ask SET state = 'done' WHERE id = :id"), {"id": ask_id})


NEWEST: Final = text("""SELECT id::text, key, kind, content, done,
      NOT done AND wallet_now() - asked_at > :good_for AS expired
    FROM ask, LATERAL (SELECT state = 'done'
      OR EXISTS (SELECT FROM operation o WHERE o.key = ask.key AND o.sentence IS NOT NULL) AS done) so
    WHERE phone = :phone AND state <> 'dropped' ORDER BY asked_at DESC LIMIT 1""")


def find_newest(db: Connection, phone: str) -> Ask | None:
    """Return the phone's newest question not dropped; answered ones too, so a repeated OUI hears the same.

    One is done once its operation is, though a worker that died then did not note it here.
    """
    row = db.execute(NEWEST, {"phone": phone, "good_for": GOOD_FOR}).one_or_none()
    return Ask(**row._mapping) if row else None


def find_waiting(db: Connection, phone: str) -> Ask | None:
    """Return the question that waits for this phone's answer, and is not too old for it."""
    newest = find_newest(db, phone)
    return newest if newest and not newest.expired and not newest.done else None


def compute_code(secrets: Secrets, ask_id: str, pepper: str | None = None) -> str:
    """Return the code of a question: computed, never stored. Raises KeyError for a pepper that is gone."""
    return secrets.code(ask_id, CODE_DIGITS, pepper)


def compute_written(secrets: Secrets, written: str) -> str:
    """Return the code of the question that a notice names, `pepper:id`. Raises KeyError for a pepper that is gone."""
    pepper, _, ask_id = written.rpartition(":")  # without one, as the release of November 2026 wrote it
    return compute_code(secrets, ask_id, pepper or None)


def digest_code(secrets: Secrets, phone: str, code: str) -> str:
    """Return the digest that stands for a code in everything stored, bound to the phone it was typed on.

    That of a withdrawal at an agent (seven digits) begins with the code's first two: they find it among the agent's.
    It has 32 characters for each of our peppers, since whoever compares may have others (is_same_code).
    """
    by_pepper = (secrets.hex_digest("text code", f"{phone} {code}", pepper) for pepper in secrets.ids)
    return (code[:2] if len(code) == WITHDRAWAL_DIGITS else "") + "".join(by_pepper)


def is_same_code(one: str, other: str) -> bool:
    """True when two digests (digest_code) stand for one code, by any pepper that both were made under."""
    pairs = product(_split_digest(one), _split_digest(other))
    return sum(hmac.compare_digest(*pair) for pair in pairs) > 0  # all of them: the time tells nothing


def _split_digest(digest: str) -> list[str]:
    """Return a digest's part under each pepper."""
    return [digest[end - DIGEST_LETTERS : end] for end in range(len(digest), DIGEST_LETTERS - 1, -DIGEST_LETTERS)]


def check(engine: Engine, secrets: Secrets, actor: Actor, ask_id: str | None, digest: str) -> None:
    """Compare a texted code with its question's: three tries a question, five wrong ones a day on one phone.

    Without a question every code is wrong, and counts. Raises Misread, with the tries left if it waits, or Locked.
    """
    pepper = in_transaction(engine, lambda db: _count_try(db, actor, ask_id))
    if isinstance(pepper, Locked):
        raise pepper
    asked = compute_code(secrets, ask_id, pepper) if ask_id else ""
    if ask_id and is_same_code(digest, digest_code(secrets, actor.phone, asked)):
        in_transaction(engine, lambda db: _give_back(db, actor, ask_id))
        return
    raise in_transaction(engine, lambda db: _refusal(db, actor, ask_id))


def _count_try(db: Connection, actor: Actor, ask_id: str | None) -> Locked | str | None:
    """Count a try. Returns why nothing will be compared, or the id of the pepper that the code is computed by."""
    db.execute(text("INSERT INTO texting (phone) VALUES (:phone) ON CONFLICT DO NOTHING"), {"phone": actor.phone})
    if WRONG_CODES.count(db, actor.phone) > WRONG_CODES.most or is_locked(db, actor.phone):
        return Locked("refusal.sms_locked")
    pin_locked = pins.is_locked(db, actor.person_id)
    if pin_locked:
        return pin_locked
    counted = text("UPDATE ask SET tries = tries + 1 WHERE id = :id RETURNING tries, state, pepper")
    tried = db.execute(counted, {"id": ask_id}).one_or_none()
    if tried and tried.tries > TRIES and tried.state == "waiting":
        return Locked("code_expired")
    return tried.pepper if tried else None


def _give_back(db: Connection, actor: Actor, ask_id: str) -> None:
    WRONG_CODES.take_back(db, actor.phone)
    db.execute(text("UPDATE ask SET tries = tries - 1 WHERE id = :id"), {"id": ask_id})


def _refusal(db: Connection, actor: Actor, ask_id: str | None) -> Misread | Locked:
    if WRONG_CODES.read(db, actor.phone) >= WRONG_CODES.most:
        db.execute(text("UPDATE texting SET locked = true WHERE phone = :phone"), {"phone": actor.phone})
        drop(db, actor.phone)
        security_events.note_once_a_day(db, "SMS money locked", actor.phone)
        return Locked("refusal.sms_locked")
    waits = text("SELECT tries FROM ask WHERE id = :id AND state = 'waiting' AND wallet_now() - asked_at <= :good_for")
    tried = db.execute(waits, {"id": ask_id, "good_for": GOOD_FOR}).one_or_none()
    if tried is None:
        return Misread("code_not_asked")
    if tried.tries >= TRIES:
        drop(db, actor.phone)
        return Misread("code_expired")
    return Misread("wrong_code", tries=TRIES - tried.tries)


def is_locked(db: Connection, phone: str) -> bool:
    """True when wrong codes have stopped money by SMS on this phone."""
    return bool(db.execute(text("SELECT 1 FROM texting WHERE phone = :phone AND locked"), {"phone": phone}).first())


def open_texting(db: Connection, phone: str) -> None:
    """Open SMS money again on this phone, because its owner dialled from it."""
    db.execute(
        text("UPDATE texting SET locked = false, wrong_codes = 0 WHERE phone = :phone AND locked"),
        {"phone": phone},
    )
