"""Acting on incoming texts, each sender's in turn, and answering each through the outbox."""

import time
from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection

from sms_templates import LANGUAGES, explain, say
from sms_templates.reading.text_command import TextCommand
from sms_templates.reading.understand import named, understand
from wallet.accounts.change_language import ChangeLanguage
from wallet.accounts.choose_texts import ChooseTexts
from wallet.accounts.lock_wallet import LockWallet
from wallet.accounts.read_balance import ReadBalance
from wallet.accounts.read_rules import read_example
from wallet.business.answer_shop_request import RefuseShopRequest, find_shop_request
from wallet.core.database import in_transaction
from wallet.core.errors import Misread, WalletError
from wallet.core.logs import following, log, masked
from wallet.core.traces import step
from wallet.messages import texts
from wallet.messages.texts import ANSWERED, TextAnswer, TextIn
from wallet.operations import movements
from wallet.operations.actor import Actor
from wallet.people import people
from wallet.requests.answer_request import RefuseRequest, find_refusal
from wallet.requests.block_person import BlockPerson, find_asker, find_person
from wallet.subscriptions.leave import EndSubscription
from workers import process
from workers.answers import look_at_code, perform, reply, tell
from workers.page_command import recharge
from workers.pay_command import pay
from workers.questions import ASKED, cancel, code_alone, handover, mistake, money, no, remind, yes
from workers.waking import awake, wake

AT_ONCE: Final = 200  # texts a job works through
RARELY_ANSWERED: Final = {"sms.unknown", "sms.help"}  # and whatever a stranger texts: it may be a machine
FOR_ANYONE: Final = {"help", "prices", "stop", "start", "decline", "block"}
MONEY: Final = {*ASKED, "pay", "handover", "yes"}


def answer_waiting() -> int:
    """Answer the texts that wait. Returns how many."""
    awake(process.redis(), "inbox")
    engine, done = process.wallet().engine, 0
    while done < AT_ONCE and in_transaction(engine, texts.count_try):
        with engine.begin() as db:
            done += texts.answer_next(db, answer)
        wake(process.redis(), "notices")
    return done


def answer(heard: TextIn) -> TextAnswer:
    """Do what a text asks, or say what was wrong with it. Returns what came of it, which is logged."""
    began = time.monotonic()
    caller = in_transaction(process.wallet().engine, lambda db: people.find_caller(db, heard.sender, LANGUAGES[0]))
    actor = Actor.from_caller(caller)
    with following(gateway_id=heard.gateway_id), step("text heard", of=heard.gateway_id, text=heard.gateway_id) as seen:
        came = obey(actor, heard)
        seen.say(command=came.command, outcome=came.outcome)
    log.info("text answered", channel="sms", gateway_id=heard.gateway_id, phone=masked(heard.sender),
             command=came.command, outcome=came.outcome, language=actor.language,
             ms=round(1_000 * (time.monotonic() - began), 1))  # fmt: skip
    return came


def obey(actor: Actor, heard: TextIn) -> TextAnswer:
    """Do what a text asks, or say what was wrong with it. Returns what came of it."""
    name = ""
    try:
        command = understand(heard.text)
        name = command.name
        if not actor.person_id and name not in FOR_ANYONE:
            request = command.request if name == "pay" else None
            raise Misread("sms.pay_by_menu", request=request) if request else Misread("sms.not_registered")
        if heard.late and name in MONEY:
            raise Misread("sms.too_late")
        outcome = COMMANDS[name](actor, command, f"sms:{heard.gateway_id}") or ANSWERED
    except WalletError as wrong:
        name = name or named(heard.text)
        if not actor.person_id and wrong.key in {*RARELY_ANSWERED, "sms.yes_needs_code"}:
            wrong = Misread("sms.not_registered")
        if wrong.key != "sms.yes_needs_code" or not remind(actor, "without_code"):
            refuse(actor, wrong, named(heard.text))
        return TextAnswer(name, wrong.key)
    return TextAnswer(name, outcome)


def refuse(actor: Actor, wrong: WalletError, command: str) -> None:
    """Say what was wrong with a command; what a machine could provoke without end, three times in ten minutes."""

    def write(db: Connection) -> None:
        seldom = not actor.person_id or wrong.key in RARELY_ANSWERED
        count = texts.count_help(db, actor.phone) if seldom else 1
        if seldom and count == texts.HELPS:
            tell(db, actor, "sms.last_answer", {})
        elif count:
            tell(db, actor, *explain(actor.language, wrong, command))

    in_transaction(process.wallet().engine, write)


def balance(actor: Actor, _: TextCommand, key: str) -> str:
    """Text the balance (SOLDE)."""
    return perform(actor, ReadBalance(), key)


def history(actor: Actor, _: TextCommand, __: str) -> None:
    """Text the last five operations (HISTO)."""

    def write(db: Connection) -> None:
        lines = [
            say(
                actor.language,
                "sms.history_line_operator" if one.operator else "sms.history_line",
                **{**vars(one), "signed": one.amount, "name": one.other},
            )
            for one in movements.list_latest(db, actor.person_id)
        ]
        tell(db, actor, "sms.history" if lines else "sms.history_none", {"lines": "\n".join(lines)})

    in_transaction(process.wallet().engine, write)


def prices(actor: Actor, _: TextCommand, __: str) -> None:
    """Text what it costs, by an example, and the ceilings (FRAIS)."""

    def write(db: Connection) -> None:
        tell(db, actor, "sms.prices", vars(read_example(db, actor.person_id)))

    in_transaction(process.wallet().engine, write)


def language(actor: Actor, command: TextCommand, key: str) -> str:
    """Change the language (LANGUE EN)."""
    return perform(actor, ChangeLanguage(command.language or actor.language), key)


def lock(actor: Actor, _: TextCommand, key: str) -> str:
    """Lock the wallet (BLOQUE)."""
    return perform(actor, LockWallet(), key)


def decline(actor: Actor, command: TextCommand, key: str) -> str:
    """Refuse a request (REFUSE 48217368)."""
    look_at_code(actor, str(command.request))

    def find(db: Connection) -> RefuseRequest | RefuseShopRequest:
        asked = find_shop_request(db, actor, str(command.request))
        return RefuseShopRequest(asked) if asked else find_refusal(db, str(command.request))

    return perform(actor, in_transaction(process.wallet().engine, find), key)


def block(actor: Actor, command: TextCommand, key: str) -> str:
    """Block a person (BLOQUE and a number, or the code of a request), or a shop by the code of what it asks."""

    def find(db: Connection) -> BlockPerson | RefuseShopRequest:
        if command.phone:
            return BlockPerson(find_person(db, actor, command.phone))
        if asked := find_shop_request(db, actor, str(command.request)):
            return RefuseShopRequest(asked, block=True)
        return BlockPerson(find_asker(db, actor, str(command.request)))

    if not command.phone:
        look_at_code(actor, str(command.request))
    return perform(actor, in_transaction(process.wallet().engine, find), key)


def help_(actor: Actor, command: TextCommand, _: str) -> None:
    """Text the help (AIDE, or AIDE and a word)."""
    reply(actor, f"help.{command.topic}" if command.topic else "sms.help", {})


def end_subscription(actor: Actor, command: TextCommand, key: str) -> str:
    """End a subscription (STOP ABO 48217365)."""
    return perform(actor, EndSubscription(str(command.request)), key)


def stop(actor: Actor, _: TextCommand, key: str) -> str:
    """Stop news (STOP)."""
    return perform(actor, ChooseTexts(stopped=True), key)


def start(actor: Actor, _: TextCommand, key: str) -> str:
    """Send news again (REPRISE)."""
    return perform(actor, ChooseTexts(stopped=False), key)


COMMANDS: Final[dict[str, Callable[[Actor, TextCommand, str], str | None]]] = {
    "balance": balance, "history": history, "prices": prices, **dict.fromkeys(ASKED, money), "recharge": recharge,
    "pay": pay, "handover": handover, "yes": yes, "no": no, "code": code_alone, "mistake": mistake,
    "cancel": cancel, "language": language, "lock": lock,
    "decline": decline, "block": block, "help": help_, "end_subscription": end_subscription,
    "stop": stop, "start": start,
}  # fmt: skip
