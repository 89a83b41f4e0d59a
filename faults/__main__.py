# ruff: noqa: PLC0415 - a process imports only what it runs
"""`./mbongo faults`, and `python -m faults COMMAND` for the supervisor.

The second runs one of Mbongo's processes with points where it may be told to die (crash_points.py).
"""

import signal
import sys

import click

PROCESSES = ("serve", "office", "worker", "tick", "simulate")


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--runs", type=click.IntRange(1, 100_000), default=25, show_default=True, help="How many seeds.")
@click.option("--seed", type=click.IntRange(0, 999_999), default=1, show_default=True, help="The first of them.")
@click.option("--kill", is_flag=True, help="The kill matrix instead: kill -9 at every named point.")
@click.option("--minutes", type=click.FloatRange(0), help="Begin no run after that long.")
@click.option("--timeline", is_flag=True, help="Print what happened in every run, also where nothing is wrong.")
def main(runs: int, seed: int, kill: bool, minutes: float | None, timeline: bool) -> None:
    """Break everything from a seed, let it come to rest, and compare the books with the operators'.

    Exit code 1, with the seed and the timeline, when something does not agree.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # and so stop everything in order
    from faults.stage import stage

    with stage() as on:
        if kill:
            from faults.kill_matrix import play

            sys.exit(play(on, click.echo))
        from faults.campaign import campaign

        sys.exit(campaign(on, range(seed, seed + runs), click.echo, minutes=minutes, tell_all=timeline))


def process(command: str, *arguments: str) -> None:
    """Run `./mbongo COMMAND` in this very process, wrapped so that it can be told to die."""
    from faults.crash_points import install
    from local.__main__ import mbongo

    install(command, *arguments)
    mbongo([command, *arguments], prog_name="mbongo")


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in PROCESSES:
        process(*sys.argv[1:])
    else:
        main(prog_name="mbongo faults")
