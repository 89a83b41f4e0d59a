"""Hops after hops: repeats, drops, lost sessions, several answers at once. Every hop passes through JSON."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import ussd_menus
from sms_templates.gsm7 import septets
from tests.ussd_menus.fake_backend import PIN, FakeBackend
from tests.world.cast import AWA, MOUSSA, STRANGER
from tests.world.examples import draw
from ussd_menus import conversation
from ussd_menus.questions import Menu, ask, choose_menu, look_up
from ussd_menus.session import Hop, Session, take_hop
from wallet.core.errors import Misread
from wallet.core.values import Money
from wallet.people.favourites import Favourite
from wallet.people.people import Caller

TO_AWA = ["1", "699000002", "5000"]


@dataclass
class Phone:
    """A phone's line to the service: it keeps what the gateway keeps, and the store what Redis keeps."""

    phone: str = MOUSSA
    backend: FakeBackend = field(default_factory=FakeBackend)
    stored: str | None = None
    session_id: str = "s1"
    answers: list[str] = field(default_factory=list)

    def send(self, text: str, *, age_seconds: float = 1, phone: str = "", code: str = "*384*237#") -> str:
        before: Session | None = json.loads(self.stored) if self.stored else None
        session, screen = take_hop(
            before, age_seconds, Hop(self.session_id, phone or self.phone, code, text), self.backend
        )
        self.stored = json.dumps(session)
        assert septets(screen) <= 160, screen
        return screen

    def dial(self, *shortcut: str) -> str:
        self.session_id, self.answers = f"s{int(self.session_id[1:]) + 1}", list(shortcut)
        return self.send("*".join(self.answers))

    def answer(self, *typed: str) -> str:
        screen = ""
        for one in typed:
            self.answers.append(one)
            screen = self.send("*".join(self.answers))
        return screen

    def lose(self) -> None:
        self.stored = None


@pytest.fixture
def line() -> Phone:
    return Phone()


def test_a_send_is_performed_on_the_pin_and_once(line: Phone) -> None:
    line.dial()
    assert "PIN?" in line.answer(*TO_AWA)
    done = line.answer(PIN)
    assert done.startswith("END Fait: 5 000 FCFA envoyés à Awa N. 699000002.")
    assert line.send("*".join(line.answers)) == done
    assert list(line.backend.performed) == [f"ussd:{MOUSSA}:s2"]


def test_the_same_hop_again_gives_the_same_screen_and_asks_nothing(line: Phone) -> None:
    line.dial()
    shown = line.answer("1", "699000002", "x")
    assert shown.startswith("CON Montant non compris")
    stored = line.stored
    assert line.send("1*699000002*x") == shown
    assert line.stored == stored


def test_a_wrong_pin_hop_repeated_counts_one_try(line: Phone) -> None:
    line.dial()
    shown = line.answer(*TO_AWA, "111199")
    assert "Reste 2 essais" in shown
    for _ in range(5):
        assert line.send("*".join(line.answers)) == shown
    assert line.backend.tries == 2


def test_shorter_text_is_stale_and_shows_the_current_screen(line: Phone) -> None:
    line.dial()
    current = line.answer(*TO_AWA)
    assert line.send("1*699000002") == current
    assert line.answer(PIN).startswith("END Fait")


@pytest.mark.parametrize("text", ["2*699000002*5000*1", "1*699000003*5000", "1*699000002*50009"])
def test_diverging_text_ends_the_call_and_leaves_a_trace(line: Phone, text: str) -> None:
    line.dial()
    line.answer(*TO_AWA)
    assert line.send(text).startswith("END Appel incohérent")
    assert line.backend.security_events == ["text diverged"]
    assert line.answer(PIN).startswith("END")
    assert not line.backend.performed


def test_another_service_code_ends_the_call(line: Phone) -> None:
    line.dial()
    assert line.send("1", code="*384*999#").startswith("END Appel incohérent")


def test_several_answers_at_once_stop_at_the_pin(line: Phone) -> None:
    line.dial()
    assert "PIN?" in line.send("*".join([*TO_AWA, PIN]))
    assert not line.backend.performed
    line.answers = [*TO_AWA, PIN]
    assert line.answer(PIN).startswith("END Fait")


def test_a_dialled_shortcut_never_performs_even_without_a_pin(line: Phone) -> None:
    shown = line.dial("6", "7", "1", "2")
    assert shown.startswith("CON Langue/Language")
    assert not line.backend.performed
    assert line.answer("2").startswith("END Mbongo now speaks English")


def test_a_shortcut_with_a_mistake_stops_there(line: Phone) -> None:
    assert line.dial("1", "699", "5000").startswith("CON Numéro non compris")
    assert line.answer("699000002").startswith("CON Awa N. 699000002")


def test_back_home_and_goodbye(line: Phone) -> None:
    line.dial()
    first = line.answer("1")
    assert line.answer("699000002", "0") == first
    assert line.answer("00").startswith("CON Mbongo")
    assert line.answer("0").startswith("END Au revoir")


def test_keys_are_never_counted_as_mistakes_and_mistakes_end_the_call_at_three_in_a_row(line: Phone) -> None:
    line.dial()
    line.answer("1", "x", "x", "0", "1", "x", "x", "699000002", "x", "x")
    assert line.answer("x").startswith("END Montant non compris. Ex. 5000. 3 erreurs: rien n'est fait")


def test_a_third_mistake_says_its_own_reason_and_what_is_left_of_the_pins_tries(line: Phone) -> None:
    line.dial()
    line.answer(*TO_AWA, "1111")
    assert line.answer("abc").startswith("CON 4 à 6 chiffres. PIN: 2 essais.\n"), "said of a slip as well"
    assert line.answer("2222").startswith("END PIN incorrect. Reste 1 essai. 3 erreurs: rien n'est fait")


def test_a_figure_no_coin_pays_right_after_a_refused_amount_is_asked_once_more(line: Phone) -> None:
    """By habit the PIN follows an amount: it must not be taken for the amount asked anew, nor shown."""
    line.dial()
    asked = line.answer("1", "699000002", "50000")
    assert asked.startswith("CON Au plus 5 000 FCFA. Plus: voyez un agent.\nAwa N. 699000002\nAutre montant en FCFA?")
    again = line.answer("4826")
    assert again.startswith("CON Ici le montant, pas le PIN. Retapez-le.\n")
    assert "4826" not in again + (line.stored or "")
    assert "4 826" not in again
    assert line.answer("4826").startswith("CON Envoyer 4 826 FCFA à Awa N. 699000002\n"), "meant, when typed again"


def test_a_usual_amount_right_after_a_refused_one_is_taken(line: Phone) -> None:
    line.dial()
    line.answer("1", "699000002", "50000")
    assert line.answer("4825").startswith("CON Envoyer 4 825 FCFA")


def test_two_pins_that_differ_go_back_to_the_first(line: Phone) -> None:
    line = Phone(STRANGER)
    line.dial()
    line.answer("1", "Awa", "Ngono", "739158")
    assert line.answer("739159").startswith("CON Les deux PIN diffèrent.\nChoisissez un PIN")
    assert line.answer("739158").startswith("CON Retapez ce PIN")
    assert line.answer("739158").startswith("END Compte")


def test_that_nobody_checked_a_name_is_said_before_the_pin_and_nowhere_else(line: Phone) -> None:
    line.backend.unchecked = 1
    line.dial()
    assert line.answer(*TO_AWA).endswith("Frais 25 Taxe 14\nNom non vérifié. PIN?\n0 Retour 00 Menu")
    assert "?" not in line.answer(PIN)


def test_a_changed_price_is_shown_and_the_pin_asked_again(line: Phone) -> None:
    line.dial()
    line.answer(*TO_AWA)
    line.backend.fee = 30
    shown = line.answer(PIN)
    assert shown.startswith("CON Prix changé")
    assert "Frais 30" in shown
    assert not line.backend.performed
    assert line.answer(PIN).startswith("END Fait")


def test_a_lost_session_is_rebuilt_up_to_its_pin(line: Phone) -> None:
    line.dial()
    line.answer(*TO_AWA)
    line.lose()
    assert "PIN?" in line.answer(PIN)
    assert not line.backend.performed
    assert line.answer(PIN).startswith("END Fait")
    assert list(line.backend.performed) == [f"ussd:{MOUSSA}:s2"]


def test_a_lost_registration_asks_for_the_pin_again(line: Phone) -> None:
    line = Phone(STRANGER)
    line.dial()
    line.answer("1", "Awa", "Ngono", PIN)
    line.lose()
    assert line.answer(PIN).startswith("CON Choisissez un PIN")
    line.answer(PIN)
    assert line.answer(PIN).startswith("END")


def test_a_redial_offers_to_go_on_and_keeps_the_key(line: Phone) -> None:
    line.dial()
    line.answer(*TO_AWA)
    assert line.dial() == "CON Envoyer: pas fini.\n98 Continuer 00 Recommencer"
    assert line.answer("5").startswith("CON Choix inconnu.\nEnvoyer: pas fini.")
    assert "PIN?" in line.answer("98")
    assert line.answer(PIN).startswith("END Fait")
    assert list(line.backend.performed) == [f"ussd:{MOUSSA}:s2"]


def test_a_redial_may_start_again(line: Phone) -> None:
    line.dial()
    line.answer(*TO_AWA)
    line.dial()
    assert line.answer("00").startswith("CON Mbongo")
    line.answer(*TO_AWA, PIN)
    assert list(line.backend.performed) == [f"ussd:{MOUSSA}:s3"]


def test_nothing_typed_is_nothing_to_go_on_with(line: Phone) -> None:
    line.dial()
    line.answer("6", "1")
    assert line.dial().startswith("CON Mbongo")


def test_a_lost_offer_ends_with_dial_again(line: Phone) -> None:
    line.dial()
    line.answer(*TO_AWA)
    line.dial()
    line.lose()
    assert line.answer("98").startswith("END Appel interrompu")


def test_what_was_done_is_the_first_line_once(line: Phone) -> None:
    line.dial()
    line.answer(*TO_AWA, PIN)
    assert line.dial().startswith("CON Fait: 5 000 FCFA à Awa N. Ref K7Q2-93FD\n1 Envoyer")
    assert line.answer("1", "0").startswith("CON Mbongo\n")
    assert line.dial().startswith("CON Mbongo\n")


def test_a_call_left_too_long_is_over(line: Phone) -> None:
    line.dial()
    line.answer(*TO_AWA)
    line.answers.append(PIN)
    assert line.send("*".join(line.answers), age_seconds=181).startswith("END Appel trop long")
    assert not line.backend.performed


def test_having_merely_read_something_is_nothing_to_go_on_with(line: Phone) -> None:
    line.dial()
    line.answer("6", "2", PIN, "1")
    assert line.dial().startswith("CON Mbongo\n1 Envoyer")


def test_a_second_send_to_somebody_offers_them_as_a_favourite(line: Phone) -> None:
    line.backend.sent_before = True
    line.dial()
    assert line.answer(*TO_AWA, PIN).endswith("Un SMS suit.\n1 Ajouter aux favoris")
    assert line.answer("1").startswith("END Awa N. 699000002 est dans vos favoris.")
    assert [case.kind for case in line.backend.performed.values()] == ["send_money", "add_favourite"]


def test_any_other_answer_to_that_offer_does_nothing(line: Phone) -> None:
    line.backend.sent_before = True
    line.dial()
    line.answer(*TO_AWA, PIN)
    assert line.answer(PIN).startswith("END Cet appel est terminé.")
    assert [case.kind for case in line.backend.performed.values()] == ["send_money"]


def test_somebody_known_is_sent_to_in_three_answers_and_the_balance_is_one_digit_away(line: Phone) -> None:
    line.backend.known = [Favourite("id of awa", AWA, "Awa N.")]
    line.dial()
    assert line.answer("1").startswith("CON Envoyer à quel numéro?\n1. Awa N.")
    assert line.answer("1", "5000").startswith("CON Envoyer 5 000 FCFA à Awa N. 699000002")
    line.answer("00")
    assert line.answer("7").startswith("CON Voir votre solde\nPIN?")


def test_adding_money_from_ones_own_number_takes_three_answers(line: Phone) -> None:
    line.dial()
    asked = line.answer("2", "5000")
    assert asked.startswith(
        "CON Ajouter 5 000 FCFA, sans frais. Qui paie? Ou numéro OM/MoMo\n1 Moi, MTN MoMo 677000001"
    )
    assert line.answer("1").startswith("END Approuvez")


def test_history_pages_and_details(line: Phone) -> None:
    line.dial()
    page = line.answer("6", "2", PIN)
    assert page.startswith("CON Opérations\n1. 12/11 -12 000 Awa N.")
    assert "98 Suite" in page
    following = line.answer("98")
    assert "99 Préc" in following
    assert line.answer("99") == page
    detail = line.answer("2")
    assert "11 000 FCFA à Awa N. 699000002" in detail
    assert line.answer("0") == page


def test_a_deploy_that_changes_the_menu_says_dial_again(line: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    line.dial()
    line.answer("1", "699000002")
    session = json.loads(line.stored or "")
    session["journal"][1]["ask"] = "ussd.send_somebody"
    line.stored = json.dumps(session)
    assert line.answer("5000").startswith("END Appel interrompu")


def test_a_call_dropped_before_a_deploy_that_renamed_its_menu_is_offered_no_more(line: Phone) -> None:
    line.dial()
    line.answer(*TO_AWA)
    session = json.loads(line.stored or "")
    for entry in session["journal"]:
        if entry.get("ask", "").endswith(".title"):
            entry["answer"] = "transfer"
    line.stored = json.dumps(session)
    assert line.dial().startswith("CON Mbongo\n1 Envoyer")
    assert line.answer("1").startswith("CON Envoyer")


def test_the_other_language_at_once(line: Phone) -> None:
    line = Phone(STRANGER)
    line.dial()
    assert line.answer("3").startswith("CON Langue/Language\n1. FRANÇAIS\n2. English\n")
    assert line.answer("2").startswith("CON Mbongo\n1 Open my account")
    assert line.answer("1").startswith("CON Your first name?")


ANSWERS = st.sampled_from(
    [
        "1",
        "2",
        "5",
        "6",
        "7",
        "0",
        "00",
        "98",
        "99",
        "699000002",
        "677000001",
        "5000",
        "50",
        "x",
        "",
        " 1 ",
        PIN,
        "111199",
    ]
)


@draw(120)
@given(typed=st.lists(ANSWERS, max_size=14), lost_after=st.integers(0, 14), stranger=st.booleans())
@example(typed=["5", "2", "1", "2"], lost_after=0, stranger=False)
@example(typed=["5", "1", "699000002", PIN], lost_after=9, stranger=False)
def test_whatever_is_typed(typed: list[str], lost_after: int, stranger: bool) -> None:
    """No crash, no screen too long, no PIN in the store, a repeat changes nothing, and a loss never performs."""
    line = Phone(STRANGER if stranger else MOUSSA)
    line.dial()
    for number, one in enumerate(typed):
        if number == lost_after:
            line.lose()
            done = dict(line.backend.performed)
            line.answer(one)
            assert line.backend.performed == done
        else:
            screen = line.answer(one)
            stored, tries = line.stored, line.backend.tries
            assert line.send("*".join(line.answers)) == screen
            assert (line.stored, line.backend.tries) == (stored, tries)
        assert line.stored is not None
        assert PIN not in line.stored
        assert "111199" not in line.stored
        if json.loads(line.stored)["over"]:
            break
    assert len(line.backend.performed) <= 1


@draw(60)
@given(typed=st.lists(st.sampled_from(["1", "6", "2", "0", "00", "699000002", "5000", "x"]), min_size=1, max_size=8))
def test_a_lost_session_comes_back_to_the_same_screen(typed: list[str]) -> None:
    """Without a PIN in it, the gateway's text alone leads to where the session was."""
    kept, lost = Phone(), Phone()
    kept.dial()
    lost.dial()
    for number, one in enumerate(typed):
        shown = kept.answer(one)
        session = json.loads(kept.stored or "")
        if session["live"] or session["over"] or (session["wrong"] and number + 1 < len(typed)):
            return  # a PIN is only heard live, and past a mistake nothing is heard at once: there the two part
        if number + 1 == len(typed):
            lost.lose()
        assert lost.answer(one) == shown


def test_a_menu_that_refuses_a_kept_answer_has_drifted() -> None:
    """A journaled answer that can no longer be read is a drift, not a wrong answer."""

    class Never:
        @staticmethod
        def read(_: str) -> str:
            raise Misread("error.choice")

    def menu() -> Menu:
        yield from ask("ussd.send_recipient", Never)
        raise AssertionError("not reached")

    journal = [{"ask": "ussd.send_recipient", "answer": "1"}]
    with pytest.raises(conversation.Drifted):
        conversation.resume(menu(), FakeBackend().caller(AWA, "fr"), journal, FakeBackend())


@dataclass(frozen=True)
class Fact:
    """A fact that the two look-ups below find."""

    text: str


def test_a_renamed_look_up_or_menu_ends_no_call() -> None:
    """A call is in the middle while a deploy renames every function of its menu: the journal still fits."""
    backend = FakeBackend()
    caller = backend.caller(MOUSSA, "fr")

    def find_it(_: Caller) -> Fact:
        return Fact("found before")

    def find_it_renamed(_: Caller) -> Fact:
        raise AssertionError("a journaled fact is not looked up again")

    def send(_: Caller) -> Menu:
        yield from look_up("it", find_it, caller)
        yield from ask("ussd.send_amount", Money, name="", phone="")
        raise AssertionError("not reached")

    def send_renamed(_: Caller) -> Menu:
        fact = yield from look_up("it", find_it_renamed, caller)
        yield from ask("ussd.send_amount", Money, name=fact.text, phone="")
        raise AssertionError("not reached")

    def main(menu: Callable[[Caller], Menu]) -> Menu:
        return choose_menu("ussd.main", {"send": menu}, caller)

    backend.find_it = find_it  # type: ignore[attr-defined]  # looked up by name
    journal: conversation.Journal = []
    conversation.resume(main(send), caller, journal, backend, "send")
    journal = json.loads(json.dumps(journal))
    assert journal == [{"ask": "ussd.main.title", "answer": "send"}, {"fact": "it", "value": {"text": "found before"}}]
    came_to = conversation.resume(main(send_renamed), caller, journal, backend)
    assert isinstance(came_to, conversation.Open)
    assert came_to.question.values["name"] == "found before"


def test_another_look_up_at_the_same_place_has_drifted() -> None:
    backend = FakeBackend()

    def menu() -> Menu:
        yield from look_up("recipient", backend.find_recipient, backend.caller(MOUSSA, "fr"), AWA)
        raise AssertionError("not reached")

    with pytest.raises(conversation.Drifted):
        conversation.resume(menu(), backend.caller(MOUSSA, "fr"), [{"fact": "quote", "value": {}}], backend)


def test_no_menu_journals_a_name_of_pythons() -> None:
    """Every name in a journal stands in the menu's own text, where whoever renames a function does not touch it."""
    menus = [file.read_text("utf-8") for file in Path(ussd_menus.__file__).parent.glob("*.py")]
    assert not [text for text in menus if "__name__" in text or "__qualname__" in text]
