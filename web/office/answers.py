"""Answers of the views of /office: a page in its reader's language, or the way to the next one."""

from pathlib import Path
from typing import Any, Final

from flask import Response, make_response

from wallet.core.database import in_transaction
from wallet.staff import permissions
from web.business.answers import STATIC as STATIC_OF_BUSINESS
from web.checkout.answers import STATIC as STATIC_OF_CHECKOUT
from web.me.answers import STATIC as STATIC_OF_ME
from web.office.cookie import TOKEN, find_at_work
from web.office.forms import CommandForm, list_sections
from web.pages.fresh import name_fresh_file
from web.pages.headers import guard_page
from web.pages.language import choose_language
from web.pages.rendering import name_file, render_page
from web.pages.ways import Ways
from web.process import hold

FOLDER: Final = Path(__file__).parent
STATIC: Final = FOLDER / "static"
STYLES: Final = (
    STATIC_OF_CHECKOUT / "checkout.css", STATIC_OF_ME / "me.css", STATIC_OF_BUSINESS / "business.css",
    STATIC / "office.css",
)  # fmt: skip
WAYS: Final = Ways("/office", TOKEN)
write_address, lead_on, read_next = WAYS.write_address, WAYS.lead_on, WAYS.read_next


def list_open_sections() -> dict[str, tuple[CommandForm, ...]]:
    """Return the commands, by their first word, that the role of whoever is at work opens."""
    who = find_at_work()
    if who is None or not who.has_app or who.must_show_code:
        return {}
    read = in_transaction(hold().wallet.engine, lambda db: permissions.list_read(db, who.login))
    return {name: forms for name, forms in list_sections().items() if permissions.reads(read, name)}


def answer_page(template: str, status: int = 200, **shown: Any) -> Response:
    """Return a page in its reader's language; a `problem` stands above what it is about."""
    page = render_page(
        FOLDER / "templates", f"office/{template}", choose_language(),
        form=TOKEN.sign_form(), way=write_address, who=find_at_work(), sections=list_open_sections(),
        static=lambda name: f"/office/-/{name_fresh_file(name)}",
        styles=[f"/office/-/{name_file(path)}" for path in STYLES],
        **{"problem": "", "here": "", **shown},
    )  # fmt: skip
    return TOKEN.keep(guard_page(make_response(page, status)))
