"""Recharging and withdrawing by SMS: asked back with who and how much, done by OUI; equal to what a menu asks for."""

import itertools
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import Connection, text

from sms_templates import LANGUAGES, WIDEST, say, say_on
from sms_templates.gsm7 import segments
from sms_templates.reading.understand import shield
from tests.world.cast import AWA, MOUSSA, PINS, STRANGER
from tests.world.world import World
from ussd_menus import main
from ussd_menus.conversation import Finished, Journal, Open, resume
from wallet.messages import texts
from wallet.operations import asks, movements
from wallet.operations.use_case import UseCase
from wallet.payments import operators
from wallet.people import people
from wallet.perform import ALL
from web.gateways.call_backend import WalletBackend
from workers import inbox

OF_NEITHER = "+237662000002"  # a customer of neither operator
numbers = itertools.count(1)

RECHARGE = {"amount": 5_000, "name": "Moussa B.", "phone": MOUSSA, "payer": MOUSSA, "operator": "mtn"}
WITHDRAW = {"amount": 5_000, "phone": MOUSSA, "fee": 50, "tax": 14, "total": 5_064, "operator": "mtn"}


@dataclass
class Answer:
    """A text back: its sentence, and the values it is filled with."""

    sentence: str
    values: dict[str, Any] = field(default_factory=dict)

    def has(self, **values: Any) -> bool:
        return {**self.values, **values} == self.values


@dataclass
class Texting:
    """Moussa's hands on a phone."""

    world: World

    def send(self, words: str, phone: str = MOUSSA, *, minutes_ago: int = 0) -> list[Answer]:
        """Text it, shielded as at the door. Returns what comes back."""
        wallet = self.world.wallet
        shielded = shield(words, lambda code: asks.digest_code(wallet.secrets, phone, code))

        def store(db: Connection) -> int:
            sent_at = db.execute(text("SELECT wallet_now() - make_interval(mins => :m)"), {"m": minutes_ago})
            texts.store(db, f"text-{next(numbers)}", phone, shielded, sent_at.scalar_one(), answer=True)
            return int(db.execute(text("SELECT count(*) FROM notice")).scalar_one())

        before = self.world.do(store, "web")
        inbox.answer_waiting()
        with wallet.engine.begin() as db:
            rows = db.execute(text('SELECT sentence, "values" FROM notice ORDER BY written_at, id')).all()
        fresh = [Answer(row.sentence, row.values) for row in rows][before:]
        for answer in fresh:
            for language in LANGUAGES:
                filled_in = {"code": "4821", "page": WIDEST["page"]}  # by whoever sends it
                assert segments(say_on("sms", language, answer.sentence, **answer.values, **filled_in)) == 1
        return fresh

    def ask(self, words: str, phone: str = MOUSSA) -> Answer:
        """Text it. Returns the one answer."""
        [answer] = self.send(words, phone)
        return answer

    @property
    def code(self) -> str:
        ask_id = str(self.world.one("SELECT id FROM ask ORDER BY asked_at DESC LIMIT 1"))
        return asks.compute_code(self.world.wallet.secrets, ask_id)

    def say_yes(self) -> Answer:
        return self.ask(f"OUI {self.code}")

    def asked(self) -> UseCase:
        """Return what the newest question asks for."""
        with self.world.engine.begin() as db:
            row = db.execute(text("SELECT kind, content FROM ask ORDER BY asked_at DESC LIMIT 1")).one()
        return ALL[row.kind].from_content(row.content)


@pytest.fixture
def phone(world: World) -> Texting:
    return Texting(world)


def dial(world: World, *answers: str) -> UseCase:
    """Return what a menu asks for after these answers."""
    backend = WalletBackend(world.wallet)
    caller = backend.caller(MOUSSA, "")
    journal: Journal = []
    came_to = resume(main(caller), caller, journal, backend)
    for answer in answers:
        assert isinstance(came_to, Open)
        named = {option.digit: option.name for option in came_to.question.options}
        came_to = resume(main(caller), caller, journal, backend, named.get(answer, answer))
        assert isinstance(came_to, Finished) or came_to.error is None
    assert isinstance(came_to, Finished)
    assert isinstance(came_to.asked, UseCase)
    return came_to.asked


@pytest.mark.parametrize(
    ("words", "answers"),
    [
        ("ENVOI 5000 699000002", ["1", "699000002", "5000", PINS[MOUSSA]]),
        ("RECHARGE 5000", ["2", "5000", "1"]),
        ("RECHARGE 5 000 MTN", ["2", "5 000", "1"]),
        ("RECHARGE 5000 690000001", ["2", "5000", "690000001", "1"]),
        ("RECHARGE 5000 OM 690000001 POUR 699000002", ["2", "699000002", "5000", "690000001", "1"]),
        ("RECHARGE 5000 MOMO 662000002", ["2", "5000", "662000002", "1", "1"]),
        ("RETRAIT 5000", ["3", "1", "5000", PINS[MOUSSA]]),
        ("RETRAIT 5000 690 00 00 01", ["3", "690000001", "5000", PINS[MOUSSA]]),
        ("WITHDRAW 5000 OM 662000002", ["3", "662000002", "2", "5000", PINS[MOUSSA]]),
    ],
)
def test_a_text_and_a_menu_ask_for_equal_values(world: World, phone: Texting, words: str, answers: list[str]) -> None:
    phone.ask(words)
    assert phone.asked() == dial(world, *answers)


def test_a_recharge_is_asked_back_approved_and_told(world: World, phone: Texting) -> None:
    asked = phone.ask("RECHARGE 5000")
    assert asked.sentence == "sms.question_add_money"
    assert asked.has(**RECHARGE)
    assert world.one("SELECT count(*) FROM payment") == 0
    done = phone.say_yes()
    assert done.sentence == "add_money_asked"
    assert done.has(amount=5_000, phone=MOUSSA, operator="mtn")
    world.work("pending")
    world.pass_time(6)
    world.work("succeeded")
    assert world.balance(MOUSSA) == 5_000
    assert world.receipts() == ["add_money_succeeded"]
    assert phone.say_yes().sentence == "add_money_asked"
    assert world.balance(MOUSSA) == 5_000


def test_a_withdrawal_is_asked_back_held_and_told(world: World, phone: Texting) -> None:
    world.credit(MOUSSA, 20_000)
    asked = phone.ask("RETRAIT 5000")
    assert asked.sentence == "sms.question_withdraw_money"
    assert asked.has(**WITHDRAW)
    assert world.balance(MOUSSA) == 20_000
    assert phone.say_yes().sentence == "withdraw_money_asked"
    assert world.balance(MOUSSA) == 20_000 - 5_064
    world.work("succeeded")
    assert world.receipts() == ["withdraw_money_succeeded"]
    world.check()


def test_what_cannot_be_paid_is_refused_at_oui(world: World, phone: Texting) -> None:
    phone.ask("RETRAIT 500")
    refused = phone.say_yes()
    assert (refused.sentence, refused.values) == ("refusal.not_enough", {"total": 555})
    assert world.one("SELECT count(*) FROM payment") == 0


@pytest.mark.parametrize(
    ("words", "sentence", "values"),
    [
        ("RECHARGE 5000", "sms.dropped_add_money", RECHARGE),
        ("RETRAIT 5000", "sms.dropped_withdraw_money", WITHDRAW),
        ("ENVOI 500 699000002", "sms.dropped_send_money", {"amount": 500, "phone": AWA, "total": 508}),
    ],
)
def test_non_drops_it_and_says_what(
    world: World, phone: Texting, words: str, sentence: str, values: dict[str, Any]
) -> None:
    phone.ask(words)
    dropped = phone.ask(f"NON {phone.code}")
    assert dropped.sentence == sentence
    assert dropped.has(**values)
    assert phone.say_yes().sentence == "code_not_asked"
    assert world.one("SELECT count(*) FROM payment") == 0


@pytest.mark.parametrize("kind", ["send_money", "withdraw_money"])
def test_a_price_that_changed_is_asked_anew(world: World, phone: Texting, kind: str) -> None:
    world.credit(MOUSSA, 20_000)
    phone.ask({"send_money": "ENVOI 1000 699000002", "withdraw_money": "RETRAIT 1000 OM 690000001"}[kind])
    with world.owner.begin() as db:
        db.execute(text("INSERT INTO tariff VALUES (:kind, wallet_now(), 0, 77, 500, 2000, 4)"), {"kind": kind})
    anew = phone.ask(f"OUI {phone.code}")
    assert anew.sentence == f"sms.question_{kind}"
    assert anew.has(amount=1_000, fee=77, tax=6, total=1_083, answer="repriced")
    phone.send(f"OUI {phone.code}")
    assert world.balance(MOUSSA) == 20_000 - 1_083


@pytest.mark.parametrize(
    ("words", "operator", "at"),
    [
        ("RETRAIT 500", "mtn", MOUSSA),
        ("RETRAIT 500 OM", "orange", MOUSSA),  # any number may be with any operator: the question names it
        ("RETRAIT 500 690000001", "orange", "+237690000001"),
        ("RETRAIT 500 MOMO 690000001", "mtn", "+237690000001"),
        ("RETRAIT 500 OM 662000002", "orange", OF_NEITHER),
    ],
)
def test_the_word_chooses_the_operator_else_the_prefix(phone: Texting, words: str, operator: str, at: str) -> None:
    assert phone.ask(words).has(operator=operator, phone=at)


@pytest.mark.parametrize(("word", "name"), [("RECHARGE", "recharge"), ("RETRAIT", "withdraw")])
def test_a_prefix_of_neither_is_told_which_words_to_add(phone: Texting, word: str, name: str) -> None:
    answer = phone.ask(f"{word} 500 662000002")
    assert answer.sentence == "sms.which_operator"
    assert say("fr", answer.sentence, **answer.values) == (
        f"662000002: opérateur inconnu, rien n'est fait. Ajoutez OM ou MOMO, ex. {say('fr', f'form.{name}')}"
    )


@pytest.mark.parametrize(
    ("words", "problem", "form"),
    [
        ("RECHARGE 99", "Au moins 100 FCFA.", "recharge"),
        ("RECHARGE 500 POUR 222123456", "Numéro fixe: donnez un mobile.", "recharge"),
        ("RETRAIT 99", "Au moins 100 FCFA.", "withdraw"),
        ("RETRAIT 500 OM 222123456", "Numéro fixe: donnez un mobile.", "withdraw"),
    ],
)
def test_what_is_wrong_is_answered_with_the_form_of_its_own_command(
    phone: Texting, words: str, problem: str, form: str
) -> None:
    answer = phone.ask(words)
    said = say("fr", answer.sentence, **answer.values)
    assert said.startswith(f"{problem} Rien n'est fait. Écrivez {say('fr', f'form.{form}')}. Détails: AIDE ")


@pytest.mark.parametrize(
    ("words", "problem", "remedy"),
    [
        ("ENVOI 500 677000001", "C'est votre numéro.", "own_number"),
        ("RETRAIT 5001", "Au plus 5 000 FCFA. Plus: voyez un agent.", "amount_above"),
        ("RECHARGE 500 POUR 677777777", "Ce numéro n'a pas de compte Mbongo.", "no_wallet"),
        ("PAYER 500 55111", "Code inconnu.", "no_such_code"),
        ("PAYER CAMWATER FACT118", "Pas de factures à ce nom ici.", "no_such_biller"),
    ],
)
def test_what_the_form_does_not_mend_is_answered_with_what_does(
    phone: Texting, words: str, problem: str, remedy: str
) -> None:
    refused = phone.ask(words)
    said = say("fr", refused.sentence, **refused.values)
    assert said == f"{problem} Rien n'est fait. {say('fr', f'remedy.{remedy}')}"


@pytest.mark.parametrize("words", ["RECHARGE 500", "RETRAIT 500", "RECHARGE 500 MOMO 690000001"])
def test_an_operator_that_is_down_is_said_at_once(world: World, phone: Texting, words: str) -> None:
    with world.owner.begin() as db:
        operators.set_maintenance(db, "mtn", on=True)
    assert phone.ask(words).values["problem"] == "MTN MoMo en panne. Attendez 10 min."
    assert phone.ask(f"{words.split(maxsplit=1)[0]} 500 OM 690000001").sentence.startswith("sms.question_")


def test_the_ceiling_by_sms_binds_withdrawals_when_asked_and_no_recharge(world: World, phone: Texting) -> None:
    world.credit(MOUSSA, 20_000)
    assert phone.ask("RECHARGE 20000").sentence == "sms.question_add_money"
    assert phone.say_yes().sentence == "add_money_asked"
    phone.ask("RETRAIT 4000 OM 690000001")
    phone.say_yes()
    assert phone.ask("RETRAIT 1500").has(left=1_000)
    assert phone.ask("ENVOI 1500 699000002").sentence == "refusal.sms_ceiling"
    assert phone.ask("RECHARGE 1500").sentence == "sms.question_add_money"


@pytest.mark.parametrize("words", ["RECHARGE 500", "RETRAIT 500 MOMO"])
def test_money_asked_too_late_locked_or_by_a_stranger_is_not_asked_back(
    world: World, phone: Texting, words: str
) -> None:
    [late] = phone.send(words, minutes_ago=16)
    assert late.sentence == "sms.too_late"
    assert phone.ask(words, STRANGER).sentence == "sms.not_registered"
    phone.send("BLOQUE")
    assert phone.ask(words).sentence == "refusal.locked_by_owner"
    assert world.one("SELECT count(*) FROM ask") == 0


def test_the_fourth_prompt_of_a_day_to_another_s_phone_is_refused(phone: Texting) -> None:
    said = []
    for _ in range(4):
        phone.ask("RECHARGE 500 699000002")
        said.append(phone.say_yes().sentence)
    assert said == ["add_money_asked"] * 3 + ["refusal.prompts"]


def test_both_stand_in_the_history_with_their_operator(world: World, phone: Texting) -> None:
    world.credit(MOUSSA, 20_000)
    phone.ask("RECHARGE 5000 OM 690000001")
    phone.say_yes()
    world.work("succeeded", rail="orange")
    phone.ask("RETRAIT 2000")
    phone.say_yes()
    with world.engine.begin() as db:
        assert len(movements.list_latest(db, people.find_caller(db, MOUSSA).person_id)) == 1, "only once it is paid"
    world.work("succeeded")
    with world.engine.begin() as db:
        paid, recharged = movements.list_latest(db, people.find_caller(db, MOUSSA).person_id)
    assert (paid.kind, paid.amount, paid.operator, paid.phone, paid.fee, paid.tax) == (
        "withdraw_money", -2_000, "mtn", MOUSSA, 50, 8,
    )  # fmt: skip
    assert (recharged.kind, recharged.amount, recharged.operator, recharged.phone, recharged.fee) == (
        "add_money", 5_000, "orange", "+237690000001", 0,
    )  # fmt: skip
    lines = phone.ask("HISTO").values["lines"].split("\n")
    assert [line[6:] for line in lines] == ["-2 000 MTN MoMo", "+5 000 Orange Money"]
