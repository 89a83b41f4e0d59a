"""Measure how long something takes in a database that holds many, over one that holds few."""

from collections.abc import Callable

from sqlalchemy import Engine

from bench.figures import MeasuredFigure, figure, in_turns
from bench.programs import owning
from bench.stage import Stage

Fill = Callable[[Engine], None]


def measure_behind(
    stage: Stage, name: str, many: Fill, few: Fill, look: Callable[[Engine], float], rounds: int
) -> MeasuredFigure:
    """Fill two databases of a figure, and return what a look takes in the first over the second, in milliseconds."""
    databases = [f"mbongo_bench_{name}_{size}" for size in ("many", "few")]
    for database, fill in zip(databases, (many, few), strict=True):
        stage.make_database(database)
        with owning(stage, database) as engine:
            fill(engine)
    with owning(stage, databases[0]) as large, owning(stage, databases[1]) as small:
        measures: dict[str, Callable[[], float]] = {"many": lambda: look(large), "few": lambda: look(small)}
        in_turns(measures, 1)  # reads what lies on disk
        return figure(in_turns(measures, rounds), "many", "few", "ms")
