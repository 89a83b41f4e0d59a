"""Every sentence exists in every language, is GSM-7, and fits where it is shown at its widest values."""

from functools import cache
from string import Formatter
from typing import Any

import pytest

from cli.menus import list_steps
from sms_templates import FILES, LANGUAGES, NUMBERS, SPANS, WIDEST, explain, get_sentence, rails_named, say, show
from sms_templates.gsm7 import is_gsm7, segments, septets
from wallet.core.errors import Misread

pytestmark = pytest.mark.together("menus")


def keys(table: dict[str, Any], above: str = "") -> list[str]:
    """The dotted key of every sentence of a table."""
    found = []
    for name, value in table.items():
        found += keys(value, f"{above}{name}.") if isinstance(value, dict) else [above + name]
    return found


SAID = ("ussd", "error", "refusal", "sms", "answer", "remedy", "help", "form")
KEYS = [key for table in SAID for key in keys(FILES["fr"][table], f"{table}.")]
REMEDIES = tuple(key for key in KEYS if key.startswith("remedy."))
ERRORS = tuple(key for key in KEYS if key.startswith("error."))
ENGINE = {f"ussd.{word}" for word in ("back", "home", "more", "previous", "resume")}  # added to screens by the engine


def asked() -> set[str]:
    """Every sentence that is, or is in, a question somebody can come to: tests/ussd_menus proves those."""
    questions = [question for step in list_steps("fr") for question in (step.question, step.leads_to) if question]
    return {question.key for question in questions} | {line.sentence for one in questions for line in one.options}


@cache
def closing() -> list[str]:
    """Return the sentences that end a call: all that stand alone and are no question."""
    alone = {key for key in KEYS if key.startswith("refusal.") or (key.startswith("ussd.") and key.count(".") == 1)}
    return sorted(alone - asked() - ENGINE)


FROM_A_PERSON = {"fr": "Une personne, ", "en": "A person, ", "pcm": "One person, "}
FROM_A_STRANGER = {
    "payment_asked", "payment_asked_of_stranger", "payment_asked_at_page", "payment_asked_again", "request_withdrawn",
    "money_waiting", "money_taken_back",
}  # fmt: skip
# To whoever gave the reason, or of what they agreed to pay and know: these begin with an amount, or a name they typed.
OF_ONES_OWN = {
    "request_paid", "request_received", "request_refused", "request_expired", "request_by_operator_succeeded",
    "mailed_request_expired", "mailed_request_refused", "request_received_by_page", "request_paid_twice",
    "question_ask_payment", "question_pay_request",
}  # fmt: skip


@cache
def widest(language: str, key: str) -> str:
    """The sentence with every value at its widest."""
    lines = "\n".join([longest(language, HISTORY_LINES)] * 5)
    answers = [{"answer": how} for how in FILES[language]["answer"]]
    ways = [{"form": command, "word": command} for command in FILES[language]["form"]] + answers
    said = {"lines": lines, "problem": longest(language, ERRORS), "remedy": longest(language, REMEDIES)}
    return max((say(language, key, **{**WIDEST, **way}, **said) for way in ways), key=septets)


HISTORY_LINES = ("sms.history_line", "sms.history_line_operator")


@cache
def longest(language: str, keys: tuple[str, ...]) -> str:
    """The longest of some sentences."""
    return max((say(language, key, **WIDEST) for key in keys), key=septets)


def fields(sentence: str) -> set[str]:
    """The names of the values a sentence carries."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name} - {
        *NUMBERS,
        *SPANS,
        *rails_named("fr"),
        "languages",
    }


def explained(language: str, key: str, command: str) -> str:
    """The text that answers this command when it went wrong so."""
    sentence, values = explain(language, Misread(key, **WIDEST), command)
    return say(language, sentence, **{**WIDEST, **values})


def assert_fits(screen: str) -> None:
    assert septets(screen) <= 160, f"{septets(screen)} septets:\n{screen}"


def test_french_is_the_default_and_each_has_its_place_in_the_list() -> None:
    assert LANGUAGES[:3] == ("fr", "en", "pcm")
    assert [FILES[language]["place"] for language in LANGUAGES] == list(range(1, len(LANGUAGES) + 1))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_key(language: str) -> None:
    assert [key for table in SAID for key in keys(FILES[language][table], f"{table}.")] == KEYS


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_carries_the_same_values_in_every_language(language: str) -> None:
    carried = {key: fields(get_sentence(language, key)) for key in KEYS}
    assert carried == {key: fields(get_sentence("fr", key)) for key in KEYS}
    assert not {key: unknown for key in KEYS if (unknown := carried[key] - {*WIDEST, "lines", "problem", "remedy"})}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_gsm7_and_whole(language: str) -> None:
    said = {key: widest(language, key) for key in KEYS}
    assert not {key: text for key, text in said.items() if not text or "{" in text or not is_gsm7(text)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_offer_to_go_on_fits_under_its_error(language: str) -> None:
    """The one screen that is no menu's question."""
    assert_fits(f"CON {widest(language, 'error.choice')}\n{widest(language, 'ussd.resume')}")


def test_a_closing_screen_is_what_no_menu_asks() -> None:
    assert {"ussd.money_sent", "ussd.withdraw_money_asked", "ussd.dial_again", "refusal.not_enough"} <= set(closing())
    assert not [key for key in closing() if key.endswith(("_pin", "_again_pin", ".title"))]


WAYS_ON = (*NUMBERS.values(), "agent", "Envoyez", "Send", "SMS", "Essayez", "Try", "dial")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_closing_screen_fits_and_says_what_to_do_next(language: str) -> None:
    screens = {key: "END " + widest(language, key) for key in closing()}
    assert not {key: screen for key, screen in screens.items() if septets(screen) > 160}
    assert not {key: screen for key, screen in screens.items() if not any(way in screen for way in WAYS_ON)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_is_one_segment(language: str) -> None:
    texts = {key: widest(language, key) for key in KEYS if key.split(".")[0] in ("sms", "refusal", "help")}
    assert not {key: f"{septets(text)}: {text}" for key, text in texts.items() if segments(text) > 1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stranger_s_text_says_first_that_it_is_from_a_person(language: str) -> None:
    """Begin no text with what a stranger chose: their name and their reason."""
    said = {key: get_sentence(language, f"sms.{key}") for key in FROM_A_STRANGER}
    first = said["payment_asked"].partition("{name}")[0]
    assert first == FROM_A_PERSON.get(language, first)
    assert first.strip(" ,")
    assert [key for key, sentence in said.items() if not sentence.startswith(first + "{name}")] == []
    with_a_reason = [key for key in FILES[language]["sms"] if "{reason}" in get_sentence(language, f"sms.{key}")]
    to_others = set(with_a_reason) - OF_ONES_OWN - {key for key in with_a_reason if key.startswith("shop_request")}
    assert {key for key in to_others if get_sentence(language, f"sms.{key}").startswith("{")} == set()
    assert to_others >= FROM_A_STRANGER - {"money_waiting", "money_taken_back"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_line_is_short_and_its_text_shows_the_way(language: str) -> None:
    assert not [key for key in ERRORS if septets(say(language, key, **WIDEST)) > 48]
    forms = FILES[language]["form"].items()
    answers = {(key, form): explained(language, key, command) for key in ERRORS for command, form in forms}
    assert not {key: answer for (key, _), answer in answers.items() if segments(answer) > 1}
    mended = {key.replace("remedy.", "error.", 1) for key in REMEDIES}
    assert mended <= {*ERRORS}
    assert not {key: answer for (key, form), answer in answers.items() if (form in answer) == (key in mended)}


def test_amounts_phones_and_names_are_written_as_people_read_them() -> None:
    said = say("fr", "ussd.done_before.send_money", amount=5000, name="Awa N.", reference="K7Q2-93FD")
    assert said == "Fait: 5 000 FCFA à Awa N. Ref K7Q2-93FD"
    assert say("en", "ussd.send_amount", name="Awa N.", phone="+237699000002").startswith("Awa N. 699000002\n")
    assert say("fr", "sms.history_line", date="12/11", signed=5000, name="Awa N.") == "12/11 +5 000 Awa N."
    assert say("fr", "sms.history_line", date="12/11", signed=-10_500, name="Awa N.") == "12/11 -10 500 Awa N."


@pytest.mark.parametrize(
    ("title", "shown"),
    [("Proforma PRO-2026-000001", "PRO-2026-000001"), ("Facture FAC-2026-000002", "FAC-2026-000002"),
     ("Gateaux de mariage, trois etages", "Gateaux de mariage,"), ("FAC-2026-1", "FAC-2026-1")],
)  # fmt: skip
def test_the_number_of_a_paper_is_never_cut(title: str, shown: str) -> None:
    assert show("title", title, "fr") == shown


def test_a_long_name_is_cut_to_the_width_the_tests_used() -> None:
    said = say("fr", "ussd.send_amount", name="Nguimfack Tchouankeu Marie-Claire" * 2, phone="+237699000002")
    assert said.splitlines()[0] == "Nguimfack Tch 699000002"


def test_a_name_outside_gsm7_never_makes_a_costly_text() -> None:
    assert say("fr", "ussd.send_amount", name="Françoise 😀", phone="+237699000002").startswith("Francoise ? 699")


def test_without_a_name_the_phone_stands_for_it() -> None:
    values = {"phone": "+237699000002", "amount": 5000, "reference": "K7Q2-93FD", "balance": 1, "name": ""}
    assert say("fr", "sms.money_received", **values).startswith("699000002 vous a envoyé 5 000")
    assert "envoyés à 699000002.\n" in say("fr", "ussd.money_sent", **values)
    assert say("fr", "ussd.done_before.send_money", **values) == "Fait: 5 000 FCFA à 699000002. Ref K7Q2-93FD"


@pytest.mark.parametrize("key", ["sms.nothing", "nothing", "sms", "ussd.main", "sms.money_sent.more"])
def test_a_missing_sentence_is_a_programming_error(key: str) -> None:
    with pytest.raises(LookupError, match="has no sentence"):
        say("fr", key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_of_languages_names_each_in_its_own_words(language: str) -> None:
    said = say(language, "help.language")
    assert not [one for one in LANGUAGES if f" {FILES[one]['names'][0]}: {FILES[one]['name']}" not in said]


def test_a_missing_value_or_language_is_a_programming_error() -> None:
    with pytest.raises(LookupError, match="nobody gave 'balance'"):
        say("fr", "sms.balance", date="12/11", time="18:45")
    with pytest.raises(LookupError):
        say("xx", "sms.help")
