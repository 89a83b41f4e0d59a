"""Elision: "de" and "que" before a value are written as French writes them, on phones, pages and papers alike."""

import pytest
from jinja2 import Environment

from documents import words
from sms_templates import say
from wallet.core.elision import elide
from web.pages.rendering import FOLDER, speak
from web.pages.row_problems import say_row_problem


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("Orange Money", "d'Orange Money"), ("Électricité", "d'Électricité"), ("MTN MoMo", "de MTN MoMo"),
        ("Yaoundé", "de Yaoundé"), ("Hôtel Sawa", "de Hôtel Sawa"), ("11", "de 11"), ("", "de "),
    ],
)  # fmt: skip
def test_before_a_vowel(value: str, said: str) -> None:
    assert elide("de %(x)s", {"x": value}) % {"x": value} == said
    assert elide("de {x}", {"x": value}).format(x=value) == said


def test_what_is_no_value_stays_as_it_is_written() -> None:
    """Leave what a person wrote: only words of ours that stand before it change."""
    assert elide("que {x} de y", {"x": "un peu de eau"}) == "qu'{x} de y"
    assert elide("code {x}", {"x": "a"}) == "code {x}", "no word of its own"


def test_sentences_of_phones_pages_and_papers() -> None:
    said = {"operator": "Orange Money", "given": "MTN MoMo"}
    assert "d'Orange Money, pas de MTN MoMo" in say_row_problem(speak("fr"), "other_operator", said)
    assert "d'Orange Money" not in say_row_problem(speak("en"), "other_operator", said)
    assert say("fr", "ussd.shop_request_declined", shop="Eaux et Forets").startswith("Demande d'Eaux et Forets refusée")
    assert say("fr", "ussd.shop_request_declined", shop="Boulangerie").startswith("Demande de Boulangerie refusée")


def test_sentences_of_templates_have_their_values_escaped() -> None:
    templates = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    words.use_words(templates, "fr", FOLDER)
    page = templates.from_string("{{ _('Logo of %(shop)s', shop=shop) }}")
    assert page.render(shop="Eaux & <b>") == "Logo d'Eaux &amp; &lt;b&gt;"
    assert page.render(shop="Boulangerie") == "Logo de Boulangerie"
