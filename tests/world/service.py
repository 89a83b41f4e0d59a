"""The service as it runs for people: its phones, time, people and money, and a look inside.

Its processes stay from test to test (processes.py); each test gets the rows of a template, an empty Valkey, and
inboxes read from where it began.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import redis
from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy import Connection

from faults.polling import Late, wait_for
from local.postgres import SUPERUSER
from local.valkey import Valkey
from simulators.handset import Handset
from simulators.wire import Wire
from tests.world.outside import OPEN, OPERATORS, PROVIDERS, Outside, name_float
from tests.world.processes import Processes
from tests.world.wallet_under_test import WalletUnderTest
from wallet import ledger
from wallet.core import clock
from wallet.operations.actor import Actor
from wallet.payments.rails import RAILS
from wallet.people import people
from workers import tick
from workers.deadlines import SOMETHING_DUE
from workers.doors import DOORS
from workers.queues import JOBS
from workers.waking import wake

WAIT_SECONDS: Final = 30  # as long as the simulators wait for a text
PUT_DOWN_SECONDS: Final = 1  # longer than any job takes that is really being done
WAITING = f"""SELECT (SELECT count(*) FROM text_in WHERE state = 'waiting') + (SELECT count(*) FROM notice
    WHERE state IN ('waiting', 'sending') AND due_at <= wallet_now() + interval '30 s')
    + (SELECT count(*) FROM ({SOMETHING_DUE}) due)
    + (SELECT count(*) FROM bill_search WHERE state = 'asking' OR (state = 'waiting' AND due_at <= wallet_now()))
    + (SELECT count(*) FROM mail WHERE state = 'sending' OR (state = 'waiting' AND due_at <= wallet_now()))
    + (SELECT count(*) FROM payroll WHERE least(next_at, tell_at) <= wallet_now())
    + (SELECT count(*) FROM event WHERE number IS NULL)
    + (SELECT count(*) FROM event_delivery WHERE state = 'waiting' AND due_at <= wallet_now())"""


@dataclass
class Service(WalletUnderTest):
    """One test's service. Phones are E.164."""

    processes: Processes
    since: int
    log_marks: dict[Path, int]
    seen: dict[str, int] = field(default_factory=dict)
    shift_seconds: float = 0
    handsets: dict[str, Handset] = field(default_factory=dict)
    outside: Outside = field(init=False)

    @classmethod
    def on(cls, processes: Processes) -> "Service":
        """Return these processes' service on a database as its template is and an empty Valkey.

        Whoever is in a transaction is cut off, as all are where more than rows was changed.
        """
        valkey = processes.valkey
        if not valkey.running:
            valkey.start_again()
        processes.renew_database()
        with redis.Redis.from_url(valkey.url()) as client:
            with suppress(Late):  # after a kill or an outage a job stays listed that nobody does: the flush forgets it
                wait_for(lambda: not jobs_under_way(client), "jobs to be put down", PUT_DOWN_SECONDS)
            client.flushall()
        service = cls(
            processes.wallets["worker"],
            processes.owner,
            dict(processes.wallets),
            processes,
            processes.newest_text,
            processes.log_sizes(),
        )
        service.outside = Outside.fresh(service.simulator_url)
        service.new_messages()
        processes.newest_text = service.since
        return service

    def __getattr__(self, name: str) -> str:
        """Return an address of `up --json`: ussd_url, ussd_events_url, sms_url, delivery_url, simulator_url…"""
        try:
            return str(self.__dict__["processes"].running.addresses[name])
        except KeyError:
            raise AttributeError(name) from None

    @property
    def superuser_url(self) -> str:
        return self.processes.postgres.url(self.processes.database, SUPERUSER)

    @property
    def valkey(self) -> Valkey:
        return self.processes.valkey

    def callback_url(self, rail: str) -> str:
        """Return the address at which an operator calls back."""
        return self.base_url + DOORS[rail].at(self.processes.running.environment[DOORS[rail].secrets_variable])

    def redis(self) -> redis.Redis:
        """Return a client of its Valkey; the caller closes it."""
        return redis.Redis.from_url(self.valkey.url())

    # ---------------------------------------------------------------------------------------------- phones
    def handset(self, phone: str) -> Handset:
        """Return this phone, the same one each time."""
        if phone not in self.handsets:
            wire = Wire(self.ussd_url, self.sms_url, self.ussd_events_url, self.delivery_url)
            self.handsets[phone] = Handset(phone, wire)
        return self.handsets[phone]

    def messages(self, phone: str, wait_seconds: float = 0) -> list[str]:
        """Return the texts that reached this phone since it was last looked at; with `wait_seconds`, wait for one."""
        found = self._inbox(to=phone, since=max(self.since, self.seen.get(phone, 0)), wait=wait_seconds)
        if found:
            self.seen[phone] = found[-1]["seq"]
        return [text["text"] for text in found]

    def next_message(self, phone: str) -> str:
        """Return the next text this phone has not looked at yet, waited for. Raises Late when none comes."""
        found = self._inbox(to=phone, since=max(self.since, self.seen.get(phone, 0)), wait=WAIT_SECONDS)
        if not found:
            raise Late(f"{phone} got no text in {WAIT_SECONDS} s")
        self.seen[phone] = found[0]["seq"]
        return str(found[0]["text"])

    def new_messages(self) -> list[dict[str, Any]]:
        """Return the texts to anyone since this was last asked, as the simulators show them: to, text, parts…"""
        found = self._inbox(since=self.since)
        if found:
            self.since = found[-1]["seq"]
        return found

    def _inbox(self, **asked: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.outside.get("messages", **asked)
        return found

    def settle(self) -> None:
        """Wait until nothing waits: every text heard is answered, every payment has come as far as it can without a
        person or time, every notice that is due has been handed over."""

        def is_done() -> bool:
            return bool(self.do(self.outside.is_done) and self.one(WAITING) == 0)

        try:
            wait_for(is_done, "the workers to be done")
        except Late as late:
            under_way = [tuple(row) for row in self.rows(OPEN)]
            raise Late(f"{late}; all alive: {self.all_alive()}; {under_way}\n{self.logs()[-6000:]}") from None

    # ---------------------------------------------------------------------------------------------- people and money
    def open_wallet(self, phone: str, name: str = "", pin: str = "", language: str = "fr") -> Actor:
        """Open a wallet, for whom it is not the point how; the welcome is on its way, and whoever sends it awake."""
        opened = super().open_wallet(phone, name, pin, language)
        self.wake("notices")
        return opened

    def pay_in(self, phone: str, amount: int) -> None:
        """Let Fatou, the agent, take cash in; the receipts are on their way, and whoever sends them awake."""
        super().pay_in(phone, amount)
        self.wake("notices")

    def wake(self, *queues: str) -> None:
        """Wake workers, as whoever leaves them something to do does."""
        with self.redis() as client:
            for queue in queues:
                wake(client, queue)

    def balances(self) -> dict[str, int]:
        """Return what every phone's owner holds, by phone; then all shops, fees, tax and our floats, by name."""

        def look(db: Connection) -> dict[str, int]:
            phones = [row[0] for row in db.exec_driver_sql("SELECT number FROM phone WHERE until IS NULL ORDER BY 1")]
            held = {phone: ledger.balance(db, people.find_by_phone(db, phone).account_id) for phone in phones}  # type: ignore[union-attr]
            ours = {"fees": "fees", "tax": "tax"} | {rail: f"operator_float:{rail}" for rail in OPERATORS}
            shops = [row[0] for row in db.exec_driver_sql("SELECT account_id FROM merchant")]
            held["shop"] = sum(ledger.balance(db, account) for account in shops)
            return (
                held
                | self.provider_floats()
                | {name: ledger.balance(db, ledger.ours(db, code)) for name, code in ours.items()}
            )

        return dict(self.do(look))

    def newest_payment(self) -> dict[str, str]:
        """Return its reference and the operator's handle."""
        [newest] = self.rows("SELECT reference, handle FROM payment ORDER BY created_at DESC LIMIT 1")
        return dict(newest._mapping)

    def pass_time(self, seconds: float = 0, **more: float) -> None:
        """Move the wallet's clock on (`hours=2`), and the gateway's with it; never while an operator is being asked.

        What takes operators a moment, as a payout does, is over by then. Whoever has something to do is woken, as by
        the tick, whose next second is not waited for.
        """
        passed = timedelta(seconds=seconds, **more)
        wait_for(self.outside.is_still, "operators to have done what takes them a moment")
        wait_for(lambda: self._shift(passed), "nobody to be asking an operator")
        self.shift_seconds += passed.total_seconds()
        self.wake(*self.do(tick.due))

    def _shift(self, passed: timedelta) -> bool:
        with self.owner.begin() as db:
            db.exec_driver_sql("LOCK TABLE payment IN EXCLUSIVE MODE")  # an answer from before would be acted on after
            asking = db.exec_driver_sql("SELECT 1 FROM payment WHERE leased_until > wallet_now()").first()
            if not asking:
                db.exec_driver_sql("UPDATE clock_shift SET shift = shift + %s", (passed,))
            return not asking

    def now(self) -> Any:
        """Return the wallet's time."""
        return self.do(clock.now)

    # ---------------------------------------------------------------------------------------------- a look inside
    def check_operators(self) -> None:
        """Assert that our books say of each operator what its own journal says."""
        found = self.balances()
        assert {rail: found[rail] for rail in OPERATORS} == self.outside.floats()
        ours = {one: -amount for one, amount in self.provider_floats().items() if amount}
        assert ours == {one: amount for one, amount in self.outside.taken().items() if amount}

    def provider_floats(self) -> dict[str, int]:
        """Return our accounts at online providers: francs by the provider's name, paypal_eur for cents of another."""

        def look(db: Connection) -> dict[str, int]:
            codes = {
                name_float(one, code): f"operator_float:{one}{'' if code == 'XAF' else f':{code}'}"
                for one in PROVIDERS
                for code in ("XAF", *RAILS[one].currencies)
            }
            return {name: ledger.balance(db, ledger.ours(db, code)) for name, code in codes.items()}

        return self.do(look)

    def logs(self) -> str:
        """Return what every process has logged since this test began."""
        parts = []
        for path in self.processes.log_sizes():
            with path.open("rb") as file:
                file.seek(self.log_marks.get(path, 0))
                parts.append(f"==> {path.name}\n" + file.read().decode(errors="replace"))
        return "\n".join(parts)

    def assert_logs_are_quiet(self, secrets: Iterable[str] = ()) -> None:
        """Assert that no process logged a trace, or one of these PINs and codes."""
        logs = self.logs()
        assert "Traceback" not in logs, logs
        for secret in secrets:  # but as a piece of a time, a masked number, a duration or an id, which chance may make
            assert not re.search(rf"(?<![\w.+-]){secret}(?![\w-]|\.[0-9])", logs), f"{secret} is in a log"

    def kill_and_restart(self, name: str) -> None:
        """kill -9 one of the processes, which is started again."""
        self.processes.kill_and_restart(name)

    def all_alive(self) -> bool:
        """True when no process has ended."""
        return self.processes.all_alive()


def jobs_under_way(client: redis.Redis) -> int:
    """Count jobs waiting or being done: Valkey flushed under one leaves a trace in its worker's log."""
    queues = [Queue(name, connection=client, serializer=JSONSerializer) for name in JOBS]
    return sum(queue.count + queue.started_job_registry.count for queue in queues)
