"""Keys of shops' programs, made and ended by staff: shown once, rolled with an overlap, kept nowhere in clear."""

import re

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from tests.world.cast import ALICE, BRICE, BRUNO, TILL
from tests.world.members import Members
from tests.world.office import Office
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business import api_keys
from wallet.business.api_keys import PERMISSIONS
from wallet.core.database import in_transaction
from wallet.messages import mails
from wallet.staff import audit
from workers import letters

REFUNDS = "refunds:write"
SAFE = frozenset(PERMISSIONS) - {*api_keys.MOVES_MONEY}
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


def make(office: Office, *more: str) -> str:
    [key] = re.findall(r"sk_test_\w{44}", office.done("merchant", "key", TILL, *more, *WHY))
    return str(key)


def may(world: World, key: str) -> frozenset[str]:
    found = find(world, key)
    assert found
    return found.permissions


def test_one_login_gives_no_key_what_moves_money_and_two_do(office: Office, world: World, shop: Shop) -> None:
    office.hire("carine", "odile", role="operations")
    office.hire("serge", role="support")
    office.hire("felix", role="finance")
    told = office.refused("merchant", "key", TILL, "--may", REFUNDS, *WHY, login="carine")
    assert "./mbongo merchant let-refund TILL KEY" in told
    key = make(office)
    assert may(world, key) == SAFE
    let = ("merchant", "let-refund", TILL, api_keys.name_of(key))
    assert "may not" in office.refused(*let, *WHY, login="serge")
    office.done(*let, *WHY, login="carine")
    for login in ("carine", "odile"):
        assert office.run(*let, "--approve", login=login).exit_code
        assert may(world, key) == SAFE
    shown = office.done(*let, "--approve", login="felix")
    assert REFUNDS in shown
    assert "may refund and pay out from now on" in shown
    assert may(world, key) == SAFE | {*api_keys.MOVES_MONEY}
    assert "may refund already" in office.refused(*let, *WHY, login="carine")
    assert "that is good" in office.refused("merchant", "let-refund", TILL, "sk_test_Ab12Cd", *WHY)
    assert office.run("merchant", "let-refund", TILL, key).exit_code == 2


def test_every_owner_is_told_when_a_key_may_refund(office: Office, world: World, shop: Shop) -> None:
    members = Members(world, shop)
    members.open_owner()
    members.hire("owner", "second@example.cm")
    members.hire("manager", "other@example.cm")
    key = api_keys.name_of(make(office))
    world.change("DELETE FROM mail")
    office.done("merchant", "let-refund", TILL, key, *WHY)
    assert "key_may_refund" not in world.texts_to(BRICE)
    office.done("merchant", "let-refund", TILL, key, "--approve", login=BRUNO)
    assert world.texts_to(BRICE).count("key_may_refund") == 1
    assert world.rows("SELECT kind, address FROM mail") == [("key_may_refund", "second@example.cm")]
    [mail] = world.do(lambda db: mails.lease(db, 1))
    letter = world.do(lambda db: letters.find(db, mail, ""))
    assert letter
    assert key in letter.text
    assert shop.merchant.name in letter.subject


@pytest.mark.parametrize("hours", ["0", "24"])
def test_a_rolled_key_hands_on_what_it_had_but_what_moves_money(
    office: Office, world: World, shop: Shop, hours: str
) -> None:
    narrow = make(office, "--may", "events:read")
    rolls = ("--rolls", api_keys.name_of(narrow), "--hours", hours)
    assert "two logins" in office.refused("merchant", "key", TILL, "--may", REFUNDS, *rolls, *WHY)
    again = make(office, *rolls)
    assert may(world, again) == {"events:read"}
    let = ("merchant", "let-refund", TILL, api_keys.name_of(again))
    office.done(*let, *WHY)
    office.done(*let, "--approve", login="bruno")
    assert may(world, again) == {"events:read", *api_keys.MOVES_MONEY}
    last = make(office, "--rolls", api_keys.name_of(again), "--hours", hours)
    assert may(world, last) == {"events:read"}, "whoever rolls a key is shown it"


@pytest.mark.parametrize("permissions", [[], [REFUNDS]], ids=["all", "refunds"])
def test_a_taken_over_office_makes_no_key_that_refunds(
    office: Office, world: World, shop: Shop, permissions: list[str]
) -> None:
    session = office.sign_in(ALICE).secret

    def forge(asked: list[str]) -> None:
        def add(db: Connection) -> None:
            audit.begin(db, session, "add_api_key")
            api_keys.add(db, shop.merchant.id, "sk_test_Ab12Cd", b"mine", "1", asked)
            audit.note(db, session, "add_api_key", shop.merchant.id, {}, {}, "forged", None)

        in_transaction(world.wallet_on("office").engine, add)

    with pytest.raises(DBAPIError, match="may not change what a key may"):
        forge(permissions)
    forge(["events:read"])
