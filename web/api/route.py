"""Routes: one way into the API each, with all that is known of it; the web app and the papers are made of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel

DELETED: Final = 204


@dataclass(frozen=True)
class Route:
    """`do` is given the call, ids of the path as they are written, then what was said or asked (where there is any).

    It returns what is answered, as `answers` shows it. `permission` "" is every key's. `page` marks a list.
    """

    method: str
    path: str
    do: Callable[..., Any]
    permission: str
    answers: type[BaseModel] | None
    says: type[BaseModel] | None = None
    asks: type[BaseModel] | None = None
    status: int = 200
    page: bool = False

    @property
    def name(self) -> str:
        """Return its name in the papers: that of its function."""
        return self.do.__name__
