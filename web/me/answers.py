"""Answers of the views of /me: a page in its reader's language, or the way to the next one."""

from pathlib import Path
from typing import Any, Final

from flask import Response, make_response, request

from documents.words import CODES
from wallet.people.people import Person
from web.checkout.answers import write_file_address
from web.me.cookie import TOKEN
from web.pages.headers import guard_page
from web.pages.language import choose_language
from web.pages.rendering import name_file, render_page
from web.pages.ways import Ways

FOLDER: Final = Path(__file__).parent
STATIC: Final = FOLDER / "static"
write_address = Ways("/me", TOKEN).write_address


def choose_own_language(person: Person | None) -> str:
    """Return the language of the current request's page: as its address says, else as whoever is signed in chose."""
    chosen = person.language if person else ""
    return chosen if chosen in CODES and request.args.get("lang") not in CODES else choose_language(chosen)


def answer_page(template: str, status: int = 200, person: Person | None = None, **shown: Any) -> Response:
    """Return a page of whoever is signed in, if anybody is."""
    page = render_page(
        FOLDER / "templates", f"me/{template}", choose_own_language(person), person=person,
        form=TOKEN.sign_form(), way=write_address,
        styles=(write_file_address("checkout.css"), f"/me/-/{name_file(STATIC / 'me.css')}"),
        **{"balance": None, "problem": "", **shown},
    )  # fmt: skip
    return TOKEN.keep(guard_page(make_response(page, status)))
