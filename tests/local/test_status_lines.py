"""Lines of `status` say in plain words how each part is, and of all of it whether people can pay."""

from typing import Any

import pytest

from local.status import COLUMNS, draw
from local.status_lines import Seen, list_lines, say_seconds, say_verdict
from wallet.payments.operators import Operator
from wallet.payments.rails import RAILS
from workers.listed_settings import PROCESSES, name_process

LINES_MAX = 24
NAMES = [name_process(one) for one in PROCESSES if one not in ("anchor", "migrate")]
OF_RAILS = ("payments_under_way", "payments_unknown", "payments_late_seconds", "discrepancies_open")
ALONE = (
    "texts_waiting", "texts_oldest_seconds", "notices_waiting", "notices_oldest_seconds", "notices_failing",
    "notices_refused", "notices_expired", "mails_oldest_seconds", "webhooks_oldest_seconds",
    "bill_searches_oldest_seconds",
)  # fmt: skip
WELL: dict[str, dict[tuple[str, ...], float]] = {
    "mbongo_process_seen_seconds": {(name,): 4.0 for name in NAMES},
    "mbongo_cases_open": {("contest",): 2.0},
    **{f"mbongo_{name}": {(rail,): 0.0 for rail in RAILS} for name in OF_RAILS},
    **{f"mbongo_{name}": {(): 0.0} for name in ALONE},
}


def seen(ready: str = "ready", health: str = "available", *, takes_writes: bool = True, **gauges: Any) -> Seen:
    """Return what is seen where all is well but this: gauges, each a value or all its values by label."""
    told = {name: value if isinstance(value, dict) else {(): value} for name, value in gauges.items()}
    found = WELL | {f"mbongo_{name}": values for name, values in told.items()}
    operators = tuple(Operator(rail, health if rail == "mtn" else "available") for rail in sorted(RAILS))
    return Seen(ready, found, operators, takes_writes, approvals=3)


def test_where_all_is_well_people_can_pay() -> None:
    lines = list_lines(seen())
    assert say_verdict(lines) == "People can pay."
    assert {line.state for line in lines} == {"ok"}
    assert [line.said for line in lines if line.part == "for staff"] == ["3 to approve, 2 cases, 0 discrepancies"]


GONE = {"mbongo_process_seen_seconds": {("tick",): 4.0, ("worker mtn",): 4.0, ("worker notices",): 300.0}}
TROUBLES: dict[str, tuple[Seen, str, str, str]] = {
    "no serve": (seen(""), "CANNOT", "calls and pages", "nobody answers"),
    "no database": (Seen("down: database"), "CANNOT", "database", "does not answer"),
    "a database we may not read": (Seen("ready"), "not all is well", "database", "we could not read it"),
    "somebody else's port": (seen("<html>nginx</html>"), "CANNOT", "calls and pages", "is not `serve`"),
    "all held": (seen(health="held"), "not all is well", "MTN MoMo", "held with all others"),
    "a payment nobody comes for": (
        seen(process_seen_seconds={("tick",): 4.0}, payments_under_way={("mtn",): 3.0},
             payments_late_seconds={("mtn",): 400.0}),
        "not all is well", "MTN MoMo", "waits for its worker"),
    "a full disk": (seen("down: database"), "CANNOT", "database", "takes no writes"),
    "a replica, asked alone": (seen("", takes_writes=False), "CANNOT", "database", "takes no writes"),
    "Valkey": (seen("degraded: redis"), "CANNOT", "Valkey", "takes no writes"),
    "the tick": (seen(process_seen_seconds={("tick",): 400.0}), "not all is well", "tick", "7 min ago"),
    "no tick ever": (seen(process_seen_seconds={("serve",): 4.0}), "not all is well", "tick", "not seen in a week"),
    "no process": (seen(process_seen_seconds={("tick",): 4.0}), "not all is well", "processes", "none was seen"),
    "a worker": (seen(process_seen_seconds=GONE["mbongo_process_seen_seconds"]), "not all is well", "processes",
                 "gone: worker notices (5 min)"),
    "an operator's worker": (
        seen(process_seen_seconds={("tick",): 4.0, ("worker mtn",): 130.0}), "not all is well", "MTN MoMo",
        "its worker is gone, 2 min"),
    "texts in": (seen(texts_oldest_seconds=90.0, texts_waiting=7.0), "not all is well", "texts from people", "7 wait"),
    "the gateway": (seen(notices_failing=21.0), "not all is well", "texts to people", "21 refused"),
    "the gateway, by a text": (
        seen(notices_failing=1.0, notices_oldest_seconds=90.0), "not all is well", "texts to people", "1 refused"),
    "the gateway, at a quiet hour": (
        seen(notices_failing=2.0, notices_waiting=2.0), "not all is well", "texts to people", "2 refused"),
    "texts out": (seen(notices_oldest_seconds=61.0), "not all is well", "texts to people", "the oldest for 61 s"),
    "an operator down": (seen(health="down"), "not all is well", "MTN MoMo", "DOWN"),
    "an end unknown": (seen(payments_unknown={("mtn",): 2.0}), "not all is well", "MTN MoMo", "2 payments"),
    "a late payment": (seen(payments_late_seconds={("mtn",): 301.0}), "not all is well", "MTN MoMo", "for 5 min"),
    "an e-mail": (seen(mails_oldest_seconds=601.0), "not all is well", "other queues", "e-mails"),
    "a webhook": (seen(webhooks_oldest_seconds=61.0), "not all is well", "other queues", "webhooks"),
}  # fmt: skip


@pytest.mark.parametrize("name", TROUBLES)
def test_where_it_stands_is_said_with_what_to_do(name: str) -> None:
    found, verdict, part, said = TROUBLES[name]
    lines = list_lines(found)
    assert verdict in say_verdict(lines)
    [line] = [line for line in lines if line.part == part]
    assert line.state != "ok"
    assert said in line.said
    assert line.do, "what comes next"
    assert part in say_verdict(lines)
    screen = draw(lines)
    assert any(line.do[:60] in shown for shown in screen)


@pytest.mark.parametrize("name", TROUBLES)
def test_each_screen_fits(name: str) -> None:
    screen = draw(list_lines(TROUBLES[name][0]))
    assert len(screen) <= LINES_MAX
    assert max(map(len, screen)) <= COLUMNS


def test_a_replica_that_is_asked_does_not_stop_a_service_that_writes() -> None:
    assert say_verdict(list_lines(seen("ready", takes_writes=False))) == "People can pay."


def test_a_text_or_two_that_were_refused_among_others_are_no_trouble() -> None:
    for gauges in ({"notices_failing": 1.0, "notices_waiting": 1.0}, {"notices_failing": 2.0, "notices_waiting": 9.0}):
        assert say_verdict(list_lines(seen(**gauges))) == "People can pay."


def test_where_nothing_answers_the_database_comes_first() -> None:
    steps = [line for line in draw(list_lines(Seen(""))) if line.startswith(("Do first", "Then"))]
    assert [step.partition("PostgreSQL")[0] for step in steps] == ["Do first: Look whether "]


def test_an_operator_that_we_paused_is_said_and_no_trouble() -> None:
    lines = list_lines(seen(health="maintenance"))
    assert say_verdict(lines) == "People can pay. In maintenance, by us: MTN MoMo."
    assert [line.state for line in lines if line.part == "MTN MoMo"] == ["--"]


def test_operators_whose_worker_never_ran_are_not_in_use_and_no_trouble() -> None:
    lines = list_lines(seen(process_seen_seconds={("tick",): 1.0, ("worker mtn",): 1.0}))
    [unused] = [line for line in lines if line.part == "not in use here"]
    assert "orange" in unused.said
    assert "mtn" not in unused.said
    assert say_verdict(lines) == "People can pay."


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.2, "0 s"), (119, "119 s"), (120, "2 min"), (7_199, "120 min"), (7_200, "2 h"), (200_000, "2 days")],
)
def test_a_time_is_said_in_its_largest_unit(seconds: float, said: str) -> None:
    assert say_seconds(seconds) == said
