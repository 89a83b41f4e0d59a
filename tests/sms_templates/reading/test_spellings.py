"""Commands written in random spellings, in every language's words, are read back equal."""

from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from sms_templates.reading.forms import COMMANDS
from sms_templates.reading.text_command import TextCommand
from sms_templates.reading.understand import MEANT, understand
from sms_templates.reading.words import MEANINGS, WORDS
from tests.sms_templates.reading.meaning import meaning
from tests.world.examples import draw
from wallet.core.codes import AgentCode, RequestCode, TillCode
from wallet.core.values import Money, Phone

IN_PHRASES: Final = {word for phrase in MEANINGS if len(phrase) > 1 for word in phrase}
FILLERS: Final = sorted(
    word
    for (word, *more), meant in MEANINGS.items()
    if meant.role == "courtesy" and not more and word not in IN_PHRASES
)
STRANGERS: Final = ["Ngono", "Tchouankeu", "Mokolo", "Xy"]  # names, which money that is asked back passes over
BETWEEN: Final = [" ", "  ", "\n", "\u00a0", " : ", ", ", " - ", " / "]
ACCENTS: Final = str.maketrans("eauoi", "éàùôï")
PHONES: Final = [
    "699000002",
    "+237699000002",
    "00237699000002",
    "699-00-00-02",
    "699.00.00.02",
    "699\u201100\u201100\u201102",
]


def spell_amount(draw: st.DrawFn, amount: int) -> str:
    """An amount as people write it, without a space in it."""
    ways = [f"{amount}", f"{amount}F", f"{amount} FCFA", f"{amount}frs", f"{amount} F CFA"]
    return draw(st.sampled_from([*ways, f"{amount // 1000}k"] if amount % 1000 == 0 else ways))


def spell_word(draw: st.DrawFn, word: str) -> str:
    """A word in any case, with accents or without."""
    way = draw(st.sampled_from([str.upper, str.lower, str.capitalize, lambda one: one.lower().translate(ACCENTS)]))
    return str(way(word))


PARTS: Final[dict[str, Any]] = {
    "amount": (st.integers(1, 9_999).map(lambda some: some * 100).map(Money), spell_amount),
    "phone": (st.just(Phone("+237699000002")), lambda draw, _: draw(st.sampled_from(PHONES))),
    "whose": (st.just(Phone("+237699000002")), lambda draw, _: f"POUR {draw(st.sampled_from(PHONES))}"),
    "agent": (
        st.just(AgentCode("123455")),
        lambda draw, code: draw(st.sampled_from([f"agent {code}", f"AGENT:{code}"])),
    ),
    "till": (st.just(TillCode("79608")), lambda _, code: f"caisse {code}"),
    "request": (
        st.just(RequestCode("48217368")),
        lambda draw, code: draw(st.sampled_from([code, "4821 7368", "4821-7368"])),
    ),
    "code": (
        st.integers(1_000, 9_999).map(str),
        lambda draw, code: draw(st.sampled_from([code, f"{code[:2]} {code[2:]}"])),
    ),
    "cash_code": (st.just("4821735"), lambda _, code: code),
}


@st.composite
def spelled(draw: st.DrawFn) -> tuple[str, TextCommand]:
    """A command of the table as somebody writes it, and what it is."""
    name = draw(st.sampled_from([name for name in COMMANDS if name not in ("", "language", "cancel", "mistake")]))
    command = COMMANDS[name]
    form = draw(st.sampled_from([*command.forms, *command.other_forms]))
    given = [part for part in form.parts if part in form.needs or draw(st.booleans())]
    values = {part: draw(PARTS[part][0]) for part in given}
    in_order = given if form.ordered else draw(st.permutations(given).filter(pays_before_whose))
    words = [word for file in WORDS.values() for word in file["command"].get(name, [])]
    written = [PARTS[part][1](draw, values[part]) for part in in_order]
    pieces = [spell_word(draw, draw(st.sampled_from(words))), *written]
    if name not in ("help", "prices"):  # what stands behind those is what they are about
        pieces.insert(0, "")
    said = FILLERS if command.bills or not (command.asked_back or command.harmless) else [*FILLERS, *STRANGERS]
    between = st.lists(st.sampled_from(said), max_size=1)
    text = "".join(part for piece in pieces for part in (piece, *add_words(draw, between)))
    return text, TextCommand(
        meant_name(name, values), **{FIELDS.get(part, part): one for part, one in values.items()}, **reason(name)
    )


def pays_before_whose(order: list[str]) -> bool:
    """A number behind POUR is whose wallet it is; who pays stands before it."""
    return not {"phone", "whose"} <= {*order} or order.index("phone") < order.index("whose")


FIELDS: Final = {"cash_code": "code"}


def reason(name: str) -> dict[str, Any]:
    """Return what a request says besides: here, nothing that is looked at."""
    return {"reason": ""} if name == "request" else {}


def add_words(draw: st.DrawFn, words: st.SearchStrategy[list[str]]) -> list[str]:
    """Return what stands behind a piece: a gap, perhaps a word and a gap more."""
    gap = st.sampled_from(BETWEEN)
    return [draw(gap), *(part for word in draw(words) for part in (spell_word(draw, word), draw(gap)))]


def meant_name(name: str, values: dict[str, Any]) -> str:
    """Return the name of a command with these parts."""
    parts = {FIELDS.get(part, part) for part in values}
    return next((meant for (said, part), meant in MEANT.items() if said == name and part in parts), name)


@given(spelled())
@draw(300)
def test_a_command_is_read_back_however_it_is_spelled(written: tuple[str, TextCommand]) -> None:
    text, meant = written
    heard = understand(text)
    assert {**vars(heard), "reason": meant.reason} == vars(meant), text


@given(st.integers(1, 599_999_999), st.booleans(), st.booleans(), st.sampled_from(["ENVOI", "send", "Transfert"]))
@draw(100)
def test_a_spaced_amount_and_a_spaced_phone_are_read_whole_or_refused(
    amount: int, swapped: bool, spaced: bool, word: str
) -> None:
    parts = [f"{amount:,}".replace(",", " "), "699 00 00 02" if spaced else "699000002"]
    found = meaning(" ".join([word, *(reversed(parts) if swapped else parts)]))
    assert found in (f"send amount={amount} phone=699000002", "sms.two_readings")
