"""Examples of the papers: each is as its schema says, and a program that sends one as it stands has it done."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.web.api.test_others import make_all
from tests.world.program import Program
from tests.world.treasury import Treasury
from wallet.business.events import KINDS
from wallet.core.public_ids import write_id
from web.api.app import describe_api
from web.api.examples import TABLE
from web.api.route import DELETED, Route
from web.api.routes import ROUTES

PAPERS = describe_api()
AN_ID = re.compile(r'"([a-z]{3})_[0-9a-f]{32}"')
BY_KIND = {"chk": "checkout", "evt": "event", "cus": "customer", "sta": "account"}
WITH_BODY = [route for route in ROUTES if route.says]
name_of = {"ids": lambda route: f"{route.method} {route.path}"}


def find_operation(route: Route) -> Mapping[str, Any]:
    return next(
        one for ways in PAPERS["paths"].values() for one in ways.values() if one["operationId"] == route.name
    )  # fmt: skip


def read_example(content: Mapping[str, Any]) -> Any:
    [name] = content["examples"]
    assert content["examples"][name]["$ref"] == f"#/components/examples/{name}"
    return PAPERS["components"]["examples"][name]["value"]


def check(content: Mapping[str, Any], example: Any) -> None:
    schema = {**content["schema"], "components": PAPERS["components"]}
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(example)


@pytest.mark.parametrize("route", ROUTES, **name_of)  # type: ignore[arg-type]
def test_what_is_said_and_answered_has_an_example_that_is_as_its_schema_says(route: Route) -> None:
    operation = find_operation(route)
    if route.says:
        content = operation["requestBody"]["content"]["application/json"]
        check(content, read_example(content))
    done = operation["responses"][str(route.status)]
    if route.status == DELETED:
        assert "content" not in done
        return
    [content] = done["content"].values()
    check(content, read_example(content))
    if route.answers:
        shown = read_example(content)["data"][0] if route.page else read_example(content)
        assert set(shown) == set(route.answers.model_fields), "every field is shown"


def test_an_event_is_one_that_there_is_and_no_example_is_of_nothing() -> None:
    assert TABLE["answered"]["Event"]["type"] in KINDS
    assert set(TABLE["said"]) == {route.says.__name__ for route in WITH_BODY if route.says}
    known = {route.answers.__name__ for route in ROUTES if route.answers} | {
        route.kind for route in ROUTES if route.answers is None and route.status != DELETED
    }
    assert set(TABLE["answered"]) | {"EndpointMade", "ReturnMade"} == known
    assert set(TABLE["changed"]) <= {route.name for route in ROUTES}


@pytest.mark.parametrize("route", WITH_BODY, **name_of)  # type: ignore[arg-type]
def test_a_program_that_sends_an_example_has_it_done(program: Program, route: Route) -> None:
    made = make_all(program)
    if route.name == "create_payout":
        made["account"] = write_id("sta", Treasury.open(program.world, program.shop).add_phone())
    example = program.app.json.dumps(read_example(find_operation(route)["requestBody"]["content"]["application/json"]))
    if route.name == "create_refund":
        made["checkout"] = made["paid"]
    body = AN_ID.sub(lambda found: f'"{made[BY_KIND[found[1]]]}"', example)
    path = re.sub(r"<(\w+)>", lambda found: made[found[1]], route.path)
    answer = program.call(route.method, path, body.encode())
    assert answer.status_code == route.status, answer.get_data(as_text=True)
    content = find_operation(route)["responses"][str(route.status)]["content"]["application/json"]
    check(content, answer.get_json())
    assert set(answer.get_json()) == set(read_example(content)), "an example shows what is answered"
