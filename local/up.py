"""`up`: everything, with no tour, until Ctrl-C; and the ways other commands find what is up."""

import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import FrameType

import click

from cli.program import as_typed
from local.machine import Machine, find_running, run_machine
from local.ports import USUAL, listen
from local.providers import tell_providers

OPEN_ADDRESSES = (
    "base_url",
    "api_url",
    "me_url",
    "business_url",
    "office_url",
    "simulator_url",
    "phone_url",
    "mail_url",
)
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class AskedToStopError(BaseException):
    """Ctrl-C, or an orderly kill; not an Exception, so nothing on the way takes it for a failure."""


@contextmanager
def run_until_signal(data: Path, port: int | None) -> Iterator[Machine]:
    """Run the machine until a signal; one that comes while it stops is ignored. Failures end in one sentence."""
    for number in SIGNALS:
        signal.signal(number, _ask_to_stop)
    try:
        with run_machine(data, lambda: listen(port), lambda: listen(None, USUAL + 1), _say) as running:
            tell_providers(running)
            yield running
    except AskedToStopError:
        print("stopped", file=sys.stderr)
    except (RuntimeError, OSError) as failed:  # a start, or what was asked of it, that failed; they say why
        sys.exit(f"mbongo: {failed}")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _ask_to_stop(_number: int, _frame: FrameType | None) -> None:
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise AskedToStopError


def up(data: Path, port: int | None, *, as_json: bool, demo_people: bool) -> None:
    """Run everything, print the addresses once all answers, and watch over it."""
    with run_until_signal(data, port) as running:
        shown = dict(running.addresses)
        if demo_people:
            from local.tour.people import register_people  # noqa: PLC0415 - brings the simulators and rich

            shown["demo_api_key"] = register_people(running)
        if as_json:
            print(json.dumps(shown), flush=True)
        else:
            print_addresses(running, data)
            if demo_people:
                print_people()
            print("Ctrl-C to stop", file=sys.stderr)
        running.watch(Event())


def print_addresses(running: Machine, data: Path) -> None:
    """Print where everything is, without the secrets that lie in some of the addresses."""
    for name in OPEN_ADDRESSES:
        print(f"{name:16} {running.addresses[name]}", flush=True)
    print(f"{'logs':16} {data / 'logs'}")
    secrets = data / "secrets.json"
    print(f"Whole addresses, with their secrets: up --json. The secrets by name: {secrets}, for you alone;"
          f" {data / 'running.json'} names them and holds none.")  # fmt: skip


def print_people() -> None:
    """Print who was registered, with the PINs that the demo gave them, and that nobody is staff yet."""
    from local.tour.cast import EVERYBODY  # noqa: PLC0415 - of a demo alone

    for one in EVERYBODY:
        print(f"{one.name:16} {one.number}  {f'PIN {one.pin}' if one.pin else 'has no wallet'}")
    hire = as_typed("./mbongo staff add alice --role administrator")
    print(f"Staff: nobody of these. To act as staff, make two logins of administrators: {hire}")


def find_simulator(data: Path) -> str:
    """Return the simulators' address of what runs on this data folder. Raises UsageError when nothing does."""
    found = find_running(data)
    if found is None:
        raise click.UsageError(as_typed("Nothing runs. In another terminal: ./mbongo up (or demo)"))
    return found["addresses"]["simulator_url"]
