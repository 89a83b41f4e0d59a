"""menu_hop: hops a second through the menu, over those of a bare Flask view that says the same text.

Registered people walk from the first screen into their account and back, a new answer on every hop: the whole way in,
session in Valkey, no money and no PIN. Both apps run under the same gunicorn options and get the very same requests.
"""

from bench.calls import TimedPhone, hop, phone_of, register, session_id
from bench.figures import Figure, figure, in_turns
from bench.load import Call, play
from bench.stage import Stage
from wallet.core.database import connect, in_transaction
from wallet.core.settings import Settings

DATABASE = "mbongo_bench_menu"
PEOPLE = 60  # in a round, in each of both apps
HOPS = 20  # in a call, the first one aside
ROUNDS = 15  # short and many: a machine's slow seconds, and connections uneven between two workers, come by rounds
NO_PIN = "nobody types it"


def run(stage: Stage) -> dict[str, Figure]:
    """Measure the figure. Half a minute."""
    stage.make_database(DATABASE)
    settings = stage.settings(DATABASE)
    engine = connect(settings.database_url("web"))
    in_transaction(engine, lambda db: register(db, range(PEOPLE * ROUNDS), NO_PIN))
    engine.dispose()
    crowds = (range(first, first + PEOPLE) for first in range(0, PEOPLE * ROUNDS, PEOPLE))  # 120 hops a minute a phone
    with stage.serving(settings) as ours:
        phone = TimedPhone(ours.port, settings, phone_of(0))
        main, account = phone.dial(), phone.answer("6")
        with stage.running(settings, "bench.bare", account) as bare:
            measures = {
                "ours": lambda: hops_per_second(ours.port, settings, next(crowds), main, account),
                "bare": lambda: hops_per_second(bare.port, settings, range(PEOPLE), account, account),
            }
            taken = in_turns(measures, ROUNDS)
    return {"menu_hop": figure(taken, "ours", "bare", "hops/s")}


def hops_per_second(port: int, settings: Settings, people: range, main: str, account: str) -> float:
    """Run one round: these people dial, uncounted, then walk between two screens. Returns hops a second."""
    calls = [whole_call(settings, number, main, account) for number in people]
    play(port, [call[:1] for call in calls])
    return len(people) * HOPS / play(port, [call[1:] for call in calls])


def whole_call(settings: Settings, number: int, main: str, account: str) -> Call:
    """Return a call that dials, then walks in and out of the account."""
    session, phone = session_id(), phone_of(number)
    typed = ["6", "0"] * (HOPS // 2)
    return [
        hop(settings, session, phone, "*".join(typed[:heard]), (main, account)[heard % 2]) for heard in range(HOPS + 1)
    ]
