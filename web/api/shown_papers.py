"""The papers as people read them: routes by what they are about, objects with their fields, each in plain words."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from web.api.route import JSON

REF: Final = "#/components/schemas/"
TEXTS: Final[Mapping[str, str]] = {
    "date-time": "time (RFC 3339)",
    "uri": "address",
    "email": "e-mail",
}


@dataclass(frozen=True)
class ShownField:
    """A field of an object, or a parameter: its kind in words, `model` the object that it is or holds, "" for none."""

    name: str
    kind: str
    model: str
    required: bool
    about: str


@dataclass(frozen=True)
class ShownObject:
    """An object that is said or answered."""

    name: str
    about: str
    fields: Sequence[ShownField]


@dataclass(frozen=True)
class ShownRoute:
    """A route: `said` is the object in its body, `answered` what it answers (`page`: a list of it), "" for none.

    `example` is a body, `example_answered` an answer, as they are written; "" where there is none.
    """

    name: str
    method: str
    path: str
    summary: str
    permission: str
    query: Sequence[ShownField]
    said: str
    answered: str
    page: bool
    status: str
    kind: str
    example: str
    example_answered: str


def show_objects(papers: Mapping[str, Any]) -> list[ShownObject]:
    """Return every object of the papers, by name; a page of a list is shown as a list."""
    schemas = papers["components"]["schemas"]
    return [
        ShownObject(name, " ".join(schema.get("description", "").split()), show_fields(schema))
        for name, schema in sorted(schemas.items())
        if not is_page(schema)
    ]


def is_page(schema: Mapping[str, Any]) -> bool:
    """True for the object that a list answers."""
    return set(schema.get("properties", ())) == {"data", "has_more"}


def show_fields(schema: Mapping[str, Any]) -> list[ShownField]:
    """Return the fields of an object."""
    required = schema.get("required", ())
    return [show_field(name, one, required=name in required) for name, one in schema.get("properties", {}).items()]


def show_field(name: str, schema: Mapping[str, Any], *, required: bool) -> ShownField:
    """Return one field."""
    return ShownField(name, write_kind(schema), find_model(schema), required, schema.get("description", ""))


def find_model(schema: Mapping[str, Any]) -> str:
    """Return the name of the object that a schema is, or holds, "" for none."""
    inside = [schema, schema.get("items", {}), *schema.get("anyOf", ())]
    return next((one["$ref"].removeprefix(REF) for one in inside if "$ref" in one), "")


def write_kind(schema: Mapping[str, Any]) -> str:
    """Return the kind of a value in words: "integer, 1 to 100"."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(REF)
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(write_kind(one) for one in schema["anyOf"]))
    if known := schema.get("enum", [schema["const"]] if "const" in schema else []):
        return ", ".join(json.dumps(one) for one in known)
    kind = str(schema.get("type", "text"))
    return WRITERS[kind](schema) if kind in WRITERS else kind


def write_list(schema: Mapping[str, Any]) -> str:
    """Return the kind of a list in words."""
    return f"list of {write_kind(schema.get('items', {}))}"


def write_text(schema: Mapping[str, Any]) -> str:
    """Return the kind of a text in words."""
    most = f", at most {schema['maxLength']} letters" if "maxLength" in schema else ""
    return TEXTS.get(schema.get("format", ""), "text") + most


def write_integer(schema: Mapping[str, Any]) -> str:
    """Return the kind of a number in words."""
    bounds = {"minimum", "maximum"} <= set(schema)
    return f"integer, {schema['minimum']} to {schema['maximum']}" if bounds else "integer"


WRITERS: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "array": write_list, "string": write_text, "integer": write_integer,
}  # fmt: skip


def show_routes(papers: Mapping[str, Any]) -> dict[str, list[ShownRoute]]:
    """Return the routes by what they are about, in the order of the papers."""
    found: dict[str, list[ShownRoute]] = {}
    for path, ways in papers["paths"].items():
        for method, route in ways.items():
            found.setdefault(route["tags"][0], []).append(show_route(papers, path, method.upper(), route))
    return found


def show_route(papers: Mapping[str, Any], path: str, method: str, route: Mapping[str, Any]) -> ShownRoute:
    """Return one route."""
    status, done = next((one, answer) for one, answer in route["responses"].items() if "$ref" not in answer)
    kind, content = next(iter(done.get("content", {"": {}}).items()))
    answered = find_model(content.get("schema", {}))
    schemas = papers["components"]["schemas"]
    page = bool(answered) and is_page(schemas[answered])
    if page:
        answered = find_model(schemas[answered]["properties"]["data"])
    said: Mapping[str, Any] = next(iter(route.get("requestBody", {}).get("content", {}).values()), {})
    query = [
        show_field(one["name"], one["schema"], required=one["required"])
        for one in route["parameters"]
        if one["in"] == "query"
    ]
    permission = route.get("description", "").removeprefix("Permission: `").removesuffix("`.")
    return ShownRoute(
        route["operationId"], method, path, route["summary"], permission, query,
        find_model(said.get("schema", {})), answered, page, status, kind,
        write_example(papers, said), write_example(papers, content) if kind == JSON else "",
    )  # fmt: skip


def write_example(papers: Mapping[str, Any], content: Mapping[str, Any]) -> str:
    """Return the example of a content as a program writes it, "" for none."""
    name = next(iter(content.get("examples", ())), "")
    return json.dumps(papers["components"]["examples"][name]["value"], ensure_ascii=False, indent=1) if name else ""
