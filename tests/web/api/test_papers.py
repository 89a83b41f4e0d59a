"""The papers: valid OpenAPI 3.1, and what is served is what is written."""

import re

from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.world.program import Program
from web.api.openapi import name_in_path
from web.api.routes import ROUTES


def test_the_papers_are_valid_and_need_no_key(program: Program) -> None:
    papers = program.get("/openapi.json", Authorization="")
    assert papers["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(papers).validate()
    served = {
        (method, re.sub(r"<(\w+)>", lambda one: f"{{{name_in_path(one[1])}}}", rule.rule.removeprefix("/v1")))
        for rule in program.app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/v1/") and not rule.rule.startswith(("/v1/openapi.json", "/v1/docs"))
    }
    written = {(method.upper(), path) for path, ways in papers["paths"].items() for method in ways}
    assert written == served
    shapes = [re.sub(r"{\w+}", "{}", path) for path in papers["paths"]]
    assert len(set(shapes)) == len(shapes), "paths that differ in a name alone are one"


def test_every_route_has_a_name_of_its_own_and_says_what_it_does() -> None:
    assert len({route.name for route in ROUTES}) == len(ROUTES)
    assert all(route.do.__doc__ for route in ROUTES)
