"""Passkeys of members: what a browser's authenticator signs, checked by `webauthn`; only public keys are kept."""

import uuid
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from sqlalchemy import Connection, Engine, text
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import PublicKeyCredentialDescriptor

from wallet.core.database import in_transaction
from wallet.core.errors import Misread
from wallet.core.secrets import Secrets
from wallet.members import factors
from wallet.members.sessions import SignedIn

LONGEST: Final = 8_000  # letters of what a browser sends
NAME_LETTERS: Final = 60
KEEP_CHALLENGE: Final = text("""UPDATE member_session SET challenge = :challenge,
    challenge_until = wallet_now() + interval '5 minutes' WHERE digest = sha256(:digest)""")
TAKE_CHALLENGE: Final = text("""UPDATE member_session s SET challenge = NULL
    FROM (SELECT digest, challenge FROM member_session
        WHERE digest = sha256(:digest) AND challenge_until > wallet_now() FOR UPDATE) had
    WHERE s.digest = had.digest RETURNING had.challenge""")
OF_LOGIN: Final = text("""SELECT id::text, credential_id, public_key, sign_count, name, since, used_at FROM passkey
    WHERE login_id = :login ORDER BY since, id""")
ADD: Final = text("SELECT add_passkey(:digest, CAST(:id AS uuid), :credential, :key, :name)")
PASS: Final = text("SELECT pass_passkey(:digest, :credential, :count, :key)")


@dataclass(frozen=True)
class Site:
    """The site that passkeys are of: its address as browsers see it."""

    origin: str

    @property
    def host(self) -> str:
        """Return the host alone, to which passkeys are bound."""
        return urlsplit(self.origin).hostname or ""


def list_of(db: Connection, who: SignedIn) -> list[Any]:
    """Return the passkeys of a login, the oldest first."""
    return list(db.execute(OF_LOGIN, {"login": who.login_id}))


def _name_known(db: Connection, who: SignedIn) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=bytes(one.credential_id)) for one in list_of(db, who)]


def start_adding(db: Connection, who: SignedIn, site: Site) -> str:
    """Return what a browser is asked to make a passkey of, as JSON. Raises Locked."""
    factors.check_may_add(who)
    options = generate_registration_options(
        rp_id=site.host, rp_name=factors.ISSUER, user_id=uuid.UUID(who.login_id).bytes,
        user_name=who.email or who.phone, user_display_name=who.name, exclude_credentials=_name_known(db, who),
    )  # fmt: skip
    db.execute(KEEP_CHALLENGE, {"challenge": options.challenge, "digest": who.digest})
    return options_to_json(options)


def add(engine: Engine, secrets: Secrets, who: SignedIn, site: Site, sent: str, name: str) -> None:
    """Add the passkey that a browser made: it is shown by that, too. Raises Locked, Misread."""
    factors.check_may_add(who)
    challenge = _take_challenge(engine, who, sent)
    try:
        made = verify_registration_response(
            credential=sent, expected_challenge=challenge, expected_rp_id=site.host, expected_origin=site.origin
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as wrong:
        raise Misread("member.wrong_factor") from wrong
    row = {
        "id": str(uuid.uuid4()), "digest": who.digest, "credential": made.credential_id,
        "key": made.credential_public_key, "name": name.strip()[:NAME_LETTERS] or factors.ISSUER,
    }  # fmt: skip

    def keep(db: Connection) -> bool:
        factors.keep_key(db, secrets, who)
        return bool(db.execute(ADD, row).scalar_one())

    if not in_transaction(engine, keep):
        raise Misread("member.wrong_factor")
    _pass(engine, secrets, who, made.credential_id, made.sign_count)


def start_showing(db: Connection, who: SignedIn, site: Site) -> str:
    """Return what a browser is asked to sign, as JSON."""
    options = generate_authentication_options(rp_id=site.host, allow_credentials=_name_known(db, who))
    db.execute(KEEP_CHALLENGE, {"challenge": options.challenge, "digest": who.digest})
    return options_to_json(options)


def show(engine: Engine, secrets: Secrets, who: SignedIn, site: Site, sent: str) -> None:
    """Check what a passkey signed. Raises Misread."""
    challenge = _take_challenge(engine, who, sent)
    try:
        credential_id = base64url_to_bytes(parse_authentication_credential_json(sent).id)
        known = in_transaction(engine, lambda db: list_of(db, who))
        mine = next(one for one in known if bytes(one.credential_id) == credential_id)
        seen = verify_authentication_response(
            credential=sent, expected_challenge=challenge, expected_rp_id=site.host, expected_origin=site.origin,
            credential_public_key=bytes(mine.public_key), credential_current_sign_count=mine.sign_count,
        )  # fmt: skip
    except (WebAuthnException, ValueError, KeyError, TypeError, StopIteration) as wrong:
        raise Misread("member.wrong_factor") from wrong
    _pass(engine, secrets, who, credential_id, seen.new_sign_count)


def _take_challenge(engine: Engine, who: SignedIn, sent: str) -> bytes:
    """Return what was to be signed, once; the try is counted first. Raises Misread for none, or too many."""
    factors.count_try(engine, who)
    asked = {"digest": who.digest}
    challenge = in_transaction(engine, lambda db: db.execute(TAKE_CHALLENGE, asked).scalar_one_or_none())
    if challenge is None or len(sent) > LONGEST:
        raise Misread("member.wrong_factor")
    return bytes(challenge)


def _pass(engine: Engine, secrets: Secrets, who: SignedIn, credential_id: bytes, count: int) -> None:
    def note(db: Connection) -> bool:
        key = factors.read_key(db, secrets, who)
        asked = {"digest": who.digest, "credential": credential_id, "count": count, "key": key}
        return bool(db.execute(PASS, asked).scalar_one())

    if not in_transaction(engine, note):
        raise Misread("member.wrong_factor")
