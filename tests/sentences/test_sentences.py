"""Every sentence exists in every language, is GSM-7, and fits where it is shown at its widest values."""

from string import Formatter
from typing import Any

import pytest

from sms_templates import FILES, LANGUAGES, WIDEST, explain, find, say
from sms_templates.gsm7 import is_gsm7, segments, septets
from wallet.errors import Misread


def keys(table: dict[str, Any], above: str = "") -> list[str]:
    """The dotted key of every sentence of a table."""
    found = []
    for name, value in table.items():
        found += keys(value, f"{above}{name}.") if isinstance(value, dict) else [above + name]
    return found


SAID = ("ussd", "error", "refusal", "sms", "help")
KEYS = [key for table in SAID for key in keys(FILES["fr"][table], f"{table}.")]
ERRORS = [key for key in KEYS if key.startswith("error.")]
QUESTIONS = {  # each question with words of its own, and the errors that can stand above it
    "register_name": ["name_letters", "name_too_long", "name_reserved", "malformed"],
    "register_pin": ["pin_form", "weak_pin", "malformed"],
    "register_pin_again": ["pins_differ", "pin_form", "malformed"],
    "send_recipient": ERRORS,
    "send_amount": ERRORS,
    "send_pin": ERRORS,
    "balance_pin": ERRORS,
    "history_pin": ERRORS,
    "lock_pin": ERRORS,
    "unlock_pin": ERRORS,
    "pin_old": ERRORS,
    "pin_new": ["pin_form", "weak_pin", "malformed"],
    "pin_again": ["pins_differ", "pin_form", "malformed"],
    "operation_out": ["choice", "malformed"],
    "operation_in": ["choice", "malformed"],
    "operation_cash_in": ["choice", "malformed"],
    "resume": ["choice", "malformed"],
}
CHOICES = ("stranger", "main", "account", "history")
WORDS = ("back", "home", "more", "previous", "done_before")  # parts of screens, proved with them
ENDS = [
    name
    for name, value in FILES["fr"]["ussd"].items()
    if isinstance(value, str) and name not in QUESTIONS and name not in WORDS
]
CLOSING = [f"ussd.{name}" for name in ENDS] + [key for key in KEYS if key.startswith("refusal.")]


def widest(language: str, key: str) -> str:
    """The sentence with every value at its widest."""
    lines = "\n".join([say(language, "sms.history_line", **WIDEST)] * 5)
    longest = max((say(language, error, **WIDEST) for error in ERRORS), key=septets)
    return say(language, key, **WIDEST, lines=lines, problem=longest)


def error_line(language: str, names: list[str]) -> str:
    """The widest of these error lines."""
    said = [say(language, name if "." in name else f"error.{name}", **WIDEST) for name in names]
    return max(said, key=septets)


def fields(sentence: str) -> set[str]:
    """The names of the values a sentence carries."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name} - {"menu", "short_code"}


def assert_fits(screen: str) -> None:
    assert septets(screen) <= 160, f"{septets(screen)} septets:\n{screen}"


def test_french_is_the_default_and_both_are_found() -> None:
    assert LANGUAGES[0] == "fr"
    assert {"fr", "en"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_key(language: str) -> None:
    assert [key for table in SAID for key in keys(FILES[language][table], f"{table}.")] == KEYS
    assert FILES[language]["command"].keys() == FILES["fr"]["command"].keys()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_a_sentence_carries_the_same_values_in_every_language(language: str, key: str) -> None:
    assert fields(find(language, key)) == fields(find("fr", key))
    assert fields(find(language, key)) <= {*WIDEST, "lines", "problem"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_every_sentence_is_gsm7_and_whole(language: str, key: str) -> None:
    said = widest(language, key)
    assert is_gsm7(said)
    assert said
    assert "{" not in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_fits_under_its_widest_error_and_over_its_key(language: str, name: str) -> None:
    key = "" if name == "resume" else say(language, "ussd.back")
    lines = ["CON " + error_line(language, QUESTIONS[name]), widest(language, f"ussd.{name}"), key]
    assert_fits("\n".join(line for line in lines if line))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CHOICES)
def test_a_menu_fits_under_its_error_and_over_its_key(language: str, name: str) -> None:
    options = [option for option in FILES[language]["ussd"][name] if option not in ("title", "line")]
    if name == "history":
        options, keys_below = ["line"] * 3, ("more", "previous", "back")
    else:
        keys_below = ("back",) if name == "account" else ()
    assert len(options) <= 7
    lines = [error_line(language, ["choice", "malformed"]), widest(language, f"ussd.{name}.title")]
    lines += [widest(language, "ussd.done_before")] if name == "main" else []
    lines += [f"{digit} {widest(language, f'ussd.{name}.{key}')}" for digit, key in enumerate(options, 1)]
    lines += [" ".join(say(language, f"ussd.{key}") for key in keys_below)] if keys_below else []
    assert_fits("CON " + "\n".join(lines))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", CLOSING)
def test_a_closing_screen_fits_and_says_what_to_do_next(language: str, key: str) -> None:
    screen = "END " + widest(language, key)
    assert_fits(screen)
    ways = ("*384*237#", "8237", "agent", "Envoyez", "Send", "SMS", "Essayez", "Try", "dial")
    assert any(way in screen for way in ways), screen


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", [key for key in KEYS if key.split(".")[0] in ("sms", "refusal", "help")])
def test_a_text_is_one_segment(language: str, key: str) -> None:
    assert segments(widest(language, key)) == 1, f"{septets(widest(language, key))}: {widest(language, key)}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ERRORS)
def test_an_error_line_is_short_and_its_text_shows_the_way(language: str, key: str) -> None:
    assert septets(say(language, key, **WIDEST)) <= 40
    sentence, values = explain(language, Misread(key, **WIDEST))
    answer = say(language, sentence, **values)
    assert "677123456" in answer
    assert segments(answer) == 1


def test_amounts_phones_and_names_are_written_as_people_read_them() -> None:
    said = say("fr", "ussd.done_before", amount=5000, name="Awa N.", reference="K7Q2-93FD")
    assert said == "Fait: 5 000 FCFA à Awa N. Ref K7Q2-93FD"
    assert say("en", "ussd.send_amount", name="Awa N.", phone="+237699000002").startswith("Awa N. 699000002\n")
    assert say("fr", "sms.history_line", date="12/11", signed=5000, name="Awa N.") == "12/11 +5 000 Awa N."
    assert say("fr", "sms.history_line", date="12/11", signed=-10_500, name="Awa N.") == "12/11 -10 500 Awa N."


def test_a_long_name_is_cut_to_the_width_the_tests_used() -> None:
    said = say("fr", "ussd.send_amount", name="Nguimfack Tchouankeu Marie-Claire" * 2, phone="+237699000002")
    assert said.splitlines()[0] == "Nguimfack Tch 699000002"


def test_a_name_outside_gsm7_never_makes_a_costly_text() -> None:
    assert say("fr", "ussd.send_amount", name="Françoise 😀", phone="+237699000002").startswith("Francoise ? 699")


def test_without_a_name_the_phone_stands_for_it() -> None:
    values = {"phone": "+237699000002", "amount": 5000, "reference": "K7Q2-93FD", "balance": 1, "name": ""}
    assert say("fr", "sms.received", **values).startswith("699000002 vous a envoyé 5 000")
    assert "envoyés à 699000002.\n" in say("fr", "ussd.sent", **values)
    assert say("fr", "ussd.done_before", **values) == "Fait: 5 000 FCFA à 699000002. Ref K7Q2-93FD"


@pytest.mark.parametrize("key", ["sms.nothing", "nothing", "sms", "ussd.main", "sms.sent.more"])
def test_a_missing_sentence_is_a_programming_error(key: str) -> None:
    with pytest.raises(LookupError, match="has no sentence"):
        say("fr", key)


def test_a_missing_value_or_language_is_a_programming_error() -> None:
    with pytest.raises(LookupError, match="nobody gave 'balance'"):
        say("fr", "sms.balance", date="12/11", time="18:45")
    with pytest.raises(LookupError):
        say("xx", "sms.help")
