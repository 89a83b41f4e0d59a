"""All that is kept of whoever is signed in, as one JSON file that is written while it is read."""

import json
from collections.abc import Iterator

from flask import Response
from sqlalchemy import Engine

from wallet.accounts import own_data, page_sessions
from wallet.core import clock
from wallet.core.database import in_transaction
from wallet.people.people import Person
from web.me.account import show_settings
from web.me.answers import choose_own_language, write_address
from web.me.cookie import TOKEN, find_signed_in
from web.pages.headers import guard_page, lead_to
from web.pages.rendering import speak
from web.process import process


def give_data() -> Response:
    """Return the file to whoever typed their code a short while ago; else their settings, saying to sign in again."""
    TOKEN.check_form()
    person, token, engine = find_signed_in(), TOKEN.read(), process().wallet.engine
    if person is None:
        return lead_to(write_address())
    if not in_transaction(engine, lambda db: page_sessions.is_fresh(db, token)):
        say = speak(choose_own_language(person))
        return show_settings(
            person, say("For your data, sign out and sign in again first: whoever has it knows a lot.")
        )
    answer = Response(_write(engine, person), content_type="application/json; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="mbongo-data.json"'
    return guard_page(answer)


def _write(engine: Engine, person: Person) -> Iterator[str]:
    """Yield the file, a section after the other, some rows at a time: it is never whole in memory."""
    at = in_transaction(engine, clock.now)
    yield f'{{"made_at": {json.dumps(clock.write_utc(at))}, "not_here": {json.dumps(own_data.NOT_HERE)}'
    for section in own_data.SECTIONS:
        yield f',\n"{section}": ['
        between = "\n"
        for row in own_data.read_section(engine, section, person.id):
            yield f"{between}{json.dumps(row, ensure_ascii=False)}"
            between = ",\n"
        yield "]"
    yield "}\n"
