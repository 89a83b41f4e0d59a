"""Operators' answers, read strictly and kept safely: real JSON, whole francs, text that a database takes.

Where a value is there and cannot be read, the answer is refused as a whole: half an answer must not settle a payment.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from workers.rails import RailError

NAME_LETTERS_MAX: Final = 80
PAGE_LETTERS_MAX: Final = 2_000
PAGE: Final = re.compile(r"(https://[A-Za-z0-9.-]+|http://(127\.0\.0\.1|localhost))(:[0-9]+)?/[!-~]*")
BALANCE: Final = re.compile(r"([0-9]{1,15})(\.[0-9]+)?")
CALLBACK_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Unreadable(ValueError):
    """An answer this operator does not write; the argument says what is wrong, never what was read."""


@contextmanager
def nothing_ran() -> Iterator[None]:
    """Let whatever fails inside be certain to have moved nothing: a question, or a page at which nobody can have paid.

    Raises RailError(ran="no").
    """
    try:
        yield
    except Unreadable as wrong:
        raise RailError(f"unreadable: {wrong}", ran="no") from None
    except RailError as failed:
        raise RailError(failed.why, ran="no", raw=failed.raw) from None


def _refuse(word: str) -> Any:
    raise Unreadable("a number that is not one")


def read_object(body: bytes) -> dict[str, Any]:
    """Return the JSON object of a body; {} for an empty one. Numbers with a point stay text. Raises Unreadable."""
    if not body.strip():
        return {}
    try:
        said = json.loads(body, parse_constant=_refuse, parse_float=str)
    except RecursionError:
        raise Unreadable("nested too deep") from None
    except ValueError:
        raise Unreadable("not JSON") from None
    if not isinstance(said, dict):
        raise Unreadable("not an object")
    return said


def read_objects(body: bytes) -> list[dict[str, Any]]:
    """Return the objects of a body that is a JSON array of them. Raises Unreadable."""
    return read_list(read_object(b'{"all": ' + (body.strip() or b"[]") + b"}"), "all")


def read_list(said: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """Return the objects of the array under a key, none where there is nothing. Raises Unreadable for anything else."""
    inside = said.get(key) or []
    if not isinstance(inside, list) or not all(isinstance(one, dict) for one in inside):
        raise Unreadable("not a list of objects")
    return inside


def read_part(said: dict[str, Any], key: str) -> dict[str, Any]:
    """Return the object under a key, {} when there is none."""
    inside = said.get(key)
    return inside if isinstance(inside, dict) else {}


def read_word(value: Any) -> str:
    """Return a word that a database takes: no NUL, no half surrogate, cut; "" for anything but text or int."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value).replace("\0", "").encode("utf-8", "replace").decode().strip()[:NAME_LETTERS_MAX]


def read_francs(value: Any) -> int | None:
    """Return 100 for 100, "100", "100.00"; None where nothing is said. Raises Unreadable for part of a franc."""
    if value is None or value == "":
        return None
    written = re.fullmatch(r"([0-9]{1,12})(?:\.0{1,4})?", read_word(value))
    if not written:
        raise Unreadable("an amount that is not whole francs")
    return int(written[1])


def read_phone(value: Any) -> str | None:
    """Return 237677000001 or 677000001 in E.164; what is neither is kept as it is, so that it is seen to differ."""
    written = read_word(value).lstrip("+")
    if re.fullmatch(r"[0-9]{9}", written):
        return "+237" + written
    return ("+" + written if re.fullmatch(r"[0-9]{10,15}", written) else written) or None


def read_balance(value: Any, currency: str) -> int:
    """Return the whole units of what is held for us in a currency; parts of one do not count. Raises Unreadable."""
    written = BALANCE.fullmatch(read_word(value))
    if not written:
        raise Unreadable(f"no balance in {currency}")
    return int(written[1])


def read_page(value: Any) -> str:
    """Return the address of a page to send a payer to: https, or of this machine. Raises Unreadable."""
    address = value if isinstance(value, str) and len(value) <= PAGE_LETTERS_MAX else ""
    if not PAGE.fullmatch(address):
        raise Unreadable("no page to pay at")
    return address


def read_name(body: bytes, *keys: str) -> str:
    """Return the first of these keys that a callback gives, at its top or in its `data`; "" for garbage."""
    try:
        said = read_object(body)
    except Unreadable:
        return ""
    for key in keys:
        for place in (said, read_part(said, "data")):
            if CALLBACK_NAME.fullmatch(read_word(place.get(key))):
                return read_word(place[key])
    return ""
