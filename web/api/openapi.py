"""The API's papers (OpenAPI 3.1), made of its routes: what is served is what is written."""

import inspect
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from web.api import versions
from web.api.examples import list_examples, name_answer, refer
from web.api.ids import NAMED, pattern_of
from web.api.problems import CODES, PROBLEM, ProblemDetails
from web.api.route import DELETED, JSON, Route

REF: Final = "#/components/schemas/{model}"
TITLE: Final = "Mbongo"
ABOUT: Final = """Payments for businesses in Cameroon. Amounts are whole numbers in the currency's minor unit (XAF:
francs). A request that was not answered is sent again with the same Idempotency-Key."""
KEY_PARAMETER: Final = {
    "name": "Idempotency-Key", "in": "header", "required": True,
    "description": "one for each thing you want done once; kept 30 days",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
}  # fmt: skip

VERSION_PARAMETER: Final = {
    "name": versions.HEADER, "in": "header", "required": False,
    "description": "the version of the API that answers; without, the one that the key was made with",
    "schema": {"type": "string", "enum": [*versions.KNOWN]},
}  # fmt: skip
WHOLE: Final = {"type": "integer", "minimum": 0}
HEADERS: Final[Mapping[str, dict[str, Any]]] = {
    "Request-Id": {"description": "the request's own, in our logs too", "schema": {"type": "string"}},
    "RateLimit-Limit": {"description": "requests a minute", "schema": WHOLE},
    "RateLimit-Remaining": {"description": "those that are left", "schema": WHOLE},
    "RateLimit-Reset": {"description": "seconds until all are there again", "schema": WHOLE},
    versions.HEADER: {"description": "the version of the API that answered", "schema": VERSION_PARAMETER["schema"]},
    "Retry-After": {"description": "seconds after which to ask again", "schema": WHOLE},
    "Idempotent-Replayed": {"description": "true: the answer was given before", "schema": {"const": "true"}},
}
DONE: Final = ("Request-Id", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", versions.HEADER)
NOT_DONE: Final = ("Request-Id",)


def describe_headers(always: Sequence[str]) -> dict[str, Any]:
    """Return the headers of an answer, of which some always come."""
    return {name: said | {"required": name in always} for name, said in HEADERS.items()}


def describe(routes: Sequence[Route]) -> dict[str, Any]:
    """Return the papers of these routes."""
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        path = re.sub(r"<(\w+)>", lambda found: f"{{{name_in_path(found[1])}}}", route.path)
        paths.setdefault(path, {})[route.method.lower()] = describe_route(route)
    return {
        "openapi": "3.1.0",
        "info": {"title": TITLE, "version": "1", "description": ABOUT},
        "servers": [{"url": "/v1"}],
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "schemas": describe_models(routes),
            "examples": list_examples(routes),
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "sk_live_… or sk_test_…"}},
            "responses": {
                "Problem": {
                    "description": "It was not done",
                    "headers": describe_headers(NOT_DONE),
                    "content": {PROBLEM: ref(ProblemDetails)},
                }
            },
        },
    }


def describe_models(routes: Sequence[Route]) -> dict[str, Any]:
    """Return the schema of everything that is said and answered."""
    said = {route.says for route in routes if route.says}
    answered = {route.answers for route in routes if route.answers} | {ProblemDetails}
    named = [(one, "validation") for one in sorted(said, key=lambda one: one.__name__)]
    named += [(one, "serialization") for one in sorted(answered, key=lambda one: one.__name__)]
    _, schemas = models_json_schema(named, ref_template=REF)  # type: ignore[arg-type]  # its modes are literals
    found: dict[str, Any] = schemas["$defs"]
    for route in routes:
        if route.page and route.answers:
            found[page_name(route)] = {
                "type": "object",
                "required": ["data", "has_more"],
                "properties": {
                    "data": {"type": "array", "items": ref(route.answers)["schema"]},
                    "has_more": {"type": "boolean"},
                },
            }
    return found


def page_name(route: Route) -> str:
    """Return what a page of a list is called."""
    return f"{route.answers.__name__}Page" if route.answers else ""


def ref(model: type[BaseModel] | str) -> dict[str, Any]:
    """Return the content that a model describes."""
    name = model if isinstance(model, str) else model.__name__
    return {"schema": {"$ref": REF.format(model=name)}}


def describe_route(route: Route) -> dict[str, Any]:
    """Return the papers of one route."""
    parameters = [
        {"name": name_in_path(name), "in": "path", "required": True, "schema": describe_name(name)}
        for name in re.findall(r"<(\w+)>", route.path)
    ]
    parameters += describe_query(route.asks) if route.asks else []
    parameters += [KEY_PARAMETER] if route.method == "POST" else []
    parameters.append(VERSION_PARAMETER)
    answered: dict[str, Any] = {"description": "Done", "headers": describe_headers(DONE)}
    if route.answers and route.status != DELETED:
        content = ref(page_name(route) if route.page else route.answers)
        answered["content"] = {JSON: content | refer(name_answer(route))}
    if route.kind != JSON:
        binary = {"schema": {"type": "string", "format": "binary"}}
        answered["content"] = {route.kind: binary | refer(name_answer(route))}
    statuses = sorted({status for status, _ in CODES.values()} - {route.status})
    papers: dict[str, Any] = {
        "operationId": route.name,
        "summary": (inspect.getdoc(route.do) or "").partition("\n")[0],
        "tags": [route.path.split("/")[1]],
        "parameters": parameters,
        "responses": {
            str(route.status): answered,
            **{str(status): {"$ref": "#/components/responses/Problem"} for status in statuses},
        },
    }
    if route.says:
        content = ref(route.says) | refer(route.says.__name__)
        papers["requestBody"] = {"required": True, "content": {JSON: content}}
    if route.permission:
        papers["description"] = f"Permission: `{route.permission}`."
    return papers


def name_in_path(name: str) -> str:
    """Return how papers call what a path names: paths that differ in that alone are one (OpenAPI 3.1, Paths Object)."""
    return next(one for one, kind in NAMED.items() if kind == NAMED[name]) if name in NAMED else name


def describe_name(name: str) -> dict[str, Any]:
    """Return the schema of what a path names: an id, or a till's code."""
    return {"type": "string", "pattern": pattern_of(NAMED[name]) if name in NAMED else "^[0-9]{5}$"}


def describe_query(model: type[BaseModel]) -> list[dict[str, Any]]:
    """Return the parameters of a query."""
    schema = model.model_json_schema()
    return [
        {"name": name, "in": "query", "required": name in schema.get("required", ()), "schema": one}
        for name, one in schema["properties"].items()
    ]
