"""The tour's people made without a tour, for `up --demo-people`."""

from rich.console import Console

from local.machine import Machine
from local.tour import scenes
from local.tour.cast import MOUSSA
from local.tour.stage import open_tour

CREDIT = 5_000


def register_people(running: Machine) -> str:
    """Register all of them, drawn nowhere; Moussa hands in cash the first time. Returns a new key of Brice's shop."""
    with open_tour(running, Console(quiet=True)) as tour:
        is_first = tour.find_person(MOUSSA) is None
        scenes.register(tour, MOUSSA)
        scenes.make_ready(tour)
        if is_first:
            scenes.hand_in_cash(tour, MOUSSA, CREDIT)
        return tour.make_api_key()
