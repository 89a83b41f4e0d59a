"""The backend of menus: what they ask of the outside. The web app answers from the wallet, tests in memory."""

from collections.abc import Callable
from typing import Any, Protocol

from ussd_menus.sentences import Sentences
from wallet.accounts.progress import Progress
from wallet.core.values import Pin
from wallet.operations.use_case import Outcome, UseCase
from wallet.people.people import Caller


class MenuBackend(Protocol):
    """The facts that running a menu needs, and the comparing of PINs and codes."""

    def caller(self, phone: str, language: str) -> Caller:
        """Return who is at this phone; `language` is for a phone without a wallet."""

    def look_up(self, find: Callable[..., Any], args: tuple[Any, ...]) -> Any:
        """Run a look-up, and return its fact. Raises Misread or Refused."""

    def new_pin(self, caller: Caller, pin: Pin) -> str:
        """Return the hash of a PIN being chosen. Raises Misread for a weak or recent one."""

    def same_pin(self, pin_hash: str, pin: Pin) -> None:
        """Compare the PIN with the one just chosen. Raises Misread when they differ."""

    def own_pin(self, caller: Caller, pin: Pin) -> None:
        """Compare the PIN with the caller's, and count the try. Raises WrongPin or Locked."""

    def digest_code(self, caller: Caller, code: str) -> str:
        """Return the keyed digest of a one-time code typed on this phone."""


class CallBackend(MenuBackend, Protocol):
    """The acts that a call needs besides its menus."""

    def perform(self, case: UseCase, caller: Caller, key: str, pin: Pin | None) -> Outcome:
        """Do what was asked, once per key, and return what came of it. Raises Misread, Refused or QuoteChanged."""

    def done_before(self, key: str) -> Progress | None:
        """Return how far what was asked under this key has come; None when nothing was."""

    def digest_text(self, text: str) -> str:
        """Return the keyed digest of the gateway's text, which holds the PIN and is never stored."""

    def is_digest_of(self, digest: str, text: str) -> bool:
        """True for a digest that digest_text made of this text, here or in another process."""

    def note_security_event(self, kind: str, phone: str) -> None:
        """Write a security event."""

    def sentences(self, language: str) -> Sentences:
        """Return the sentences of a language."""
