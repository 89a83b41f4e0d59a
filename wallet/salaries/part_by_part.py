"""Pay what something breaks part by part: half as many lines, down to the one to blame, which keeps no other waiting.

What the books refuse comes back at once. What breaks for another cause may be ours to mend: it waits a day, tried again
every few minutes, and then comes back.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Final

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from wallet.core.database import in_transaction
from wallet.core.logs import log
from wallet.salaries import paying
from wallet.salaries.paying import SalaryRefused, Take

BACK_AFTER: Final = timedelta(days=1)
IS_OLD: Final = text("""SELECT 1 FROM payroll WHERE id = CAST(:id AS uuid)
    AND decided_at <= wallet_now() - CAST(:after AS interval)""")


@dataclass
class Turn:
    """Turn of a worker at a payroll: those of its lines that are left aside, and how many it dares at a time."""

    payroll_id: str
    aside: list[str] = field(default_factory=list)
    most: int = field(default_factory=lambda: paying.AT_A_TIME)

    def pay(self, engine: Engine) -> int:
        """Pay the next lines; return how many were ended or sent. Raises any error that is not one line's fault."""
        while True:
            take = Take(self.most, self.aside)
            try:
                done = in_transaction(engine, partial(paying.pay_some, payroll_id=self.payroll_id, take=take))
            except OperationalError:  # the database itself, of which no line is to blame
                raise
            except Exception as failed:
                if not take.taken:
                    raise
                if len(take.taken) > 1:
                    self.most = len(take.taken) // 2
                    continue
                if back := self.leave(engine, take.taken[0], failed):
                    return back
            else:
                self.most = min(2 * self.most, paying.AT_A_TIME)
                return done

    def leave(self, engine: Engine, line_id: str, failed: Exception) -> int:
        """Leave a line aside that cannot be paid, or give it back; return how many were given back."""
        log.error("salary not paid", id=line_id, payroll=self.payroll_id, error=type(failed).__name__, exc_info=failed)
        self.aside.append(line_id)

        def give_back(db: Connection) -> int:
            old = {"id": self.payroll_id, "after": BACK_AFTER}
            if not isinstance(failed, SalaryRefused) and db.execute(IS_OLD, old).first() is None:
                paying.delay_one(db, self.payroll_id, line_id)
                return 0
            return paying.give_back_one(db, self.payroll_id, line_id)

        try:
            return in_transaction(engine, give_back)
        except OperationalError:
            raise
        except Exception as again:  # nor can it be given back: it waits, alone
            log.error("salary not given back", id=line_id, error=type(again).__name__, exc_info=True)
            return 0
