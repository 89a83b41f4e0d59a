"""Every sentence key written anywhere in the code exists, and every sentence is written somewhere.

The wallet names no channel: what its outcomes, notices and errors are called has words of a channel, or shared ones.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.words import WORDS
from documents.words import CODES
from sms_templates import FILES, LANGUAGES, find_sentence, key_on
from wallet.core.channels import CHANNELS
from web.business.refusals import list_refusals
from web.pages.rendering import speak

ROOT = Path(__file__).parents[2]
PLACES = ("wallet", "ussd_menus", "sms_templates", "workers", "web", "cli", "local", "simulators")
KEY = re.compile(r"""["']((?:ussd|sms|error|refusal|help)\.[a-z_.]+)(\{?)""")
ERRORS = {"Refused", "Misread", "NotNow", "Locked", "WrongPin", "QuoteChanged", "KeyReused"}


def code(*places: str) -> dict[str, str]:
    """Every source file, by its path."""
    files = [ROOT / "wsgi.py", *(file for place in places for file in (ROOT / place).rglob("*.py"))]
    return {str(file.relative_to(ROOT)): file.read_text("utf-8") for file in files if file.exists()}


def written() -> Iterator[tuple[str, str, bool]]:
    """Yield where a key is written, the key, and whether the rest of it is made at run time."""
    for file, text in code(*PLACES).items():
        for found in KEY.finditer(text):
            yield file, found[1], bool(found[2])


def keys(language: str) -> list[str]:
    """Every table and sentence of a language, dotted."""
    found = []
    for table, sentences in FILES[language].items():
        for name, value in sentences.items() if isinstance(sentences, dict) else ():
            found.append(f"{table}.{name}")
            found += [f"{table}.{name}.{part}" for part in value] if isinstance(value, dict) else []
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_in_the_code_has_its_sentence(language: str) -> None:
    known = keys(language)
    missing = [
        f"{file}: {key}"
        for file, key, built in written()
        if not (any(one.startswith(key) for one in known) if built else key in known)
    ]
    assert missing == []


def test_the_wallet_names_no_channel() -> None:
    named = re.compile(rf"({'|'.join(CHANNELS)})\.[a-z_]")
    found = [
        f"{file}: {node.value}"
        for file, text in code("wallet").items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and named.match(node.value)
    ]
    assert found == []


def called(call: ast.Call) -> str:
    """The name of what is called, without what it is asked of."""
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def place_of_key(call: ast.Call) -> tuple[str, int] | None:
    """For whom the key of this call is, and at which argument it stands."""
    name, whose = called(call), ast.unparse(call.func).partition(".")[0]
    if name == "Outcome":
        return "the actor", 0
    if name in ERRORS:
        return "anybody", 0
    if name == "Message":
        return "a reader", 1
    if name == "tell":
        return "a reader", 3 if whose == "notices" else 2  # of what is being done, it is the outcome too
    return None


def wallet_keys() -> Iterator[tuple[str, str, str]]:
    """Yield where, for whom, and each key that is written as the argument that is one."""
    for file, text in code("wallet").items():
        for node in ast.walk(ast.parse(text)):
            found = place_of_key(node) if isinstance(node, ast.Call) else None
            if found and len(node.args) > found[1]:  # type: ignore[attr-defined]  # it is a call
                yield from ((file, found[0], key) for key in literals(node.args[found[1]]))  # type: ignore[attr-defined]


def literals(argument: ast.expr) -> list[str]:
    """The keys an argument may be: a string, or one of two."""
    if isinstance(argument, ast.IfExp):
        return [*literals(argument.body), *literals(argument.orelse)]
    return [argument.value] if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else []


CHANNELS_OF = {"the actor": ("ussd",), "a reader": ("sms",), "anybody": ("ussd", "sms")}


# What only programs are answered, in JSON: an outcome's name stands in the answer's place, and is read by nobody.
OF_PROGRAMS = {"checkout_created", "checkout_cancelled", "link_created", "link_closed", "order_created", "order_step"}


def has_words(language: str, reader: str, key: str) -> bool:
    """True when a channel that reaches this reader can say it; staff read English, in words of the commands' own."""
    section, _, name = key.partition(".")
    if reader == "the actor" and key in OF_PROGRAMS:
        return True
    if section == "member":  # said on pages of businesses alone
        return name in list_refusals(speak(language if language in CODES else CODES[0]))
    return name in WORDS.get(section, {}) or any(
        find_sentence(language, key_on(channel, language, key)) for channel in CHANNELS_OF[reader]
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_wallet_says_has_words(language: str) -> None:
    found = list(wallet_keys())
    assert len(found) > 150
    assert not [f"{file}: {key} for {reader}" for file, reader, key in found if not has_words(language, reader, key)]


# Keys made at run time, and what is found by the name of a choice, a kind, a command, or an operator's word.
BUILT = re.compile(
    r"ussd\.(operation_given|operation_received|operation_do|done_before|priced|rules|back|home|more|previous|\w+\.\w+)\b"
    r"|ussd\.\w+_own|help\.\w+|sms\.(question|dropped)_\w+|refusal\.(ceiling|request|checkout|recharge|pin_locked)_\w+"
    r"|sms\.(add_money|withdraw_money|refund_payment)_(succeeded|failed|expired)|sms\.pay_(till|bill|checkout|subscription)_(received|seen)"
    r"|sms\.(request|checkout)_by_operator_\w+|sms\.contest_(given|left)(_against)?"
)


def test_every_sentence_is_written_somewhere() -> None:
    text = "\n".join(code(*PLACES).values())
    said = {found[1] for found in re.finditer(r"""["']([a-z_.]+)["']""", text)}
    sentences = [key for key in keys(LANGUAGES[0]) if find_sentence(LANGUAGES[0], key)]
    assert not [
        key
        for key in sentences
        if key.split(".")[0] in ("ussd", "sms", "refusal", "error", "help")
        and not (key in said or key.partition(".")[2] in said or BUILT.match(key))
    ]
