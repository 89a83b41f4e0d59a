"""Examples of what is said and answered, from one table: by model, and what a route answers otherwise."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from web.api.route import DELETED, JSON, Route

TABLE: Final[Mapping[str, Mapping[str, Any]]] = json.loads(
    Path(__file__).with_name("examples.json").read_text(encoding="utf-8")
)
REF: Final = "#/components/examples/{name}"


def list_examples(routes: Sequence[Route]) -> dict[str, Any]:
    """Return every example of the papers, by its name."""
    said = {route.says.__name__: TABLE["said"][route.says.__name__] for route in routes if route.says}
    answered = {name_answer(route): write_answer(route) for route in routes if route.status != DELETED}
    return {name: {"value": value} for name, value in (said | answered).items()}


def refer(name: str) -> dict[str, Any]:
    """Return the examples of a content: this one, by its name."""
    return {"examples": {name: {"$ref": REF.format(name=name)}}}


def name_answer(route: Route) -> str:
    """Return what the example of a route's answer is called: as its model, or as the route where it has its own."""
    if route.kind != JSON or route.answers is None:
        return route.kind.rpartition("/")[2]
    return route.name if route.name in TABLE["changed"] else f"{route.answers.__name__}{'Page' if route.page else ''}"


def write_answer(route: Route) -> Any:
    """Return an example of a route's answer."""
    answered = TABLE["answered"]
    if route.kind != JSON or route.answers is None:
        return answered[route.kind]
    model = next(one.__name__ for one in route.answers.__mro__ if one.__name__ in answered)
    one = answered[model] | TABLE["changed"].get(route.name, {})
    return {"data": [one], "has_more": False} if route.page else one
