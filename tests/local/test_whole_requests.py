"""The event loop hands a thread a request that is whole, or bytes that will never be one, and nothing before."""

import pytest

from local.whole_requests import IN_CHUNKS, MORE, NEVER, REQUEST_BYTES_MAX, find_size, is_whole

START = b"POST /ussd HTTP/1.1\r\nHost: mbongo\r\n"
LENGTH_5 = START + b"Content-Length: 5\r\n\r\n"
CHUNKS = START + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("got", "whole"),
    [
        (b"", None),
        (START, None),
        (START + b"\r\n", True),
        (LENGTH_5, None),
        (LENGTH_5 + b"1234", None),
        (LENGTH_5 + b"12345", True),
        (LENGTH_5 + b"12345GET / HTTP/1.1\r\n", True),
        (START + b"content-length:0\r\n\r\n", True),
        (CHUNKS, None),
        (CHUNKS + b"3\r\nabc\r\n", None),
        (CHUNKS + b"3\r\nabc\r\n0\r\n\r\n", True),
        (CHUNKS + b"0\r\n\r\n", True),
    ],
)
def test_a_request_is_handed_over_when_all_of_it_is_here(got: bytes, whole: bool | None) -> None:
    assert is_whole(bytearray(got), find_size(bytearray(got))) is whole


@pytest.mark.parametrize(
    "headers",
    [
        b"Content-Length: 5\r\nContent-Length: 6\r\n", b"Content-Length: 5\r\nContent-Length: 5\r\n",
        b"Content-Length: +5\r\n", b"Content-Length: 5, 5\r\n", b"Content-Length: 1_0\r\n", b"Content-Length: -1\r\n",
        b"Content-Length : 5\r\n", b"Content-Length: 99999999999\r\n", b"Content-Length: 99999\r\n",
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", b"Transfer-Encoding: xchunked\r\n",
        b"Transfer-Encoding: chunked, identity\r\n",
    ],
)  # fmt: skip
def test_what_may_be_read_in_two_ways_is_not_waited_for(headers: bytes) -> None:
    assert find_size(bytearray(START + headers + b"\r\n")) == NEVER


def test_headers_or_chunks_without_end_are_given_up() -> None:
    assert find_size(bytearray(START + b"X: " + b"a" * 1_000)) == MORE
    assert find_size(bytearray(START + b"X: " + b"a" * REQUEST_BYTES_MAX)) == NEVER
    assert is_whole(bytearray(CHUNKS + b"a" * REQUEST_BYTES_MAX), IN_CHUNKS) is False
