"""`demo`: everything up, the tour played in the terminal, then the web handset's address until Ctrl-C."""

import sys
from pathlib import Path
from threading import Event, Thread

from rich.console import Console

from local.machine import Machine
from local.up import run_until_signal


def demo(data: Path, port: int | None, *, once: bool) -> None:
    """Play, then stay; with `once`, end after the tour. Exits with 1 if the tour went wrong."""
    console = Console(highlight=False)
    went_wrong: list[BaseException] = []
    with run_until_signal(data, port) as running:
        over = Event()
        guide = Thread(target=_play_tour, args=(running, console, over, went_wrong), daemon=True)
        guide.start()
        running.watch(over)  # a crash during the tour is mended as at any other time
        if not (once or went_wrong):
            console.print(f"\n[bold]Two phones to try it yourself: {running.addresses['phone_url']}[/]")
            console.print("Or in another terminal: ./mbongo phone +237677000001    Ctrl-C stops everything.")
            running.watch(Event())
    if went_wrong:
        sys.exit(
            f"The tour went wrong: {went_wrong[0]}\nLogs: {data / 'logs'}\n"
            "It needs its people as it left them (PIN, ceilings of the day); to begin afresh: --data SOMEWHERE_NEW"
        )


def _play_tour(running: Machine, console: Console, over: Event, went_wrong: list[BaseException]) -> None:
    from local.tour import open_tour, play  # noqa: PLC0415 - while the servers start, not before

    try:
        with open_tour(running, console) as tour:
            play(tour)
    except Exception as failed:  # told by the main thread, which ends with it
        went_wrong.append(failed)
    finally:
        over.set()
