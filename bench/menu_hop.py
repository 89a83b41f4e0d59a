"""menu_hop: hops a second through the menu, over those of a bare Flask view that says the same text.

Registered people walk from the first screen into their account and back, a new answer on every hop: the whole way in,
session in Valkey, no money and no PIN. All apps run under the same gunicorn options and get the very same requests.
No hop can do without what is measured beside them: the bare view with a record taken from Valkey and put back.
"""

from collections.abc import Callable
from dataclasses import replace
from statistics import median

from bench.calls import TimedPhone, hop, phone_of, register, session_id
from bench.cpu import CpuMeter
from bench.figures import MeasuredFigure, figure, in_turns
from bench.load import Call, play
from bench.stage import Stage, WebApp
from wallet.core.database import connect, in_transaction
from wallet.core.settings import Settings

DATABASE = "mbongo_bench_menu"
PEOPLE = 60  # in a round, in each of both apps
HOPS = 20  # in a call, the first one aside
ROUNDS = 15  # short and many: a machine's slow seconds, and connections uneven between two workers, come by rounds
NO_PIN = "nobody types it"


def run(stage: Stage) -> dict[str, MeasuredFigure]:
    """Measure the figure. A minute."""
    stage.make_database(DATABASE)
    settings = stage.settings(DATABASE)
    engine = connect(settings.database_url("web"))
    in_transaction(engine, lambda db: register(db, range(PEOPLE * ROUNDS), NO_PIN))
    engine.dispose()
    crowds = (range(first, first + PEOPLE) for first in range(0, PEOPLE * ROUNDS, PEOPLE))  # 120 hops a minute a phone
    with stage.serving(settings) as ours:
        phone = TimedPhone(ours.port, settings, phone_of(0))
        main, account = phone.dial(), phone.answer("6")
        with (
            stage.running(settings, "bench.bare", account) as bare,
            stage.running(settings, "bench.bare_session", account) as floor,
        ):
            cpu: dict[str, list[float]] = {"ours": [], "floor": [], "bare": []}

            def measure(name: str, web: WebApp, people: Callable[[], range], main: str) -> Callable[[], float]:
                def run_round() -> float:
                    speed, microseconds = walk(web, stage, settings, people(), main, account)
                    cpu[name].append(microseconds)
                    return speed

                return run_round

            measures = {
                "ours": measure("ours", ours, lambda: next(crowds), main),
                "floor": measure("floor", floor, lambda: range(PEOPLE), account),
                "bare": measure("bare", bare, lambda: range(PEOPLE), account),
            }
            taken = in_turns(measures, ROUNDS)
    columns = {"hops/s": taken, "CPU of web and Valkey, us a hop": cpu}
    details = {column: {name: median(rounds) for name, rounds in found.items()} for column, found in columns.items()}
    return {"menu_hop": replace(figure(taken, "ours", "bare", "hops/s"), details=details)}


def walk(web: WebApp, stage: Stage, settings: Settings, people: range, main: str, account: str) -> tuple[float, float]:
    """Run one round: these people dial, uncounted, then walk between two screens.

    Returns hops a second, and the microseconds of CPU that the web app and Valkey used for one.
    """
    calls = [whole_call(settings, number, main, account) for number in people]
    play(web.port, [call[:1] for call in calls])
    meter, hops = CpuMeter({"web": web.pid, "Valkey": stage.server_pids["Valkey"]}), len(people) * HOPS
    seconds = play(web.port, [call[1:] for call in calls])
    used = meter.read_used()
    return hops / seconds, (used["web"] + used["Valkey"]) / hops * 1_000_000


def whole_call(settings: Settings, number: int, main: str, account: str) -> Call:
    """Return a call that dials, then walks in and out of the account."""
    session, phone = session_id(), phone_of(number)
    typed = ["6", "0"] * (HOPS // 2)
    return [
        hop(settings, session, phone, "*".join(typed[:heard]), (main, account)[heard % 2]) for heard in range(HOPS + 1)
    ]
