"""capacity: the most calls a second that may begin while 95 of 100 hops take under 250 ms and none is lost.

Calls arrive at a fixed rate, answered or not, think time 0, as bench/mix.py draws them; with two web processes, over
the same with one. The tick runs, the workers do not: what is measured is the way in and what it writes. For the highest
rate that held it is said where the time goes: the CPU of a call in the web app (hashing PINs by argon2 is part of it),
PostgreSQL, Valkey, the tick, and the load itself, which shares the machine.
"""

import time
from functools import partial
from typing import Final

import click
from sqlalchemy import Connection

from bench.calls import phone_of
from bench.crowd import fill
from bench.figures import MeasuredFigure
from bench.mix import Crowd
from bench.programs import owning
from bench.send_hop import seconds_of_hash
from bench.sends import PIN
from bench.stage import Stage
from bench.trials import Target
from wallet.business import merchants
from wallet.core.database import in_transaction
from wallet.core.secrets import Secrets
from wallet.people import people, pins

DATABASE: Final = "mbongo_bench_capacity"
PEOPLE: Final = 30_000
SHOPS: Final = 20
PROCESSES: Final = (1, 2)


def run(stage: Stage) -> dict[str, MeasuredFigure]:
    """Measure the figure. Three to five minutes."""
    settings = stage.settings(DATABASE)
    secrets = Secrets.read(settings.pin_pepper.get_secret_value())
    stored = pins.hash_pin(secrets, PIN)
    fill(stage, DATABASE, PEOPLE, secrets, stored)
    with owning(stage, DATABASE) as engine:
        tills = in_transaction(engine, partial(open_shops, count=SHOPS))
    calls = Crowd(settings, PEOPLE, tills).draw_calls(seed=1)
    hash_seconds = seconds_of_hash(secrets, stored, time.process_time)
    found = {}
    with stage.process(settings, stage.data / "logs" / "tick.log", "local", "tick") as tick:
        pids = {**stage.server_pids, "tick": tick.pid}
        for processes in PROCESSES:
            click.echo(f"  web processes: {processes}", err=True)
            with stage.serving(settings.model_copy(update={"web_processes": processes})) as web:
                found[processes] = Target(web.port, calls, {"web": web.pid, **pids}, hash_seconds).find_highest()
    one, two = (found[processes].per_second for processes in PROCESSES)
    details = {f"web processes: {processes}": trial.as_json() for processes, trial in found.items()}
    return {"capacity": MeasuredFigure(two, one, "calls/s", (two,), (one,), details)}


def open_shops(db: Connection, count: int) -> list[str]:
    """Open shops of the first of the crowd, as the database's owner. Returns the code of a till in each."""
    owners = [people.find_by_phone(db, phone_of(number)) for number in range(count)]
    shops = [merchants.open_shop(db, owner.id, "Boulangerie Kamga", "") for owner in owners if owner]
    return [str(merchants.add_till(db, shop.id)) for shop in shops]
