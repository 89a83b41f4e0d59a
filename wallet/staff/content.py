"""The content of an act of staff, held to its fields' types: when it is made, and when what was asked is read again."""

import re
from dataclasses import MISSING, asdict, fields
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Final, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model
from pydantic_core import to_json

from wallet.core.errors import Refused

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

LARGEST: Final = 10**15  # the ledger posts no more at once
Francs = Annotated[int, Field(ge=-LARGEST, le=LARGEST)]
A_NUL: Final = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")  # as JSON writes it; PostgreSQL keeps none


def check_content(act: "DataclassInstance") -> None:
    """Raise Refused for an act whose values are not of its fields' types, or cannot be kept."""
    try:
        written = to_json(asdict(act))
    except ValueError as wrong:
        raise Refused("staff.content_unreadable", field=type(act).__name__, why=str(wrong)) from None
    read_content(type(act), written)


def read_content(act: "type[DataclassInstance]", written: bytes) -> dict[str, Any]:
    """Return the fields of an act from JSON. Raises Refused for what is not of their types, or cannot be kept."""
    if A_NUL.search(written):
        raise Refused("staff.content_unreadable", field=act.__name__, why="A character that no text holds (NUL)")
    try:
        return vars(_make_model(act).model_validate_json(written))
    except ValidationError as wrong:
        first = wrong.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise Refused("staff.content_unreadable", field=place, why=first["msg"]) from None


@cache
def _make_model(act: "type[DataclassInstance]") -> type[BaseModel]:
    hints = get_type_hints(act, include_extras=True)
    types: dict[str, Any] = {
        one.name: (hints[one.name], ... if one.default is MISSING else one.default) for one in fields(act)
    }
    return create_model(act.__name__, __config__=ConfigDict(strict=True, extra="forbid"), **types)
