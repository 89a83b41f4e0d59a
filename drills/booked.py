"""The books after a drill, against what was acknowledged to those who called."""

from typing import Final

from drills.story import Story
from drills.town import Town
from faults.acknowledged import Attempt, Booked, compare_books

BOOKED: Final = """SELECT 'send' AS kind, reference, amount FROM movement WHERE kind = 'send_money'
    UNION ALL SELECT 'cash_in', reference, amount FROM movement WHERE kind = 'take_cash_in'
    UNION ALL SELECT 'cash_out', reference, amount FROM cash_out
    UNION ALL SELECT CASE direction WHEN 'pay' THEN 'withdraw' ELSE 'recharge' END, reference, amount FROM payment"""
BOOKED_KINDS: Final = ("send", "cash_in", "cash_out", "recharge", "withdraw")


def judge_books(story: Story, town: Town, others: list[str]) -> None:
    """Judge the books by what was acknowledged; `others`: all that faults' own checks find wrong."""
    booked = [Booked(Attempt(row.kind, row.amount), row.reference) for row in town.service.rows(BOOKED)]
    found = compare_books(town.service, town.journal, booked, BOOKED_KINDS)
    tried, told = len(town.journal.attempts), len(town.journal.heard)
    story.note("tried, told, in the books", f"{tried}, {told}, {len(booked)}")
    for name, wrong in (("acknowledged and lost", found.lost), ("in the books twice", found.doubled),
                        ("in the books, and nobody asked", found.unasked), ("any other thing wrong", tuple(others)),
                        ("screens nobody had an answer to", tuple(town.everybody.broken))):  # fmt: skip
        for line in wrong[:10]:
            story.tell(f"  {name}: {line}")
        story.judge(name, str(len(wrong)), "0", not wrong)
