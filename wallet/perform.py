"""Every use case in one table, and perform(), the one way to do any of them.

A use case is a frozen dataclass of plain values (what is asked and was agreed to) and its run() (what is done).
Menus and SMS commands build equal values. No use case calls out: orders and notices are rows that workers find.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Engine

from wallet.accounts.change_language import ChangeLanguage
from wallet.accounts.change_pin import ChangePin
from wallet.accounts.choose_pin import ChoosePin
from wallet.accounts.choose_texts import ChooseTexts
from wallet.accounts.close_wallet import CloseWallet
from wallet.accounts.contest_payment import ContestPayment
from wallet.accounts.lock_wallet import LockWallet, UnlockWallet
from wallet.accounts.open_wallet import OpenWallet
from wallet.accounts.read_balance import ReadBalance
from wallet.accounts.reset_pin import KeepPin, ResetPin
from wallet.accounts.send_page_link import SendPageLink
from wallet.agents.ask_cash_out import AskCashOut, CancelCashOut, ShowCashCode
from wallet.agents.float_moves import SendFloat, TakeCommission
from wallet.agents.identify_person import IdentifyPerson
from wallet.agents.lock_customer import LockCustomer, UnlockCustomer
from wallet.agents.pay_cash_out import PayCashOut
from wallet.agents.read_agent_day import ReadAgentDay
from wallet.agents.start_pin_reset import StartPinReset
from wallet.agents.take_cash_in import TakeCashIn
from wallet.business.answer_shop_request import CancelShopRequest, RefuseShopRequest, RemindShopRequest
from wallet.business.api_keys import KeyProof
from wallet.business.ask_checkout import AskCheckout
from wallet.business.ask_shop_request import AskShopRequest
from wallet.business.choose_sales_texts import ChooseSalesTexts
from wallet.business.collect_checkout import CollectCheckout, PayAtPage
from wallet.business.create_checkout import CreateCheckout, ExpireCheckout, OpenLink
from wallet.business.create_link import CloseLink, CloseOwnLink, CreateLink, CreateOwnLink
from wallet.business.draft_invoice import ChangeDraft, DraftInvoice, DropDraft
from wallet.business.empty_till import EmptyTill
from wallet.business.finalise_invoice import FinaliseInvoice
from wallet.business.invite_owner import InviteOwner
from wallet.business.invoice_issuers import SaveIssuer
from wallet.business.keep_api_key import EndOwnApiKey, MakeApiKey
from wallet.business.keep_endpoint import AddEndpoint, ChangeEndpoint, DeliverAgain, TurnEndpointSecret
from wallet.business.keep_return_origin import AddReturnOrigin, RemoveReturnOrigin
from wallet.business.orders import CreateOrder, CreateOwnOrder, SetOrderStep, SetOwnOrderStep
from wallet.business.pay_bill import FindBill, PayBill
from wallet.business.pay_checkout import PayCheckout
from wallet.business.pay_till import PayTill
from wallet.business.refund_checkout import RefundCheckout
from wallet.business.refund_payment import RefundPayment
from wallet.business.refund_sale import RefundOwnSale, RefundSale
from wallet.business.save_customer import SaveCustomer
from wallet.business.send_invoice import SendInvoice
from wallet.business.take_at_till import CancelAtOwnTill, CancelAtTill, TakeAtOwnTill, TakeAtTill
from wallet.business.turn_proforma import TurnProforma
from wallet.business.void_invoice import VoidInvoice
from wallet.core import clock
from wallet.core.channels import CHANNELS
from wallet.core.database import in_one_statement, in_transaction
from wallet.core.errors import KeyReused, Locked, Misread, Refused
from wallet.core.logs import name_operation
from wallet.core.secrets import Secrets
from wallet.core.traces import step_operation
from wallet.members import history
from wallet.members.change_role import ChangeRole, RemoveMember
from wallet.members.invite_member import InviteMember, WithdrawInvitation
from wallet.members.sessions import MemberProof
from wallet.operations import asks, operations
from wallet.operations.actor import Actor
from wallet.operations.proofs import PinProof, Proof
from wallet.operations.use_case import Doing, Outcome, UseCase
from wallet.payouts.change_settlement import AddSettlementAccount, RemoveSettlementAccount
from wallet.payouts.make_payout import AskPayout, DecidePayout, MakePayout
from wallet.payouts.save_schedule import DropSchedule, SaveSchedule
from wallet.people import people, pin_resets, pins, sims
from wallet.prices import watches
from wallet.requests.answer_request import CancelRequest, RefuseRequest, RemindRequest
from wallet.requests.ask_by_email import AskByEmail
from wallet.requests.ask_payment import AskPayment
from wallet.requests.ask_request import AskRequest
from wallet.requests.block_person import BlockPerson, UnblockPerson
from wallet.requests.collect_request import CollectRequest
from wallet.requests.pay_request import PayRequest
from wallet.requests.pay_request_at_page import PayRequestAtPage
from wallet.salaries.decide_payroll import AskPayroll, DecidePayroll
from wallet.salaries.make_payroll import DropPayroll, MakePayroll, MendLine, RetryPayroll, StrikeLine
from wallet.sending.cancel_send import CancelSend
from wallet.sending.keep_favourite import AddFavourite, RemoveFavourite
from wallet.sending.send_money import SendMoney
from wallet.sending.send_to_stranger import SendToStranger
from wallet.staff.acts import STAFF_ACTS
from wallet.staff.approve_request import ApproveRequest
from wallet.subscriptions.leave import EndSubscription, PauseSubscription
from wallet.subscriptions.subscribe import Subscribe
from wallet.subscriptions.write_plans import (
    ChangePlanPrice,
    ClosePlan,
    CreatePlan,
    EndSubscriptionOf,
    PauseSubscriptionOf,
    ResumeSubscriptionOf,
)
from wallet.topups.add_money import AddMoney
from wallet.topups.give_back_recharge import GiveBackRecharge
from wallet.topups.open_recharge import OpenRecharge
from wallet.topups.pay_recharge import PayRecharge
from wallet.topups.withdraw_money import WithdrawMoney
from wallet.verification.change_shop import RenameShop, SetLogo, SetShopContact, SetShopLanguage
from wallet.verification.send_document import SendDocument, WithdrawDocument

USE_CASES: Final[tuple[type[UseCase], ...]] = (
    OpenWallet, SendMoney, SendToStranger, AddMoney, OpenRecharge, PayRecharge,
    GiveBackRecharge, WithdrawMoney,
    AskPayment, AskByEmail, PayRequest, CollectRequest, PayRequestAtPage, AskRequest,
    RefuseRequest, CancelRequest, RemindRequest,
    BlockPerson, UnblockPerson,
    PayTill, PayBill, FindBill, EmptyTill, ChooseSalesTexts, RefundPayment,
    RefundSale, RefundOwnSale, AddFavourite, RemoveFavourite,
    ReadBalance, SendPageLink, ChangePin, ChangeLanguage, ChooseTexts, LockWallet, UnlockWallet,
    ChoosePin, TakeCashIn, AskCashOut, ShowCashCode, CancelCashOut, PayCashOut,
    IdentifyPerson, LockCustomer, UnlockCustomer, SendFloat, TakeCommission, ReadAgentDay,
    PayCheckout, CollectCheckout, PayAtPage, AskCheckout, CreateCheckout, ExpireCheckout, OpenLink,
    AskShopRequest, RefuseShopRequest, CancelShopRequest, RemindShopRequest,
    RefundCheckout, CreateLink, CloseLink, CreateOrder, SetOrderStep,
    CreateOwnLink, CloseOwnLink, CreateOwnOrder, SetOwnOrderStep,
    MakeApiKey, EndOwnApiKey, AddReturnOrigin, RemoveReturnOrigin,
    AddEndpoint, ChangeEndpoint, TurnEndpointSecret, DeliverAgain,
    SaveCustomer, SaveIssuer, DraftInvoice, ChangeDraft, DropDraft, FinaliseInvoice, SendInvoice,
    VoidInvoice, TurnProforma,

    AddSettlementAccount, RemoveSettlementAccount, MakePayout, AskPayout, DecidePayout,
    SaveSchedule, DropSchedule,
    MakePayroll, MendLine, StrikeLine, DropPayroll, RetryPayroll, AskPayroll, DecidePayroll,
    CreatePlan, ChangePlanPrice, ClosePlan, EndSubscriptionOf,
    PauseSubscriptionOf, ResumeSubscriptionOf, Subscribe, PauseSubscription, EndSubscription,
    InviteOwner, InviteMember, WithdrawInvitation, ChangeRole, RemoveMember,
    SendDocument, WithdrawDocument, RenameShop, SetShopContact, SetShopLanguage, SetLogo,
    TakeAtTill, TakeAtOwnTill, CancelAtTill, CancelAtOwnTill,
    ContestPayment, CancelSend, StartPinReset, ResetPin, KeepPin, CloseWallet,
    *STAFF_ACTS.values(), ApproveRequest,
)  # fmt: skip
ALL: Final = {case.kind: case for case in USE_CASES}
Remember = Callable[[Connection, str, Outcome], None]  # in the transaction in which it was done


@dataclass(frozen=True)
class Wallet:
    """The wallet as a channel holds it: its database and its secrets."""

    engine: Engine
    secrets: Secrets

    def perform(self, case: UseCase, actor: Actor, key: str, channel: str, proof: Proof | None = None) -> Outcome:
        """Do what is asked, once per key; the same key again gives the first outcome, in the same words.

        Raises Refused for an actor that may not; Misread or Locked when the proof does not hold; QuoteChanged when the
        price does not: none of these is remembered.
        Without a proof nothing is looked for before the claim, which finds what was done. A secret is compared before
        the key is looked for: nobody hears of what was done by a code that is not the one it was done by.
        """
        by_pin = isinstance(proof, PinProof)
        if by_pin and not actor.person_id and (known := self._known(case, key)):  # a stranger has no PIN yet
            return replay(known, case, actor)
        refuse_unallowed(case, actor)
        check_accepted(case, proof)
        if (actor.kind == "member") != isinstance(proof, MemberProof):
            raise ValueError("a member comes with a session, and nobody else does")
        if proof:
            try:
                proof.verify(self.engine, self.secrets, actor)
            except (Misread, Locked):
                if by_pin and (known := self._known(case, key)):  # what was done then may have changed the PIN
                    return replay(known, case, actor)
                raise
        return self.conclude(case, actor, key, channel, proof)

    def perform_in(
        self,
        db: Connection,
        case: UseCase,
        actor: Actor,
        key: str,
        channel: str,
        proof: KeyProof | None,
        remember: Remember,
    ) -> Outcome:
        """Do what a program asks in the transaction in which its answer is kept, and what it came to, by `remember`.

        Raises whatever refuses it: then the transaction is undone, and nothing is remembered but what its caller keeps.
        """
        refuse_unallowed(case, actor)
        check_accepted(case, proof)
        if proof:
            proof.check(db, actor)
        return self._do(db, case, actor, key, channel, proof, remember)

    def _known(self, case: UseCase, key: str) -> operations.Stored | None:
        return in_one_statement(self.engine, lambda db: operations.recall(db, key)) if case.remembered else None

    def conclude(self, case: UseCase, actor: Actor, key: str, channel: str, proof: Proof | None = None) -> Outcome:
        """Do what is proved, once, and remember it, refusals too."""
        try:
            return in_transaction(self.engine, lambda db: self._do(db, case, actor, key, channel, proof))
        except (Locked, KeyReused):  # not remembered: the key stays as it was
            raise
        except Refused as refusal:  # all of it is undone; what is left to write is that it was refused
            outcome = Outcome(refusal.key, refusal.values, refused=True)
            return in_transaction(self.engine, lambda db: self._remember(db, case, actor, key, channel, outcome))

    def _do(
        self,
        db: Connection,
        case: UseCase,
        actor: Actor,
        key: str,
        channel: str,
        proof: Proof | None,
        remember: Remember = operations.remember,
    ) -> Outcome:
        reference = operations.claim(db, self.secrets, key, actor, channel, case) if case.remembered else ""
        if reference is None:
            return replay(operations.recall(db, key), case, actor)
        if reference:
            name_operation(reference, case.kind, channel)
        with step_operation(reference, case.kind, channel):
            doing = Doing(key, reference, channel, actor, lock_rows_of_people(db, case, actor), self.secrets, proof)
            check_actor(db, case, doing)
            outcome = case.run(db, doing)
        if case.remembered:
            remember(db, key, outcome)
        note_member(db, case, actor)
        return outcome

    def _remember(
        self, db: Connection, case: UseCase, actor: Actor, key: str, channel: str, outcome: Outcome
    ) -> Outcome:
        if case.remembered:
            if operations.claim(db, self.secrets, key, actor, channel, case) is None:
                return replay(operations.recall(db, key), case, actor)
            operations.remember(db, key, outcome)
            note_member(db, case, actor, outcome.sentence)
        return outcome


def note_member(db: Connection, case: UseCase, actor: Actor, refused: str = "") -> None:
    """Note what a member did, or was refused, in the business's own history."""
    if actor.kind == "member":
        history.note(db, actor.business_id, actor.id, case.kind, case.to_content(), refused)


def lock_rows_of_people(db: Connection, case: UseCase, actor: Actor) -> dict[str, people.Person]:
    """Lock everyone the use case concerns, in id order; return them by id, the caller too, as they are now."""
    ids = {person_id for person_id in (actor.person_id, *case.others) if person_id}
    return people.lock_rows(db, *ids) if ids else {}


def refuse_unallowed(case: UseCase, actor: Actor) -> None:
    """Raise Refused for an actor who may not do this: of another kind, or without the permission.

    People acting for themselves need none, nor does who pays a checkout whose address they hold.
    """
    own = actor.kind in ("person", "stranger", "payer") and not actor.business_id
    if actor.kind not in case.actors or not (own or case.permission in actor.permissions):
        raise Refused("refusal.not_allowed")


def check_actor(db: Connection, case: UseCase, doing: Doing) -> None:
    """Look again at what may have changed since the question was asked. Raises Refused or Locked."""
    if not doing.actor.person_id:
        return
    person = doing.people.get(doing.actor.person_id)
    if person is None or person.state == "closed":
        raise Refused("refusal.account_closed")
    if not case.when_stopped:
        people.refuse_stopped(person)
    if case.moves_money and CHANNELS[doing.channel].needs_free_phone:
        refuse_held_phone(db, person)
    watches.count_leaving(db, person, case.find_leaving(db, doing))


def check_accepted(case: UseCase, proof: Proof | None) -> None:
    """Raise ValueError for a proof, or the want of one, that a use case does not accept."""
    if (type(proof) if proof else None) not in case.accepts:
        raise ValueError(f"{case.kind} does not accept {type(proof).__name__}")


def refuse_held_phone(db: Connection, person: people.Person) -> None:
    """Refuse money by SMS while the wallet is stopped, under the owner's, the PIN's or the phone's own lock.

    And for 72 hours after a SIM swap or a PIN reset. Raises Refused or Locked.
    """
    people.refuse_stopped(person)
    people.refuse_locked(person)
    if asks.is_locked(db, person.phone):
        raise Locked("refusal.sms_locked")
    pin_locked = pins.is_locked(db, person.id)
    if pin_locked:
        raise pin_locked
    if until := sims.get_sim(db, person.phone).watched_until:
        raise Locked("refusal.sim_swapped", **clock.shown(until))
    if until := pin_resets.find_sms_stopped_until(db, person.id):
        raise Locked("refusal.sms_after_reset", **clock.shown(until))


def replay(known: operations.Stored | None, case: UseCase, actor: Actor) -> Outcome:
    """Return the first outcome of a key; for the same key with other content, raise KeyReused saying what was done."""
    if known is None:
        raise RuntimeError("a committed operation has no outcome")
    if known.is_same(actor, case):
        return known.outcome
    if known.outcome.refused:
        raise KeyReused("refusal.key_reused_refused", reference=known.reference)
    raise KeyReused("refusal.key_reused", reference=known.reference)
