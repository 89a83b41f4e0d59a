"""The gauges say what the books say, by questions that an index answers, in labels that nobody can make more of."""

import re
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from tests.world.cast import AWA, BRUNO, MOUSSA, PINS
from tests.world.office import Office
from tests.world.world import World
from wallet import ledger
from wallet.core.database import connect
from wallet.payments.rails import RAILS
from wallet.people import sims
from wallet.sending.send_money import SendMoney
from web.build import describe_build, find_commit
from web.gauge_table import GAUGES
from web.gauges import read_gauges
from web.pool_figures import BEYOND, IN_USE, watch_pool

# Those whose rows grow with every call, text and payment, and that no gauge may read through.
GROWING = ("operation", "payment", "notice", "text_in", "mail", "event_delivery", "bill_search", "callback_in", "entry")


SENDS = "SELECT count(*) FROM movement m JOIN operation o USING (reference) WHERE o.kind = 'send_money'"
HELD = """INSERT INTO key_held (process, host, key, tag, place, first_at, last_at) VALUES
    ('tick', 'one', 'k', 't', 0, wallet_now(), wallet_now()),
    ('tick', 'two', 'k', 't', 0, wallet_now(), wallet_now() - interval '1 hour'),
    ('worker old', 'one', 'k', 't', 0, wallet_now(), wallet_now() - interval '8 days')"""


def read(world: World) -> dict[str, dict[tuple[str, ...], float]]:
    return {name: dict(values) for name, values in world.do(read_gauges, "web").items()}


def test_what_was_done_in_a_minute_is_what_the_books_hold(world: World) -> None:
    world.wait_for_morning()
    world.pass_time(minutes=2)  # what the world was made by is older
    world.credit(MOUSSA, 7_000)
    too_much = world.quote(MOUSSA, AWA, 5_000)
    for number in range(3):
        assert not world.send(MOUSSA, AWA, 1_000, f"s{number}", pin=PINS[MOUSSA]).refused
    assert world.perform(MOUSSA, SendMoney(too_much), "more than is left", pin=PINS[MOUSSA]).refused
    assert not world.recharge().refused
    told = read(world)["mbongo_operations"]
    kept = world.rows("SELECT kind, refused FROM operation WHERE at > wallet_now() - interval '1 minute'")
    assert told == {key: float(count) for key, count in Counter(
        (row.kind, "refused" if row.refused else "done") for row in kept).items()}  # fmt: skip
    assert told[("send_money", "done")] == world.one(SENDS) == 3
    assert told[("send_money", "refused")] == 1
    world.pass_time(minutes=2)
    assert read(world)["mbongo_operations"] == {}
    world.check()


def test_an_operators_float_and_how_fast_it_ends_payments_are_the_books(world: World) -> None:
    world.wait_for_morning()
    world.recharge(5_000, key="quick")
    world.work("succeeded")
    world.recharge(3_000, rail="orange", key="never told")
    told = read(world)
    assert told["mbongo_float_francs"][("mtn",)] == -world.do(lambda db: ledger.balance(db, of_mtn(db))) == 5_000
    assert sum(told["mbongo_payments_ended"].values()) == 0, "five minutes are not over"
    world.pass_time(minutes=6)
    ended = {key: count for key, count in read(world)["mbongo_payments_ended"].items() if count}
    assert ended == {("mtn", "in_time"): 1.0, ("orange", "late"): 1.0}
    world.pass_time(hours=2)
    assert sum(read(world)["mbongo_payments_ended"].values()) == 0, "they are of another hour"


def of_mtn(db: Connection) -> int:
    return ledger.ours(db, "operator_float:mtn")


def test_what_is_due_to_others_is_seen_as_long_as_it_waits(world: World) -> None:
    assert read(world)["mbongo_process_seen_seconds"] == {}
    world.change(HELD)
    world.pass_time(seconds=40)
    seen = read(world)["mbongo_process_seen_seconds"]
    assert [*seen] == [("tick",)], "one that has not run for a week was taken away"
    assert 40 <= seen[("tick",)] < 3_000, "the latest of its name"
    assert read(world)["mbongo_reconciled_seconds"] == {}
    world.change("""INSERT INTO settlement_file (rail, sha256, name, imported_at)
        VALUES ('mtn', 'x', 'mtn.csv', wallet_now() - interval '2 hours')""")  # fmt: skip
    assert 7_200 <= read(world)["mbongo_reconciled_seconds"][("mtn",)] < 10_000


def test_a_day_that_is_not_added_up_or_closed_is_seen(world: World) -> None:
    assert ("closed",) not in read(world)["mbongo_day_behind_seconds"], "none was ever closed"
    world.change("UPDATE day_summed SET until = wallet_now() - interval '2 days'")
    assert 172_800 <= read(world)["mbongo_day_behind_seconds"][("added up",)] < 180_000


def test_months_of_entries_that_nobody_makes_are_seen(world: World) -> None:
    ahead = read(world)["mbongo_months_ahead_seconds"][()]
    world.pass_time(days=ahead // 86_400 + 1)
    told = read(world)
    assert told["mbongo_months_ahead_seconds"][()] < 0
    assert told["mbongo_entries_without_month"] == {(): 0.0}
    world.credit(MOUSSA, 1_000)
    assert read(world)["mbongo_entries_without_month"] == {(): 1.0}
    assert world.do(ledger.keep_months, "worker") > 3
    told = read(world)
    assert told["mbongo_months_ahead_seconds"][()] > 60 * 86_400
    assert told["mbongo_entries_without_month"] == {(): 0.0}


def test_what_waits_for_another_login_is_seen_by_its_kind(world: World, office: Office) -> None:
    assert read(world)["mbongo_approvals_waiting"] == {}
    office.done("operator", "--hold", "--why", "restored")
    office.done("operator", "--release", "--why", "all files agree")
    world.pass_time(minutes=10)
    told = read(world)
    assert told["mbongo_approvals_waiting"] == {("release_rails",): 1.0}
    assert 600 <= told["mbongo_approvals_oldest_seconds"][("release_rails",)] < 3_000
    office.done("operator", "--approve", login=BRUNO)
    assert read(world)["mbongo_approvals_waiting"] == {}


def test_a_pool_tells_what_of_it_is_in_use(world: World) -> None:
    engine = connect(world.wallet_on("web").engine.url.render_as_string(hide_password=False), pool_size=1)
    before = IN_USE._value.get()
    watch_pool(engine)
    with engine.connect():
        assert (IN_USE._value.get() - before, BEYOND._value.get()) == (1, 0)
        with engine.connect() as lost:
            assert (IN_USE._value.get() - before, BEYOND._value.get()) == (2, 1)
            lost.invalidate()
    assert IN_USE._value.get() == before
    with engine.connect():
        pass
    assert BEYOND._value.get() == 0
    engine.dispose()


def test_which_build_runs_is_told(tmp_path: Path) -> None:
    assert set(describe_build()) == {"commit", "migration", "python"}
    (tmp_path / "web").mkdir()
    file = tmp_path / "web/commit.txt"
    file.write_text("$Format:%h$\n")
    assert find_commit(tmp_path) == "unknown"
    (tmp_path / ".git/refs/heads").mkdir(parents=True)
    (tmp_path / ".git/HEAD").write_text("ref: refs/heads/main\n")
    (tmp_path / ".git/packed-refs").write_text(f"{'ab' * 20} refs/heads/main\n")
    assert find_commit(tmp_path) == "ab" * 6
    (tmp_path / ".git/refs/heads/main").write_text(f"{'cd' * 20}\n")
    assert find_commit(tmp_path) == "cd" * 6
    file.write_text("0123456\n")
    assert find_commit(tmp_path) == "0123456", "as `git archive` writes it into an image"


def test_owners_who_were_told_of_a_swapped_sim_are_counted(world: World) -> None:
    world.credit(MOUSSA, 1_000)
    world.do(lambda db: sims.ask_about(db, MOUSSA))
    world.do(lambda db: sims.hear(db, MOUSSA, sims.SimAnswer(lately=True)))
    assert read(world)["mbongo_sims_swapped"] == {(): 1.0}
    world.pass_time(hours=25)
    assert read(world)["mbongo_sims_swapped"] == {(): 0.0}


@pytest.mark.parametrize("name", sorted(GAUGES))
def test_no_gauge_reads_through_what_grows_with_every_call(world: World, name: str) -> None:
    def explain(db: Connection) -> str:
        db.execute(text("SET LOCAL enable_seqscan = off"))  # then a table is read through only where no index helps
        return "\n".join(db.execute(text(f"EXPLAIN {GAUGES[name].query}")).scalars())

    plan = world.do(explain, "web")
    assert not re.findall(rf"Seq Scan on ({'|'.join(GROWING)})\b", plan), plan


def test_no_label_is_of_somebody(world: World) -> None:
    world.recharge()
    labels = {label for values in read(world).values() for key in values for label in key}
    assert labels >= RAILS.keys()
    assert not [label for label in labels if re.search("[0-9]{3}", label)]
