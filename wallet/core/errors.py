"""Errors as a tree. An error carries the key of a sentence and its values, never prose.

* WalletError
  x Misread          what was typed cannot be read: say so in one line and ask again
    - NotNow         not possible just now: asked again, and not counted as a mistake
    - WrongPin       the PIN is not the right one: asked again, tries left in the values
  x Refused          understood, and not done: say why and what to do next; an outcome to remember
    - Locked         the PIN, the account or SMS money is locked: said, never remembered as an outcome
  x QuoteChanged     the price shown no longer holds: show the new one and ask again
  x KeyReused        the same key with other content: nothing done, the first outcome is said
"""

from typing import Any, NamedTuple


class WalletError(Exception):
    """A refusal of any kind; `key` names the sentence, `values` fill it."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)  # never the values: they end in logs and traces
        self.key = key
        self.values = values


class Misread(WalletError):
    """Typed words that cannot be read here: the question is asked again under one line."""


class WrongPin(Misread):
    """Not this account's PIN; the try is already counted and committed."""


class NotNow(Misread):
    """Understood, and not possible just now through no fault of the caller: never counted as a mistake."""


class Refused(WalletError):
    """Understood and not done; the sentence says why and what to do next."""


class Locked(Refused):
    """A lock stands before the operation: it may be asked again once lifted, so it is not remembered."""


class QuoteChanged(WalletError):
    """The quote agreed to no longer holds: nothing was done, the new one must be shown."""


class KeyReused(Refused):
    """The same key came back with other content: what was done first is said instead."""


class Problem(NamedTuple):
    """One of several things that are wrong with a file or a form: its line or its field, and what is said of it."""

    where: int | str
    key: str
    values: dict[str, Any]
