"""Acts of staff are use cases: done once per key, by whoever may, with their own password; their rows say the same."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace

import pytest

from tests.world.cast import ALICE, BRUNO, MOUSSA
from tests.world.office import Office
from tests.world.world import World
from wallet.core.errors import KeyReused, Refused
from wallet.operations.actor import Actor
from wallet.operations.use_case import Outcome, UseCase
from wallet.perform import ALL
from wallet.prices.tariff_changes import RulesNow
from wallet.staff.act import ApprovedAct
from wallet.staff.actions.add_bank_account import AddBankAccount
from wallet.staff.actions.agree_list import AgreeList
from wallet.staff.actions.approve_payout_file import ApprovePayoutFile
from wallet.staff.actions.book_payouts import BookPayouts
from wallet.staff.actions.change_level import ChangeLevel
from wallet.staff.actions.close_case import CloseCase
from wallet.staff.actions.close_day import CloseDay
from wallet.staff.actions.close_month import CloseMonth
from wallet.staff.actions.correct_books import CorrectBooks, DiscrepancyNow
from wallet.staff.actions.decide_alerts import DecideAlerts
from wallet.staff.actions.decide_contest import DecideContest
from wallet.staff.actions.decide_hit import DecideHit
from wallet.staff.actions.detach_number import DetachNumber
from wallet.staff.actions.drop_tariff import DropTariff
from wallet.staff.actions.freeze_wallet import FreezeWallet
from wallet.staff.actions.give_float import GiveFloat
from wallet.staff.actions.hand_over_dormant import HandOverDormant
from wallet.staff.actions.identify_wallet import IdentifyWallet
from wallet.staff.actions.let_key_refund import LetKeyRefund
from wallet.staff.actions.lift_retention import LiftRetention
from wallet.staff.actions.load_rate import LoadRate
from wallet.staff.actions.load_tariff import LoadTariff
from wallet.staff.actions.make_return import MakeReturn
from wallet.staff.actions.move_dormant import MoveDormant, ReturnDormant
from wallet.staff.actions.move_money import MoveMoney
from wallet.staff.actions.part_wallet import PartWallet
from wallet.staff.actions.pay_bank_line import PayBankLine
from wallet.staff.actions.pay_retained import PayRetained
from wallet.staff.actions.pay_unclaimed import Owner, PayUnclaimed
from wallet.staff.actions.raise_level import RaiseLevel
from wallet.staff.actions.reinstate_agent import ReinstateAgent
from wallet.staff.actions.reject_payout import RejectPayout
from wallet.staff.actions.release_rails import ReleaseRails
from wallet.staff.actions.retain_money import RetainMoney
from wallet.staff.actions.set_alert_rule import SetAlertRule
from wallet.staff.actions.set_dormancy_rule import SetDormancyRule
from wallet.staff.actions.set_role import SetRole
from wallet.staff.actions.settle_payment import PaymentNow, SettlePayment
from wallet.staff.actions.unfreeze_wallet import UnfreezeWallet
from wallet.staff.actions.unlock_for_owner import UnlockForOwner
from wallet.staff.acts import APPROVED_ACTS, STAFF_ACTS
from wallet.staff.approve_request import ApproveRequest
from wallet.staff.moves import Leg
from wallet.staff.sessions import SessionProof
from wallet.staff.wallets import WalletReached

FREEZE = FreezeWallet(MOUSSA, why="a forged ID")
WALLET = WalletReached("0000", "Moussa Bello", MOUSSA)
RULES = RulesNow("2030-01-02", "from = 2030-01-02", "")
SAMPLES: dict[str, ApprovedAct] = {
    act.kind: act
    for act in (
        SettlePayment(PaymentNow("K7Q2-93FD", "review", "now", "mismatch: amount"), "failed", why="MTN's word"),
        CorrectBooks(DiscrepancyNow("D1", "mtn", "duplicate", "open", 0, "", "", "", "succeeded", 0, 500), why="trace"),
        DecideContest("C1", "leave", why="both called"),
        CloseCase("C1", why="looked into"),
        PayUnclaimed("C1", Owner("0000", "Moussa Bello", MOUSSA), why="his ID"),
        ApprovePayoutFile("P1", "a" * 64, why="looked through"),
        BookPayouts("S1", why="statement of today"),
        RejectPayout("K7Q2-93FD", "AC04", why="the bank's letter"),
        DetachNumber(WALLET, why="given away"),
        UnfreezeWallet(WALLET, why="not forged"),
        UnlockForOwner(WALLET, why="her ID, seen twice"),
        IdentifyWallet(WALLET, "cni", "AB123457", "Moussa Bello Ali", 1, why="his ID"),
        PartWallet(WALLET, why="her document, not his"),
        LoadTariff("from = 2030-01-02", RULES, why="decision 7"),
        DropTariff(RULES, why="a slip"),
        CloseDay("2026-11-29", "0" * 64, why="end of day"),
        MakeReturn("vat", "2026-11", "0" * 64, why="end of month"),
        CloseMonth("2026-11", "0" * 64, why="end of month"),
        LoadRate("USD", "560.25", "BEAC", 2, 15_000, 4, why="BEAC of 28/11"),
        DecideAlerts("C1", "watched", 2, "2026-12-31", why="looked into"),
        SetAlertRule("velocity", "2030-01-02", {"times": 5}, {"times": 6}, why="decision 8"),
        GiveFloat("123455", 5_000, why="slip 17"),
        MoveMoney("deposit_cash", ("1",), 500, (Leg("bank:1", -500), Leg("cash", 500)), why="slip 18"),
        ReinstateAgent("123455", why="looked into"),
        ReleaseRails(why="all files agree"),
        SetRole("carine", "auditor", why="she counts now"),
        RetainMoney("customer:5", MOUSSA, 0, "Tribunal", "12/CRIM", "2026-11-02", why="served today"),
        MoveDormant("N3", "ab" * 32, why="five years"),
        ReturnDormant(WalletReached("5", "Moussa", MOUSSA), "7", 500, why="her ID was seen"),
        HandOverDormant("H3", "10002000300277976315008", "ab" * 32, why="ten years"),
        SetDormancyRule("2030-01-02", {"warn": 45}, {"warn": 30}, why="decision 10"),
        AgreeList("S3", "replaces", why="the list of this week"),
        DecideHit("X7", "true", why="the same birthday"),
        LiftRetention("R12", why="released"),
        PayRetained("R12", "10002000300277976315008", 500, 0, why="served today"),
        AddBankAccount("10002000300277976315008", "Trust", "iso_09", why="opened on Monday"),
        PayBankLine("L12", "12345674", why="the statement of today"),
        LetKeyRefund("12345", "sk_test_Ab12Cd", why="their owner came"),
        ChangeLevel(1, "2030-01-31", ("wallet", "mtn"), ("identity",), 400_000, why="decision 9"),
        RaiseLevel("0b6c9d2e-0000-4000-8000-000000000001", "Boulangerie Kamga", "12345", 2, why="all papers seen"),
    )
}

# What changes nothing, and stands in the trail.
TOLD = (
    "read_records", "refused_command", "refused_approval", "declined_approval", "wrong_password", "ask_act", "end_ask",
)  # fmt: skip
DONE = f"SELECT kind FROM staff_act WHERE kind NOT IN {TOLD}"


def perform(office: Office, case: FreezeWallet, key: str, login: str = ALICE) -> Outcome:
    return office.world.wallet_on("office").perform(case, office.actor(ALICE), key, "office", office.sign_in(login))


def frozen(world: World) -> list[str]:
    return [row.asked_by for row in world.rows("SELECT asked_by FROM staff_act WHERE kind = 'freeze_wallet'")]


def test_the_database_knows_the_same_kinds_and_which_take_two(world: World) -> None:
    rows = {row.kind: row.takes_two for row in world.rows("SELECT kind, takes_two FROM staff_act_kind")}
    others = {"set_login", "end_login", "import_file", "import_statement", "import_list", *TOLD}
    assert rows == {kind: act.takes_two for kind, act in STAFF_ACTS.items()} | dict.fromkeys(others, False)
    assert {kind for kind, takes_two in rows.items() if takes_two} == set(APPROVED_ACTS)
    assert STAFF_ACTS.items() <= ALL.items()


@pytest.mark.parametrize("kind", APPROVED_ACTS)
def test_what_is_asked_is_read_again_as_it_was(kind: str) -> None:
    act = SAMPLES[kind]
    assert type(act).from_content(json.loads(json.dumps(asdict(act)))) == act


@pytest.mark.parametrize(
    "made",
    [
        lambda: GiveFloat("123455", 1.5, why="slip 17"),
        lambda: GiveFloat("123455", True, why="slip 17"),
        lambda: GiveFloat("123455", "10", why="slip 17"),
        lambda: GiveFloat("123455", 10**15 + 1, why="slip 17"),
        lambda: GiveFloat("123455", 10**19, why="slip 17"),
        lambda: GiveFloat("123455\0", 1, why="slip 17"),
        lambda: GiveFloat("123455", 1, why="slip\ud800 17"),
        lambda: replace(SAMPLES["settle_payment"], state="anything"),
        lambda: CorrectBooks(DiscrepancyNow("D1", "mtn", "duplicate", "open", 0, "", "", "", "", "0", 500), why="why"),
        lambda: GiveFloat.from_content({"agent": "123455", "amount": 10, "why": "slip 17", "colour": "red"}),
        lambda: SettlePayment.from_content({"payment": {"reference": "K7Q2-93FD"}, "state": "failed", "why": "why"}),
        lambda: ApproveRequest("0000\0", ""),
    ],
)  # fmt: skip
def test_an_act_holds_what_its_fields_say_or_is_none(made: Callable[[], UseCase]) -> None:
    with pytest.raises(Refused, match="content_unreadable"):
        made()


@pytest.mark.parametrize("why", ["   ", "\n\n\n", " a "])
def test_blanks_are_no_reason(world: World, office: Office, why: str) -> None:
    world.appoint_agent()
    code = str(world.one("SELECT code FROM agent"))
    assert office.conclude(GiveFloat(code, 1, why=why), ALICE).sentence == "staff.say_why"


@pytest.mark.parametrize("words", [("person", "freeze", MOUSSA[4:]), ("agent", "suspend", "123455"),
                                   ("person", "unfreeze", MOUSSA[4:])], ids=" ".join)  # fmt: skip
@pytest.mark.parametrize("why", ["", "  ", "ab", "x" * 501])
def test_nothing_is_done_alone_or_asked_without_a_reason(
    world: World, office: Office, words: tuple[str, ...], why: str
) -> None:
    world.appoint_agent()
    perform(office, FREEZE, "office:1") if words[1] == "unfreeze" else None
    before = world.rows(DONE)
    assert "Say why, in 3 to 500 letters: --why TEXT" in office.refused(*words, "--why", why, login=ALICE)
    assert world.rows(DONE) == before
    assert world.one("SELECT count(*) FROM staff_request") == 0


@pytest.mark.parametrize("request_id", ["x", "", "0" * 40, "00000000-0000-0000-0000-000000000000"])
def test_what_nobody_asked_is_approved_by_nobody(office: Office, request_id: str) -> None:
    assert office.conclude(ApproveRequest(request_id, "")).sentence == "staff.no_request"


def test_the_same_key_does_it_once(world: World, office: Office) -> None:
    first = perform(office, FREEZE, "office:1")
    assert first.sentence == "staff.wallet_frozen"
    assert perform(office, FREEZE, "office:1") == first
    with pytest.raises(KeyReused):
        perform(office, replace(FREEZE, why="another reason"), "office:1")
    assert frozen(world) == [ALICE]


def test_nobody_acts_by_the_session_of_another_or_by_one_that_is_over(world: World, office: Office) -> None:
    with pytest.raises(Refused, match="session_over"):
        perform(office, FREEZE, "office:1", BRUNO)
    session = office.sign_in(ALICE)
    world.pass_time(hours=1)
    for one in (session, SessionProof(b"")):
        with pytest.raises(Refused, match="session_over"):
            world.wallet_on("office").perform(FREEZE, office.actor(ALICE), "office:1", "office", one)
    assert frozen(world) == []


@pytest.mark.parametrize("actor", [
    Actor("person", "0000", "fr", MOUSSA), Actor("staff", ALICE, "en"),
    Actor("system", ALICE, "en", permissions=frozenset({"freeze_wallet"})),
])  # fmt: skip
def test_nobody_else_acts_as_staff(world: World, office: Office, actor: Actor) -> None:
    proof = office.sign_in(ALICE)
    with pytest.raises(Refused, match="not_allowed"):
        world.wallet_on("office").perform(FREEZE, actor, "office:1", "office", proof)
    assert frozen(world) == []
