"""Money by SMS: what is asked is asked back, with who, how much and a code; OUI and the code does it, NON drops it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection

from sms_templates.reading.text_command import TextCommand
from wallet.accounts.mistakes import UNDOING, may_undo, undo_last
from wallet.agents.ask_cash_out import AskCashOut, find_counter, quote_cash_out
from wallet.agents.pay_cash_out import NOT_HANDED, PayCashOut, check_handover
from wallet.core.database import in_transaction
from wallet.core.errors import Locked, Misread, QuoteChanged, Refused
from wallet.messages.texts import ANSWERED
from wallet.operations import asks
from wallet.operations.actor import Actor
from wallet.operations.proofs import CodeProof
from wallet.operations.use_case import Quoted
from wallet.payments import prefixes
from wallet.payments.rails import RAILS, Ability
from wallet.people import people
from wallet.perform import ALL, refuse_held_phone
from wallet.prices import limits
from wallet.requests.ask_payment import AskPayment, check_asking, find_payer
from wallet.sending.send_money import find_recipient, quote_sending
from wallet.sending.send_to_stranger import choose_sending
from wallet.topups.add_money import AddMoney, check_recharge, find_beneficiary, quote_recharge
from wallet.topups.give_back_recharge import GiveBackRecharge
from wallet.topups.lots import check_lot, choose_lot
from wallet.topups.withdraw_money import WithdrawMoney, quote_withdrawing
from workers import process
from workers.answers import perform, tell


def send(db: Connection, actor: Actor, command: TextCommand) -> Quoted:
    """Read ENVOI 5000 677123456."""
    recipient = find_recipient(db, actor.person_id, str(command.phone))
    return choose_sending(quote_sending(db, actor.person_id, recipient, amount_of(command)))


def recharge(db: Connection, actor: Actor, command: TextCommand) -> AddMoney:
    """Read RECHARGE 5000 [OM|MOMO] [who pays] [POUR whom]."""
    amount, payer = amount_of(command), str(command.phone or actor.phone)
    to = find_beneficiary(db, actor.person_id, str(command.whose or actor.phone))
    to = check_recharge(db, actor.person_id, to, amount)
    return AddMoney(quote_recharge(db, to, amount, payer, choose_rail(command, payer, "collect_by_prompt")))


def withdraw(db: Connection, actor: Actor, command: TextCommand) -> Quoted:
    """Read RETRAIT 5000 [OM|MOMO] [to whom], or RETRAIT 5000 AGENT 123455."""
    if command.agent:
        counter = find_counter(db, actor.person_id, command.agent)
        return AskCashOut(quote_cash_out(db, actor.person_id, counter, amount_of(command)))
    phone = str(command.phone or actor.phone)
    rail = choose_rail(command, phone, "pay_to_phone")
    return WithdrawMoney(quote_withdrawing(db, actor.person_id, phone, rail, amount_of(command)))


def request(db: Connection, actor: Actor, command: TextCommand) -> AskPayment:
    """Read DEMANDE 5000 677123456 motif."""
    asking = check_asking(db, actor.person_id, find_payer(db, actor.person_id, str(command.phone)), amount_of(command))
    return AskPayment(replace(asking, reason=str(command.reason or "")))


def give_back(db: Connection, actor: Actor, command: TextCommand) -> GiveBackRecharge:
    """Read RENDRE 2000 [OM|MOMO], or RENDRE for all that is left of the newest top-up."""
    lot = choose_lot(db, actor.person_id, amount_of(command), command.rail or "")
    amount = amount_of(command) or lot.left
    check_lot(db, lot, amount)
    return GiveBackRecharge(lot.transfer, lot.operator, amount, lot.phone)


ASKED: Final[dict[str, Callable[[Connection, Actor, TextCommand], Quoted]]] = {
    "send": send,
    "recharge": recharge,
    "withdraw": withdraw,
    "request": request,
    "give_back": give_back,
}


def amount_of(command: TextCommand) -> int:
    """Return the amount, 0 where a command may leave it out and does."""
    return int(command.amount or 0)


def choose_rail(command: TextCommand, phone: str, to: Ability) -> str:
    """Return the operator named, else the one of the number's prefix. Raises Misread when neither can do it."""
    rail = command.rail or prefixes.find_rail(phone, to)
    if rail is None or to not in RAILS[rail].can:
        raise Misread("sms.which_operator", phone=phone)
    return rail


def money(actor: Actor, command: TextCommand, key: str) -> None:
    """Ask back what ENVOI, RECHARGE, RETRAIT, DEMANDE or RENDRE asks for."""
    ask_back(actor, key, lambda db: ASKED[command.name](db, actor, command))


def handover(actor: Actor, command: TextCommand, key: str) -> None:
    """Ask back REMISE with the customer's name; the try is counted and committed before. Raises Refused."""
    engine, amount = process.wallet().engine, amount_of(command)
    found = in_transaction(engine, lambda db: check_handover(db, actor.person_id, command.code or "", amount))
    if found.refusal in NOT_HANDED:
        raise Refused(found.refusal)
    ask_back(actor, key, lambda _: PayCashOut(found))


def ask_back(actor: Actor, key: str, quote: Callable[[Connection], Quoted], how: asks.How = "new") -> None:
    """Text the question. Raises Misread or Refused when it could not be done anyway."""
    wallet = process.wallet()

    def ask(db: Connection) -> None:
        person = people.get_person(db, actor.person_id)
        refuse_held_phone(db, person)
        case = quote(db)
        if case.moves_money and case.spends:
            limits.check(db, person, "sms", case.shown["amount"])
        question = (case.kind, case.to_content(), f"sms.question_{case.kind}", case.shown, how)
        asks.ask(db, wallet.secrets, actor, key, *question)

    in_transaction(wallet.engine, ask)


def yes(actor: Actor, command: TextCommand, key: str) -> str:
    """Do what OUI and its code agree to, once. OUI and the same code again hears the first outcome again.

    Returns ANSWERED, or the key of the sentence that refuses.
    """
    question = answered(actor, command.code or "")
    case = asked(question)
    proof = CodeProof(question.id, command.code or "")
    try:
        outcome = perform(actor, case, question.key, proof, again=question.done)
    except QuoteChanged:
        ask_back(actor, key, lambda db: case.quoted_anew(db, actor), "repriced")
        return ANSWERED
    in_transaction(process.wallet().engine, lambda db: asks.note_done(db, question.id))
    return outcome


def no(actor: Actor, command: TextCommand, key: str) -> str:
    """Drop the question that waits. NON and the code of one that is done hears what was done."""
    if command.code:
        question = answered(actor, command.code)
        asks.check(process.wallet().engine, process.wallet().secrets, actor, question.id, command.code)
        if question.done:
            return yes(actor, command, key)
    if not drop_waiting(actor, command):
        raise Misread("sms.no_question")
    return ANSWERED


def drop_waiting(actor: Actor, command: TextCommand, but: tuple[str, ...] = ()) -> bool:
    """Drop the question that waits on this phone, and say what is dropped; of another amount or number, that it waits.

    False when none waits, or it is of a kind that is not meant (`but`).
    """

    def drop(db: Connection, kind: str, case: Quoted) -> None:
        if is_meant(command, case):
            asks.drop(db, actor.phone)
            tell(db, actor, f"sms.dropped_{kind}", case.shown)
        else:
            asks.tell_again(db, actor, f"sms.question_{kind}", case.shown, "not_dropped")

    return about_waiting(actor, drop, but)


def is_meant(command: TextCommand, case: Quoted) -> bool:
    """True when a text names no amount and no number but those of a question."""
    shown = case.shown
    amounts, phones = (shown["amount"], shown.get("total")), (shown.get("phone"), shown.get("payer"))
    return command.amount in (None, *amounts) and (command.phone is None or str(command.phone) in phones)


def about_waiting(actor: Actor, say: Callable[[Connection, str, Quoted], None], but: tuple[str, ...] = ()) -> bool:
    """Say something about the question that waits: its kind and use case; False when none does, but one of `but`.

    What it asks about may have ended since: then that is said, and the question with it ended.
    """

    def write(db: Connection) -> bool:
        question = asks.find_waiting(db, actor.phone)
        if question is None or question.kind in but:
            return False
        case = asked(question)
        try:
            case.refuse_ended(db, actor)
        except Refused as ended:
            asks.drop(db, actor.phone)
            tell(db, actor, ended.key, ended.values)
        else:
            say(db, question.kind, case)
        return True

    return in_transaction(process.wallet().engine, write)


def mistake(actor: Actor, command: TextCommand, key: str) -> None:
    """Ask back whether the last payment is to be undone (ERREUR), else drop the question that waits.

    Whoever writes of a mistake means money that is gone, if any is: the more so when they write it twice.
    """
    engine = process.wallet().engine
    if in_transaction(engine, lambda db: may_undo(db, actor.person_id)) or not drop_waiting(actor, command, UNDOING):
        undo(actor, command, key)


def cancel(actor: Actor, command: TextCommand, key: str) -> None:
    """Drop the question that waits (ANNULER); with none, ask back whether the last payment is to be undone.

    So with a question about just that, asked by the same word. A text that names a phone is about what went to it.
    """
    phone, engine = str(command.phone or ""), process.wallet().engine
    sent = bool(phone) and in_transaction(engine, lambda db: may_undo(db, actor.person_id, phone))
    if sent or not drop_waiting(actor, command, UNDOING):
        undo(actor, command, key)


def undo(actor: Actor, command: TextCommand, key: str) -> None:
    """Ask back whether the payment that is meant, else the last, is to be undone."""
    phone, amount = str(command.phone or ""), amount_of(command)
    ask_back(actor, key, lambda db: undo_last(db, actor.person_id, phone, amount))


def code_alone(actor: Actor, _: TextCommand, __: str) -> None:
    """Say that OUI stands before a code; where no question waits, a code is a text like any that asks nothing."""
    if not remind(actor, "without_yes"):
        raise Misread("sms.help")


def remind(actor: Actor, how: asks.How) -> bool:
    """Say the question that waits once more, and how it is answered; False when none waits."""

    return about_waiting(
        actor, lambda db, kind, case: asks.tell_again(db, actor, f"sms.question_{kind}", case.shown, how)
    )


def asked(question: asks.Ask) -> Quoted:
    """Return the use case that a question asked for."""
    case = ALL[question.kind].from_content(question.content)
    assert isinstance(case, Quoted), "only these are asked back"
    return case


def answered(actor: Actor, code: str) -> asks.Ask:
    """Return the question that a code answers: the one that waits, else the last done.

    Raises Misread or Locked where there is none, or it is too old; a code that is not its own counts as wrong.
    """
    engine, secrets = process.wallet().engine, process.wallet().secrets
    question, locked = in_transaction(
        engine, lambda db: (asks.find_newest(db, actor.phone), asks.is_locked(db, actor.phone))
    )
    if locked:
        raise Locked("refusal.sms_locked")
    if question is None or question.expired:
        asks.check(engine, secrets, actor, question.id if question else None, code)
        raise Misread("code_expired")
    return question
