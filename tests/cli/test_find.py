"""Finding: by number, name, reference, operator's number and code; what happened to a person and to a shop."""

from tests.world.cast import AWA, BRICE, MOUSSA
from tests.world.office import Office, name_person
from tests.world.shop import Shop

NAME = "SELECT name FROM person p JOIN phone h ON h.person_id = p.id WHERE h.number = :phone"


def test_people_and_shops_are_found_by_number_and_by_beginnings_of_names(office: Office, shop: Shop) -> None:
    office.world.credit(MOUSSA, 5_000)
    by_number = office.done("find", "677000001")
    assert f"person show {name_person(office.world, MOUSSA)}" in by_number
    name = office.world.one(
        "SELECT name FROM person p JOIN phone h ON h.person_id = p.id WHERE h.number = :n", n=MOUSSA
    )
    first, last = name.lower().split()[:2] if " " in name else (name.lower(), "")
    found = office.done("find", first[:4], last[:3])
    assert name not in found
    assert "Moussa B., +2376******01" in found
    shop_name = office.world.one("SELECT name FROM merchant")
    assert shop_name in office.done("find", shop_name[:4])
    till = office.world.one("SELECT min(code) FROM till")
    assert f"merchant timeline {till}" in office.done("find", till)
    assert "Nothing is called so" in office.done("find", "zzyzx")
    assert "Nothing is called so" in office.done("find", "'); DROP TABLE person; --")
    assert "two letters" in office.refused("find", "a")


def test_nobody_is_told_a_number_by_a_command_they_may_not_use(office: Office) -> None:
    office.hire("odile", role="operations")
    found = office.done("find", "Moussa", login="odile")
    assert "+2376******01" in found
    assert MOUSSA not in found


def test_an_operation_and_its_payment_are_found_and_shown(office: Office) -> None:
    world = office.world
    world.credit(MOUSSA, 50_000)
    assert world.withdraw(5_000).sentence == "withdraw_money_asked"
    reference = world.one("SELECT reference FROM payment")
    found = office.done("find", reference.lower().replace("-", " "))
    assert f"payments --show {reference}" in found
    shown = office.done("payments", "--show", reference)
    assert "5 000 FCFA to" in shown
    assert "no payment" in office.refused("payments", "--show", "BK8N-WP9X").lower()


def test_what_happened_to_a_person_is_shown_and_that_it_was_read_is_kept(office: Office) -> None:
    office.world.credit(MOUSSA, 5_000)
    office.done("person", "freeze", MOUSSA, "--why", "he called: the phone is stolen")
    seen = office.done("person", "timeline", MOUSSA)
    assert "5 000" in seen
    assert "freeze_wallet by alice" in seen
    assert "person timeline" in office.done("audit", "show")
    assert "no wallet" in office.refused("person", "timeline", "699999999").lower()
    assert AWA not in seen


def test_what_happened_to_a_shop_is_shown(office: Office, shop: Shop) -> None:
    till = office.world.one("SELECT min(code) FROM till")
    seen = office.done("merchant", "timeline", till)
    assert "staff" in seen or "Nothing has happened" in seen
    assert BRICE not in seen
