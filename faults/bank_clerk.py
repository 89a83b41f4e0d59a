"""The clerk of a run: gathers payouts into files, has them released, takes them to the bank, reads its statements.

What the office died of is found as it stands and gone on with, as a person does who finds their screen empty.
"""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from faults.office import APPROVES, ASKS, Away, OfficeAnswer, Staff
from faults.stage import Stage
from faults.timeline import Timeline
from simulators.bank.write_csv import TITLES

WHY: Final = ("--why", "payouts of today")
FIRST_DAY: Final = "2020-01-01"
ENDED: Final = (0, 3)  # 3 where a line waits for a person
FILES: Final = "SELECT 'P' || id AS name, state FROM payout_file WHERE state <> 'dropped' ORDER BY id"
WAITS: Final = """SELECT 1 FROM payout p JOIN settlement_account s ON s.id = p.account_id
    WHERE p.state = 'pending' AND p.file_id IS NULL AND s.kind = 'bank' LIMIT 1"""
# Lines that lost their reference, and the payout of which each must tell: no two are of one amount.
LOST: Final = """SELECT 'L' || l.id AS line, p.reference FROM bank_line l JOIN payout p ON p.amount = abs(l.amount)
    JOIN payout_file f ON f.id = p.file_id AND f.state = 'sent'
    WHERE l.state = 'open' AND p.state = CASE WHEN l.amount < 0 THEN 'pending' ELSE 'paid' END
      AND NOT EXISTS (SELECT FROM bank_line o WHERE o.state = 'matched' AND (o.amount > 0) = (l.amount > 0)
        AND (o.payout_id = p.id OR o.payout_file_id = p.file_id)) ORDER BY l.id"""
UNBOOKED: Final = """SELECT DISTINCT 'B' || l.file_id AS name, l.file_id FROM bank_line l
    JOIN payout p ON p.id = l.payout_id OR p.file_id = l.payout_file_id
    WHERE l.booked_at IS NULL AND l.state = 'matched'
      AND p.state = CASE WHEN l.amount < 0 THEN 'pending' ELSE 'paid' END ORDER BY l.file_id"""


@dataclass
class BankClerk:
    """One at work for an account of ours; `before` is told of each step before it is done."""

    stage: Stage
    timeline: Timeline
    staff: Staff
    rib: str
    form: str
    before: Callable[[str], None] = lambda _: None
    taken: set[str] = field(default_factory=set)
    reported: set[str] = field(default_factory=set)
    delivers: bool = True  # or else the bank refuses what it is brought

    def send_files(self) -> None:
        """Bring all that waits for the bank there. Raises Away where the office dies of it."""
        for one in self.stage.rows(FILES):
            if one.state == "made":  # the office died, of gathering it perhaps: then nobody asked yet
                self.step("", ASKS, "release", one.name, *WHY)
            self.bring(one.name, one.state)
        if self.stage.rows(WAITS) and not self.step("gather", ASKS, "gather", self.rib, *WHY).code:
            [*_, made] = self.stage.rows(FILES)
            self.bring(made.name, made.state)

    def bring(self, name: str, state: str) -> None:
        """Bring a file on, from where it stands. Raises Away."""
        if state == "made":
            self.step("release", APPROVES, "release", name, "--approve")
        if state in ("made", "approved"):
            self.deliver(name, self.step("send", ASKS, "send", name, "to_bank", *WHY))
        elif name not in self.taken:
            self.deliver(name, self.step("", ASKS, "send", name, "to_bank", "--again"))

    def deliver(self, name: str, said: OfficeAnswer) -> None:
        """Take a file to the bank, which takes each once."""
        if said.code:
            return
        if not self.delivers:
            self.taken.add(name)
            return
        answer = self.stage.session.post(f"{self.stage.simulator_url}/bank/files", data=said.kept, timeout=20)
        assert answer.ok or "taken before" in answer.text, answer.text
        self.timeline.note("clerk", f"{name}: the bank says {answer.text.strip()}")
        self.taken.add(name)

    def read_statement(self) -> None:
        """Import what the bank tells until today, say whose the lost lines are, and have it booked. Raises Away."""
        with TemporaryDirectory() as folder:
            path = Path(folder, "statement")
            path.write_bytes(self.ask_bank(self.form, self.today))
            self.step("import", ASKS, "import", self.rib, "statement", files={"statement": path})
        for lost in self.stage.rows(LOST):
            self.step("match", ASKS, "match", lost.line, lost.reference, *WHY)
        for told in self.stage.rows(UNBOOKED):
            self.step("ask", ASKS, "book", told.name, *WHY)
            self.step("book", APPROVES, "book", told.name, "--approve")

    def read_reports(self) -> None:
        """Read what the bank reports of each file that it took, and have what it rejects given back. Raises Away."""
        for one in self.stage.rows("SELECT 'P' || id AS name, message_id FROM payout_file WHERE state = 'sent'"):
            url = f"{self.stage.simulator_url}/bank/reports/{one.message_id}"
            answer = self.stage.session.get(url, timeout=20)
            if not answer.ok or one.name in self.reported:
                continue
            with TemporaryDirectory() as folder:
                path = Path(folder, "report")
                path.write_bytes(answer.content)
                said = self.step("report", ASKS, "report", "report", files={"report": path})
            self.step("rejected", APPROVES, "reject", one.name, "--approve")
            if said.code == 0:
                self.reported.add(one.name)

    def step(self, name: str, login: str, *words: str, files: dict[str, Path] | None = None) -> OfficeAnswer:
        """Type one command. Raises Away."""
        self.before(name)
        try:
            said = self.staff.type(login, "bank", *words, files=files)
        except Away as away:
            self.timeline.note("clerk", f"bank {' '.join(words)}: {away}")
            raise
        self.timeline.note("clerk", f"bank {' '.join(words)}: {said.code} {said.words.strip()[:300]}")
        return said

    def do(self, name: str, login: str, *words: str) -> None:
        """Type one command, whatever comes of it. Raises Away."""
        self.step(name, login, *words)

    @property
    def today(self) -> str:
        """Return the day it is in Douala, by the wallet's clock."""
        return str(self.stage.rows("SELECT (wallet_now() AT TIME ZONE 'Africa/Douala')::date")[0][0])

    def ask_bank(self, form: str, until: str) -> bytes:
        """Return the bank's statement of our account until a day."""
        asked = {"since": FIRST_DAY, "until": until, "form": form}
        url = f"{self.stage.simulator_url}/bank/statements/{self.rib}"
        answer = self.stage.session.get(url, params=asked, timeout=20)
        answer.raise_for_status()
        return answer.content

    def read_books(self) -> list[int]:
        """Return every movement the bank ever booked on our account, by its own words."""
        rows: Any = csv.DictReader(io.StringIO(self.ask_bank("signed", "2100-01-01").decode("utf-8-sig")))
        return [int(row[TITLES["signed"]["amount"]]) for row in rows]
