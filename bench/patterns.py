"""`./mbongo patterns`: what compliance's rules find among generated people: detection, false alarms, and the cost."""

from dataclasses import dataclass
from statistics import mean
from time import perf_counter
from typing import Final

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine, text

from bench.population import BEGAN, LEARNT_DAYS, Population, draw
from bench.programs import owning
from bench.settle import settle
from bench.stage import stage
from wallet.compliance.judging import judge
from wallet.compliance.rules import RULES

FOUND: Final = text("SELECT rule, person_id::text, count(*) AS alerts FROM alert GROUP BY 1, 2")
CASES: Final = text("SELECT count(*) FROM alert_case")
DAYS_A_MONTH: Final = 30
DATABASE: Final = "mbongo_patterns"
WIDTH: Final = 130
COLUMNS: Final = (
    "rule", "planted", "detected", "faint", "detected", "false alarms", "in 10 000 months",
    "ms a day", "most", "growth",
)  # fmt: skip


@dataclass(frozen=True)
class RuleFound:
    """Findings of a rule, of so many planted and so many faint; `false` are alerts about people who lived honestly."""

    planted: int
    faint: int
    detected: int
    faint_detected: int
    false: int


@dataclass(frozen=True)
class Findings:
    """Findings of all rules in a population, in so many months of all its people, and what that took."""

    rules: dict[str, RuleFound]
    people_months: float
    cases: int
    entries: int
    taken: dict[str, list[float]]  # seconds of each day, by rule

    def count_false(self, rule: str) -> float:
        """Return false alarms of a rule per 10 000 months of a person."""
        return self.rules[rule].false * 10_000 / self.people_months


def try_rules(owner: Engine, drawn: Population) -> Findings:
    """Write a population into this database, judge all of its days by every rule, and compare with what was planted."""
    entries = settle(owner, drawn, LEARNT_DAYS)
    taken: dict[str, list[float]] = {}
    before = perf_counter()
    while judged := judge(owner, 1):
        rule, before, since = judged[0].split()[0], perf_counter(), before
        taken.setdefault(rule, []).append(before - since)
    with owner.begin() as db:
        alerts = {(row.rule, row.person_id): int(row.alerts) for row in db.execute(FOUND)}
        cases = int(db.execute(CASES).scalar_one())
    months = (drawn.people + drawn.agents) * (drawn.days - LEARNT_DAYS) / DAYS_A_MONTH
    return Findings(_compare(drawn, alerts), months, cases, entries, taken)


def _compare(drawn: Population, alerts: dict[tuple[str, str], int]) -> dict[str, RuleFound]:
    """Return what each rule found. An alert of a rule about whom another's pattern was planted in is no false one."""
    guilty = {drawn.ids[place] for planted in drawn.planted.values() for used in planted for place in used}
    guilty |= {drawn.ids[place] for place in range(drawn.people + drawn.agents, drawn.size)}  # whom they needed
    found = {}
    for rule in RULES:
        seen = {who for named, who in alerts if named == rule}
        planted = [(not seen.isdisjoint(drawn.ids[place] for place in used), faint)
                   for used, faint in drawn.planted[rule].items()]  # fmt: skip
        found[rule] = RuleFound(
            sum(not faint for _, faint in planted),
            sum(faint for _, faint in planted),
            sum(is_seen for is_seen, faint in planted if not faint),
            sum(is_seen for is_seen, faint in planted if faint),
            sum(many for (named, who), many in alerts.items() if named == rule and who not in guilty),
        )
    return found


def table(found: Findings) -> Table:
    """Return the table of what each rule found; growth is what a day of the last third costs over one of the first."""
    drawn = Table(title=f"{found.people_months:,.0f} months of a person, {found.entries:,} entries".replace(",", " "))
    for column in COLUMNS:
        drawn.add_column(column, justify="left" if column == "rule" else "right")
    for rule, one in found.rules.items():
        cells = (one.planted, one.detected, one.faint, one.faint_detected, one.false)
        taken = [1_000 * day for day in found.taken[rule]]
        third = max(1, len(taken) // 3)
        growth = mean(taken[-third:]) / mean(taken[:third])
        figures = (found.count_false(rule), mean(taken), max(taken), growth)
        drawn.add_row(rule, *map(str, cells), *(f"{figure:.1f}" for figure in figures))
    return drawn


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--seed", default=1, show_default=True, help="Of what is drawn.")
@click.option("--people", default=1_000, show_default=True, type=click.IntRange(100), help="Who live honestly.")
@click.option("--days", default=180, show_default=True, type=click.IntRange(120), help="Of their lives.")
@click.option("--per-rule", default=10, show_default=True, type=click.IntRange(1, 50), help="Patterns planted a rule.")
def patterns(seed: int, people: int, days: int, per_rule: int) -> None:
    """Draw people and patterns among them, have compliance's rules judge them, and print what each rule found."""
    drawn = draw(seed, people, days, per_rule)
    began = (BEGAN).astimezone().date()
    click.echo(f"seed {seed}: {people} people and {drawn.agents} agents over {days} days from {began}", err=True)
    with stage() as servers:
        servers.make_database(DATABASE)
        with owning(servers, DATABASE) as owner:
            found = try_rules(owner, drawn)
    Console(width=WIDTH).print(table(found))
    click.echo(f"{found.cases} cases; judged in {sum(map(sum, found.taken.values())):.1f} s in all")


if __name__ == "__main__":
    patterns(prog_name="mbongo patterns")
