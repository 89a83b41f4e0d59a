"""Decide a case of alerts: nothing unusual, watched, reported, or its wallet frozen; by two who saw the same."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final, Literal

from sqlalchemy import Connection, text

from wallet.cases import cases
from wallet.compliance import alerts
from wallet.compliance.alerts import AlertCase
from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.staff.act import ApprovedAct, Done, Preview

AlertVerdict = Literal["nothing_unusual", "watched", "reported", "frozen"]
DATED: Final = ("nothing_unusual", "watched")
DAYS_MOST: Final = 366
DECIDE: Final = text("SELECT decide_alerts(:number)")
DAYS_AHEAD: Final = text("""SELECT CAST(:until AS date) - (wallet_now() AT TIME ZONE 'Africa/Douala')::date""")
STATE: Final = text("SELECT state FROM person WHERE id = CAST(:person AS uuid)")


@dataclass(frozen=True)
class DecideAlerts(ApprovedAct):
    """Decide a case (C17) of so many `alerts`; a dated verdict holds before the day `until`, "" for the others.

    Nobody is named: who reads the trail learns that a case was decided, not of whom.
    """

    kind: ClassVar[str] = "decide_alerts"
    read_by: ClassVar[str] = "alert"

    case: str
    verdict: AlertVerdict
    alerts: int
    until: str = ""

    @property
    def subject(self) -> str:
        """The case."""
        return self.case

    def lock(self, db: Connection) -> None:
        """Hold the case."""
        alerts.lock_row_case(db, alerts.get_case(db, self.case).number)

    def preview(self, db: Connection) -> Preview:
        """Return that nothing is posted. Raises Refused for what is closed, has more alerts by now, or cannot be."""
        case = alerts.get_open_case(db, self.case)
        if case.alerts != self.alerts:
            raise Refused("staff.alerts_more", case=case.name, alerts=case.alerts, before=self.alerts)
        if (self.verdict in DATED) != bool(self.until) or (self.until and not self._is_soon(db)):
            raise Refused("staff.alerts_until", most=DAYS_MOST)
        self._refuse_untrue(db, case)
        return Preview()

    def do(self, db: Connection, doing: Doing) -> Done:
        """Decide it; it is locked."""
        self.preview(db)
        case = alerts.get_case(db, self.case)
        db.execute(DECIDE, {"number": case.number})
        decided = alerts.get_case(db, self.case)
        if decided.state == "closed":
            cases.close_case(db, case.number)
        after = {"state": decided.state, "verdict": self.verdict, "until": self.until}
        return Done(Outcome("staff.alerts_decided", self.list_values()), self.case, {"state": case.state}, after)

    def _is_soon(self, db: Connection) -> bool:
        try:
            date.fromisoformat(self.until)
        except ValueError:
            return False
        ahead: int = db.execute(DAYS_AHEAD, {"until": self.until}).scalar_one()
        return 0 < ahead <= DAYS_MOST

    def _refuse_untrue(self, db: Connection, case: AlertCase) -> None:
        if self.verdict == "reported" and case.state == "reported":
            raise Refused("staff.alerts_reported", case=case.name)
        state = db.execute(STATE, {"person": case.person_id}).scalar_one()
        if self.verdict == "frozen" and state != "frozen":
            raise Refused("staff.alerts_not_frozen", case=case.name)
