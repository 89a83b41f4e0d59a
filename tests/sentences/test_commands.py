"""What texts mean: tables in both languages, and hostile rows 43–48, 56–58, 71, 76 as far as reading goes."""

import hashlib
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sms_templates import FILES, LANGUAGES, explain, say
from sms_templates.commands import LANGUAGE_NAMES, READERS, WORDS, Heard, shield, understand
from sms_templates.gsm7 import segments
from sms_templates.tokens import plain
from wallet.errors import Misread
from wallet.values import Money, Phone

AWA = Phone("+237699000002")
MOUSSA = Phone("+237677123456")


def seal(code: str) -> str:
    """A stand-in for the keyed digest the door gives."""
    return hashlib.sha256(f"key {code}".encode()).hexdigest()[:16]


def key(text: str) -> str:
    """The key of the sentence that answers a text that cannot be read, or else what was heard."""
    try:
        return f"heard {understand(text)}"
    except Misread as misread:
        return misread.key


# ——— the tables of words ———


def test_no_word_has_two_meanings() -> None:
    meanings: dict[str, set[str]] = {}
    for file in FILES.values():
        for name, words in file["command"].items():
            for word in words:
                meanings.setdefault(word, set()).add(name)
        for word in file["names"]:
            meanings.setdefault(word, set()).add("a language")
    assert {word: names for word, names in meanings.items() if len(names) > 1} == {}


def test_words_are_written_as_they_are_compared() -> None:
    words = [word for file in FILES.values() for words in file["command"].values() for word in words]
    assert [word for word in words if plain(word) != word or not word.isalpha()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_has_a_word_a_reader_and_a_help_in_every_language(language: str) -> None:
    commands = {name: words for name, words in FILES[language]["command"].items() if name != "filler"}
    assert commands.keys() == READERS.keys() == FILES[language]["help"].keys()
    assert all(commands.values())
    assert set(LANGUAGE_NAMES.values()) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_of_a_word_begins_with_a_word_of_its_language_that_works(language: str) -> None:
    for name in READERS:
        shown = say(language, f"help.{name}")
        assert any(word in shown for word in FILES[language]["command"][name]), shown


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("SOLDE", Heard("balance")),
        ("bal", Heard("balance")),
        ("  Solde svp ", Heard("balance")),
        ("“SOLDE”", Heard("balance")),
        ("HISTO", Heard("history")),
        ("Hist", Heard("history")),
        ("LANGUE EN", Heard("language", language="en")),
        ("lang fr", Heard("language", language="fr")),
        ("LANG Français", Heard("language", language="fr")),
        ("BLOQUE", Heard("lock")),
        ("bloqué mon compte!", Heard("lock")),
        ("LOCK", Heard("lock")),
        ("block", Heard("lock")),
        ("AIDE", Heard("help")),
        ("HELP SEND", Heard("help", topic="send")),
        ("aide envoi", Heard("help", topic="send")),
        ("aide moi", Heard("help")),
        ("STOP", Heard("stop")),
        ("Arrêt", Heard("stop")),
        ("REPRISE", Heard("start")),
        ("start", Heard("start")),
        ("OUI 4821", Heard("yes", code="4821")),
        ("Yes4821", Heard("yes", code="4821")),
        ("oui, 48 21.", Heard("yes", code="4821")),
        ("OUI code 4821", Heard("yes", code="4821")),
        ("NON 4821", Heard("no", code="4821")),
        ("No 4821", Heard("no", code="4821")),
        ("\u200bSOLDE\x00", Heard("balance")),
        ("E\u0301NVOI 5000 699000002", Heard("send", Money(5000), AWA)),
    ],
)
def test_commands(text: str, heard: Heard) -> None:
    assert understand(text) == heard


# ——— sending: amounts and phones ———


@pytest.mark.parametrize(
    "text",
    [
        "ENVOI 5000 699000002",
        "SEND 5000 699000002",
        "envoi 5 000 699000002",
        "ENVOI5000 699000002",
        "ENVOI 5000F 699000002",
        "Envoi 5 000 FCFA à 699000002",
        "ENVOI 5000 F CFA 699000002",
        "ENVOI 5000F699000002",
        "ENVOI FCFA 5000 au 699 00 00 02",
        "ENVOI 5\u00a0000 699 000 002",
        "ENVOI 5000 +237699000002",
        "ENVOI 5000 00237 699 00 00 02",
        "ENVOI 5000 237699000002",
        "ENVOI: 5000\n699000002.",
        "ENVOI 5000 699-00-00-02 merci",
        "SEND 699000002 5000",
        "ENVOI 699 000 002 5 000 FCFA",
        "SEND 5000 to 699000002 please",
    ],
)
def test_an_amount_and_a_phone(text: str) -> None:
    assert understand(text) == Heard("send", Money(5000), AWA)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        # what it needs is missing, or something stands there that nobody can be sure of
        ("ENVOI", "help.send"),
        ("ENVOI 5000", "help.send"),
        ("ENVOI 5 000", "help.send"),
        ("ENVOI 699000002", "help.send"),
        ("ENVOI 5000 Moussa", "help.send"),
        ("ENVOI 5 mille 699000002", "help.send"),
        ("ENVOI 1e5 699000002", "help.send"),
        ("ENVOI 0x10 699000002", "help.send"),
        ("ENVOI 1_000 699000002", "help.send"),
        ("ENVOI 650000699000002", "help.send"),
        ("ENVOI $50 699000002", "help.send"),
        # rows 43–48: amounts
        ("ENVOI -500 699000002", "error.not_an_amount"),
        ("ENVOI +500 699000002", "error.not_an_amount"),
        ("ENVOI 0 699000002", "error.not_an_amount"),
        ("ENVOI 00 699000002", "error.not_an_amount"),
        ("ENVOI 00500 699000002", "error.not_an_amount"),
        ("ENVOI 500.50 699000002", "sms.amount_form"),
        ("ENVOI 500,50 699000002", "sms.amount_form"),
        ("ENVOI 5. 699000002", "sms.amount_form"),
        ("ENVOI .5 699000002", "error.not_an_amount"),
        ("ENVOI 5.000 699000002", "sms.amount_form"),
        ("ENVOI 5,000 699000002", "sms.amount_form"),
        ("ENVOI 5.000 FCFA 699000002", "sms.amount_form"),
        ("ENVOI 50 00 699000002", "error.not_an_amount"),
        ("ENVOI 99999999999999999999 699000002", "error.amount_too_long"),
        ("ENVOI 2147483648 699000002", "error.amount_too_long"),
        ("ENVOI 9223372036854775808 699000002", "error.amount_too_long"),
        ("ENVOI ١٠٠ 699000002", "error.not_an_amount"),
        ("ENVOI １００ 699000002", "error.not_an_amount"),
        # rows 56–58: phones
        ("ENVOI 5000 222123456", "error.fixed_line"),
        ("ENVOI 5000 6771234", "error.not_a_phone"),
        ("ENVOI 5000 6990000021", "error.not_a_phone"),
        ("ENVOI 5000 643123456", "error.no_such_phone"),
        ("ENVOI 5000 +33612345678", "error.foreign_phone"),
        ("ENVOI 677123456 699000002", "error.amount_is_phone"),
        # two readings (C10), or more numbers than an amount and a phone
        ("ENVOI 650 000 677 123 456", "sms.two_readings"),
        ("ENVOI 5 237 677 12 34 56", "sms.two_readings"),
        ("ENVOI 5000 699000002 677123456", "sms.two_readings"),
        # row 76: a second command
        ("SOLDE HISTO", "sms.two_commands"),
        ("ENVOI 5000 699000002 SOLDE", "sms.two_commands"),
        ("ENVOI 5000 699000002\nENVOI 5000 677123456", "sms.two_commands"),
        ("OUI 4821 NON", "sms.two_commands"),
        ("AIDE ENVOI SOLDE", "sms.two_commands"),
        ("OUI 4821 OUI 7391", "sms.two_commands"),
        ("SOLDE ENVOI 5000 699000002", "sms.two_commands"),
        ("STOP BLOQUE", "sms.two_commands"),
        # what the other words need
        ("OUI", "sms.yes_needs_code"),
        ("non merci", "sms.yes_needs_code"),
        ("OUI 482", "sms.yes_needs_code"),
        ("OUI 48217365", "sms.yes_needs_code"),
        ("LANGUE", "help.language"),
        ("LANGUE DE", "help.language"),
        ("BLOQUE 699000002", "help.lock"),
        ("SOLDE 699000002", "help.balance"),
        # unknown
        ("", "sms.unknown"),
        ("   ", "sms.unknown"),
        ("?!", "sms.unknown"),
        ("Bonjour", "sms.unknown"),
        ("RECHARGE", "sms.unknown"),
        ("SOLDEHISTO", "sms.unknown"),
        ("PAYOUT SOLDE", "sms.unknown"),
        ("699000002", "sms.unknown"),
        ("🙂", "sms.unknown"),
    ],
)
def test_what_cannot_be_read_is_answered_by(text: str, answer: str) -> None:
    assert key(text) == answer


# ——— PINs and codes (row 71) ———

PINS = [
    "7391",
    " 739164 ",
    "PIN 7391",
    "mon code est 7391.",
    "PIN7391Z",
    "7 3 9 1",
    "73-91",
    "7*3*9*1",
    "7\u200b3\u200b9\u200b1",
    "7️⃣3️⃣9️⃣1️⃣",
    "٧٣٩١",
    "７３９１",
    "𝟕𝟑𝟗𝟏",
    "⑦③⑨①",
    "⑩7391",
    "7391٥٦٧",
    "SOLDE 7391",
    "HISTO 73916",
    "OUI 73916",
    "OUI 4821 7391",
    "NON ٧٣٩١",
    "BLOQUE 7391",
    "LANGUE EN 7391",
    "AIDE ENVOI 7391",
    "STOP 7391",
    "4821 OUI",
    "ENVOI 5000 699000002 7391",
    "ENVOI 7391 5000 699000002",
    "ENVOI 5 000 699000002 73 91",
    "ENVOI 699000002 5000 7391",
    "ENVOI 5000 699000002 PIN 7391",
    "ENVOI 5000 699000002 PIN7391",
    "ENVOI PIN 7391 699000002",
    "ENVOI 5000 7391",
    "ENVOI 5000 Awa 7391",
    "ENVOI 5000 67712345 7391",
    "ENVOI ٧٣٩١ 699000002",
    "envoi 5000 699000002\n\n7391",
    "*384*237*1*699000002*5000*7391#",
]


@pytest.mark.parametrize("text", PINS)
def test_a_pin_is_masked_before_it_is_stored_and_its_owner_warned(text: str) -> None:
    kept = shield(text, seal)
    assert key(text) == "sms.pin_seen"
    assert key(kept) == "sms.pin_seen"
    assert "****" in kept
    assert "7391" not in re.sub(r"[ *\-]", "", kept.replace("****", "|"))
    assert not re.search(r"(?<!\d)\d{4,6}(?!\d)", re.sub("~[0-9a-f]+~", "", kept))


def test_each_command_of_a_text_accounts_for_its_own_numbers() -> None:
    assert shield("ENVOI 5000 699000002 SOLDE 7391", seal) == "ENVOI 5000 699000002 SOLDE ****"
    assert shield("OUI 4821 ENVOI 5000 699000002", seal) == f"OUI ~{seal('4821')}~ ENVOI 5000 699000002"
    assert key("SOLDE 7391 ENVOI 5000 699000002") == "sms.pin_seen"


def test_a_code_is_sealed_in_its_place() -> None:
    assert shield("Oui 4821 merci", seal) == f"Oui ~{seal('4821')}~ merci"
    assert shield("NON, 48 21", seal) == f"NON, ~{seal('4821')}~"
    assert understand(shield("OUI 4821", seal)) == Heard("yes", code=seal("4821"))
    assert shield("OUI 4821 7391", seal) == "OUI ****"
    assert shield("OUI 4821 PIN 7391", seal) == f"OUI ~{seal('4821')}~ PIN ****"


def test_a_seal_cannot_be_texted() -> None:
    assert shield(f"OUI ~{seal('4821')}~", seal).count("~") == 0


def test_a_money_command_keeps_its_amount_and_phone() -> None:
    assert shield("ENVOI 5000 699000002", seal) == "ENVOI 5000 699000002"
    assert shield("ENVOI 699000002 5000", seal) == "ENVOI 699000002 5000"
    assert shield("ENVOI 5000 67712345", seal) == "ENVOI 5000 67712345"  # its phone is wrong: that is the answer


def test_a_bank_card_is_masked() -> None:
    assert shield("Ma carte 4111111111111111", seal) == "Ma carte ****"
    assert shield("Ma carte 4111 1111 1111 1111 svp", seal) == "Ma carte **** svp"
    assert shield("Ma carte 4111111111111112", seal) == "Ma carte 4111111111111112"


def test_a_long_text_is_cut_and_no_number_with_it() -> None:
    assert shield("a" * 5_000, seal) == "a" * 480
    assert shield("a" * 476 + " 7391", seal) == "a" * 476 + " "
    assert shield("a" * 476 + " ٧٣٩١٢", seal) == "a" * 476 + " "
    assert key("1 " * 5_000) == "sms.unknown"
    assert key("ENVOI " + "1 " * 5_000) == "help.send"


# ——— properties ———

PHONES = ["699000002", "677 12 34 56", "+237699000002", "222123456"]
AMOUNTS = ["5000", "5 000", "5.000", "-500", "0", "00", "12", "FCFA", "F"]
SECRETS = ["4821", "739164", "48217365", "7 3 9 1", "٧٣٩١", "７３", "²", "⑩", "4111111111111111", "****"]
NOISE = ["à", "PIN", "merci", "*", "\n", "_", ",", ":", "\u200b", "e\u0301"]
PIECES = st.sampled_from([*WORDS, *LANGUAGE_NAMES, *PHONES, *AMOUNTS, *SECRETS, *NOISE])
TEXTS = st.one_of(
    st.lists(PIECES, max_size=8).map(" ".join),
    st.lists(PIECES, max_size=6).map("".join),
    st.text(max_size=200),
)


def result(text: str) -> tuple[str, Heard | None]:
    """The key of the refusal, or what was heard but for its code."""
    try:
        heard = understand(text)
    except Misread as misread:
        return misread.key, None
    return "", Heard(heard.name, heard.amount, heard.phone, heard.code and "", heard.language, heard.topic)


@given(TEXTS)
@example("ENVOI" + " 6" * 300)
@settings(max_examples=8000, deadline=None)
def test_every_text_is_heard_or_answered_in_one_segment(text: str) -> None:
    refused = result(text)[0]
    answered = [(language, explain(language, Misread(refused))) for language in LANGUAGES if refused]
    answers = [say(language, sentence, **values) for language, (sentence, values) in answered]
    assert [answer for answer in answers if segments(answer) != 1] == []


@given(TEXTS)
@settings(max_examples=8000, deadline=None)
def test_a_shielded_text_means_the_same(text: str) -> None:
    text = text.replace("~", "")
    assert result(shield(text, seal)) == result(text)


@given(TEXTS)
@settings(max_examples=8000, deadline=None)
def test_no_group_like_a_pin_is_kept_without_a_place(text: str) -> None:
    text = text.replace("****", "")  # stars a person typed hide nothing
    kept = re.sub("~[0-9a-f]+~", "", shield(text, seal))
    named = [WORDS[word] for word in map(plain, re.findall(r"[^\W\d_]+", kept)) if word in WORDS]
    if "send" not in named or (named == ["send"] and "****" in kept):
        assert re.findall(r"(?<!\d)\d{4,6}(?!\d)", kept) == []


@given(st.integers(1000, 999_999).map(str), st.sampled_from([*PINS, "SOLDE", "bonjour", "OUI 4821", ""]))
@settings(max_examples=200, deadline=None)
def test_a_pin_at_the_end_is_never_kept(pin: str, before: str) -> None:
    kept = shield(f"{before} PIN {pin}", seal)
    assert pin not in re.sub("~[0-9a-f]+~", "", kept)


@given(st.integers(1, 599_999_999), st.sampled_from(["+237", "00237", "237", ""]), st.booleans(), st.booleans())
@settings(max_examples=200, deadline=None)
def test_every_amount_and_phone_is_read_whole_or_not_at_all(
    amount: int, prefix: str, spaced: bool, swapped: bool
) -> None:
    money = f"{amount:,}".replace(",", " ") if spaced else str(amount)
    parts = [money, f"{prefix}699000002"]
    found = key(" ".join(["ENVOI", *(reversed(parts) if swapped else parts)]))
    assert found in (f"heard {Heard('send', Money(amount), AWA)}", "sms.two_readings")


def test_what_a_menu_reads_and_what_a_text_reads_are_equal() -> None:
    heard = understand("ENVOI 5000 677123456")
    assert (heard.amount, heard.phone) == (Money.read("5000"), Phone.read("677123456"))
