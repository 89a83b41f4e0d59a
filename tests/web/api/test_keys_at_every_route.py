"""A key at every route: none, one of another address, one that may all but this, one that may this alone."""

import re

import pytest

from tests.world.program import Program, give_key
from wallet.business.api_keys import PERMISSIONS
from web.api.ids import NAMED
from web.api.route import Route
from web.api.routes import ROUTES

NAMES = [pytest.param(route, id=f"{route.method} {route.path}") for route in ROUTES]
OTHERS = "196.1.2.3/32"
HERE = ("127.0.0.0/8", "2001:db8::/32")


def path_of(route: Route) -> str:
    """Return a route's path with ids in it that name nothing."""

    def name(found: re.Match[str]) -> str:
        return f"{NAMED[found[1]]}_{'0' * 32}" if found[1] in NAMED else "00000"

    return re.sub(r"<(\w+)>", name, route.path)


def test_every_route_asks_for_a_permission_that_a_key_can_be_given() -> None:
    assert {route.permission for route in ROUTES} == set(PERMISSIONS)


@pytest.mark.parametrize("route", NAMES)
def test_no_route_lets_in_whoever_has_no_key_or_comes_from_elsewhere(program: Program, route: Route) -> None:
    world, shop, path = program.world, program.shop.merchant.id, path_of(route)
    assert program.with_key("").trouble(route.method, path)[:2] == (401, "authentication_failed")
    far = program.with_key(give_key(world, shop, addresses=(OTHERS,)))
    assert far.trouble(route.method, path)[:2] == (403, "permission_denied")
    near = program.with_key(give_key(world, shop, addresses=(OTHERS, *HERE)))
    assert near.call(route.method, path).status_code not in (401, 403)


@pytest.mark.parametrize("route", NAMES)
def test_each_route_takes_its_own_permission_and_no_other(program: Program, route: Route) -> None:
    world, shop, path = program.world, program.shop.merchant.id, path_of(route)
    rest = tuple(one for one in PERMISSIONS if one != route.permission)
    without = program.with_key(give_key(world, shop, permissions=rest))
    assert without.trouble(route.method, path)[:2] == (403, "permission_denied")
    alone = program.with_key(give_key(world, shop, permissions=(route.permission,)))
    assert alone.call(route.method, path).status_code not in (401, 403)
