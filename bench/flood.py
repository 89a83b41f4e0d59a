"""flood: the p95 of a hop beside each attack, and beside all of them at once, over that of a hop with nobody else.

Calls arrive ten a second, of four hops each; every hop must be answered with its screen. The attacks are those of
bench/attacks.py, whose own work is done when nothing else wants the machine, and two thousand texts that a worker
answers meanwhile.
"""

import itertools
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from typing import Final

from sqlalchemy import create_engine, text

from bench.arrivals import Call, Hop, offer
from bench.attacks import Attack
from bench.calls import PATH, hop, phone_of, register, session_id
from bench.figures import MeasuredFigure, figure, in_turns
from bench.stage import Stage, WebApp
from local.postgres import SUPERUSER
from wallet.core.database import connect, in_transaction
from wallet.core.settings import Settings

DATABASE: Final = "mbongo_bench_flood"
ROUNDS: Final = 3
CALLS: Final = 60  # in a round
CALLS_PER_SECOND: Final = 10.0
TYPED: Final = ("", "6", "6*0", "6*0*6")
NO_PIN: Final = "nobody types it"
SLOW_LINES, CHECKERS, GUESSES_A_SECOND, TEXTS = 200, 48, 1_000, 2_000
SENDERS: Final = 100
WAITING: Final = text("""INSERT INTO text_in (gateway_id, sender, text, heard_at, turn_at)
    SELECT gen_random_uuid()::text, '+237651' || lpad((n % :senders)::text, 6, '0'), 'SOLDE', wallet_now(),
    wallet_now() + n / :senders * interval '30 seconds' FROM generate_series(0, :texts - 1) n""")


class LostHopError(RuntimeError):
    """A hop that was not answered with its screen."""


def run(stage: Stage) -> dict[str, MeasuredFigure]:
    """Measure the figures. Three minutes."""
    stage.make_database(DATABASE)
    settings = stage.settings(DATABASE)
    engine = connect(settings.database_url("web"))
    people = CALLS * ROUNDS * (len(ATTACKS) + 2)
    in_transaction(engine, lambda db: register(db, range(people), NO_PIN))
    engine.dispose()
    numbers = itertools.count()
    kinds: dict[str, tuple[str, ...]] = {"alone": (), **{f"flood_{kind}": (kind,) for kind in ATTACKS}}
    kinds["flood"] = tuple(ATTACKS)
    with stage.serving(settings) as web, answering_texts(stage, settings):
        measures = {name: partial(p95_of_hops, stage, settings, web, beside, numbers) for name, beside in kinds.items()}
        taken = in_turns(measures, ROUNDS)
    return {name: figure(taken, name, "alone", "s") for name in kinds if name != "alone"}


def p95_of_hops(
    stage: Stage, settings: Settings, web: WebApp, beside: tuple[str, ...], numbers: Iterator[int]
) -> float:
    """Run one round beside these attacks. Returns its p95 in seconds. Raises LostHopError."""
    calls = [make_call(settings, next(numbers)) for _ in range(CALLS)]
    with ExitStack() as stack:
        for kind in beside:
            stack.enter_context(ATTACKS[kind](stage, web))
        answered = offer(web.port, calls, CALLS_PER_SECOND)
    if answered.lost:
        raise LostHopError(f"beside {beside}: {answered.lost[:3]}")
    return answered.p95


def make_call(settings: Settings, number: int, path: str = PATH) -> Call:
    """Return a call that dials, and walks in and out of the account."""
    session, phone = session_id(), phone_of(number)
    return [Hop(hop(settings, session, phone, typed, "", path).request, (b"CON ",)) for typed in TYPED]


@contextmanager
def attacking(kind: str, how_many: int, _stage: Stage, web: WebApp) -> Iterator[None]:
    """Attack while the block lasts."""
    attack = Attack(kind, web.health_port if kind == "health" else web.port, how_many)
    try:
        attack.wait_begun()
        yield
    finally:
        attack.end()


def queueing_texts(stage: Stage, _web: WebApp) -> AbstractContextManager[None]:
    """Leave the texts to the bench's worker while the block lasts."""
    return leaving_texts(stage.postgres.url(DATABASE, SUPERUSER))


@contextmanager
def leaving_texts(superuser_url: str) -> Iterator[None]:
    """Leave two thousand texts of a hundred senders to the worker; what it has not answered afterwards is dropped."""
    engine = create_engine(f"postgresql+psycopg{superuser_url.removeprefix('postgresql')}")
    with engine.begin() as db:
        db.execute(WAITING, {"senders": SENDERS, "texts": TEXTS})
    try:
        yield
    finally:
        with engine.begin() as db:
            db.execute(text("UPDATE text_in SET state = 'unanswered' WHERE state = 'waiting'"))
        engine.dispose()


@contextmanager
def answering_texts(stage: Stage, settings: Settings) -> Iterator[None]:
    """Run the worker that answers texts, and the tick that wakes it."""
    logs = stage.data / "logs"
    with (
        stage.process(settings, logs / "inbox.log", "local", "worker", "inbox"),
        stage.process(settings, logs / "tick.log", "local", "tick"),
    ):
        yield


ATTACKS: Final[dict[str, Callable[[Stage, WebApp], AbstractContextManager[None]]]] = {
    "slow": partial(attacking, "slow", SLOW_LINES),
    "health": partial(attacking, "health", CHECKERS),
    "guess": partial(attacking, "guess", GUESSES_A_SECOND),
    "texts": queueing_texts,
}
