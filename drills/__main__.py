"""`./mbongo drill NAME`: one rehearsal; `./mbongo drill` alone lists them all, with what each rehearses."""

import signal
import sys
from dataclasses import dataclass
from importlib import import_module
from typing import Final

import click

from drills.asked import DrillOptions
from drills.story import Story


@dataclass(frozen=True)
class Drill:
    """One rehearsal: `rehearse(asked, story)` of its module, imported once it is played."""

    rehearses: str
    size: str  # what `--size 1` is

    def play(self, name: str, asked: DrillOptions) -> int:
        """Play it; return 0 where everything held, 1 where not."""
        story = Story(click.echo)
        import_module(f"drills.{name.replace('-', '_')}").rehearse(asked, story)
        return story.end()


DRILLS: Final = {
    "failover": Drill(
        "PostgreSQL's leader, Valkey's master, each process, an etcd, the network and a disk are lost under load",
        "6 seconds of load at least around each blow; 6 minutes",
    ),
    "upgrade": Drill(
        "The commit before runs under load, is migrated and restarted one process after another, forth and back",
        "6 seconds of load in each state; 5 minutes",
    ),
    "restore": Drill(
        "The database's machine is lost, restored to a moment, reconciled with operators: its runbook word by word",
        "4 seconds of load before the moment, 4 after it; 3 minutes",
    ),
}


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("name", required=False, type=click.Choice(list(DRILLS)), metavar="[NAME]")
@click.option("--size", type=click.FloatRange(0.1, 100), default=1.0, show_default=True, help="How much, or how long.")
@click.option("--seed", type=click.IntRange(0, 999_999), default=1, show_default=True, help="Of all that is drawn.")
@click.option("--before", metavar="COMMIT", default="", help="Of upgrade: the version before. [default: of code]")
def main(name: str | None, size: float, seed: int, before: str) -> None:
    """Rehearse what production fears, on this machine alone; without NAME, list what there is.

    Exit code 1 when something does not hold.
    """
    if name is None:
        for one, drill in DRILLS.items():
            click.echo(f"{one:10} {drill.rehearses} (--size 1: {drill.size})")
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # and so stop everything in order
    sys.exit(DRILLS[name].play(name, DrillOptions(size, seed, before)))


if __name__ == "__main__":
    main(prog_name="mbongo drill")
