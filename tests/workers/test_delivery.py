"""Delivery reports: kept in any order, before the send returned, never going back from a final word."""

import pytest

from tests.workers.conftest import Outbox

STORIES = [
    (["Sent", "Success"], "Success"),
    (["Success", "Sent"], "Success"),
    (["Success", "Failed"], "Success"),
    (["Submitted", "Sent", "Buffered"], "Buffered"),
    (["Rejected", "Success"], "Rejected"),
    (["Nonsense", "Sent"], "Sent"),
    (["Sent", "Nonsense"], "Sent"),
    (["success", "SENT"], "success"),
    (["Success", "Success"], "Success"),
]


@pytest.mark.parametrize(("heard", "kept"), STORIES)
def test_reports(outbox: Outbox, heard: list[str], kept: str) -> None:
    for number, status in enumerate(heard):
        gateway_id = "ATXid_Ab1" if number % 2 else "ATXID_AB1"
        outbox.report(gateway_id, status)
    assert [(row.gateway_id, row.status) for row in outbox.rows("SELECT gateway_id, status FROM delivery")] == [
        ("atxid_ab1", kept)
    ]
