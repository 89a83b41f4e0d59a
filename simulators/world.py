"""State the simulators share: the service's addresses, inboxes, prompts, faults, timers and callbacks."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from simulators.callbacks import Callbacks
from simulators.customers import Customers
from simulators.faults import Faults, Value
from simulators.mail import Mailboxes
from simulators.prompts import Prompts
from simulators.reports import Reports
from simulators.texts import Texts
from simulators.timers import Timers
from simulators.wire import Wire

SHORT_SECONDS = 0.2


@dataclass
class World:
    """One outside world; nothing in it outlives the process."""

    wire: Wire
    faults: Faults
    api_key: str | None = None  # the only key accepted; None takes any
    texts: Texts = field(default_factory=Texts)
    mailboxes: Mailboxes = field(default_factory=Mailboxes)
    closing: threading.Event = field(default_factory=threading.Event)
    reports: Reports | None = field(init=False)
    timers: Timers = field(init=False)
    prompts: Prompts = field(init=False)
    callbacks: Callbacks = field(init=False)

    def __post_init__(self) -> None:
        url = self.wire.delivery_url
        self.reports = Reports(url, self.closing) if url else None
        self.timers = Timers(self.closing)
        self.prompts = Prompts(Customers(self.faults.seed), self.timers)
        self.callbacks = Callbacks(self.closing, self.timers)

    def pause(self, seconds: Value) -> None:
        """Wait that long, but never longer than the world lasts."""
        pause_seconds = float(seconds or 0)
        if pause_seconds <= SHORT_SECONDS:
            time.sleep(pause_seconds)  # hundreds of threads waiting on one event would wait for each other
        else:
            self.closing.wait(pause_seconds)
