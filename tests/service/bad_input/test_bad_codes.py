"""Money by SMS that a thief, a slip or a late gateway asks for: rows 72, 73, 75. Only the right code does it."""

import re
import uuid

import pytest

from sms_templates import say, say_on
from tests.service.bad_input.gateway import Gateway
from tests.service.bad_input.scene import CREDIT
from tests.world.cast import AWA, MOUSSA

ASK = "ENVOI 500 699000002"
COST_OF_500 = 508
NOT_ASKED = say_on("sms", "fr", "code_not_asked")


def asked(gateway: Gateway, text: str = ASK, phone: str = MOUSSA) -> str:
    """Ask by SMS, and read the code that comes back."""
    gateway.text(text, **{"from": phone})
    for message in iter(lambda: gateway.service.next_message(phone), ""):
        if found := re.search(r"OUI ([0-9]{4})", message):
            return found[1]
    raise AssertionError("no question came")


def wrong(code: str, by: int = 1) -> str:
    """Another code."""
    return f"{(int(code) + by) % 10_000:04d}"


def answer_to(gateway: Gateway, text: str, phone: str = MOUSSA) -> str:
    """The one text that answers this one, at once."""
    gateway.text(text, **{"from": phone})
    return gateway.service.next_message(phone)


def test_row_72_a_text_alone_moves_nothing(own_gateway: Gateway) -> None:
    """Whoever can write Moussa's number as a sender gets a question sent to Moussa, and no more."""
    gateway = own_gateway
    with gateway.leaving(text_in=1, notice=1, ask=1):
        code = asked(gateway)
    assert "? Frais 3, taxe 5, total 508. Écrivez OUI puis les 4 chiffres, ou NON." in answer_to(gateway, "OUI")
    assert gateway.service.balance(MOUSSA) == CREDIT
    assert not gateway.keeps(code)


def test_row_72_money_by_sms_is_capped_by_the_day(own_gateway: Gateway) -> None:
    """Tier 0 sends 5 000 a day by SMS: the day's second question is refused when it is asked."""
    gateway = own_gateway
    assert answer_to(gateway, f"OUI {asked(gateway, 'ENVOI 4600 699000002')}").startswith("4 600 FCFA")
    with gateway.leaving(text_in=1, notice=1):
        assert answer_to(gateway, ASK) == say("fr", "refusal.sms_ceiling", left=400)


def test_row_73_three_wrong_codes_end_a_question_and_five_a_day_end_them_all(own_gateway: Gateway) -> None:
    gateway, code = own_gateway, asked(own_gateway)
    held = gateway.service.balances()
    assert answer_to(gateway, f"OUI {wrong(code)}") == say("fr", "sms.wrong_code", tries=2)
    assert answer_to(gateway, f"OUI {wrong(code, 2)}") == say("fr", "sms.wrong_code", tries=1)
    assert answer_to(gateway, f"OUI {wrong(code, 3)}") == say("fr", "sms.code_expired")
    assert answer_to(gateway, f"OUI {code}") == NOT_ASKED, "the right one comes too late, and counts as a fourth"
    code = asked(gateway)
    assert answer_to(gateway, f"OUI {wrong(code)}") == say("fr", "refusal.sms_locked")
    with gateway.leaving(text_in=2, notice=2):
        assert answer_to(gateway, f"OUI {code}") == say("fr", "refusal.sms_locked")
        assert answer_to(gateway, ASK) == say("fr", "refusal.sms_locked")
    assert gateway.service.balances() == held
    gateway.hop()  # its owner dials
    assert asked(gateway)


def test_row_73_a_wrong_code_for_no_counts_as_well(own_gateway: Gateway) -> None:
    gateway, code = own_gateway, asked(own_gateway)
    assert answer_to(gateway, f"NON {wrong(code)}") == say("fr", "sms.wrong_code", tries=2)
    assert answer_to(gateway, f"NON {code}").startswith("Annulé: 500 FCFA")
    assert answer_to(gateway, f"OUI {code}") == NOT_ASKED
    assert gateway.service.balance(MOUSSA) == CREDIT


def test_row_73_an_expired_code_does_nothing(own_gateway: Gateway) -> None:
    gateway, code = own_gateway, asked(own_gateway)
    gateway.service.pass_time(minutes=5, seconds=1)
    with gateway.leaving(text_in=1, notice=1):
        assert answer_to(gateway, f"OUI {code}") == say("fr", "sms.code_expired")
    with gateway.leaving(text_in=1, notice=1):
        assert answer_to(gateway, f"OUI {wrong(code)}") == NOT_ASKED


def test_row_73_another_code_than_the_one_it_was_done_by_hears_that_nothing_is_done(own_gateway: Gateway) -> None:
    """A1 of the trials: a receipt for a wrong code made people believe that they had paid."""
    gateway, code = own_gateway, asked(own_gateway)
    done = answer_to(gateway, f"OUI {code}")
    assert done.startswith("500 FCFA envoyés")
    held = gateway.service.balances()
    for answer in ("OUI", "NON"):
        assert answer_to(gateway, f"{answer} {wrong(code)}") == NOT_ASKED
    assert answer_to(gateway, f"NON {code}") == done, "it is done: to say that nothing was would be a lie"
    dropped = asked(gateway, "ENVOI 900 699000002")
    answer_to(gateway, f"NON {dropped}")
    if dropped != code:
        assert answer_to(gateway, f"OUI {dropped}") == NOT_ASKED
        assert answer_to(gateway, f"OUI {wrong(code, 7)}") == NOT_ASKED
        assert answer_to(gateway, f"OUI {wrong(code, 8)}") == say("fr", "refusal.sms_locked"), "the fifth wrong one"
    assert gateway.service.balances() == held


def test_row_73_a_code_used_again_does_nothing_more(own_gateway: Gateway) -> None:
    gateway, code = own_gateway, asked(own_gateway)
    said = answer_to(gateway, f"OUI {code}")
    assert said.startswith("500 FCFA envoyés")
    gateway.service.settle()
    with gateway.leaving(text_in=1, notice=1):
        assert answer_to(gateway, f"OUI {code}") == said
    assert gateway.service.balance(MOUSSA) == CREDIT - COST_OF_500


def test_row_73_the_code_of_another_question_does_nothing(own_gateway: Gateway) -> None:
    """A new question drops the old one, and its code with it."""
    gateway, first = own_gateway, asked(own_gateway)
    second = asked(gateway, "ENVOI 600 699000002")
    gateway.service.settle()
    gateway.service.messages(MOUSSA)
    if first != second:  # one in ten thousand they are alike
        assert answer_to(gateway, f"OUI {first}") == say("fr", "sms.wrong_code", tries=2)
    assert gateway.service.balance(MOUSSA) == CREDIT
    assert answer_to(gateway, f"OUI {second}").startswith("600 FCFA envoyés")


def test_row_73_a_code_on_another_phone_does_nothing(own_gateway: Gateway) -> None:
    gateway, code = own_gateway, asked(own_gateway)
    with gateway.leaving(text_in=1, notice=1):
        assert answer_to(gateway, f"OUI {code}", AWA) == NOT_ASKED
    gateway.service.pay_in(AWA, 2_000)
    gateway.service.settle()
    gateway.service.messages(AWA)
    hers = asked(gateway, "ENVOI 700 677000001", AWA)
    if hers != code:
        assert answer_to(gateway, f"OUI {code}", AWA) == say("fr", "sms.wrong_code", tries=2)
    assert gateway.service.balance(MOUSSA) == CREDIT


def test_row_73_a_code_after_the_owner_locked_does_nothing(own_gateway: Gateway) -> None:
    gateway, code = own_gateway, asked(own_gateway)
    assert answer_to(gateway, "BLOQUE") == say("fr", "sms.wallet_locked")
    assert answer_to(gateway, f"OUI {code}") == NOT_ASKED
    with gateway.leaving(text_in=1, notice=1):
        assert answer_to(gateway, ASK) == say("fr", "refusal.locked_by_owner")


@pytest.mark.parametrize("date", ["2026-01-01 00:00:00", "1767225600000", "2026-01-01T01:00:00.000+01:00", "hier"])
def test_row_73_money_asked_too_long_ago_is_not_asked_for_now(own_gateway: Gateway, date: str) -> None:
    """A gateway tries for hours: what was wanted then, or nobody can say when, is not done now."""
    dated = {"date": date, "id": str(uuid.uuid4())}
    with own_gateway.leaving(text_in=1, notice=1):
        own_gateway.text(ASK, **dated)
        assert own_gateway.service.next_message(MOUSSA) == say("fr", "sms.too_late")


def test_row_75_stop_silences_news_and_never_receipts(own_gateway: Gateway) -> None:
    gateway = own_gateway
    for word in ("STOP", "ARRET", "Arrêt"):
        assert answer_to(gateway, word) == say("fr", "sms.stopped")
        assert gateway.db.execute("SELECT stopped FROM texting WHERE phone = %s", [MOUSSA]).fetchone() == (True,)
    assert answer_to(gateway, f"OUI {asked(gateway)}").startswith("500 FCFA envoyés")
    assert answer_to(gateway, "REPRISE") == say("fr", "sms.started")
    assert gateway.db.execute("SELECT stopped FROM texting WHERE phone = %s", [MOUSSA]).fetchone() == (False,)


def test_row_57_number_before_amount_is_understood_where_it_means_one_thing(own_gateway: Gateway) -> None:
    gateway = own_gateway
    with gateway.leaving(text_in=1, notice=1, ask=1):
        [question] = gateway.reply_to("ENVOI 699000002 500")
    assert question.startswith("Envoyer 500 FCFA à Awa N. 699000002? Frais 3, taxe 5, total 508. ")
    with gateway.leaving(text_in=1, notice=1, ask=1):  # the question before it is dropped, which this one says
        [question] = gateway.reply_to("RETRAIT 690000001 500 OM")
    assert question.startswith(
        "Retirer 500 FCFA sur Orange Money 690000001, PAS à vous? Frais 50, taxe 5, total 555. Remplace l'autre. "
    )
