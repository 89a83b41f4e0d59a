"""The tables of words: no word has two meanings, and every command has words and a help in every language."""

import pytest

from sms_templates import FILES, LANGUAGES, say
from sms_templates.reading.forms import COMMANDS
from sms_templates.reading.near import find_near
from sms_templates.reading.words import MEANINGS, WORDS, Meaning, list_meanings, plain


def test_no_word_has_two_meanings() -> None:
    meanings: dict[str, set[Meaning]] = {}
    for word, meant in list_meanings():
        meanings.setdefault(word, set()).add(meant)
    assert {word: found for word, found in meanings.items() if len(found) > 1} == {}


def test_words_are_written_as_they_are_compared() -> None:
    words = [word for word, _ in list_meanings()]
    assert [word for word in words if plain(word) != word or not word.replace(" ", "").isalpha()] == []


def test_a_file_of_words_has_no_table_that_nothing_reads() -> None:
    for words in WORDS.values():
        assert words["command"].keys() <= COMMANDS.keys() - {""}
        assert words["inside"].keys() <= WORDS["fr"]["inside"].keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_and_topic_has_a_word_and_a_help_in_every_language(language: str) -> None:
    words, topics = WORDS[language], {name for file in WORDS.values() for name in file["topic"]}
    assert {name for name, forms in words["command"].items() if forms} == COMMANDS.keys() - {""}
    assert FILES[language]["help"].keys() == COMMANDS.keys() - {""} | topics
    asked_back = {name for name, command in COMMANDS.items() if command.asked_back}
    assert FILES[language]["form"].keys() == {*asked_back, "decline", "lock"} - {"yes"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_of_a_word_begins_with_a_word_of_its_language_that_works(language: str) -> None:
    for name, words in WORDS[language]["command"].items():
        shown = say(language, f"help.{name}")
        assert any(word in shown for word in words), shown


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("ENVIO", "send"), ("ENVOYET", "send"), ("SEMD", "send"), ("RETAIT", "withdraw"), ("RECHRAGE", "recharge"),
        ("SOLDD", "balance"), ("BALENCE", "balance"), ("BLOQEU", "lock"), ("LANGE", "language"), ("PERDUU", "lost"),
    ],
)  # fmt: skip
def test_one_letter_wrong_is_read_where_one_command_is_that_near(word: str, name: str) -> None:
    found = find_near(word)
    assert found
    assert found.name == name


@pytest.mark.parametrize("word", ["BEL", "LUCK", "SHOP", "ENVXXI", "SOLDAT", "OUO", "MAMAN", "BONNE", "DEMAIN"])
def test_more_wrong_a_short_word_or_another_word_is_no_command(word: str) -> None:
    assert find_near(word) is None


def test_no_word_of_the_tables_is_read_as_another() -> None:
    assert [word for (word, *more) in MEANINGS if not more and find_near(word)] == []
