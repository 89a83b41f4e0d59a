"""Read what a request says, strictly: JSON without doubt, fields of their exact types, nothing beside them."""

import json
from decimal import Decimal
from typing import Any, Final, NoReturn, TypeVar

from flask import request
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic.config import JsonDict

from web.api.problems import Trouble

JSON_TYPE: Final = "application/json"
LONGEST_NUMBER: Final = 18  # digits


class Body(BaseModel):
    """Something said by a program: no field more than there are, each of its own type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Query(BaseModel):
    """A query: no parameter more than there are; each is a text."""

    model_config = ConfigDict(extra="forbid")


def read_digits(written: Any) -> Any:
    """Return `20` as 20; ASCII digits alone are a number. Raises ValueError."""
    if isinstance(written, str):
        if not (written.isascii() and written.isdigit() and len(written) < 10):
            raise ValueError("a number in digits is expected")
        return int(written)
    return written


# Formats of texts, of which JSON Schema knows no pattern: an address; one line without blanks at its ends.
URI: Final[JsonDict] = {"format": "uri"}
LINE: Final[JsonDict] = {"format": "line"}
EMAIL_OR_NONE: Final[JsonDict] = {"anyOf": [{"const": ""}, {"format": "email"}]}
URI_OR_NONE: Final[JsonDict] = {"anyOf": [{"const": ""}, {**URI}]}
DIGITS: Final = BeforeValidator(read_digits)
Read = TypeVar("Read", bound=BaseModel)


def read_body(model: type[Read]) -> Read:
    """Return the request's body as this model. Raises Trouble naming the field that is wrong."""
    if request.mimetype != JSON_TYPE:
        raise Trouble("unsupported_media_type")
    try:
        said = request.get_data().decode()
        read = json.loads(said, object_pairs_hook=refuse_twice, parse_constant=refuse_constant, parse_float=read_number)
        json.dumps(read, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except (ValueError, RecursionError):  # what is no UTF-8 too
        raise Trouble("invalid_request", "The body is no JSON in UTF-8, or has a name twice.") from None
    refuse_nul(read)
    return check(model, read)


def read_query(model: type[Read]) -> Read:
    """Return the request's query as this model. Raises Trouble naming the parameter that is wrong."""
    for name, values in request.args.lists():
        if len(values) > 1:
            raise Trouble("invalid_request", "Said more than once.", name[:100])
    said = request.args.to_dict()
    refuse_nul(said)
    return check(model, said)


def check(model: type[Read], said: Any) -> Read:
    """Return what was said as this model. Raises Trouble for the first thing that is wrong."""
    try:
        return model.model_validate(said)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False, include_context=False, include_input=False)[0]
        param = ".".join(map(str, first["loc"]))[:100]
        raise Trouble("invalid_request", f"{first['msg']}.", param or None) from None


def refuse_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the object of these pairs. Raises ValueError for a name that comes twice."""
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a name comes twice")
    return made


def read_number(written: str) -> int | float:
    """Return 1500.0 as 1500: to JSON, and to the papers, both are one number. One that is not whole stays as it is."""
    number = Decimal(written)
    return (
        int(number) if number.adjusted() < LONGEST_NUMBER and number == number.to_integral_value() else float(written)
    )


def refuse_constant(written: str) -> NoReturn:
    """Raise ValueError: NaN and infinities are no JSON."""
    raise ValueError(written)


def refuse_nul(read: Any) -> None:
    """Raise Trouble for a text with U+0000 in it, which no row can hold."""
    if isinstance(read, str) and "\0" in read:
        raise Trouble("invalid_request", "A text holds U+0000.")
    if isinstance(read, dict):
        read = [*read, *read.values()]
    if isinstance(read, list):
        for one in read:
            refuse_nul(one)
