"""Routes: one way into the API each, with all that is known of it; the web app and the papers are made of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel

DELETED: Final = 204
JSON: Final = "application/json"


@dataclass(frozen=True)
class Route:
    """`do` is given the call, ids of the path as they are written, then what was said or asked (where there is any).

    It returns what is answered, as `answers` shows it, or, of another `kind` than JSON, the whole answer.
    `permission` "" is every key's. `page` marks a list.
    """

    method: str
    path: str
    do: Callable[..., Any]
    permission: str
    answers: type[BaseModel] | None = None
    says: type[BaseModel] | None = None
    asks: type[BaseModel] | None = None
    status: int = 200
    page: bool = False
    kind: str = JSON

    @property
    def name(self) -> str:
        """Return its name in the papers: that of its function."""
        return self.do.__name__
