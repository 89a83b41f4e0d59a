"""The receipts of whoever is signed in, as PDF: of a line of their history, and of a request."""

from collections.abc import Callable
from uuid import UUID

from flask import Response, abort
from sqlalchemy import Connection

from documents.own_receipt import print_operation, print_request
from wallet.accounts import own_receipts
from wallet.core.database import in_transaction
from wallet.people.people import Person
from web.me.answers import choose_own_language, write_address
from web.me.cookie import find_signed_in
from web.me.lines import describe_line
from web.pages.headers import lead_to
from web.pages.printing import answer_paper, print_paper
from web.process import process

SEQ_MOST = 2**62


def give_operation(seq: int) -> Response:
    """Return the receipt of a line of a history; its number says nothing to anybody else."""

    def find(db: Connection, person: Person) -> tuple[str, Callable[[], bytes]] | None:
        found = own_receipts.find_operation(db, person.id, seq) if seq < SEQ_MOST else None
        if found is None:
            return None
        language = choose_own_language(person)
        what = describe_line(language, found.line).what
        return found.line.movement.reference, lambda: print_operation(found, person.name, what, language)

    return _give(find)


def give_request(request_id: UUID) -> Response:
    """Return the paper of a request that whoever is signed in asked, or was asked."""

    def find(db: Connection, person: Person) -> tuple[str, Callable[[], bytes]] | None:
        found = own_receipts.find_request(db, person.id, str(request_id))
        language = choose_own_language(person)
        return (found.reference, lambda: print_request(found, person.name, language)) if found else None

    return _give(find)


def _give(find: Callable[[Connection, Person], tuple[str, Callable[[], bytes]] | None]) -> Response:
    person = find_signed_in()
    if person is None:
        return lead_to(write_address())
    found = in_transaction(process().wallet.engine, lambda db: find(db, person))
    if found is None:
        abort(404)
    reference, work = found
    return answer_paper(print_paper(work), f"mbongo-{reference}")
