"""The service as it runs for people: its phones, time, people and money, and a look inside.

Its processes stay from test to test (processes.py); each test gets a new database under the same name, an empty
Valkey, and inboxes read from where it began.
"""

import re
import uuid
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import psycopg
import redis
from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy import Connection

from faults.polling import Late, wait_for
from local.demo_agent import appoint
from local.postgres import OWNER, SUPERUSER
from local.valkey import Valkey
from simulators.handset import Handset
from simulators.wire import Wire
from tests.world import hashed
from tests.world.outside import Outside
from tests.world.processes import PEPPER, Processes
from wallet import ledger
from wallet.accounts.open_wallet import OpenWallet
from wallet.agents.take_cash_in import Credit, TakeCashIn
from wallet.business import merchants
from wallet.checks import check
from wallet.core import clock, database
from wallet.operations.actor import Actor
from wallet.payments.rails import RAILS
from wallet.people import people
from wallet.perform import Wallet
from wallet.prices import tariffs
from workers import tick
from workers.deadlines import SOMETHING_DUE
from workers.queues import JOBS
from workers.waking import wake

WAIT_SECONDS: Final = 20
PUT_DOWN_SECONDS: Final = 1  # longer than any job takes that is really being done
FATOU, FATOUS_PIN = "+237677000003", "8164"
WAITING = f"""SELECT (SELECT count(*) FROM text_in WHERE state = 'waiting') + (SELECT count(*) FROM notice
    WHERE state IN ('waiting', 'sending') AND due_at <= wallet_now() + interval '30 s')
    + (SELECT count(*) FROM ({SOMETHING_DUE}) due)
    + (SELECT count(*) FROM bill_search WHERE state = 'asking' OR (state = 'waiting' AND due_at <= wallet_now()))"""


@dataclass
class Service:
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
        """Return these processes' service on a new database and an empty Valkey; the app's connections are cut."""
        valkey, postgres = processes.valkey, processes.postgres
        if not valkey.running:
            valkey.start_again()
        postgres.drop_database(processes.database)
        postgres.create_database(processes.database, processes.template)
        processes.engine.dispose()
        with redis.Redis.from_url(valkey.url()) as client:
            with suppress(Late):  # after a kill or an outage a job stays listed that nobody does: the flush forgets it
                wait_for(lambda: not jobs_under_way(client), "jobs to be put down", PUT_DOWN_SECONDS)
            client.flushall()
        service = cls(processes, since=processes.newest_text, log_marks=processes.log_sizes())
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
    def owner_url(self) -> str:
        """Return the database as its owner logs in: for what the app may not do."""
        return self.processes.postgres.url(self.processes.database, OWNER)

    @property
    def superuser_url(self) -> str:
        return self.processes.postgres.url(self.processes.database, SUPERUSER)

    @property
    def wallet(self) -> Wallet:
        """Return the wallet itself, on the app's own role."""
        return self.processes.wallet

    @property
    def valkey(self) -> Valkey:
        return self.processes.valkey

    def redis(self) -> redis.Redis:
        """Return a client of its Valkey; the caller closes it."""
        return redis.Redis.from_url(self.valkey.url())

    def read(self, work: Callable[[Connection], Any]) -> Any:
        """Look into the database, in a transaction."""
        return database.in_transaction(self.wallet.engine, work)

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
            return bool(
                self.read(self.outside.is_done) and self.read(lambda db: db.exec_driver_sql(WAITING).scalar_one()) == 0
            )

        try:
            wait_for(is_done, "the workers to be done")
        except Late as late:
            raise Late(f"{late}; all processes alive: {self.all_alive()}\n{self.logs()[-6000:]}") from None

    # ---------------------------------------------------------------------------------------------- people and money
    def register(self, phone: str, name: str, pin: str, language: str = "fr") -> None:
        """Open a wallet without the menu, for whom it is not the point; the welcome is on its way."""
        case = OpenWallet(name, language, hashed.pin(PEPPER, pin))
        self.wallet.perform(case, Actor("stranger", phone, language, phone), f"test:{uuid.uuid4()}", "ussd")
        self._wake("notices")

    def credit(self, phone: str, amount: int) -> None:
        """Let Fatou, the agent, pay in cash; the receipts are on their way."""
        self.appoint_fatou()
        agent = self.read(lambda db: Actor.from_caller(people.find_caller(db, FATOU)))
        person = self.read(lambda db: people.find_by_phone(db, phone))
        earned = self.read(lambda db: tariffs.read_price(db, "take_cash_in", amount).commission)
        case, key = TakeCashIn(Credit(person.id, phone, person.shown, amount, earned)), f"test:{uuid.uuid4()}"
        outcome = self.wallet.conclude(case, agent, key, "ussd")  # her PIN is not the point
        assert not outcome.refused, outcome.sentence
        self._wake("notices")

    def appoint_fatou(self) -> None:
        """Give Fatou a wallet, see her ID, and make her an agent with float."""
        if self.read(lambda db: people.find_by_phone(db, FATOU)) is None:
            self.register(FATOU, "Fatou Bello", FATOUS_PIN)
        self.read(lambda db: appoint(db, FATOU))

    def set_tier(self, phone: str, tier: int) -> None:
        """Set the tier, as an ID that was seen does."""
        with psycopg.connect(self.owner_url) as db:
            db.execute(
                "UPDATE person SET tier = %s FROM phone WHERE person_id = person.id AND number = %s", [tier, phone]
            )

    def open_shop(self, owner: str, name: str, till: str, phone: str = "") -> None:
        """Open a shop whose till has a code a story can name."""

        def open_it(db: Connection) -> None:
            person = people.find_by_phone(db, owner)
            assert person
            merchant = merchants.open_shop(db, person.id, name, phone)
            db.exec_driver_sql("INSERT INTO till VALUES (%s, %s, wallet_now())", (till, merchant.id))

        self.read(open_it)

    def _wake(self, *queues: str) -> None:
        with self.redis() as client:
            for queue in queues:
                wake(client, queue)

    def balance(self, phone: str) -> int:
        """Return what this phone's owner holds."""

        def look(db: Connection) -> int:
            person = people.find_by_phone(db, phone)
            assert person, f"{phone} has no wallet"
            return ledger.balance(db, person.account_id)

        return int(self.read(look))

    def balances(self) -> dict[str, int]:
        """Return what every phone's owner holds, by phone; then all shops, fees, tax and our floats, by name."""

        def look(db: Connection) -> dict[str, int]:
            phones = [row[0] for row in db.exec_driver_sql("SELECT number FROM phone WHERE until IS NULL ORDER BY 1")]
            held = {phone: ledger.balance(db, people.find_by_phone(db, phone).account_id) for phone in phones}  # type: ignore[union-attr]
            ours = {"fees": "fees", "tax": "tax"} | {rail: f"operator_float:{rail}" for rail in RAILS}
            shops = [row[0] for row in db.exec_driver_sql("SELECT account_id FROM merchant")]
            held["shop"] = sum(ledger.balance(db, account) for account in shops)
            return held | {name: ledger.balance(db, ledger.ours(db, code)) for name, code in ours.items()}

        return dict(self.read(look))

    def newest_payment(self) -> dict[str, str]:
        """Return its reference and the operator's handle."""
        newest = "SELECT reference, handle FROM payment ORDER BY created_at DESC LIMIT 1"
        return dict(self.read(lambda db: db.exec_driver_sql(newest).mappings().one()))

    def pass_time(self, **how_much: float) -> None:
        """Move the wallet's clock on (`hours=2`), and the gateway's with it; never while an operator is being asked.

        Whoever has something to do by then is woken, as by the tick, whose next second is not waited for.
        """
        more = timedelta(**how_much)
        wait_for(lambda: self._shift(more), "nobody to be asking an operator")
        self.shift_seconds += more.total_seconds()
        self._wake(*self.read(tick.due))

    def _shift(self, more: timedelta) -> bool:
        with psycopg.connect(self.owner_url) as db:
            db.execute("LOCK TABLE payment IN EXCLUSIVE MODE")  # an answer from before would be acted on after
            asking = db.execute("SELECT 1 FROM payment WHERE leased_until > wallet_now()").fetchone()
            if not asking:
                db.execute("UPDATE clock_shift SET shift = shift + %s", [more])
            return not asking

    def now(self) -> Any:
        """Return the wallet's time."""
        return self.read(clock.now)

    # ---------------------------------------------------------------------------------------------- a look inside
    def check(self) -> None:
        """Assert that every invariant of the ledger holds."""
        assert self.read(check) == []

    def check_operators(self) -> None:
        """Assert that our books say of each operator what its own journal says."""
        found = self.balances()
        assert {rail: found[rail] for rail in RAILS} == self.outside.floats()

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
        for secret in secrets:
            assert not re.search(rf"(?<![\w.-]){secret}(?![\w-])", logs), f"{secret} is in a log"

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
