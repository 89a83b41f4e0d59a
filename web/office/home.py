"""The first page of /office: what waits, and the figures of today, which stay fresh, for whose role reads them."""

from typing import Any

from flask import Response

from documents.words import Say
from wallet.core.replica import read_report
from wallet.staff.day_figures import BesideBefore, DayFigures, read_figures
from web.office.answers import answer_page, list_open_sections
from web.office.command import do_form
from web.office.forms import list_forms
from web.office.sign_in import lead_elsewhere
from web.pages.compared import Compared
from web.pages.fresh import answer_changed
from web.pages.group_names import name_groups
from web.pages.language import choose_language
from web.pages.rendering import speak
from web.process import hold


def show_home() -> Response:
    """Return what waits, as its command says it, and the figures; for nobody at work, the page that signs in."""
    return lead_elsewhere() or do_form(list_forms()["waiting",], {}, {}, "home.html", **_read_live())


def show_live() -> Response:
    """Return the figures as they are now; 304 for who has them so, and the way to sign in for nobody at work."""
    return lead_elsewhere() or answer_changed(answer_page("live.html", **_read_live()))


def _read_live() -> dict[str, Any]:
    """Return the figures that the command of this name shows; none to a role that does not read it."""
    if "figures" not in list_open_sections():
        return {"figures": None}
    figures = read_report(hold().wallet.engine, read_figures)
    say = speak(choose_language())
    names = name_groups(say)
    groups = [(names[group], flow) for group, flow in figures.groups.items()]
    return {"figures": figures, "tiles_shown": [*_compare(say, figures)], "groups": groups}


def _compare(say: Say, figures: DayFigures) -> list[Compared]:
    total: BesideBefore = figures.total
    return [
        Compared(say("Moved"), total.now.amount, total.before.amount, "francs"),
        Compared(say("Times"), total.now.count, total.before.count, ""),
        Compared(say("Fees"), total.now.fee, total.before.fee, "francs"),
        Compared(say("People who joined"), figures.joined, figures.joined_before, ""),
    ]
