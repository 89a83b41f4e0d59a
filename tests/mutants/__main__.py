"""`./mbongo mutants [WORD…] [--at-once N]`: take guards of the money path out, one at a time; 1 when any survives."""

import sys

import click

from tests.mutants.run import judge
from tests.mutants.table import MUTANTS


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("words", nargs=-1)
@click.option("--at-once", default=2, show_default=True, type=click.IntRange(1, 16), help="Copies, each with servers.")
def main(words: tuple[str, ...], at_once: int) -> None:
    """Take out the guards whose name or file holds one of these WORDS, or all, and say which tests notice."""
    chosen = [one for one in MUTANTS if not words or any(word in f"{one.name} {one.file}" for word in words)]
    survived = 0
    for verdict in judge(chosen, at_once):
        click.echo(verdict)
        survived += verdict.survived
    click.echo(f"{len(chosen) - survived} of {len(chosen)} were noticed.")
    sys.exit(1 if survived or not chosen else 0)


if __name__ == "__main__":
    main(prog_name="mbongo mutants")
