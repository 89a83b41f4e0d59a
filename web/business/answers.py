"""Answers of the views of /business: a page in its reader's language, or the way to the next one."""

import re
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from flask import Response, make_response, request

from documents.role_names import name_role
from documents.words import CODES
from documents.words import speak as speak_on_paper
from web.business.cookie import TOKEN, find_signed_in
from web.checkout.answers import write_file_address
from web.me.answers import STATIC as STATIC_OF_ME
from web.pages.headers import guard_page, lead_to
from web.pages.language import choose_language
from web.pages.rendering import name_file, render_page

FOLDER: Final = Path(__file__).parent
STATIC: Final = FOLDER / "static"
OURS: Final = re.compile(r"/business(/[A-Za-z0-9_-]+)*")  # where a page may lead on to


def write_address(way: str = "", /, **said: str) -> str:
    """Return the address of a page of /business, in the language its reader chose."""
    kept = {"lang": request.args["lang"]} if request.args.get("lang") in CODES else {}
    query = urlencode({**{name: value for name, value in said.items() if value}, **kept})
    return f"/business{way}{'?' if query else ''}{query}"


def lead_on(way: str = "", **said: str) -> Response:
    """Return the way to a page of /business."""
    return TOKEN.keep(lead_to(write_address(way, **said)))


def read_next() -> str:
    """Return the page of ours to go on to, "" for none: nobody is led anywhere else."""
    said = request.values.get("next", "")
    return said.removeprefix("/business") if OURS.fullmatch(said) and len(said) <= 200 else ""


def choose_own_language() -> str:
    """Return the language of this request's page."""
    who = find_signed_in()
    return choose_language(who.language if who else "")


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
        script=f"/business/-/{name_file(STATIC / script)}",
        **{"problem": "", "business": None, "here": "", **shown},
    )  # fmt: skip
    return TOKEN.keep(guard_page(make_response(page, status)))
