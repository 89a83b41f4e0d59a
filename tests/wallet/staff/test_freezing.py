"""Freezing stops a wallet's money by one login; letting it move again takes two."""

import pytest

from tests.world.cast import ALICE, AWA, BRUNO, FATOU, MOUSSA
from tests.world.office import Office
from tests.world.world import World

WHY = ("--why", "a forged ID was shown")


def act(office: Office, *arguments: str, login: str = ALICE) -> str:
    return office.done("person", *arguments, login=login)


def denied(office: Office, *arguments: str, login: str = ALICE) -> str:
    return office.refused("person", *arguments, login=login)


def sentences(world: World) -> list[str]:
    query = "SELECT sentence FROM notice WHERE phone = :phone AND kind = 'security' ORDER BY written_at"
    return [row.sentence for row in world.rows(query, phone=MOUSSA)]


def test_one_login_freezes_two_let_go(world: World, office: Office) -> None:
    world.credit(MOUSSA, 20_000)
    assert "is frozen" in act(office, "freeze", MOUSSA[4:], *WHY)
    assert world.send(MOUSSA, AWA, 1_000, "k1").sentence == "refusal.account_frozen"
    assert world.send(AWA, MOUSSA, 1_000, "k2").sentence == "refusal.recipient_refuses"
    assert "Asked" in act(office, "unfreeze", MOUSSA, "--why", "it was not forged")
    assert "somebody else must" in denied(office, "unfreeze", MOUSSA, "--approve")
    assert world.send(MOUSSA, AWA, 1_000, "k3").sentence == "refusal.account_frozen"
    assert "This would post nothing" in act(office, "unfreeze", MOUSSA, "--approve", login=BRUNO)
    assert world.send(MOUSSA, AWA, 1_000, "k4").sentence == "money_sent"
    assert sentences(world) == ["wallet_frozen", "wallet_unfrozen"]
    acts = world.rows("""SELECT kind, before, after, why, asked_by, approved_by FROM staff_act
        WHERE kind IN ('freeze_wallet', 'unfreeze_wallet') ORDER BY number""")
    assert [tuple(row) for row in acts] == [
        ("freeze_wallet", {"state": "open"}, {"state": "frozen"}, WHY[1], ALICE, None),
        ("unfreeze_wallet", {"state": "frozen"}, {"state": "open"}, "it was not forged", ALICE, BRUNO),
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("freeze", "699000009", *WHY), "reaches no wallet"),
        (("freeze", "12", *WHY), "no mobile number"),
        (("unfreeze", MOUSSA, *WHY), "is open: there is nothing to unfreeze"),
        (("unfreeze", MOUSSA, "--approve"), "is open: there is nothing to unfreeze"),
        (("show", FATOU), "never reached a wallet"),
    ],
)
def test_what_cannot_be_done_is_said(office: Office, arguments: tuple[str, ...], said: str) -> None:
    assert said in denied(office, *arguments)


def test_nobody_freezes_twice_nor_lets_go_without_a_reason(office: Office) -> None:
    act(office, "freeze", MOUSSA, *WHY)
    assert "is frozen" in denied(office, "freeze", MOUSSA, *WHY)
    assert "Say why" in denied(office, "unfreeze", MOUSSA)
    assert "Nobody has asked" in denied(office, "unfreeze", MOUSSA, "--approve", login=BRUNO)


def test_staff_see_a_person_and_that_they_looked_is_kept(world: World, office: Office) -> None:
    world.credit(MOUSSA, 20_000)
    act(office, "freeze", MOUSSA, *WHY)
    told = act(office, "show", MOUSSA)
    for needed in (
        "Moussa B.",
        "tier 0",
        "frozen",
        "20 000 FCFA",
        "0 wrong tries",
        "alice: freeze a wallet (",
        WHY[1],
    ):
        assert needed in told, told
    assert "SIM" not in told, "no operator said that it was changed"
    world.change(f"""INSERT INTO sim (number, heard, swapped_at, checked_at)
        VALUES ('{MOUSSA}', 'date', wallet_now(), wallet_now())""")
    assert "SIM      changed " in act(office, "show", MOUSSA)
    assert world.rows("SELECT 1 FROM staff_act WHERE kind = 'look_at_person'")
