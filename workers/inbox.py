"""Acts on incoming texts, oldest first, and answers each through the outbox."""

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import Connection

from sms_templates import LANGUAGES, explain, say
from sms_templates.commands import Heard, understand
from wallet import asks, limits, movements, notices, people, texts
from wallet.database import in_transaction
from wallet.errors import Misread, QuoteChanged, WalletError
from wallet.operations import content
from wallet.people import Caller
from wallet.proofs import CodeProof
from wallet.texts import TextIn
from wallet.use_cases import ALL, may_move_by_sms
from wallet.use_cases.change_language import ChangeLanguage
from wallet.use_cases.lock_wallet import LockWallet
from wallet.use_cases.read_balance import ReadBalance
from wallet.use_cases.send_money import SendMoney, find_recipient, quote_sending
from workers import awake, process, wake

AT_ONCE: Final = 200  # texts a job works through
RARELY_ANSWERED: Final = {"sms.unknown"}  # and whatever a stranger texts: it may be a machine
FOR_ANYONE: Final = {"help", "stop", "start"}
MONEY: Final = {"send", "yes"}


def answer_waiting() -> int:
    """Answer the texts that wait; how many."""
    awake(process.redis(), "inbox")
    engine, done = process.wallet().engine, 0
    while done < AT_ONCE and in_transaction(engine, texts.count_try):
        with engine.begin() as db:
            done += texts.answer_oldest(db, answer)
        wake(process.redis(), "notices")
    return done


def answer(heard: TextIn) -> None:
    """Do what a text asks, or say what was wrong with it."""
    caller = in_transaction(process.wallet().engine, lambda db: people.caller(db, heard.sender, LANGUAGES[0]))
    try:
        command = understand(heard.text)
        if caller.is_stranger and command.name not in FOR_ANYONE:
            raise Misread("sms.not_registered")
        if heard.late and command.name in MONEY:
            raise Misread("sms.too_late")
        COMMANDS[command.name](caller, command, f"sms:{heard.gateway_id}")
    except WalletError as wrong:
        refuse(caller, wrong)


def refuse(caller: Caller, wrong: WalletError) -> None:
    """Say what was wrong; the answers a machine could provoke without end, once in ten minutes."""

    def write(db: Connection) -> None:
        seldom = caller.is_stranger or wrong.key in RARELY_ANSWERED
        if not seldom or texts.may_help(db, caller.phone):
            tell(db, caller, *explain(caller.language, wrong))

    in_transaction(process.wallet().engine, write)


def tell(db: Connection, caller: Caller, sentence: str, values: dict[str, Any]) -> None:
    """Answer the caller."""
    notices.write(db, caller.phone, caller.language, "answer", sentence, values)


def reply(caller: Caller, sentence: str, values: dict[str, Any]) -> None:
    """Answer the caller, in a transaction of its own."""
    in_transaction(process.wallet().engine, lambda db: tell(db, caller, sentence, values))


def balance(caller: Caller, _: Heard, key: str) -> None:
    """SOLDE."""
    outcome = process.wallet().perform(ReadBalance(), caller, key, "sms")
    reply(caller, outcome.sentence, outcome.values)


def history(caller: Caller, _: Heard, __: str) -> None:
    """HISTO: the last five."""

    def write(db: Connection) -> None:
        lines = [
            say(
                caller.language,
                "sms.history_line",
                date=one.date,
                signed=one.amount,
                name=one.name or one.phone,
            )
            for one in movements.latest(db, caller.person_id)
        ]
        tell(db, caller, "sms.history" if lines else "sms.history_none", {"lines": "\n".join(lines)})

    in_transaction(process.wallet().engine, write)


def send(caller: Caller, command: Heard, key: str) -> None:
    """ENVOI: ask back, with who, how much, and a code."""

    def write(db: Connection) -> None:
        ask_to_send(db, caller, str(command.phone), int(command.amount or 0), key)

    in_transaction(process.wallet().engine, write)


def ask_to_send(db: Connection, caller: Caller, phone: str, amount: int, key: str) -> None:
    """The question of a send. Raises Misread or Refused when it could not be done anyway."""
    sender = people.by_id(db, caller.person_id)
    may_move_by_sms(db, sender)
    case = SendMoney(quote_sending(db, caller, find_recipient(db, caller, phone), amount))
    limits.check(db, sender, "sms", amount)
    asks.ask(
        db,
        caller,
        key,
        case.kind,
        content(case),
        "sms.question_send",
        {**vars(case.quote), "total": case.quote.total},
    )


def yes(caller: Caller, command: Heard, key: str) -> None:
    """OUI and its code: do what was asked, once; the receipt is the answer."""
    question = waiting(caller)
    case = ALL[question.kind].from_content(question.content)
    try:
        outcome = process.wallet().perform(
            case, caller, question.key, "sms", CodeProof(question.id, command.code or "")
        )
    except QuoteChanged:
        phone, amount = question.content["quote"]["phone"], question.content["quote"]["amount"]
        in_transaction(process.wallet().engine, lambda db: ask_to_send(db, caller, phone, amount, key))
        return
    if outcome.refused:
        reply(caller, outcome.sentence, outcome.values)
    elif question.done:
        reply(caller, "refusal.key_reused", outcome.values)
    in_transaction(process.wallet().engine, lambda db: asks.done(db, question.id))


def no(caller: Caller, command: Heard, _: str) -> None:
    """NON and its code: drop what was asked."""
    question = waiting(caller)
    if question.done:
        raise Misread("sms.no_question")
    asks.check(process.wallet().engine, process.wallet().secrets, caller, question.id, command.code or "")

    def write(db: Connection) -> None:
        asks.drop(db, caller.phone)
        tell(db, caller, "sms.dropped", question.content["quote"])

    in_transaction(process.wallet().engine, write)


def waiting(caller: Caller) -> asks.Ask:
    """The question this phone may answer. Raises Misread when there is none, or its five minutes are over."""
    question = in_transaction(process.wallet().engine, lambda db: asks.last(db, caller.phone))
    if question is None:
        raise Misread("sms.no_question")
    if question.expired:
        raise Misread("sms.code_expired")
    return question


def language(caller: Caller, command: Heard, key: str) -> None:
    """LANGUE EN: the notice of the change is the answer."""
    process.wallet().perform(ChangeLanguage(command.language or caller.language), caller, key, "sms")


def lock(caller: Caller, _: Heard, key: str) -> None:
    """BLOQUE: the notice of the lock is the answer."""
    process.wallet().perform(LockWallet(), caller, key, "sms")


def help_(caller: Caller, command: Heard, _: str) -> None:
    """AIDE, or AIDE and a word."""
    reply(caller, f"help.{command.topic}" if command.topic else "sms.help", {})


def stop(caller: Caller, _: Heard, __: str) -> None:
    """STOP: no more news."""
    set_stopped(caller, "sms.stopped", stopped=True)


def start(caller: Caller, _: Heard, __: str) -> None:
    """REPRISE: news again."""
    set_stopped(caller, "sms.started", stopped=False)


def set_stopped(caller: Caller, sentence: str, *, stopped: bool) -> None:
    """Remember what this phone wants, and say so."""

    def write(db: Connection) -> None:
        texts.set_stopped(db, caller.phone, stopped=stopped)
        tell(db, caller, sentence, {})

    in_transaction(process.wallet().engine, write)


COMMANDS: Final[dict[str, Callable[[Caller, Heard, str], None]]] = {
    "balance": balance, "history": history, "send": send, "yes": yes, "no": no, "language": language,
    "lock": lock, "help": help_, "stop": stop, "start": start,
}  # fmt: skip
