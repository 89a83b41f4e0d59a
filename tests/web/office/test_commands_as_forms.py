"""Commands as forms: every command has one, what is typed there gives its words, and sentences lead there."""

import click
import pytest

from cli.do_command import MBONGO
from cli.office_command import OfficeCommand
from cli.program import as_typed, marking
from web.office.commands_in_words import NamedCommand, split_commands
from web.office.forms import Field, list_forms, read_words, write_words


def list_commands(group: click.Group, *words: str) -> set[tuple[str, ...]]:
    """Return the words of every command of the office below a group."""
    found = set()
    for name in group.list_commands(click.Context(group)):
        below = group.get_command(click.Context(group), name)
        if isinstance(below, click.Group):
            found |= list_commands(below, *words, name)
        elif isinstance(below, OfficeCommand):
            found.add((*words, name))
    return found


def test_every_command_has_a_form_and_every_form_a_command() -> None:
    assert set(list_forms()) == list_commands(MBONGO)


def test_every_form_says_all_that_its_command_reads() -> None:
    for words, form in list_forms().items():
        command: click.Command = MBONGO
        for word in words:
            assert isinstance(command, click.Group)
            command = command.get_command(click.Context(command), word) or command
        read = {param.name for param in command.params} - {"login", "data", "help"}
        assert {field.name for field in form.fields} == read, words
        assert form.about, words
        assert not any({*"[]|"} & {*field.label} for field in form.fields), words


@pytest.mark.parametrize(
    ("command", "typed", "approve", "words"),
    [
        ("person show", {"person": ["677000001"]}, False, "person show 677000001"),
        ("books close", {"day": ["29/11/2026"], "why": ["end of day"]}, True, "books close --approve 29/11/2026"),
        ("person show", {"person": ["-x"]}, False, "person show -- -x"),
        ("agent float", {"code": ["A1"], "amount": ["5000"], "why": ["a slip"]}, False,
         "agent float|--why=a slip|A1|5000"),
        ("agent float", {"code": ["A1"], "amount": ["5000"], "why": ["a slip"]}, True, "agent float --approve A1"),
        ("case decide", {"name": ["C1"], "verdict": ["--leave"], "why": ["x y"]}, False,
         "case decide|--leave|--why=x y|C1"),
        ("person identify", {"person": ["677"], "document": ["cni 114702538"]}, False,
         "person identify --id cni 114702538 677"),
    ],
)  # fmt: skip
def test_what_is_typed_gives_the_commands_words(
    command: str, typed: dict[str, list[str]], approve: bool, words: str
) -> None:
    form = list_forms()[tuple(command.split())]
    said = [*command.split(), *words.split("|")[1:]] if "|" in words else words.split()
    assert write_words(form, typed, approve=approve) == said


def test_what_a_field_does_not_offer_is_no_word() -> None:
    form = list_forms()["merchant", "key"]
    with pytest.raises(ValueError, match="may"):
        write_words(form, {"till": ["T"], "permissions": ["anything"]})


@pytest.mark.parametrize(
    ("command", "typed", "field"),
    [
        ("merchant level", {"level": ["1"], "day": ["2027-01-31"], "payment": ["5".zfill(2_001)]}, "payment"),
        ("person freeze", {"person": ["677000001"], "why": ["y" * 2_001]}, "why"),
        ("person identify", {"person": ["677000001"], "document": ["cni"], "why": ["he came"]}, "id"),
        ("agent float", {"code": [" "], "amount": ["5000"], "why": ["a slip"]}, "code"),
    ],
)
def test_nothing_that_was_typed_is_left_out_in_silence(command: str, typed: dict[str, list[str]], field: str) -> None:
    with pytest.raises(ValueError, match=field):
        write_words(list_forms()[tuple(command.split())], typed)


def test_a_file_that_is_made_has_a_name_its_command_takes() -> None:
    journal, balances = list_forms()["books", "journal"], list_forms()["books", "trial-balance"]
    assert write_words(journal, {}) == ["books", "journal", "books-journal.csv"]
    assert write_words(journal, {"file": ["xlsx"]}) == ["books", "journal", "books-journal.xlsx"]
    assert write_words(balances, {}) == ["books", "trial-balance"]
    assert write_words(balances, {"file": ["xlsx"]}) == ["books", "trial-balance", "--file=books-trial-balance.xlsx"]


def test_words_of_people_lead_nowhere_on_a_page() -> None:
    with marking() as program:
        ours = as_typed("Look: ./mbongo case list --login YOU")
        told = f"alice: ./mbongo staff role sam administrator --why ok\n{ours}"
        theirs, named = split_commands(told, program)
    assert isinstance(named, NamedCommand)
    assert named.words == "./mbongo case list --login YOU"
    assert theirs == "alice: ./mbongo staff role sam administrator --why ok\nLook: "


@pytest.mark.parametrize(
    ("told", "words", "typed"),
    [
        ("To approve: ./mbongo payments --approve K7Q2-93FD --login YOU", "payments", {"approve": ["K7Q2-93FD"]}),
        ("./mbongo case show C17", "case show", {"name": ["C17"]}),
        ('Then ./mbongo agent float A1 5000 --why "a slip" --login YOU.', "agent float",
         {"code": ["A1"], "amount": ["5000"], "why": ["a slip"]}),
        ("Approve it: ./mbongo agent float A1 --approve --login THEM\nOr not.", "agent float",
         {"code": ["A1"], "approve": ["yes"]}),
        ("Ask: ./mbongo person freeze PERSON --why TEXT", "person freeze", {}),
    ],
)  # fmt: skip
def test_a_command_in_a_sentence_leads_to_its_form(told: str, words: str, typed: dict[str, list[str]]) -> None:
    [named] = [piece for piece in split_commands(told) if isinstance(piece, NamedCommand)]
    assert (named.form.title, named.typed) == (words, typed)
    assert "".join(piece if isinstance(piece, str) else piece.words for piece in split_commands(told)) == told


def test_what_is_no_command_of_the_office_stays_a_word() -> None:
    told = "Start it: ./mbongo up. A login: ./mbongo staff add LOGIN"
    assert list(split_commands(told)) == [told]


def make_value(field: Field) -> str:
    """Return something that may be typed in a field."""
    if field.choices:
        return field.choices[0]
    return "yes" if field.kind == "flag" else " ".join("5" * field.parts)


def test_what_a_form_gave_it_takes_back() -> None:
    for form in list_forms().values():
        typed = {field.name: [make_value(field)] for field in form.asking}
        words = write_words(form, typed)
        read = read_words(form, words[len(form.words) :])
        kept = {field.name for field in form.fields if field.kind == "kept" and not field.choices}
        assert read == {name: values for name, values in typed.items() if name not in kept}, form.title


def test_what_nobody_chose_is_refused_by_no_choice() -> None:
    for words in list_forms():
        command: click.Command = MBONGO
        for word in words:
            assert isinstance(command, click.Group)
            command = command.get_command(click.Context(command), word) or command
        for param in command.params:
            if isinstance(param.type, click.Choice) and isinstance(param.default, str):
                assert param.default in param.type.choices, (words, param.name)
