"""Links of shops, made, listed and ended by staff: each printed with its code and the address of its page."""

import re
from pathlib import Path

import pytest

from tests.documents.reading import read_paper
from tests.world.cast import TILL
from tests.world.office import PUBLIC_URL, Office
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business import links
from wallet.business.links import Link
from wallet.operations import pay_addresses

WHY = ("--why", "asked by its owner")


def make(office: Office, *options: str) -> tuple[str, str]:
    """Make a link, and return its code and its token."""
    said = office.done("merchant", "link", TILL, "--title", "Gâteau", *options, *WHY)
    [code], [token] = re.findall(r"PAYER (\d{8})", said), re.findall(rf"{PUBLIC_URL}/pay/(\S{{22}})\n", said)
    return code, token


def find(world: World, code: str) -> Link:
    """Return the link of a code."""
    address = world.do(lambda db: pay_addresses.find_by_code(db, code))
    return world.do(lambda db: links.get_link(db, address.id))


def test_a_link_is_made_listed_and_ended(office: Office, world: World, shop: Shop) -> None:
    code, token = make(office, "--amount", "5000", "--times", "3")
    made = find(world, code)
    assert (made.amount, made.least, made.most, made.times, made.state) == (5_000, None, None, 3, "open")
    assert made.merchant_id == shop.merchant.id
    assert world.do(lambda db: pay_addresses.find_by_token(db, token)).id == made.id
    listed = office.done("merchant", "links", TILL)
    assert code in listed
    assert f"link {code} Gâteau" in office.done("audit", "show", "--kind", "add_link"), "no id, which nobody says"
    assert "Gâteau" in listed
    assert "nothing more is paid" in office.done("merchant", "end-link", code, *WHY)
    assert find(world, code).state == "closed"
    assert "No link that is open" in office.refused("merchant", "end-link", code, *WHY)


def test_the_amount_of_a_link_is_open_within_bounds(office: Office, world: World, shop: Shop) -> None:
    code, _ = make(office, "--least", "500", "--most", "2000")
    made = find(world, code)
    assert (made.amount, made.least, made.most, made.times) == (None, 500, 2_000, None)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--amount", "1"), "100"),
        (("--amount", "-5"), "100"),
        (("--least", "2000", "--most", "500"), "100"),
        (("--amount", "20000000"), "10 000 000"),
    ],
)
def test_what_no_link_can_be_is_said(office: Office, shop: Shop, options: tuple[str, ...], said: str) -> None:
    assert said in office.refused("merchant", "link", TILL, "--title", "Gâteau", *options, *WHY)


def test_a_poster_of_a_link_or_a_till_is_kept_where_it_was_asked_for(
    office: Office, world: World, shop: Shop, tmp_path: Path
) -> None:
    code, _ = make(office, "--amount", "5000")
    for paid, said in ((code, "5 000 FCFA"), (TILL, f"*4*{TILL}#")):
        file = tmp_path / f"{paid}.pdf"
        office.done("merchant", "poster", paid, str(file), "--english")
        assert said in read_paper(file.read_bytes())
    office.done("merchant", "end-link", code, *WHY)
    assert "takes no more payments" in office.refused("merchant", "poster", code, str(tmp_path / "late.pdf"))
    assert "12345" in office.refused("merchant", "poster", "12345", str(tmp_path / "none.pdf"))


def test_a_code_of_nothing_and_a_wrong_till_are_said(office: Office, shop: Shop) -> None:
    assert "There is no till 12345" in office.refused("merchant", "link", "12345", "--title", "Gâteau", *WHY)
    assert "No link that is open" in office.refused("merchant", "end-link", "00000000", *WHY)
