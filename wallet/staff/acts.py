"""Every act of staff by its kind; those of APPROVED_ACTS take two. The rows of `staff_act_kind` say the same."""

from typing import Final

from sqlalchemy import Connection

from wallet.operations.actor import Actor
from wallet.staff import permissions
from wallet.staff.act import ApprovedAct, StaffAct
from wallet.staff.actions.add_api_key import AddApiKey, EndApiKey
from wallet.staff.actions.add_bank_account import AddBankAccount
from wallet.staff.actions.add_link import AddLink, EndLink
from wallet.staff.actions.add_merchant import AddMerchant
from wallet.staff.actions.add_till import AddTill
from wallet.staff.actions.agree_list import AgreeList
from wallet.staff.actions.allow_pin_reset import AllowPinReset
from wallet.staff.actions.appoint_agent import AppointAgent
from wallet.staff.actions.approve_payout_file import ApprovePayoutFile
from wallet.staff.actions.book_payouts import BookPayouts
from wallet.staff.actions.change_level import ChangeLevel
from wallet.staff.actions.close_agent import CloseAgent
from wallet.staff.actions.close_case import CloseCase
from wallet.staff.actions.close_day import CloseDay
from wallet.staff.actions.close_month import CloseMonth
from wallet.staff.actions.close_shop import CloseShop
from wallet.staff.actions.correct_books import CorrectBooks
from wallet.staff.actions.decide_alerts import DecideAlerts
from wallet.staff.actions.decide_contest import DecideContest
from wallet.staff.actions.decide_hit import ClearHit, DecideHit
from wallet.staff.actions.detach_number import DetachNumber
from wallet.staff.actions.drop_payout_file import DropPayoutFile
from wallet.staff.actions.drop_tariff import DropTariff
from wallet.staff.actions.freeze_wallet import FreezeWallet
from wallet.staff.actions.give_float import GiveFloat
from wallet.staff.actions.hand_over_dormant import GatherHandover, HandOverDormant
from wallet.staff.actions.hold_rails import HoldRails
from wallet.staff.actions.identify_wallet import IdentifyWallet
from wallet.staff.actions.judge_document import AcceptDocument, RefuseDocument
from wallet.staff.actions.let_key_refund import LetKeyRefund
from wallet.staff.actions.lift_retention import LiftRetention
from wallet.staff.actions.load_bills import LoadBills
from wallet.staff.actions.load_rate import LoadRate
from wallet.staff.actions.load_tariff import LoadTariff
from wallet.staff.actions.lock_for_owner import LockForOwner
from wallet.staff.actions.look_at_document import LookAtDocument
from wallet.staff.actions.look_at_person import LookAtPerson
from wallet.staff.actions.make_payout_file import MakePayoutFile
from wallet.staff.actions.make_return import MakeReturn
from wallet.staff.actions.match_bank_line import MatchBankLine
from wallet.staff.actions.move_dormant import GatherDormant, MoveDormant, ReturnDormant
from wallet.staff.actions.move_money import MoveMoney
from wallet.staff.actions.note_alerts import NoteAlerts
from wallet.staff.actions.own_suspense import OwnSuspense
from wallet.staff.actions.part_wallet import PartWallet
from wallet.staff.actions.pay_bank_line import PayBankLine
from wallet.staff.actions.pay_retained import PayRetained
from wallet.staff.actions.pay_unclaimed import PayUnclaimed
from wallet.staff.actions.raise_level import RaiseLevel
from wallet.staff.actions.reinstate_agent import ReinstateAgent
from wallet.staff.actions.reject_payout import RejectPayout
from wallet.staff.actions.release_rails import ReleaseRails
from wallet.staff.actions.retain_money import RetainMoney
from wallet.staff.actions.send_payout_file import SendPayoutFile
from wallet.staff.actions.set_alert_rule import SetAlertRule
from wallet.staff.actions.set_biller import SetBiller
from wallet.staff.actions.set_dormancy_rule import SetDormancyRule
from wallet.staff.actions.set_maintenance import SetMaintenance
from wallet.staff.actions.set_role import SetRole
from wallet.staff.actions.settle_payment import SettlePayment
from wallet.staff.actions.suspend_agent import SuspendAgent
from wallet.staff.actions.take_alerts import TakeAlerts
from wallet.staff.actions.take_waiting import TakeWaiting
from wallet.staff.actions.unfreeze_wallet import UnfreezeWallet
from wallet.staff.actions.unlock_for_owner import UnlockForOwner
from wallet.staff.actions.unmask_person import UnmaskPerson
from wallet.staff.actions.withdraw_file import WithdrawFile
from wallet.staff.actions.write_report import ReadReport, WriteReport

APPROVED_ACTS: Final[dict[str, type[ApprovedAct]]] = {
    act.kind: act
    for act in (
        SettlePayment, CorrectBooks, DecideContest, CloseCase, PayUnclaimed, DetachNumber, UnfreezeWallet,
        UnlockForOwner, IdentifyWallet, PartWallet, LoadTariff, DropTariff, LoadRate, GiveFloat, MoveMoney,
        ReinstateAgent, SetRole, AddBankAccount, PayBankLine, LetKeyRefund,
        ApprovePayoutFile, BookPayouts, RejectPayout, RaiseLevel, ChangeLevel, CloseDay,
        RetainMoney, LiftRetention, PayRetained, AgreeList, DecideHit, MoveDormant, ReturnDormant,
        HandOverDormant, SetDormancyRule,
        MakeReturn, CloseMonth,
        DecideAlerts, SetAlertRule, ReleaseRails,
    )
}  # fmt: skip
ALONE: Final[tuple[type[StaffAct], ...]] = (
    FreezeWallet, LockForOwner, AllowPinReset, LookAtPerson, UnmaskPerson, SetMaintenance,
    HoldRails, TakeWaiting, AppointAgent, SuspendAgent, CloseAgent, CloseShop, AddMerchant, AddTill, SetBiller,
    LoadBills, WithdrawFile, AddApiKey, EndApiKey, AddLink, EndLink, MatchBankLine,
    MakePayoutFile, SendPayoutFile, DropPayoutFile,
    LookAtDocument, AcceptDocument, RefuseDocument, OwnSuspense, ClearHit,
    TakeAlerts, NoteAlerts, WriteReport, ReadReport, GatherDormant, GatherHandover,
)  # fmt: skip
STAFF_ACTS: Final[dict[str, type[StaffAct]]] = {**APPROVED_ACTS, **{act.kind: act for act in ALONE}}


def staff_actor(db: Connection, login: str) -> Actor:
    """Return a login as the actor it is: it may ask the acts that its role may, and approve what another asked.

    Which acts it may approve is looked at when it approves one (approve_request.py), and by the database.
    """
    may = permissions.list_permissions(db, login)
    asked = {one.what for one in may if one.may == "ask"}
    kinds = STAFF_ACTS if permissions.ALL in asked else STAFF_ACTS.keys() & asked
    approves = {"approve_request"} if any(one.may == "approve" for one in may) else set()
    return Actor("staff", login, "en", permissions=frozenset({*kinds, *approves}))
