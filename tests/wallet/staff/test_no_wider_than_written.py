"""Each act may write what its code writes, and nothing besides: for_logins.txt beside what is reached from its `do`."""

from typing import Final

import pytest

from tests.wallet.staff.reached_writes import Write, find_writes, read_modules
from wallet.staff.acts import STAFF_ACTS
from wallet.staff.for_logins import EVENTS, WRITTEN

MODULES: Final = read_modules()
IMPORTS: Final = {kind: (f"wallet.staff.{kind}", kind) for kind in ("import_file", "import_statement", "import_list")}
# Guarded of some columns here; of the others, by triggers of lifts.sql.
BY_COLUMN: Final = {(table, "update") for table in ("person", "merchant", "payment")}
BY_SQL: Final = {("invoice", "update")}  # which only holds its row while it is paid (grants.txt)
BY_FUNCTION: Final[dict[str, set[Write]]] = {
    "unmask_person": {("case_file", "insert")},  # unmasking.sql
    "add_merchant": {("retention", "insert")},  # sanctions/functions.sql
    "appoint_agent": {("retention", "insert")},
}
KINDS: Final = sorted({*STAFF_ACTS, *IMPORTS})


def may_write() -> dict[str, set[Write]]:
    """Return what for_logins.txt lets each act write."""
    found: dict[str, set[Write]] = {}
    for line in WRITTEN.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            table, what, acts = (cell.strip() for cell in line.split("|"))
            written = {(table, event) for event, _ in EVENTS.findall(what)}
            for act in acts.split():
                found.setdefault(act.partition(":")[0], set()).update(written)
    return found


def writes_of(kind: str) -> set[Write]:
    """Return what the code of an act writes."""
    if kind in IMPORTS:
        return find_writes(MODULES, IMPORTS[kind])
    act = STAFF_ACTS[kind]
    return find_writes(MODULES, (act.__module__, f"{act.__name__}.do"))


def test_no_act_may_write_more_than_its_code_does() -> None:
    wider = {
        kind: sorted(written - writes_of(kind) - BY_SQL - BY_FUNCTION.get(kind, set()))
        for kind, written in may_write().items()
        if kind != "nobody"
    }
    assert {kind: more for kind, more in wider.items() if more} == {}


def test_every_act_that_writes_a_guarded_row_is_named_there() -> None:
    guarded = {(table, event) for one in may_write().values() for table, event in one} - BY_COLUMN
    missing = {kind: sorted((writes_of(kind) & guarded) - may_write().get(kind, set())) for kind in KINDS}
    assert {kind: less for kind, less in missing.items() if less} == {}


@pytest.mark.parametrize("kind", ["look_at_person", "set_role", "drop_tariff"])
def test_an_act_that_writes_nothing_of_people_is_found_to(kind: str) -> None:
    assert writes_of(kind) == set()
    assert kind not in may_write()


def test_what_is_reached_goes_through_modules_methods_and_tables_of_the_code() -> None:
    assert ("mail", "insert") in writes_of("settle_payment"), "by a purpose, which a table names"
    assert ("event", "insert") in writes_of("detach_number"), "by what closes a shop, three modules away"
    assert ("bill", "update") in writes_of("load_bills"), "where it is there already"
