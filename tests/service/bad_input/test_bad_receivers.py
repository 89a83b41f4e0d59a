"""Row 55: who is frozen or gone gets nothing, and whoever would have paid reads nothing of why."""

import re

import pytest

from local.demo_agent import CODE
from tests.service.bad_input.gateway import Gateway, end
from tests.world.cast import AWA, BRICE, FATOU, MOUSSA, PINS, STRANGER, TILL

FREEZE = "UPDATE person SET state = 'frozen' FROM phone WHERE phone.person_id = person.id AND number = %s"
# Who asks what of whom whose wallet is frozen: the screens' answers, the last of them the PIN or the one that does it.
FROZEN = {
    "send": (AWA, MOUSSA, f"1*699000002*500*{PINS[MOUSSA]}", "refusal.recipient_refuses", {}),
    "cash-in": (AWA, FATOU, f"7*1*699000002*500*{PINS[FATOU]}", "refusal.to_agent", {}),
    "cash-out": (FATOU, MOUSSA, f"3*2*{CODE}*500*{PINS[MOUSSA]}", "refusal.agent_away", {}),
    "till": (BRICE, MOUSSA, f"4*{TILL}*500*{PINS[MOUSSA]}", "refusal.shop_closed", {"shop": "Boulangerie Kamga"}),
    "bill": (BRICE, MOUSSA, f"4*1*1*FACT118*{PINS[MOUSSA]}", "refusal.shop_closed", {"shop": "Boulangerie Kamga"}),
    "request": (MOUSSA, AWA, f"5*2*1*{PINS[AWA]}", "refusal.recipient_refuses", {}),
}


@pytest.mark.parametrize("what", FROZEN)
def test_row_55_a_frozen_receiver(gateway: Gateway, what: str) -> None:
    """Frozen between the question and the answer, and before the question: the same words."""
    receiver, giver, answers, sentence, values = FROZEN[what]
    before, _, last = answers.rpartition("*")
    gateway.answers(before, phone=giver, session=f"thaws-{what}")
    gateway.db.execute(FREEZE, [receiver])
    with gateway.leaving(operation=1):
        assert gateway.answers(f"{before}*{last}", phone=giver, session=f"thaws-{what}")[-1] == end(sentence, **values)
    gateway.forget_calls()
    *_, closing = said_in_the_end(gateway, giver, answers, f"frozen-{what}")
    gateway.db.execute("UPDATE person SET state = 'open'")
    assert closing == end(sentence, **values)


def said_in_the_end(gateway: Gateway, phone: str, answers: str, session: str) -> list[str]:
    """The screens of a call until one closes it."""
    screens, typed = [""], answers.split("*")
    for count in range(len(typed) + 1):
        if screens[-1].startswith("END"):
            break
        screens.append(gateway.hop("*".join(typed[:count]), sessionId=session, phoneNumber=phone))
    return screens


def test_row_55_who_asked_has_closed_their_wallet_since(own_gateway: Gateway) -> None:
    """What they asked is taken back: whoever types its code, anywhere, reads so, and who was asked is told."""
    said_in_the_end(own_gateway, AWA, f"5*1*{STRANGER[4:]}*700*1", "asks")
    code = re.search(r"#: ([0-9]{8})", own_gateway.service.next_message(STRANGER))
    assert code
    closing = said_in_the_end(own_gateway, AWA, f"6*7*2*{PINS[AWA]}*{PINS[AWA]}", "closes")[-1]
    assert closing == end("ussd.account_closed_empty", phone=AWA)
    assert "a annulé sa demande de 700 FCFA" in own_gateway.service.next_message(STRANGER)
    gone = "END Demande annulée par la personne qui l'a faite: rien n'est débité."
    with own_gateway.leaving():
        assert said_in_the_end(own_gateway, STRANGER, f"2*{code[1]}", "pays")[-1].startswith(gone)
        assert said_in_the_end(own_gateway, MOUSSA, f"4*{code[1]}", "pays-too")[-1].startswith(gone)
    [answer] = own_gateway.reply_to(f"PAYER {code[1]}")
    assert answer.startswith(gone.removeprefix("END "))
