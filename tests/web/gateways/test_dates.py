"""When a text was sent, as gateways write it or might; what nobody can read is too late for money."""

from datetime import UTC, datetime

import pytest

from web.gateways.dates import LONG_AGO, read_sent_at

NOON = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-28T12:00:00Z", "2026-11-28 12:00:00", "2026-11-28T12:00:00", "2026-11-28T12:00:00.000Z",
        "2026-11-28 12:00:00.000000", "2026-11-28T13:00:00+01:00", "2026-11-28 15:00:00+03:00", "2026-11-28T12:00Z",
        "2026-11-28T13:00:00+0100", "20261128T120000Z", " 2026-11-28 12:00:00 ", "1795867200", "1795867200000",
        "1795867200.0", "2026-11-28T12:00:00 Z", "2026-11-28 12:00:00 +0000", "2026-11-28T12:00:00z",
    ],
)  # fmt: skip
def test_a_moment_in_any_of_its_spellings(written: str) -> None:
    assert read_sent_at(written) == NOON


@pytest.mark.parametrize("written", ["", "  "])
def test_nothing_said_is_nothing_known(written: str) -> None:
    assert read_sent_at(written) is None


@pytest.mark.parametrize(
    "written",
    ["hier", "9999-99-99 00:00:00", "٢٠٢٦-11-21 10:00:00", "28/11/2026 12:00", "12", "17958672001795867200", "-1",
     "1e9", "2026-11-28T12:00:00+99:00", "\x00", "2026-11-28T12:00:00" * 50],
)  # fmt: skip
def test_what_cannot_be_read_is_long_ago(written: str) -> None:
    assert read_sent_at(written) == LONG_AGO
