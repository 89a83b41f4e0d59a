"""`./mbongo load [MIX]`: a load of a mix, at its rate, on servers thrown away; then the books against what was told."""

import signal
import sys

import click

from drills.story import Story
from load.mix import BadMixError, list_mixes, read_mix
from load.run import Load


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("mix", default="everyday", metavar="[MIX]")
@click.option("--rate", type=click.FloatRange(0.01, 10_000), help="Calls that begin in a second. [default: the mix's]")
@click.option("--people", type=click.IntRange(100, 1_000_000), help="Of the crowd. [default: the mix's]")
@click.option("--minutes", type=click.FloatRange(0.05, 1440), help="Of the plateau. [default: the mix's]")
@click.option("--seed", type=click.IntRange(0, 999_999), default=1, show_default=True, help="Of all that is drawn.")
def main(mix: str, rate: float | None, people: int | None, minutes: float | None, seed: int) -> None:
    """Load everything that `up` starts as gateways, programs and payers do, and compare the books.

    MIX is a TOML file, or one that comes with the program. Ctrl-C ends it with what it has. Exit code 1 when something
    does not hold.
    """
    try:
        asked = read_mix(mix).change(rate, people, minutes and minutes * 60)
    except BadMixError as wrong:
        raise click.UsageError(str(wrong)) from None
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # and so stop everything in order
    story = Story(click.echo)
    Load(asked, seed, story).play()
    sys.exit(story.end())


main.epilog = f"Mixes that come with the program: {', '.join(list_mixes())}."

if __name__ == "__main__":
    main(prog_name="mbongo load")
