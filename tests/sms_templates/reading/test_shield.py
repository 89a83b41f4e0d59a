"""No PIN and no code passes the shield, and a shielded text still means the same (hostile rows 71 and 74)."""

import hashlib
import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sms_templates import LANGUAGES, explain, say
from sms_templates.gsm7 import segments
from sms_templates.reading.clauses import list_clauses
from sms_templates.reading.forms import COMMANDS
from sms_templates.reading.text_command import TextCommand
from sms_templates.reading.understand import shield, understand
from sms_templates.reading.words import MEANINGS
from tests.sms_templates.reading import texts_of_pins
from tests.world.examples import draw
from wallet.core.errors import Misread


def digest(code: str) -> str:
    """A stand-in for the keyed digest the door gives."""
    return hashlib.sha256(f"key {code}".encode()).hexdigest()[:16]


def key(text: str) -> str:
    """The key of the sentence that answers a text that cannot be read, or else what was heard."""
    try:
        return f"heard {understand(text)}"
    except Misread as misread:
        return misread.key


PINS = [
    " 739164 ",
    "PIN 7391",
    "PIN7391Z",
    "7*3*9*1",
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
    "ENVOI 5000 699000002 7391",
    "ENVOI 7391 5000 699000002",
    "ENVOI 5 000 699000002 73 91",
    "ENVOI 699000002 5000 7391",
    "7391 ENVOI 500 699000002",
    "ENVOI 7391 500 699000002",
    "699000002 500 7391 ENVOI",
    "RETRAIT 500 7391",
    "REMISE 7391 500",
    "PAYER 7391 500",
    "ENVOI 5000 699000002 PIN 7391",
    "ENVOI 5000 699000002 PIN7391",
    "ENVOI PIN 7391 699000002",
    "ENVOI 699000002 PIN: 7391",
    "ENVOI mon PIN à 7391",
    "ENVOI 5000 7391",
    "ENVOI 5000 Awa 7391",
    "ENVOI 5000 67712345 7391",
    "ENVOI ٧٣٩١ 699000002",
    "envoi 5000 699000002\n\n7391",
    "*384*237*1*699000002*5000*7391#",
    "RECHARGE 5000 7391",
    "RECHARGE 5000 OM 7391",
    "RECHARGE 5 000 PIN 7391",
    "RECHARGE 5000 POUR 7391",
    "RECHARGE 5000 POUR 699000002 7391",
    "RECHARGE 5000 OM 690000001 POUR 699000002 PIN 7391",
    "RETRAIT 5000 MOMO 677123456 7391",
    "RETRAIT PIN 7391",
    "RETRAIT mon code 7391 5000",
    "RETRAIT ٧٣٩١",
    "WITHDRAW 677123456 5000 7391",
]


BARE = ["7391", "mon code est 7391.", "7 3 9 1", "73-91", "7\u200b3\u200b9\u200b1", "7️⃣3️⃣9️⃣1️⃣", "code: 7391 svp"]


@pytest.mark.parametrize("text", BARE)
def test_a_code_alone_is_digested_as_it_may_be_a_pin_and_nobody_is_warned(text: str) -> None:
    kept = shield(text, digest)
    assert not re.search(r"[0-9]", re.sub("~[0-9a-f]+~", "", kept))
    assert understand(kept) == TextCommand("code", code=digest("7391"))


@pytest.mark.parametrize(
    "text", ["*48*26#", "mon code *48*26# svp", "*482*6#", "#482*697#", "ENVOI 500 677123456 *48*26#"]
)
def test_a_pin_between_stars_is_not_kept_as_if_it_were_dialled(text: str) -> None:
    assert not re.search(r"48|26|697", re.sub("~[0-9a-f]+~|677123456", "", shield(text, digest)))


@pytest.mark.parametrize("text", ["*384*237#", "#150*50#", "*126#", "faites *126# svp"])
def test_what_people_dial_is_kept(text: str) -> None:
    assert shield(text, digest) == text


TOLD = [
    "recharge 3673 BP 123", "envoi 2525 699000002 ref 45217", "frais 5025",
    "erreur d'envoi de 8198",
    "rue 4521 du marché", "retrait 2525 agent 12345", "79608",
    "je cherche 18000", "le sac coute 18000", "il a gagné 2500 F", "j'ai perdu 5000", "la carte 5105105105105100",
    "envoi 2000 6990", "recharge 2000 pour 69900",
]  # fmt: skip


@pytest.mark.parametrize("text", TOLD)
def test_a_figure_without_a_place_that_is_no_pin_is_not_kept_and_nobody_is_warned(text: str) -> None:
    kept = shield(text, digest)
    assert key(text) == key(kept) != "sms.pin_seen"
    assert "####" in kept
    assert not re.search(r"(?<!\d)[0-9]{4,6}(?!\d)", kept)


KEPT = ["Bonne année 2027", "rdv le 12/11 à 15:30", "le 12-11-2026", "envoi 2000 699000002", "5000 699000002"]


@pytest.mark.parametrize("text", KEPT)
def test_a_year_a_day_an_hour_and_an_amount_with_its_number_are_kept(text: str) -> None:
    assert shield(text, digest) == text


@pytest.mark.parametrize("text", PINS)
def test_a_pin_is_masked_before_it_is_stored_and_its_owner_warned(text: str) -> None:
    kept = shield(text, digest)
    assert key(text) == "sms.pin_seen"
    assert key(kept) == "sms.pin_seen"
    assert "****" in kept
    assert "7391" not in re.sub(r"[ *\-]", "", kept.replace("****", "|"))
    assert not re.search(r"(?<!\d)\d{4,6}(?!\d)", re.sub("~[0-9a-f]+~", "", kept))


@pytest.mark.parametrize(("text", "stored"), texts_of_pins.PINS)
def test_a_pin_typed_to_be_overlooked_is_not_stored_and_is_answered_the_same(text: str, stored: str) -> None:
    assert shield(text, digest) == stored
    assert key(text) == key(stored)
    assert (key(text) == "sms.pin_seen") == ("****" in stored)


@pytest.mark.parametrize("text", texts_of_pins.HONEST)
def test_figures_that_are_no_pin_are_kept(text: str) -> None:
    assert shield(text, digest) == text


def test_each_command_of_a_text_accounts_for_its_own_numbers() -> None:
    assert shield("ENVOI 5000 699000002 SOLDE 7391", digest) == "ENVOI 5000 699000002 SOLDE ****"
    assert shield("OUI 4821 ENVOI 5000 699000002", digest) == f"OUI ~{digest('4821')}~ ENVOI 5000 699000002"
    assert key("SOLDE 7391 ENVOI 5000 699000002") == "sms.pin_seen"


def test_a_code_is_digested_in_its_place() -> None:
    assert shield("Oui 4821 merci", digest) == f"Oui ~{digest('4821')}~ merci"
    assert shield("NON, 48 21", digest) == f"NON, ~{digest('4821')}~"
    assert understand(shield("OUI 4821", digest)) == TextCommand("yes", code=digest("4821"))
    assert shield("OUI 4821 7391", digest) == f"OUI ~{digest('4821')}~ ****"
    assert understand(shield("4821735", digest)) == TextCommand("code", code=digest("4821735"))
    assert understand(shield("4821 oui", digest)) == TextCommand("yes", code=digest("4821"))
    assert shield("OUI 4821 PIN 7391", digest) == f"OUI ~{digest('4821')}~ PIN ****"


@pytest.mark.parametrize(
    ("text", "key_of_answer"),
    [
        ("SOLDE 4821735", "help.balance"),
        ("OUI 4821 4821735", "sms.yes_needs_code"),
        ("PAYER 4821735", "help.pay"),
        ("PAYER 4821735 5000", "help.pay"),
        ("j'attends toujours 4821735", "sms.unknown"),
        ("REMISE 4821735", "help.handover"),
        ("BLOQUE 4821735", "help.lock"),
    ],
)
def test_a_withdrawals_code_is_hidden_wherever_it_stands(text: str, key_of_answer: str) -> None:
    kept = shield(text, digest)
    assert "4821735" not in re.sub(r"[ .]", "", kept)
    assert key(kept) == key(text) == key_of_answer


def test_a_withdrawals_code_after_oui_or_non_is_a_wrong_code() -> None:
    assert understand(shield("OUI 4821735", digest)) == TextCommand("yes", code=digest("4821735"))
    assert understand(shield("REFUSE 4821735", digest)) == TextCommand("no", code=digest("4821735"))


def test_a_number_cut_short_is_no_code() -> None:
    assert shield("ENVOI 500 6771234", digest) == "ENVOI 500 6771234"
    assert shield("PAYER ENEO 4821735", digest) == "PAYER ENEO 4821735", "a bill's reference"


def test_a_seal_cannot_be_texted() -> None:
    assert shield(f"OUI ~{digest('4821')}~", digest).count("~") == 0


def test_a_money_command_keeps_its_amount_and_phone() -> None:
    assert shield("ENVOI 5000 699000002", digest) == "ENVOI 5000 699000002"
    assert shield("ENVOI 699000002 5000", digest) == "ENVOI 699000002 5000"
    assert shield("ENVOI 5000 67712345", digest) == "ENVOI 5000 67712345"  # its phone is wrong: that is the answer
    for text in ("RECHARGE 5000", "RETRAIT 5 000 OM 690000001", "RECHARGE 5000 +237 6771 23456 POUR 6990 00002"):
        assert shield(text, digest) == text


def test_a_bank_card_is_not_kept() -> None:
    assert shield("Ma carte 4111111111111111", digest) == "Ma carte ####"
    assert shield("Ma carte 4111 1111 1111 1111 svp", digest) == "Ma carte #### svp"
    assert shield("Ma carte 4111111111111112", digest) == "Ma carte 4111111111111112"


def test_a_long_text_is_cut_and_no_number_with_it() -> None:
    assert shield("a" * 5_000, digest) == "a" * 480
    assert shield("a" * 476 + " 7391", digest) == "a" * 476 + " "
    assert shield("a" * 476 + " ٧٣٩١٢", digest) == "a" * 476 + " "
    assert key("1 " * 5_000) == "sms.unknown"
    assert key("ENVOI " + "1 " * 5_000) == "help.send"


# ——— properties ———

PHONES = ["699000002", "677 12 34 56", "+237699000002", "222123456"]
AMOUNTS = ["5000", "5 000", "5.000", "-500", "0", "00", "12", "FCFA", "F"]
SECRETS = ["4821", "739164", "4821735", "48217368", "7 3 9 1", "٧٣٩١", "７３", "²", "⑩", "4111111111111111", "****"]
NOISE = ["à", "PIN", "POUR", "FOR", "OM", "MOMO", "merci", "*", "\n", "_", ",", ":", "\u200b", "e\u0301"]
WORDS = [" ".join(phrase) for phrase in MEANINGS]
PIECES = st.sampled_from([*WORDS, *PHONES, *AMOUNTS, *SECRETS, *NOISE])
TEXTS = st.one_of(
    st.lists(PIECES, max_size=8).map(" ".join),
    st.lists(PIECES, max_size=6).map("".join),
    st.text(max_size=200),
)


def result(text: str) -> tuple[str, TextCommand | None]:
    """The key of the refusal, or what was heard but for its code."""
    try:
        heard = understand(text)
    except Misread as misread:
        return misread.key, None
    return "", replace(heard, code=heard.code and "")


@given(TEXTS)
@example("ENVOI" + " 6" * 300)
@draw(120)
def test_every_text_is_heard_or_answered_in_one_segment(text: str) -> None:
    refused = result(text)[0]
    answered = [(language, explain(language, Misread(refused))) for language in LANGUAGES if refused]
    answers = [say(language, sentence, **values) for language, (sentence, values) in answered]
    assert [answer for answer in answers if segments(answer) != 1] == []


@given(TEXTS)
@example("HANDOVER -500 ٧٣٩١ 7 3 9 1 699000002")
@example("KOLO REFUSE KOLO")
@example("REFUSE ZERO REFUSE ZERO")
@example("sept trois NON neuf un")
@draw(120)
def test_a_shielded_text_means_the_same(text: str) -> None:
    text = text.replace("~", "")
    assert result(shield(text, digest)) == result(text)


@given(TEXTS)
@example("CANCEL 739164")
@example(
    "SOLDE²ENVOI0000"
)  # `²` is a digit to whoever reads, as it is to the shield: ENVOI stands alone, 0000 its amount
@draw(120)
def test_no_group_like_a_pin_is_kept_without_a_place(text: str) -> None:
    text = text.replace("****", "")  # stars a person typed hide nothing
    kept = re.sub("~[0-9a-f]+~", "", shield(text, digest))
    clauses = list_clauses(kept)
    placed = any(COMMANDS[clause.name].asked_back for clause in clauses) or re.search("[0-9]{9}|699|677", kept)
    if not placed or (len(clauses) == 1 and "****" in kept):
        assert re.findall(r"(?<!\d)(?!19|20)\d{4,6}(?!\d)", kept) == []


@given(st.integers(1000, 999_999).map(str), st.sampled_from([*PINS, "SOLDE", "bonjour", "OUI 4821", ""]))
@draw(80)
def test_a_pin_at_the_end_is_never_kept(pin: str, before: str) -> None:
    kept = shield(f"{before} PIN {pin}", digest)
    assert pin not in re.sub("~[0-9a-f]+~|[0-9]{9}", "", kept)  # a number may hold such digits
