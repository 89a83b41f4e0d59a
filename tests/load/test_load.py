"""A few calls of every kind on the running service, and its books compared; then books and journals that are wrong."""

from dataclasses import replace
from types import SimpleNamespace
from typing import NoReturn, cast

import pytest
from click.testing import CliRunner
from sqlalchemy.exc import OperationalError

from bench import arrivals
from drills.story import Story
from faults.acknowledged import Attempt, Journal, compare_books
from faults.checks import check_executions
from faults.quick_hash import hash_quickly
from faults.stage import Stage
from load import books, doings, run
from load.__main__ import main
from load.ground import Ground, settle_all
from load.meter import Meter
from load.mix import Mix, read_mix
from load.run import Load
from load.verdict import Verdict
from tests.world.service import Service
from wallet.core.hashes import NOBODY

QUICK = {"weight": 1, "think_seconds": (0.0, 0.02)}
KINDS = ("balance", "send", "withdraw", "recharge", "till", "left", "text_balance", "text_send", "checkout")
MIX = Mix.model_validate({
    "rate": 30.0, "people": 100, "shops": 2,
    "kinds": dict.fromkeys(KINDS, QUICK) | {"text_send": {"weight": 1, "think_seconds": (0.1, 0.2)}},
    "operators": {"answer_seconds": (0, 0.01), "approve_seconds": (0, 0.1), "refuse": 0.1, "expiry_seconds": 300},
    "steps": [{"name": "plateau", "seconds": 1.2, "times": 1.0}],
})  # fmt: skip


def settle(service: Service) -> Ground:
    running, secrets = service.processes, service.wallet.secrets
    stage = Stage(
        running.running, running.postgres, running.valkey, running.wallets, running.data / "armed",
        hash_quickly(secrets, "pin", NOBODY, doings.PIN), running.data / "logs",
    )  # fmt: skip
    return settle_all(stage, MIX, running.database)


def test_what_was_acknowledged_is_in_the_books_once_and_books_that_are_wrong_are_told(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doings, "LOOK_SECONDS", 0.2)
    monkeypatch.setattr(arrivals, "PATIENCE_SECONDS", 120.0)  # books are judged, not times
    said: list[str] = []
    load = Load(MIX, seed=4, story=Story(said.append))
    ground = settle(service)
    journal = load.meet(ground).journal
    assert load.story.end() == 0, "\n".join(said)
    assert {one.kind for one in journal.attempts} == {"send", "withdraw", "recharge", "till", "checkout", "paid"}
    assert {one.attempt.kind for one, _ in journal.heard} > {"send", "till", "checkout"}

    booked = books.read_booked(ground)
    told, at = next((one, at) for one, at in journal.heard if one.attempt.kind == "till")
    cases = {
        "lost": (journal, [one for one in booked if one.reference != told.reference]),
        "doubled": (journal, [*booked, replace(booked[0], reference="AAAA-2222")]),
        "unasked": (Journal([one for one in journal.attempts if one != told.attempt], []), booked),
        "lost, told another amount": (
            Journal(journal.attempts, [(replace(told, attempt=Attempt("till", 1, told.attempt.whose)), at)]), booked,
        ),
    }  # fmt: skip
    for wrong, (heard, known) in cases.items():
        found = compare_books(ground.stage, heard, known, books.KINDS, ground.texts_before)
        assert getattr(found, wrong.partition(",")[0]), wrong

    whole = books.gather(ground)
    assert list(check_executions(whole)) == []
    assert "never executed" in "".join(check_executions(replace(whole, executed=whole.executed[1:])))
    assert "2 times" in "".join(check_executions(replace(whole, executed=[*whole.executed, whole.executed[0]])))


@pytest.mark.parametrize(
    ("words", "said"),
    [(["nowhere.toml"], "everyday, payday"), (["--rate", "0"], "--rate"), (["--help"], "everyday, payday")],
)
def test_what_it_cannot_play_it_says_at_once(words: list[str], said: str) -> None:
    done = CliRunner().invoke(main, words, terminal_width=100)
    assert said in " ".join(done.output.split())
    assert done.exit_code == (0 if words == ["--help"] else 2)


def test_a_server_lost_under_load_is_judged_and_what_was_measured_until_then_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lost = OperationalError("SELECT", {}, OSError("gone"))

    def fail(*_: object) -> NoReturn:
        raise lost

    told = {"connections": 3}
    meter = Meter({}, iter([told]).__next__, 1)
    meter.look()
    meter.ask = fail
    meter.look()
    assert [one.told for one in meter.samples] == [told, told]
    with pytest.raises(OperationalError):
        Meter({}, fail, 1).look()
    mix, ground = read_mix("everyday"), cast("Ground", SimpleNamespace(stage=SimpleNamespace(redis=None)))
    load = Load(mix, 1, Story(lambda _: None))
    monkeypatch.setattr(run, "read_servers", fail)
    assert load.rest(ground) is None
    monkeypatch.setattr(books, "compare", fail)
    Verdict(mix, load.story, load.tally, meter, cast("doings.Doings", SimpleNamespace(journal=None))).judge_books(
        ground
    )
    [found] = load.story.findings
    assert (found.what, found.held) == ("books", False)
