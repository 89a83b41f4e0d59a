"""callback: operators' callbacks accepted a second, over what a bare Flask view answers of the very same requests.

Accepted is kept in PostgreSQL; nobody works on them meanwhile, as when a worker is busy.
"""

import itertools
import json
import uuid

from bench.doors import path_of
from bench.figures import MeasuredFigure, figure, in_turns
from bench.load import Call, Exchange, play
from bench.stage import Stage
from local.ports import LOOPBACK

DATABASE = "mbongo_bench_callback"
CALLBACKS = 3_000  # a round
CONNECTIONS = 32  # as many as the web app has threads
ROUNDS = 5
transactions = itertools.count(1)


def run(stage: Stage) -> dict[str, MeasuredFigure]:
    """Measure the figure. Half a minute."""
    stage.make_database(DATABASE)
    settings = stage.settings(DATABASE)
    with stage.serving(settings) as ours, stage.running(settings, "bench.bare", "") as bare:
        measures = {
            "ours": lambda: accepted_per_second(ours.port, path_of("mtn")),
            "bare": lambda: accepted_per_second(bare.port, path_of("ussd")),
        }
        taken = in_turns(measures, ROUNDS)
    return {"callback": figure(taken, "ours", "bare", "callbacks/s")}


def accepted_per_second(port: int, path: str) -> float:
    """Run one round, each callback about another payment. Returns callbacks a second."""
    return CALLBACKS / play(port, [callback(path) for _ in range(CALLBACKS)], CONNECTIONS)


def callback(path: str) -> Call:
    """Return MTN's callback of a collection that succeeded; it is answered 200 with nothing in it."""
    body = json.dumps({
        "financialTransactionId": str(next(transactions)), "externalId": str(uuid.uuid4()), "amount": "5000",
        "currency": "XAF", "payer": {"partyIdType": "MSISDN", "partyId": "237677000001"}, "status": "SUCCESSFUL",
    })  # fmt: skip
    head = f"PUT {path} HTTP/1.1\r\nHost: {LOOPBACK}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    return [Exchange(f"{head}\r\n\r\n{body}".encode(), b"\r\n\r\n")]
