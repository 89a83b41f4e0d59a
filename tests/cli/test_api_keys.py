"""Keys of shops' programs, made and ended by staff: shown once, rolled with an overlap, kept nowhere in clear."""

import re

from tests.world.cast import TILL
from tests.world.office import Office
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business import api_keys

WHY = ("--why", "asked by its owner")


def find(world: World, key: str) -> api_keys.ApiKey | None:
    found: api_keys.ApiKey | None = world.do(lambda db: api_keys.find(db, world.wallet.secrets, key), "web")
    return found


def test_a_key_is_shown_once_rolled_and_ended(office: Office, world: World, shop: Shop) -> None:
    may = ("--may", "events:read", "--may", "endpoints:read", "--from", "196.1.2.3")
    [first] = re.findall(r"sk_test_\w{44}", office.done("merchant", "key", TILL, *may, *WHY))
    known = find(world, first)
    assert known
    assert known.permissions == {"events:read", "endpoints:read"}
    assert known.addresses == ("196.1.2.3/32",)
    name = api_keys.name_of(first)
    [second] = re.findall(r"sk_live_\w{44}", office.done("merchant", "key", TILL, "--live", "--rolls", name, *WHY))
    assert find(world, first)
    world.pass_time(hours=24, seconds=1)
    assert find(world, first) is None
    listed = office.done("merchant", "keys", TILL)
    assert name in listed
    assert first not in listed
    assert "has ended" in office.done("merchant", "end-key", TILL, second, *WHY)
    assert find(world, second) is None
    assert "that is good" in office.refused("merchant", "end-key", TILL, second, *WHY)
    for table in ("operation", "staff_act", "api_key", "staff_request"):
        rows = str(
            world.do_as_owner(lambda db, table=table: db.exec_driver_sql(f"SELECT t::text FROM {table} t").all())
        )
        assert first[15:] not in rows
        assert second[15:] not in rows


def test_a_wrong_till_or_network_is_said(office: Office, shop: Shop) -> None:
    assert "There is no till 12345" in office.refused("merchant", "key", "12345", *WHY)
    assert office.run("merchant", "key", TILL, "--from", "300.1.1.1", *WHY).exit_code == 2
