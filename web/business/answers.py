"""Answers of the views of /business: a page in its reader's language, or the way to the next one."""

from pathlib import Path
from typing import Any, Final

from flask import Response, make_response

from documents.role_names import name_role
from documents.words import speak as speak_on_paper
from web.business.cookie import TOKEN, find_signed_in
from web.checkout.answers import write_file_address
from web.me.answers import STATIC as STATIC_OF_ME
from web.pages.fresh import name_fresh_file
from web.pages.headers import guard_page
from web.pages.language import choose_language
from web.pages.rendering import name_file, render_page
from web.pages.ways import Ways

FOLDER: Final = Path(__file__).parent
STATIC: Final = FOLDER / "static"
WAYS: Final = Ways("/business", TOKEN)
write_address, lead_on, read_next = WAYS.write_address, WAYS.lead_on, WAYS.read_next


def choose_own_language() -> str:
    """Return the language of this request's page."""
    who = find_signed_in()
    return choose_language(who.language if who else "")


def write_own_file(name: str) -> str:
    """Return the address of a file of these pages, or of one of all pages whose figures stay fresh."""
    path = STATIC / name
    return f"/business/-/{name_file(path) if path.exists() else name_fresh_file(name)}"


def answer_page(template: str, status: int = 200, **shown: Any) -> Response:
    """Return a page in its reader's language; a `problem` stands above what it is about; `script` names its own."""
    language, script = choose_own_language(), shown.pop("script", "passkey.js")
    page = render_page(
        FOLDER / "templates", f"business/{template}", language,
        form=TOKEN.sign_form(), way=write_address, who=find_signed_in(),
        name_role=lambda role: name_role(speak_on_paper(language), role),
        styles=(
            write_file_address("checkout.css"), f"/me/-/{name_file(STATIC_OF_ME / 'me.css')}",
            f"/business/-/{name_file(STATIC / 'business.css')}",
        ),
        script=f"/business/-/{name_file(STATIC / script)}", static=write_own_file,
        **{"problem": "", "business": None, "here": "", **shown},
    )  # fmt: skip
    return TOKEN.keep(guard_page(make_response(page, status)))
