"""The review on generated agents, honest and not: how many it finds, and how many it wrongs. Synthetic, from a seed."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from wallet.agents.agent_review import AgentOperation, Finding, review

MONDAY = datetime(2026, 11, 2, 6, tzinfo=UTC)
HONEST, OF_EACH = 300, 60
DAYS, HOURS = 7, 12


def at(chance: Random, day: int) -> datetime:
    return MONDAY + timedelta(days=day, seconds=chance.uniform(0, HOURS * 3600))


def amount(chance: Random) -> int:
    return max(500, round(chance.lognormvariate(9.2, 1.0) / 500) * 500)


def honest(chance: Random, agent: str) -> list[AgentOperation]:
    """A week: people come, some twice, a few change their minds, a few send on what they paid in."""
    operations, busy = list[AgentOperation](), chance.randint(15, 100)
    for day in range(DAYS):
        for _ in range(busy):
            moment, who = at(chance, day), f"{agent}-c{chance.randrange(400)}"
            kind, francs = chance.choice(("take_cash_in", "pay_cash_out")), amount(chance)
            operations.append(AgentOperation(moment, kind, who, francs, agent))
            if chance.random() < 0.01:  # forgot some of it, and comes back at once
                operations.append(
                    AgentOperation(moment + timedelta(minutes=chance.uniform(2, 50)), kind, who, amount(chance), agent)
                )
            if chance.random() < 0.002 and kind == "take_cash_in":  # does not need it after all
                later = moment + timedelta(minutes=chance.uniform(5, 110))
                operations.append(AgentOperation(later, "pay_cash_out", who, round(francs * 0.95), agent))
            if chance.random() < 0.03 and kind == "take_cash_in":
                operations.append(
                    AgentOperation(
                        moment + timedelta(minutes=3), "send_money", who, round(francs * 0.97), other=f"{who}-kin"
                    )
                )
    return operations


def splitting(chance: Random, agent: str) -> list[AgentOperation]:
    """Besides, once to four times a day a sum is cut in three to six."""
    operations = honest(chance, agent)
    for day in range(DAYS):
        for turn in range(chance.randint(1, 4)):
            moment, who, kind = (
                at(chance, day),
                f"{agent}-s{day}-{turn}",
                chance.choice(("take_cash_in", "pay_cash_out")),
            )
            for piece in range(chance.randint(3, 6)):
                operations.append(
                    AgentOperation(moment + timedelta(minutes=piece * chance.uniform(1, 9)), kind, who, 3_000, agent)
                )
    return operations


def circling(chance: Random, agent: str) -> list[AgentOperation]:
    """Besides, once to four times a day a sum goes in and out again, half of them over a friend."""
    operations = honest(chance, agent)
    for day in range(DAYS):
        for turn in range(chance.randint(1, 4)):
            moment, who, francs = at(chance, day), f"{agent}-r{day}-{turn}", amount(chance) + 5_000
            operations.append(AgentOperation(moment, "take_cash_in", who, francs, agent))
            if chance.random() < 0.5:
                friend = f"{who}-friend"
                operations.append(
                    AgentOperation(moment + timedelta(minutes=4), "send_money", who, round(francs * 0.98), other=friend)
                )
                who = friend
            back = moment + timedelta(minutes=chance.uniform(8, 60))
            operations.append(AgentOperation(back, "pay_cash_out", who, round(francs * 0.95), agent))
    return operations


def found(operations: list[AgentOperation]) -> dict[str, Finding]:
    return {one.agent: one for one in review(sorted(operations, key=lambda operation: operation.at))}


@pytest.mark.parametrize("seed", [7, 237])
def test_detection_and_false_alarms(seed: int) -> None:
    chance = Random(seed)
    suspects = dict.fromkeys(("honest", "splitting", "circling"), 0)
    makers = (("honest", honest, HONEST), ("splitting", splitting, OF_EACH), ("circling", circling, OF_EACH))
    for kind, make, count in makers:
        for number in range(count):
            agent = f"{kind}{number}"
            suspects[kind] += found(make(chance, agent))[agent].is_suspect
    rates = {kind: suspects[kind] / count for kind, _, count in makers}
    print(f"seed {seed}: found {rates['splitting']:.1%} of splitting, {rates['circling']:.1%} of circling agents;"
          f" false alarms {rates['honest']:.2%}")  # fmt: skip
    assert min(rates["splitting"], rates["circling"]) >= 0.95
    assert rates["honest"] < 0.01


def test_one_of_either_is_no_habit() -> None:
    times = [MONDAY + timedelta(minutes=minute) for minute in range(0, 50, 10)]
    split = [AgentOperation(moment, "pay_cash_out", "moussa", 1_000, "fatou") for moment in times]
    circle = [
        AgentOperation(times[0], "take_cash_in", "awa", 5_000, "fatou"),
        AgentOperation(times[1], "pay_cash_out", "awa", 4_900, "fatou"),
    ]
    finding = found([*split, *circle])["fatou"]
    assert (finding.operations, finding.splits, finding.circles, finding.is_suspect) == (7, 1, 1, False)


def test_cash_from_elsewhere_or_long_ago_is_no_circle() -> None:
    later = MONDAY + timedelta(hours=3)
    operations = [
        AgentOperation(MONDAY, "take_cash_in", "awa", 5_000, "other agent"),
        AgentOperation(MONDAY, "take_cash_in", "moussa", 5_000, "fatou"),
        AgentOperation(MONDAY + timedelta(minutes=5), "pay_cash_out", "awa", 5_000, "fatou"),
        AgentOperation(later, "pay_cash_out", "moussa", 5_000, "fatou"),
    ]
    assert found(operations)["fatou"].circles == 0
