"""Traffic while Valkey is stopped, flushed and started again: nothing lost, nothing doubled, everyone answered.

Every send has an amount of its own, so that one row of the ledger answers for one press of a key.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from threading import Event, Thread
from typing import Final

import psycopg
import requests
from sqlalchemy import text

from faults.polling import wait_for
from tests.conftest import Database
from tests.world.cast import AWA
from tests.world.service import WAIT_SECONDS, Service
from wallet.core.database import connect, in_transaction
from wallet.core.settings import Settings
from wallet.messages import notices
from wallet.messages.notices import Number

PIN: Final = "4826"
CALLING: Final = [
    [f"+2376770001{thread}{n}" for n in range(3)] for thread in range(3)
]  # three threads, phones in turn:
TEXTING: Final = [
    [f"+2376770002{thread}{n}" for n in range(4)] for thread in range(2)
]  # no phone may hop or text too fast
FIRST_AMOUNT: Final = 101


@dataclass
class Traffic:
    """Traffic, and what its senders saw, growing while they go on; `over` ends it."""

    service: Service
    over: Event = field(default_factory=Event)
    done: list[int] = field(default_factory=list)  # amounts answered "Fait", or by a receipt
    unsure: list[int] = field(default_factory=list)  # amounts answered by a sentence that says to look first
    denied: list[int] = field(default_factory=list)  # amounts answered "rien n'est fait"
    failures: list[BaseException] = field(default_factory=list)
    amounts: "count[int]" = field(default_factory=lambda: count(FIRST_AMOUNT))

    def by_ussd(self, phones: list[str]) -> None:
        """Send again and again, from each phone in turn; what it shows is always a sentence."""
        for turn in count():
            if self.over.is_set():
                return
            amount = next(self.amounts)
            answers = {"98 ": "00", "1 Envoyer": "1", "numéro?": AWA[4:], "Montant": str(amount), "PIN?": PIN}
            handset = self.service.handset(phones[turn % len(phones)])
            screen = handset.dial("*384*237#" if turn % 2 else f"*384*237*1*{AWA[4:]}*{amount}#")
            while screen.open and "1 Ajouter aux favoris" not in screen.text:  # offered where it is done
                screen = handset.answer(next(answers[asked] for asked in answers if asked in screen.text))
            assert screen.problem is None, screen.problem
            if screen.text.startswith("Fait"):
                self.done.append(amount)
            elif "rien n'est fait" in screen.text:  # too fast, or a call that was forgotten
                self.denied.append(amount)
                self.over.wait(0.1)
            else:
                assert screen.text.startswith("Service interrompu. Avant de recommencer, vérifiez"), screen.text
                self.unsure.append(amount)

    def by_sms(self, phones: list[str]) -> None:
        """Ask, read the code, answer, read the receipt; a text is always taken, and always answered."""
        for turn in count():
            if self.over.is_set():
                return
            amount, phone = next(self.amounts), phones[turn % len(phones)]
            handset = self.service.handset(phone)
            handset.text(f"ENVOI {amount} {AWA[4:]}")
            question = re.search(rf"Envoyer {amount} FCFA .* OUI ([0-9]{{4}})", self.service.next_message(phone))
            assert question
            handset.text(f"OUI {question[1]}")
            assert self.service.next_message(phone).startswith(f"{amount} FCFA envoyés")
            self.done.append(amount)

    def until(self, more: int, what: str) -> None:
        """Wait for that many more sends to be done."""
        wanted = len(self.done) + more
        wait_for(lambda: len(self.done) >= wanted or self.failures, what)

    def until_unsure(self) -> None:
        """Wait until somebody has been told to look first: the outage was felt."""
        wanted = len(self.unsure) + 1
        wait_for(lambda: len(self.unsure) >= wanted or self.failures, "the outage to be felt")


@contextmanager
def flowing(traffic: Traffic) -> Iterator[None]:
    """Traffic on every phone while the block lasts; what failed in a thread is raised here."""

    def run(work: Callable[[list[str]], None], phones: list[str]) -> None:
        try:
            work(phones)
        except BaseException as failed:
            traffic.failures.append(failed)

    pairs = [(traffic.by_ussd, phones) for phones in CALLING] + [(traffic.by_sms, phones) for phones in TEXTING]
    threads = [Thread(target=run, args=pair, daemon=True) for pair in pairs]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        traffic.over.set()
        for thread in threads:
            thread.join(2 * WAIT_SECONDS)
    if traffic.failures:
        raise traffic.failures[0]


def movements(service: Service) -> dict[int, str]:
    """Return the reference of each amount that was sent. Raises when one was sent twice."""
    rows = service.rows("SELECT amount, reference FROM movement WHERE kind = 'send_money'")
    found = {row.amount: row.reference for row in rows}
    assert len(found) == len(rows), "an amount was sent twice"
    return found


def test_valkey_stopped_flushed_and_started_again_loses_and_doubles_nothing(service: Service) -> None:
    for phone in (*(phone for phones in (*CALLING, *TEXTING) for phone in phones), AWA):
        service.open_wallet(phone, "Moussa Bello", PIN)
        service.see_id(phone, 2)
        service.pay_in(phone, 250_000)
    service.settle()
    service.new_messages()
    traffic = Traffic(service)
    with flowing(traffic):
        traffic.until(5, "traffic")
        service.valkey.stop()
        traffic.until_unsure()
        service.valkey.start_again()
        traffic.until(8, "traffic after Valkey was stopped")
        for _ in range(3):
            with service.redis() as client:
                client.flushall()
            traffic.until(3, "traffic after Valkey was flushed")
        service.valkey.kill()
        traffic.until_unsure()
        service.valkey.start_again()
        traffic.until(8, "traffic after Valkey was killed")
    service.settle()
    sent = movements(service)
    assert set(traffic.done) <= set(sent), "somebody was told it was done, and it was not"
    assert not set(traffic.denied) & set(sent), "somebody was told that nothing was done, and it was"
    assert set(sent) <= {*traffic.done, *traffic.unsure}
    assert len(traffic.done) == len(set(traffic.done))
    inbox = service.new_messages()
    for amount, reference in sent.items():
        receipts = [one["to"] for one in inbox if reference in one["text"]]
        assert len(receipts) == 2, f"{amount}: {receipts}"
        assert AWA in receipts
    assert service.balance(AWA) == 250_000 + sum(sent)
    assert service.all_alive()
    service.check()


def test_a_notices_worker_killed_while_sending_loses_no_receipt(service: Service) -> None:
    """kill -9 in the middle of the call to the gateway: the lease ends, the next worker sends it (again)."""
    service.open_wallet(AWA)
    service.settle()
    service.new_messages()
    slow = {"africastalking": {"latency": {"next": 1, "value": 3, "phone": AWA}}}
    requests.put(f"{service.simulator_url}/faults", json=slow, timeout=60)
    service.pay_in(AWA, 5000)
    sending = "SELECT 1 FROM notice WHERE state = 'sending' AND phone = :phone"
    wait_for(lambda: service.rows(sending, phone=AWA), "a text on its way")
    service.kill_and_restart("worker notices")
    service.pass_time(seconds=notices.LEASE_SECONDS + 1)
    assert "5 000 FCFA crédités" in service.next_message(AWA)
    service.settle()
    again = service.messages(AWA)
    assert len(again) <= 1
    assert all("5 000 FCFA crédités" in one for one in again)
    service.check()


def test_between_lease_and_send_a_receipt_comes_again_and_a_code_never(database: Database, settings: Settings) -> None:
    engine = connect(settings.database_url("worker"))
    for kind in ("receipt", "security", "answer", "code"):
        in_transaction(engine, lambda db, kind=kind: notices.tell(db, Number(AWA, "fr"), kind, "sms.help"))  # type: ignore[misc]
    first = in_transaction(engine, notices.lease)
    assert {one.kind for one in first} == {"receipt", "security", "answer", "code"}
    assert in_transaction(engine, notices.lease) == [], "nobody else takes them meanwhile"
    with psycopg.connect(database.owner_url) as db:
        db.execute("UPDATE clock_shift SET shift = '31 s'")
    again = in_transaction(engine, notices.lease)
    assert {one.kind for one in again} == {"receipt", "security", "answer"}
    states = text("SELECT state FROM notice WHERE kind = 'code'")
    assert in_transaction(engine, lambda db: db.execute(states).scalar_one()) == "uncertain"
    engine.dispose()
