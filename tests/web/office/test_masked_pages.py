"""No page of the office holds somebody's number, nor leads on by it: not in links, hidden fields or titles."""

from urllib.parse import parse_qsl

import pytest

from tests.web.office.conftest import Sit
from tests.world.cast import ALICE, BRUNO, MOUSSA
from tests.world.office import Office, name_person
from tests.world.shop import Shop

DIGITS = MOUSSA[4:]
WAYS = (
    "", "/do/find?words=mous", "/do/person/show?person={id}", "/do/person/timeline?person={id}", "/do/audit/show",
    "/do/waiting", "/do/case/list", "/do/payments", "/do/merchant/list", "/do/merchant/timeline?till={till}",
    "/do/security", "/do/books/statement?account={id}", "/do/person/unfreeze?person={id}",
)  # fmt: skip


@pytest.mark.usefixtures("shop")
def test_no_page_holds_a_number(office: Office, sit: Sit, shop: Shop) -> None:
    world = office.world
    world.credit(MOUSSA, 20_000)
    alice, bruno = sit(ALICE), sit(BRUNO)
    known = name_person(world, MOUSSA)
    frozen = alice.use("person freeze", person=MOUSSA, why="he called: the phone is stolen")
    assert DIGITS not in frozen.html, "the number that was typed is carried no further"
    assert f"person={known}" in frozen.html
    asked = alice.use("person unfreeze", person=known, why="the phone was found")
    shown = bruno.use("person unfreeze", person=known, approve="yes")
    for page in (asked, shown):
        assert DIGITS not in page.html
    till = world.one("SELECT min(code) FROM till")
    for way in WAYS:
        path, _, query = way.format(id=known, till=till).partition("?")
        page = bruno.open(path, **dict(parse_qsl(query)))
        assert page.status == 200, (way, page.text)
        assert DIGITS not in page.html, way
    assert DIGITS in alice.use("person unmask", person=known, why="she called about C17").html
    assert DIGITS in alice.open("/do/person/show", person=known).html
    assert DIGITS not in bruno.open("/do/person/show", person=known).html
