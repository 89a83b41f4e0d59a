"""Posters over the API: a PDF in the language asked for, the same each time; nothing of what has ended."""

import pytest

from tests.documents.reading import read_paper
from tests.world.cast import TILL
from tests.world.program import Program


@pytest.mark.parametrize(("language", "said"), [("fr", "Payez Boulangerie Kamga"), ("en", "Pay Boulangerie Kamga")])
def test_a_poster_of_a_link_is_printed_in_its_language(program: Program, language: str, said: str) -> None:
    link = program.post("/links", {"title": "#eval(1) Gâteau", "amount": 1_500})
    first, second = (program.call("GET", f"/links/{link['id']}/poster?language={language}") for _ in range(2))
    assert (first.status_code, first.mimetype, first.data == second.data) == (200, "application/pdf", True)
    read = read_paper(first.data)
    for one in (said, "#eval(1) Gâteau", "1 500 FCFA", f"*384*237*4*{link['code']}#"):
        assert one in read


def test_a_poster_of_a_till_says_what_is_dialled(program: Program) -> None:
    answer = program.call("GET", f"/tills/{TILL}/poster")
    assert f"*384*237*4*{TILL}#" in read_paper(answer.data)


@pytest.mark.parametrize("query", ["language=xx", "language=", "paper=a4", "language=fr&language=en", "language=%00"])
def test_a_poster_in_no_language_of_ours_is_refused(program: Program, query: str) -> None:
    assert program.trouble("GET", f"/tills/{TILL}/poster?{query}")[:2] == (400, "invalid_request")


def test_nothing_is_printed_of_a_link_that_has_ended(program: Program) -> None:
    link = program.post("/links", {"title": "Gâteau", "amount": 1_500})
    program.post(f"/links/{link['id']}/close")
    assert program.trouble("GET", f"/links/{link['id']}/poster")[:2] == (409, "not_possible")
