"""Texts and what they ask for: tables in both languages, and hostile rows 43–48, 56–58 and 76, as read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_templates import LANGUAGES, say
from sms_templates.reading.forms import COMMANDS
from sms_templates.reading.text_command import TextCommand
from sms_templates.reading.understand import shield, understand
from tests.world.examples import draw
from wallet.core.codes import RequestCode
from wallet.core.errors import Misread
from wallet.core.values import Money, Phone, Reason

AWA = Phone("+237699000002")


def key(text: str) -> str:
    """The key of the sentence that answers a text that cannot be read, or else what was heard."""
    try:
        return f"heard {understand(text)}"
    except Misread as misread:
        return misread.key


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("SOLDE", TextCommand("balance")),
        ("bal", TextCommand("balance")),
        ("  Solde svp ", TextCommand("balance")),
        ("“SOLDE”", TextCommand("balance")),
        ("HISTO", TextCommand("history")),
        ("Hist", TextCommand("history")),
        ("LANGUE EN", TextCommand("language", language="en")),
        ("lang fr", TextCommand("language", language="fr")),
        ("LANG Français", TextCommand("language", language="fr")),
        ("BLOQUE", TextCommand("lock")),
        ("bloqué mon compte!", TextCommand("lock")),
        ("LOCK", TextCommand("lock")),
        ("block", TextCommand("lock")),
        ("AIDE", TextCommand("help")),
        ("HELP SEND", TextCommand("help", topic="send")),
        ("aide envoi", TextCommand("help", topic="send")),
        ("aide moi", TextCommand("help")),
        ("STOP", TextCommand("stop")),
        ("Arrêt", TextCommand("stop")),
        ("REPRISE", TextCommand("start")),
        ("start", TextCommand("start")),
        ("OUI 4821", TextCommand("yes", code="4821")),
        ("Yes4821", TextCommand("yes", code="4821")),
        ("oui, 48 21.", TextCommand("yes", code="4821")),
        ("OUI code 4821", TextCommand("yes", code="4821")),
        ("NON 4821", TextCommand("no", code="4821")),
        ("REFUSE 4821", TextCommand("no", code="4821")),
        ("No 4821", TextCommand("no", code="4821")),
        ("\u200bSOLDE\x00", TextCommand("balance")),
        ("E\u0301NVOI 5000 699000002", TextCommand("send", Money(5000), AWA)),
    ],
)
def test_commands(text: str, heard: TextCommand) -> None:
    assert understand(text) == heard


CODE = RequestCode("48217368")


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("DEMANDE 5000 699000002", TextCommand("request", Money(5000), AWA, reason=Reason(""))),
        ("REQUEST 5 000 F to 699 00 00 02", TextCommand("request", Money(5000), AWA, reason=Reason(""))),
        (
            "demande 5000 699000002 loyer de novembre",
            TextCommand("request", Money(5000), AWA, reason=Reason("loyer de novembre")),
        ),
        (
            "DEMANDE 699000002 5000 pour l'ecole 2026",
            TextCommand("request", Money(5000), AWA, reason=Reason("l'ecole 2026")),
        ),
        ("DEMANDE 5000 699000002 Noël 26", TextCommand("request", Money(5000), AWA, reason=Reason("Noel 26"))),
        ("REFUSE 48217368", TextCommand("decline", request=CODE)),
        ("decline 4821 7368", TextCommand("decline", request=CODE)),
        ("OUI 48217368", TextCommand("pay", request=CODE)),
        ("NO 4821-7368", TextCommand("decline", request=CODE)),
        ("BLOQUE 699 00 00 02", TextCommand("block", phone=AWA)),
        ("BLOCK 48217368", TextCommand("block", request=CODE)),
        *(
            (f"{words} 4821 7368", TextCommand("end_subscription", request=CODE))
            for words in (
                "STOP ABO",
                "stop abo",
                "stopabo",
                "STOP",
                "Stop mon abonnement",
                "arrêter l'abonnement",
                "résilier",
                "annuler mon abonnement",
                "STOP SUB",
                "stop my subscription",
                "cancel my sub",
                "I wan stop sub",
            )
        ),
    ],
)
def test_requests(text: str, heard: TextCommand) -> None:
    assert understand(text) == heard
    assert understand(shield(text, lambda _: "ab")) == heard, "a request's code is a name, not a secret"


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
    assert understand(text) == TextCommand("send", Money(5000), AWA)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        # what it needs is missing, or something stands there that nobody can be sure of
        ("ENVOI", "help.send"),
        ("ENVOI 5000", "help.send"),
        ("ENVOI 5 000", "help.send"),
        ("ENVOI 699000002", "help.send"),
        ("ENVOI 5000 Moussa", "help.send"),
        ("ENVOI 5 mille 699000002", "sms.amount_form"),
        ("ENVOI 1e5 699000002", "sms.amount_form"),
        ("ENVOI 0x10 699000002", "sms.amount_form"),
        ("ENVOI 1_000 699000002", "sms.amount_form"),
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
        ("SOLDE AIDE", "sms.two_commands"),
        ("OUI 4821 OUI 7391", "sms.two_commands"),
        ("SOLDE ENVOI 5000 699000002", "sms.two_commands"),
        ("STOP BLOQUE", "sms.two_commands"),
        # what the other words need
        ("OUI", "sms.yes_needs_code"),
        ("OUI 482", "sms.yes_needs_code"),
        ("OUI 48217365", "sms.yes_needs_code"),
        ("LANGUE", "help.language"),
        ("LANGUE DE", "help.language"),
        ("BLOQUE 5", "help.lock"),
        ("REFUSE", "help.decline"),
        ("REFUSE 48217365", "error.no_such_code"),
        ("SOLDE 699000002", "help.balance"),
        # unknown
        ("Allo", "sms.unknown"),
        ("", "sms.help"),
        ("   ", "sms.help"),
        ("?!", "sms.help"),
        ("Bonjour", "sms.help"),
        ("DEMANDE", "help.request"),
        ("DEMANDE 5000", "help.request"),
        ("DEMANDE 5000 699000002 loyer 4826", "sms.pin_seen"),
        ("DEMANDE 5000 699000002 loyer de novembre et decembre", "error.reason"),
        ("DEMANDE 5000 699000002 bit.ly/x", "error.reason"),
        ("DEMANDE 5000 699000002 voir mbongo.cm", "error.reason"),
        ("DEMANDE 5000 699000002 loyer #1", "error.reason"),
        ("DEMANDE 5000 699000002 loyer SOLDE", "sms.two_commands"),
        ("DEMANDE 650 000 677 123 456 loyer", "sms.two_readings"),
        ("SOLDEHISTO", "sms.unknown"),
        ("699000002", "sms.unknown"),
        ("🙂", "sms.help"),
    ],
)
def test_what_cannot_be_read_is_answered_by(text: str, answer: str) -> None:
    assert key(text) == answer


# ——— recharging and withdrawing: an amount, and what may be left out ———

AT_MTN, AT_ORANGE = Phone("+237677123456"), Phone("+237690000001")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [name for name, command in COMMANDS.items() if command.takes_phone])
def test_the_form_shown_is_understood(language: str, name: str) -> None:
    heard = understand(say(language, f"form.{name}"))
    assert (heard.name, heard.amount, heard.phone) == (name, Money(5000), AT_MTN)
    assert heard.rail == ("mtn" if COMMANDS[name].words else None)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("RECHARGE 5000", TextCommand("recharge", Money(5000))),
        ("TOPUP 5 000 FCFA", TextCommand("recharge", Money(5000))),
        ("recharge 5000F svp", TextCommand("recharge", Money(5000))),
        ("RECHARGE 5000 OM", TextCommand("recharge", Money(5000), rail="orange")),
        ("RECHARGE OM 5000", TextCommand("recharge", Money(5000), rail="orange")),
        ("RECHARGE 5 000 Orange Money", TextCommand("recharge", Money(5000), rail="orange")),
        ("RECHARGE 5000 MTN MoMo", TextCommand("recharge", Money(5000), rail="mtn")),
        ("RECHARGE 5000MOMO", TextCommand("recharge", Money(5000), rail="mtn")),
        ("RECHARGE 5000 677123456", TextCommand("recharge", Money(5000), AT_MTN)),
        ("RECHARGE 677 12 34 56 5000", TextCommand("recharge", Money(5000), AT_MTN)),
        ("RECHARGE 5 000 OM 690 00 00 01", TextCommand("recharge", Money(5000), AT_ORANGE, rail="orange")),
        ("RECHARGE 5000 690000001 MOMO", TextCommand("recharge", Money(5000), AT_ORANGE, rail="mtn")),
        ("RECHARGE 5000 POUR 699000002", TextCommand("recharge", Money(5000), whose=AWA)),
        ("TOPUP 5000 OM FOR 699 00 00 02", TextCommand("recharge", Money(5000), rail="orange", whose=AWA)),
        ("RECHARGE 5000 POUR 699000002 OM", TextCommand("recharge", Money(5000), rail="orange", whose=AWA)),
        (
            "RECHARGE 5000 MOMO 677123456 POUR le 699000002 merci",
            TextCommand("recharge", Money(5000), AT_MTN, rail="mtn", whose=AWA),
        ),
        ("RETRAIT 5000", TextCommand("withdraw", Money(5000))),
        ("Withdraw 5000 OM", TextCommand("withdraw", Money(5000), rail="orange")),
        ("RETRAIT 5 000 F sur OM 690000001", TextCommand("withdraw", Money(5000), AT_ORANGE, rail="orange")),
        ("WITHDRAW 5000 677123456", TextCommand("withdraw", Money(5000), AT_MTN)),
        ("RETRAIT 5000 pour 677123456", TextCommand("withdraw", Money(5000), AT_MTN)),
        ("AIDE RECHARGE", TextCommand("help", topic="recharge")),
        ("AIDE ERREUR", TextCommand("help", topic="mistake")),
        ("Help: cancel!", TextCommand("help", topic="cancel")),
        ("aide j'ai fait une erreur", TextCommand("mistake")),
        ("HELP WITHDRAW", TextCommand("help", topic="withdraw")),
    ],
)
def test_what_may_be_left_out_and_what_is_said(text: str, heard: TextCommand) -> None:
    assert understand(text) == heard


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("RECHARGE", "help.recharge"),
        ("TOPUP OM", "help.recharge"),
        ("RECHARGE 677123456", "help.recharge"),
        ("RECHARGE 5000 OM MOMO", "help.recharge"),
        ("RECHARGE 5000 OM ou MOMO 677123456", "help.recharge"),
        ("RECHARGE 5000 NEXTTEL", "help.recharge"),
        ("RECHARGE 5000 WAVE 677123456", "help.recharge"),
        ("RECHARGE 5 mille OM", "sms.amount_form"),
        ("RECHARGE 5000 POUR", "help.recharge"),
        ("RECHARGE 5000 POUR Awa", "help.recharge"),
        ("RECHARGE 5000 POUR 699000002 POUR 677123456", "sms.two_readings"),
        ("RECHARGE 5000 POUR 6771234", "error.not_a_phone"),
        ("RECHARGE 5000 POUR 222123456", "error.fixed_line"),
        ("RECHARGE 5000 POUR 699000002 677123456", "sms.two_readings"),
        ("RECHARGE 5000 OM 222123456", "error.fixed_line"),
        ("RECHARGE 5.000", "sms.amount_form"),
        ("RECHARGE 5,000 OM 690000001", "sms.amount_form"),
        ("RECHARGE 0 OM", "error.not_an_amount"),
        ("RECHARGE -500", "error.not_an_amount"),
        ("RECHARGE 99999999999999999999", "error.amount_too_long"),
        ("RECHARGE 690000001 677123456", "error.amount_is_phone"),
        ("RECHARGE 650 000 677 123 456", "sms.two_readings"),
        ("RECHARGE 5000 690000001 677123456", "sms.two_readings"),
        ("RECHARGE 5000 RETRAIT 5000", "sms.two_commands"),
        ("RETRAIT", "help.withdraw"),
        ("RETRAIT tout", "help.withdraw"),
        ("RETRAIT 677123456", "help.withdraw"),
        ("RETRAIT 5000 VISA", "help.withdraw"),
        ("RETRAIT 5000 OM MTN 677123456", "help.withdraw"),
        ("RETRAIT 50 00", "error.not_an_amount"),
        ("RETRAIT 1e5", "sms.amount_form"),
        ("RETRAIT 5.000 MOMO", "sms.amount_form"),
        ("RETRAIT 5000 OM 6771234", "error.not_a_phone"),
        ("RETRAIT 5000 +33612345678", "error.foreign_phone"),
        ("WITHDRAW 650 000 677 123 456", "sms.two_readings"),
        ("ENVOI 5000 OM 699000002", "help.send"),  # a send reaches a wallet, not an operator
    ],
)
def test_a_recharge_or_withdrawal_that_cannot_be_read_is_answered_by(text: str, answer: str) -> None:
    assert key(text) == answer


@given(
    st.sampled_from(["RECHARGE", "WITHDRAW"]),
    st.integers(1, 599_999_999),
    st.booleans(),
    st.sampled_from(["", "OM", "MOMO"]),
    st.sampled_from(["", "677123456", "677 12 34 56", "+237677123456"]),
)
@draw(100)
def test_every_part_is_read_whole_or_not_at_all(word: str, amount: int, spaced: bool, rail: str, phone: str) -> None:
    money = f"{amount:,}".replace(",", " ") if spaced else str(amount)
    meant = TextCommand(
        "recharge" if word == "RECHARGE" else "withdraw",
        Money(amount),
        AT_MTN if phone else None,
        rail={"": None, "OM": "orange", "MOMO": "mtn"}[rail],
    )
    assert key(f"{word} {money} {rail} {phone}") in (f"heard {meant}", "sms.two_readings")


@given(st.integers(1, 599_999_999), st.sampled_from(["+237", "00237", "237", ""]), st.booleans(), st.booleans())
@draw(100)
def test_every_amount_and_phone_is_read_whole_or_not_at_all(
    amount: int, prefix: str, spaced: bool, swapped: bool
) -> None:
    money = f"{amount:,}".replace(",", " ") if spaced else str(amount)
    parts = [money, f"{prefix}699000002"]
    found = key(" ".join(["ENVOI", *(reversed(parts) if swapped else parts)]))
    assert found in (f"heard {TextCommand('send', Money(amount), AWA)}", "sms.two_readings")


def test_what_a_menu_reads_and_what_a_text_reads_are_equal() -> None:
    heard = understand("ENVOI 5000 677123456")
    assert (heard.amount, heard.phone) == (Money.read("5000"), Phone.read("677123456"))
