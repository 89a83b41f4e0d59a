"""The wallet as a USSD call's backend: facts, PINs, codes, and use cases performed."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final

from sms_templates import LANGUAGES, say_on
from sms_templates.gsm7 import septets
from ussd_menus.sentences import Sentences
from wallet.accounts import progress
from wallet.accounts.progress import Progress
from wallet.core import security_events
from wallet.core.database import in_transaction
from wallet.core.errors import Misread
from wallet.core.values import Pin
from wallet.operations import asks
from wallet.operations.actor import Actor
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Outcome, UseCase
from wallet.people import people, pins
from wallet.people.people import Caller
from wallet.perform import Wallet

SENTENCES: Final = {language: Sentences(partial(say_on, "ussd"), septets, language) for language in LANGUAGES}


@dataclass(frozen=True)
class WalletBackend:
    """The backend of a call (ussd_menus.backend.CallBackend), answered from the wallet.

    `wakes` are the queues that have something to do once the hop is answered.
    """

    wallet: Wallet
    wakes: list[str] = field(default_factory=list)

    def caller(self, phone: str, language: str) -> Caller:
        """Return who is at this phone; having dialled from it opens money by SMS again."""

        def find(db: Any) -> Caller:
            asks.open_texting(db, phone)
            known = people.find_caller(db, phone, language or LANGUAGES[0])
            return replace(known, languages=" ".join(LANGUAGES))

        return in_transaction(self.wallet.engine, find)

    def look_up(self, find: Callable[..., Any], args: tuple[Any, ...]) -> Any:
        """Run a look-up in a transaction of its own, and return its fact."""
        return in_transaction(self.wallet.engine, lambda db: find(db, *args))

    def new_pin(self, caller: Caller, pin: Pin) -> str:
        """Return the hash of a PIN being chosen. Raises Misread for a weak or recent one."""
        pins.refuse_weak(pin, caller.phone)
        if not caller.is_stranger:
            in_transaction(
                self.wallet.engine,
                lambda db: pins.refuse_past(db, self.wallet.secrets, caller.person_id, pin),
            )
        return pins.hash_pin(self.wallet.secrets, pin)

    def same_pin(self, pin_hash: str, pin: Pin) -> None:
        """Compare the PIN with the one just chosen. Raises Misread when they differ."""
        if not pins.matches(self.wallet.secrets, pin_hash, pin):
            raise Misread("error.pins_differ")

    def digest_code(self, caller: Caller, code: str) -> str:
        """Return the keyed digest of a one-time code typed on this phone."""
        return asks.digest_code(self.wallet.secrets, caller.phone, code)

    def own_pin(self, caller: Caller, pin: Pin) -> None:
        """Compare the PIN with the caller's, and count the try. Raises WrongPin or Locked."""
        PinProof(pin).verify(self.wallet.engine, self.wallet.secrets, Actor.from_caller(caller))

    def perform(self, case: UseCase, caller: Caller, key: str, pin: Pin | None) -> Outcome:
        """Do what was asked, once per key; whoever must be told of it is woken later."""
        try:
            actor = Actor.from_caller(caller)
            return self.wallet.perform(case, actor, key, "ussd", PinProof(pin) if pin else None)
        finally:
            self.wakes.extend(case.wakes)

    def done_before(self, key: str) -> Progress | None:
        """Return how far what was asked under this key has come; None when nothing was."""
        return in_transaction(self.wallet.engine, lambda db: progress.find_progress(db, key))

    def digest_text(self, text: str) -> str:
        """Return the keyed digest of the gateway's text."""
        return self.wallet.secrets.hex_digest("transcript", text)

    def is_digest_of(self, digest: str, text: str) -> bool:
        """True for the digest of this text under any of our peppers: the last hop's process may have had others."""
        secrets = self.wallet.secrets
        return any(secrets.hex_digest("transcript", text, pepper) == digest for pepper in secrets.ids)

    def note_security_event(self, kind: str, phone: str) -> None:
        """Write a security event."""
        in_transaction(self.wallet.engine, lambda db: security_events.note(db, kind, phone))

    def sentences(self, language: str) -> Sentences:
        """Return the sentences of a language."""
        return SENTENCES[language]
