"""`demo`: everything up, the tour played in the terminal, then phones to play with until Ctrl-C."""

import sys
from pathlib import Path
from threading import Event, Thread

from rich.console import Console

from local.machine import Machine
from local.up import run_until_signal


def demo(data: Path, port: int | None, *, once: bool, language: str) -> None:
    """Play, then stay; with `once`, end after the tour. Exits with 1 if the tour went wrong."""
    console = Console(highlight=False)
    went_wrong: list[BaseException] = []
    with run_until_signal(data, port) as running:
        over = Event()
        told = (running, console, language, data, not once)
        guide = Thread(target=_play_tour, args=(*told, over, went_wrong), daemon=True)
        guide.start()
        running.watch(over)  # a crash during the tour is mended as at any other time
        if not (once or went_wrong):
            running.watch(Event())
    if went_wrong:
        sys.exit(
            f"The tour went wrong: {went_wrong[0]}\nLogs: {data / 'logs'}\n"
            "It needs its people as it left them (PIN, ceilings of the day); to begin afresh: --data SOMEWHERE_NEW"
        )


def _play_tour(
    running: Machine,
    console: Console,
    language: str,
    data: Path,
    stays: bool,
    over: Event,
    went_wrong: list[BaseException],
) -> None:
    from local.tour import ending, scenes  # noqa: PLC0415 - while the servers start, not before
    from local.tour.stage import open_tour  # noqa: PLC0415

    try:
        with open_tour(running, console, language, data / "pictures") as tour:
            scenes.play(tour)
            ending.end(tour)
            ending.show_next(tour, running.addresses["phone_url"], data, stays=stays)
    except Exception as failed:  # told by the main thread, which ends with it
        went_wrong.append(failed)
    finally:
        over.set()
