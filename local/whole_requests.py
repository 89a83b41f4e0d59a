"""The bytes of an HTTP request: how many it has, and whether all of them are here, before anybody parses it."""

import re
from typing import Final

REQUEST_BYTES_MAX: Final = 64 * 1024  # four times the longest body and any headers that gunicorn takes
HEAD_ENDS: Final = b"\r\n\r\n"
LENGTH: Final = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,9})[ \t]*(?=\r\n)")
CHUNKED: Final = re.compile(rb"\r\ntransfer-encoding:[ \t]*chunked[ \t]*(?=\r\n)")
MORE, IN_CHUNKS, NEVER = -1, -2, -3  # sizes of a request that are none
LAST_CHUNK: Final = b"\r\n0\r\n\r\n"  # also right behind the headers: their own end precedes it


def find_size(got: bytearray) -> int:
    """Return how many bytes the request that begins here has, or MORE, IN_CHUNKS, NEVER.

    What is doubtful is NEVER: gunicorn's parser says what is wrong with it, and the line is closed after that.
    """
    end = got.find(HEAD_ENDS)
    if end < 0:
        return MORE if len(got) < REQUEST_BYTES_MAX else NEVER
    head = bytes(got[: end + 2]).lower()
    lengths = LENGTH.findall(head)
    if head.count(b"\r\ncontent-length") != len(lengths) or len(lengths) > 1:
        return NEVER
    if b"\r\ntransfer-encoding" in head:
        return IN_CHUNKS if not lengths and CHUNKED.search(head) else NEVER
    size = end + len(HEAD_ENDS) + int(lengths[0] if lengths else 0)
    return size if size <= REQUEST_BYTES_MAX else NEVER


def is_whole(got: bytearray, size: int) -> bool | None:
    """Return True when all of a request of this size is here, None while more must come, False when none will help."""
    if size == NEVER or (size < 0 and len(got) >= REQUEST_BYTES_MAX):
        return False
    if size == IN_CHUNKS:
        return True if got.endswith(LAST_CHUNK) else None
    return True if 0 < size <= len(got) else None
