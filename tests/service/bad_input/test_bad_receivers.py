"""Row 55: who is frozen or gone gets nothing, and whoever would have paid reads nothing of why."""

import re

import pytest

from tests.service.bad_input.stage import (
    AGENT,
    AWA,
    AWAS_PIN,
    BRICE,
    MOUSSA,
    MOUSSAS_PIN,
    SHOP_TILL,
    STRANGER,
    Stage,
    end,
)
from tests.world.service import FATOU, FATOUS_PIN

FREEZE = "UPDATE person SET state = 'frozen' FROM phone WHERE phone.person_id = person.id AND number = %s"
# Who asks what of whom whose wallet is frozen: the screens' answers, the last of them the PIN or the one that does it.
FROZEN = {
    "send": (AWA, MOUSSA, f"1*699000002*500*{MOUSSAS_PIN}", "refusal.recipient_refuses", {}),
    "cash-in": (AWA, FATOU, f"7*1*699000002*500*{FATOUS_PIN}", "refusal.to_agent", {}),
    "cash-out": (FATOU, MOUSSA, f"3*2*{AGENT}*500*{MOUSSAS_PIN}", "refusal.agent_away", {}),
    "till": (BRICE, MOUSSA, f"4*1*{SHOP_TILL}*500*{MOUSSAS_PIN}", "refusal.shop_closed", {"shop": "Boulangerie Kamga"}),
    "bill": (BRICE, MOUSSA, f"4*2*1*FACT118*{MOUSSAS_PIN}", "refusal.shop_closed", {"shop": "Boulangerie Kamga"}),
    "request": (MOUSSA, AWA, f"5*2*1*1*{AWAS_PIN}", "refusal.recipient_refuses", {}),
}


@pytest.mark.parametrize("what", FROZEN)
def test_row_55_a_frozen_receiver(stage: Stage, what: str) -> None:
    """Frozen between the question and the answer, and before the question: the same words."""
    receiver, giver, answers, sentence, values = FROZEN[what]
    before, _, last = answers.rpartition("*")
    stage.answers(before, phone=giver, session=f"thaws-{what}")
    stage.db.execute(FREEZE, [receiver])
    with stage.leaving(operation=1):
        assert stage.answers(f"{before}*{last}", phone=giver, session=f"thaws-{what}")[-1] == end(sentence, **values)
    stage.forget_calls()
    *_, closing = said_in_the_end(stage, giver, answers, f"frozen-{what}")
    stage.db.execute("UPDATE person SET state = 'open'")
    assert closing == end(sentence, **values)


def said_in_the_end(stage: Stage, phone: str, answers: str, session: str) -> list[str]:
    """The screens of a call until one closes it."""
    screens, typed = [""], answers.split("*")
    for count in range(len(typed) + 1):
        if screens[-1].startswith("END"):
            break
        screens.append(stage.hop("*".join(typed[:count]), sessionId=session, phoneNumber=phone))
    return screens


def test_row_55_who_asked_has_closed_their_wallet_since(own_stage: Stage) -> None:
    """What they asked is taken back: whoever types its code, anywhere, reads so, and who was asked is told."""
    stage = own_stage
    said_in_the_end(stage, AWA, f"5*1*{STRANGER[4:]}*700*1", "asks")
    code = re.search(r"code ([0-9]{8})", stage.service.next_message(STRANGER))
    assert code
    closing = said_in_the_end(stage, AWA, f"6*7*2*{AWAS_PIN}", "closes")[-1]
    assert closing == end("ussd.account_closed_empty", phone=AWA)
    assert "a annulé sa demande de 700 FCFA" in stage.service.next_message(STRANGER)
    gone = "END Cette demande a été annulée par son auteur: rien n'est débité."
    with stage.leaving():
        assert said_in_the_end(stage, STRANGER, f"2*{code[1]}", "pays")[-1].startswith(gone)
        assert said_in_the_end(stage, MOUSSA, f"4*3*{code[1]}", "pays-too")[-1].startswith(gone)
    [answer] = stage.reply_to(f"PAYER {code[1]}")
    assert answer.startswith(gone.removeprefix("END "))
