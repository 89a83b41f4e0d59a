"""Money by SMS that a thief, a slip or a late gateway asks for: rows 72, 73, 75. Only the right code does it."""

import re
import uuid

from sms_templates import say
from tests.service.bad_input.stage import AWA, CREDIT, MOUSSA, Stage

ASK = "ENVOI 500 699000002"
COST_OF_500 = 508


def asked(stage: Stage, text: str = ASK, phone: str = MOUSSA) -> str:
    """Ask by SMS, and read the code that comes back."""
    stage.text(text, **{"from": phone})
    for message in iter(lambda: stage.service.next_message(phone), ""):
        if found := re.search(r"OUI ([0-9]{4})", message):
            return found[1]
    raise AssertionError("no question came")


def wrong(code: str, by: int = 1) -> str:
    """Another code."""
    return f"{(int(code) + by) % 10_000:04d}"


def answer_to(stage: Stage, text: str, phone: str = MOUSSA) -> str:
    """The one text that answers this one, at once."""
    stage.text(text, **{"from": phone})
    return stage.service.next_message(phone)


def test_row_72_a_text_alone_moves_nothing(own_stage: Stage) -> None:
    """Whoever can write Moussa's number as a sender gets a question sent to Moussa, and no more."""
    stage = own_stage
    with stage.leaving(text_in=1, notice=1, ask=1):
        code = asked(stage)
    assert answer_to(stage, "OUI") == say("fr", "sms.yes_needs_code")
    assert stage.service.balance(MOUSSA) == CREDIT
    assert code not in stage.everything_kept()


def test_row_72_money_by_sms_is_capped_by_the_day(own_stage: Stage) -> None:
    """Tier 0 sends 5 000 a day by SMS: the day's second question is refused when it is asked."""
    stage = own_stage
    assert answer_to(stage, f"OUI {asked(stage, 'ENVOI 4600 699000002')}").startswith("4 600 FCFA")
    with stage.leaving(text_in=1, notice=1):
        assert answer_to(stage, ASK) == say("fr", "refusal.sms_ceiling", left=400)


def test_row_73_three_wrong_codes_end_a_question_and_five_a_day_end_them_all(own_stage: Stage) -> None:
    stage, code = own_stage, asked(own_stage)
    held = stage.service.balances()
    assert answer_to(stage, f"OUI {wrong(code)}") == say("fr", "sms.wrong_code", tries=2)
    assert answer_to(stage, f"OUI {wrong(code, 2)}") == say("fr", "sms.wrong_code", tries=1)
    assert answer_to(stage, f"OUI {wrong(code, 3)}") == say("fr", "sms.code_expired")
    assert answer_to(stage, f"OUI {code}") == say("fr", "sms.no_question"), "the right one comes too late"
    code = asked(stage)
    answer_to(stage, f"OUI {wrong(code)}")
    assert answer_to(stage, f"OUI {wrong(code, 2)}") == say("fr", "refusal.sms_locked")
    with stage.leaving(text_in=2, notice=2):
        assert answer_to(stage, f"OUI {code}") in {say("fr", "sms.no_question"), say("fr", "refusal.sms_locked")}
        assert answer_to(stage, ASK) == say("fr", "refusal.sms_locked")
    assert stage.service.balances() == held
    stage.hop()  # its owner dials
    assert asked(stage)


def test_row_73_a_wrong_code_for_no_counts_as_well(own_stage: Stage) -> None:
    stage, code = own_stage, asked(own_stage)
    assert answer_to(stage, f"NON {wrong(code)}") == say("fr", "sms.wrong_code", tries=2)
    assert answer_to(stage, f"NON {code}").startswith("Annulé: 500 FCFA")
    assert answer_to(stage, f"OUI {code}") == say("fr", "sms.no_question")
    assert stage.service.balance(MOUSSA) == CREDIT


def test_row_73_an_expired_code_does_nothing(own_stage: Stage) -> None:
    stage, code = own_stage, asked(own_stage)
    stage.service.pass_time(minutes=5, seconds=1)
    with stage.leaving(text_in=1, notice=1):
        assert answer_to(stage, f"OUI {code}") == say("fr", "sms.code_expired")


def test_row_73_a_code_used_again_does_nothing_more(own_stage: Stage) -> None:
    stage, code = own_stage, asked(own_stage)
    said = answer_to(stage, f"OUI {code}")
    assert said.startswith("500 FCFA envoyés")
    stage.service.settle()
    with stage.leaving(text_in=1, notice=1):
        assert answer_to(stage, f"OUI {code}") == said
    assert stage.service.balance(MOUSSA) == CREDIT - COST_OF_500


def test_row_73_the_code_of_another_question_does_nothing(own_stage: Stage) -> None:
    """A new question drops the old one, and its code with it."""
    stage, first = own_stage, asked(own_stage)
    second = asked(stage, "ENVOI 600 699000002")
    stage.service.settle()
    stage.service.messages(MOUSSA)
    if first != second:  # one in ten thousand they are alike
        assert answer_to(stage, f"OUI {first}") == say("fr", "sms.wrong_code", tries=2)
    assert stage.service.balance(MOUSSA) == CREDIT
    assert answer_to(stage, f"OUI {second}").startswith("600 FCFA envoyés")


def test_row_73_a_code_on_another_phone_does_nothing(own_stage: Stage) -> None:
    stage, code = own_stage, asked(own_stage)
    with stage.leaving(text_in=1, notice=1):
        assert answer_to(stage, f"OUI {code}", AWA) == say("fr", "sms.no_question")
    stage.service.credit(AWA, 2_000)
    stage.service.settle()
    stage.service.messages(AWA)
    hers = asked(stage, "ENVOI 700 677000001", AWA)
    if hers != code:
        assert answer_to(stage, f"OUI {code}", AWA) == say("fr", "sms.wrong_code", tries=2)
    assert stage.service.balance(MOUSSA) == CREDIT


def test_row_73_a_code_after_the_owner_locked_does_nothing(own_stage: Stage) -> None:
    stage, code = own_stage, asked(own_stage)
    assert answer_to(stage, "BLOQUE") == say("fr", "sms.wallet_locked")
    assert answer_to(stage, f"OUI {code}") == say("fr", "sms.no_question")
    with stage.leaving(text_in=1, notice=1):
        assert answer_to(stage, ASK) == say("fr", "refusal.locked_by_owner")


def test_row_73_money_asked_too_long_ago_is_not_asked_for_now(own_stage: Stage) -> None:
    """A gateway tries for hours: what was wanted then is not done now."""
    stage = own_stage
    dated = {"date": "2026-01-01 00:00:00", "id": str(uuid.uuid4())}
    with stage.leaving(text_in=1, notice=1):
        stage.text(ASK, **dated)
        assert stage.service.next_message(MOUSSA) == say("fr", "sms.too_late")


def test_row_75_stop_silences_news_and_never_receipts(own_stage: Stage) -> None:
    stage = own_stage
    for word in ("STOP", "ARRET", "Arrêt"):
        assert answer_to(stage, word) == say("fr", "sms.stopped")
        assert stage.db.execute("SELECT stopped FROM texting WHERE phone = %s", [MOUSSA]).fetchone() == (True,)
    assert answer_to(stage, f"OUI {asked(stage)}").startswith("500 FCFA envoyés")
    assert answer_to(stage, "REPRISE") == say("fr", "sms.started")
    assert stage.db.execute("SELECT stopped FROM texting WHERE phone = %s", [MOUSSA]).fetchone() == (False,)


def test_row_57_number_before_amount_is_understood_where_it_means_one_thing(own_stage: Stage) -> None:
    stage = own_stage
    with stage.leaving(text_in=1, notice=1, ask=1):
        [question] = stage.reply_to("ENVOI 699000002 500")
    assert question.startswith("Envoyer 500 FCFA à Awa N.? 699000002? Frais 3, taxe 5, total 508 FCFA.")
    with stage.leaving(text_in=1, notice=2, ask=1):  # the question before it is dropped, which is said
        replies = stage.reply_to("RETRAIT 690000001 500 OM")
    assert "Retirer 500 FCFA sur Orange Money 690000001?" in replies[-1]
