"""Have a business paid out by itself, or no more: an owner's, with the second factor."""

from dataclasses import dataclass
from typing import ClassVar, cast

from sqlalchemy import Connection

from wallet.core import clock
from wallet.core.errors import Misread
from wallet.members import sessions
from wallet.members.sessions import MemberProof
from wallet.operations.actor import ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.payouts import put_aside, schedules
from wallet.payouts.change_settlement import WRITE_PAYOUTS
from wallet.payouts.schedules import EVERY, ScheduleEvery
from wallet.prices.tariffs import MINIMUM

SAVED, DROPPED = "schedule_saved", "schedule_dropped"  # outcomes that no phone hears
LEAST_MOST = 10**12


@dataclass(frozen=True)
class SaveSchedule(UseCase):
    """Pay all out to an account `every` day, week (on `weekday`, 1 is Monday), or as soon as `least` is there (sum)."""

    kind: ClassVar[str] = "save_schedule"
    accepts: ClassVar[Accepts] = (MemberProof,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("member",)
    permission: ClassVar[str] = WRITE_PAYOUTS

    account_id: str
    every: str
    weekday: int = 1
    least: int = int(MINIMUM)

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Write it, in the place of the one there was. Raises Refused, Locked, Misread."""
        sessions.check_fresh(db, doing.proof)
        if self.every not in EVERY or self.weekday not in range(1, 8):
            raise Misread("error.malformed")
        if not MINIMUM <= self.least <= LEAST_MOST:
            raise Misread("error.amount_below", minimum=MINIMUM)
        merchant = doing.actor.business_id
        account = put_aside.find_account(db, merchant, self.account_id)
        every = cast("ScheduleEvery", self.every)
        saved = schedules.save(db, merchant, account.id, every, self.weekday, self.least)
        return Outcome(SAVED, {"next_at": clock.write_utc(saved.next_at)})


@dataclass(frozen=True)
class DropSchedule(UseCase):
    """Have the business paid out by itself no more."""

    kind: ClassVar[str] = "drop_schedule"
    accepts: ClassVar[Accepts] = (MemberProof,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("member",)
    permission: ClassVar[str] = WRITE_PAYOUTS

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Take it away; where there is none, nothing."""
        schedules.drop(db, doing.actor.business_id)
        return Outcome(DROPPED)
