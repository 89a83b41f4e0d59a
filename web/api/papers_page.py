"""The page that shows the papers to people: made of them once for each language, without a script."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from flask import Flask, Response

from documents.words import LANGUAGES
from wallet.business.events import KINDS
from web.api.problems import CODES
from web.api.shown_papers import show_objects, show_routes
from web.checkout.answers import write_file_address
from web.pages.files import give_file, list_files
from web.pages.headers import guard_page
from web.pages.language import choose_language
from web.pages.rendering import load_templates, name_file

FOLDER: Final = Path(__file__).parent
STATIC: Final = FOLDER / "static"
FILES: Final = list_files(STATIC)
KEPT_SECONDS: Final = 300


def add_papers_page(app: Flask, prefix: str, papers: Mapping[str, Any]) -> None:
    """Add the page, and its sheet, to the web app."""
    app.add_url_rule(f"{prefix}/docs", f"{prefix} docs", make_view(prefix, papers), methods=["GET"])
    app.add_url_rule(f"{prefix}/docs/-/<name>", f"{prefix} docs file", lambda name: give_file(FILES, name))


def make_view(prefix: str, papers: Mapping[str, Any]) -> Callable[[], Response]:
    """Return the view of the page."""

    @cache
    def write_page(language: str) -> str:
        return load_templates(FOLDER / "templates", language).get_template("api/papers.html").render(
            language=language, languages=LANGUAGES, in_language=lambda code: f"?lang={code}",
            styles=(write_file_address("checkout.css"), f"{prefix}/docs/-/{name_file(STATIC / 'api.css')}"),
            about=papers["info"]["description"], routes=show_routes(papers), objects=show_objects(papers),
            codes=CODES, events=KINDS, prefix=prefix,
        )  # fmt: skip

    def show() -> Response:
        kept = {"Cache-Control": f"public, max-age={KEPT_SECONDS}", "Vary": "Accept-Language"}
        return guard_page(Response(write_page(choose_language()), content_type="text/html", headers=kept))

    return show
