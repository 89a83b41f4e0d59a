"""Lines of the log: what looks like a PIN is masked, all that it holds is written, names last as long as a block."""

import json

import pytest
from structlog.contextvars import get_contextvars

from wallet.core.logs import following, redact, write_json

MASKED = ["4827", "PIN 4827", "x 482713", "(4827)", "4827.", "a-b 4827 c", "4827 4827"]
KEPT = ["482", "4827139", "A4827", "4827A", "+4827", "*4827", "-4827", "ATUid_4827a", "+237677000001"]


@pytest.mark.parametrize("said", MASKED)
def test_what_looks_like_a_code_is_masked(said: str) -> None:
    assert "4827" not in redact(None, "", {"why": said})["why"]


@pytest.mark.parametrize("said", KEPT)
def test_what_no_code_looks_like_is_kept(said: str) -> None:
    assert redact(None, "", {"why": said}) == {"why": said}


def test_names_of_secrets_are_never_written_and_moments_stay_whole() -> None:
    line = {"PIN": "abc", "input": "x", "timestamp": "2026-11-30T10:00:00Z", "ms": 4827}
    assert redact(None, "", dict(line)) == {**line, "PIN": "****", "input": "****"}


@pytest.mark.parametrize("value", ["é", "\ud800", 2**70, 1.5, None, [1], {"a": "b"}])
def test_every_line_is_json(value: object) -> None:
    assert json.loads(write_json({"event": value}, default=repr)) == {"event": value}


def test_what_is_none_of_jsons_is_written_by_its_default() -> None:
    assert json.loads(write_json({"event": {1, 2}}, default=repr)) == {"event": "{1, 2}"}


def test_names_last_as_long_as_their_block_and_an_outer_one_comes_back() -> None:
    with following(session="a"):
        with following(session="b", request="r"):
            assert get_contextvars() == {"session": "b", "request": "r"}
        assert get_contextvars() == {"session": "a"}
    assert get_contextvars() == {}
