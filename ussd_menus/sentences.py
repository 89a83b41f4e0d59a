"""The sentences of one language, as menus see them: a key becomes text, and a text has a length on the wire."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Sentences:
    """The sentences of one language, and the length of a text in septets."""

    say_in: Callable[..., str]  # (language, key, **values)
    septets: Callable[[str], int]
    language: str

    def say(self, key: str, **values: Any) -> str:
        """Return the sentence of this key."""
        return self.say_in(self.language, key, **values)
