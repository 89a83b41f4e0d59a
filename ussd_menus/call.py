"""A call: each answer or key moves its session on, and puts the next screen, or the closing one, into it."""

import re
from dataclasses import asdict
from typing import Any, Final

from ussd_menus import conversation, main
from ussd_menus.backend import CallBackend
from ussd_menus.conversation import Drifted, Finished, Journal, Open
from ussd_menus.offers import Offer, find_offer
from ussd_menus.questions import Question, SamePin, Speak
from ussd_menus.screen import BACK, HOME, MORE, PREVIOUS, Screen, fits, show
from ussd_menus.sentences import Sentences
from wallet.core.errors import Misread, NotNow, QuoteChanged, Refused, WrongPin
from wallet.core.values import Pin
from wallet.operations.use_case import UseCase
from wallet.people.people import Caller

Session = dict[str, Any]
WRONG_ANSWERS: Final = 3
ANSWERS_AT_ONCE: Final = 20
FIRST_SCREENS: Final = frozenset({"ussd.main.title", "ussd.stranger.title", "ussd.stranger_awaited.title"})
AMOUNT_REFUSED: Final = frozenset({"error.amount_above", "error.amount_below", "error.more_than_left"})
LIKE_A_PIN: Final = re.compile("[0-9]{3,5}[1-46-9]")  # no coin pays it: by habit, the PIN that comes after an amount


class Call:
    """A session being moved on by one hop."""

    def __init__(self, session: Session, backend: CallBackend) -> None:
        self.session, self.backend = session, backend

    @property
    def caller(self) -> Caller:
        """Return who is at the phone, as this session knows them."""
        return Caller(**self.session["caller"])

    def answer_all(self, answers: list[str]) -> None:
        """Take several answers one by one, up to a PIN, a mistake or the menu's last question.

        Past a mistake the next answer may be a PIN with no place: it would be taken for an amount, and shown.
        """
        if len(answers) > ANSWERS_AT_ONCE:
            self.end("ussd.dial_again")
            return
        for one in answers:
            if self.session["live"] or not self.answer(one, live=False):
                return

    def answer(self, typed: str, *, live: bool) -> bool:
        """Take one answer; True when another one may follow."""
        session, typed = self.session, typed.strip(" ")
        if "dropped" in session:
            return self.answer_offer(typed)
        if typed in (BACK, HOME) or typed in session["keys"]:
            return self.press(typed)
        if session["options"] and typed not in session["options"] and not session["typed"]:
            return self.mistaken(Misread("error.choice"))
        return self.run(session["options"].get(typed, typed), live=live)

    def press(self, key: str) -> bool:
        """Go back, home, or to the next or previous page, none of which is a wrong answer; True when one may follow."""
        session = self.session
        session["wrong"] = 0
        if key in (MORE, PREVIOUS):
            session["page"] += 1 if key == MORE else -1
        elif key == BACK and not conversation.go_back(session["journal"]):
            self.end("ussd.goodbye")
            return False
        else:
            session["page"] = 0
            if key == HOME:
                session["journal"] = []
        self.show_current()
        return True

    def answer_offer(self, typed: str) -> bool:
        """Go on with the dropped session, or start again."""
        if typed == BACK:
            self.end("ussd.goodbye")
            return False
        if typed not in (MORE, HOME):
            return self.mistaken(Misread("error.choice"))
        dropped = self.session.pop("dropped")
        if typed == MORE:
            self.session.update(dropped)
        self.show_current()
        return True

    def run(self, answer: str, *, live: bool) -> bool:
        """Answer the open question, and do what the menu returns, if this hop may; True when an answer may follow."""
        if self.session["error"] in AMOUNT_REFUSED and LIKE_A_PIN.fullmatch(answer):
            return self.mistaken(Misread("error.amount_doubtful"))
        before: Journal = list(self.session["journal"])
        came_to = self.come_to(answer)
        if came_to is None:
            return False
        if isinstance(came_to, Finished):
            return self.finish(came_to, before, live=live)
        if came_to.error:
            if isinstance(came_to.question, SamePin) and came_to.error.key == "error.pins_differ":
                conversation.go_back(self.session["journal"])  # the first may be the one mistyped
                return self.mistaken(came_to.error)
            return self.mistaken(came_to.error, came_to)
        self.session.update(wrong=0, page=0)
        self.show(came_to)
        return True

    def come_to(self, answer: str | None = None) -> Open | Finished | None:
        """Run the menu, and return where it stopped; None when that ended the call."""
        caller = self.caller
        try:
            return conversation.resume(main(caller), caller, self.session["journal"], self.backend, answer)
        except Refused as refusal:
            self.end(refusal.key, **refusal.values)
        except Drifted:
            self.end("ussd.dial_again")
        return None

    def finish(self, came_to: Finished, before: Journal, *, live: bool) -> bool:
        """Change the language at once; do anything else only on a live answer."""
        if isinstance(came_to.asked, Speak):
            anew = self.backend.caller(self.caller.phone, came_to.asked.language)
            self.session.update(caller=asdict(anew), journal=[])
            return self.show_current()
        if live:
            return self.perform(came_to.asked, came_to.pin, came_to.question)
        self.session["journal"] = before
        self.show(Open(came_to.question))
        return False

    def perform(self, case: UseCase, pin: Pin | None, question: Question) -> bool:
        """Do what was asked, and close the call with what came of it; or ask again after a mistake or a new price."""
        try:
            outcome = self.backend.perform(case, self.caller, self.session["journey"], pin)
        except Misread as wrong:
            return self.mistaken(wrong, Open(question))
        except QuoteChanged as changed:
            journal: Journal = self.session["journal"]
            while journal and "fact" not in journal.pop():
                pass
            return self.show_current(Misread(changed.key))
        except Refused as refusal:
            return self.end(refusal.key, **refusal.values)
        self.end(outcome.sentence, **outcome.values)
        offer = find_offer(case, outcome, self.caller, self.backend)
        if offer:
            self.session["offer"] = asdict(offer)
            self.session["screen"] = self.add_line(self.session["screen"], offer)
        return False

    def add_line(self, closing: str, offer: Offer) -> str:
        """Return the closing screen with the line it offers, where there is room for it."""
        longer = f"CON {closing.removeprefix('END ')}\n1 {self.sentences.say(offer.line)}"
        if fits(self.sentences, longer):
            return longer
        del self.session["offer"]
        return closing

    def take_offer(self, typed: str) -> None:
        """Do what the closing screen offered; any other answer ends the call, all being done."""
        offer = Offer(**self.session.pop("offer"))
        if typed.strip(" ") != "1":
            self.end("ussd.session_over")
            return
        try:
            outcome = self.backend.perform(offer.case, self.caller, f"{self.session['journey']}:offer", None)
        except Refused as refusal:
            self.end(refusal.key, **refusal.values)
        else:
            self.end(outcome.sentence, **outcome.values)

    def mistaken(self, wrong: Misread, at: Open | None = None) -> bool:
        """Ask again under a line that says what was wrong; the third mistake in a row ends the call."""
        self.session["wrong"] += not isinstance(wrong, NotNow)
        if isinstance(wrong, WrongPin):
            self.session["tries"] = wrong.values["tries"]
        elif wrong.key == "error.pin_form" and "tries" in self.session:
            wrong = Misread("error.pin_form_left", tries=self.session["tries"])
        if self.session["wrong"] >= WRONG_ANSWERS:
            return self.end("ussd.too_many_wrong", problem=self.sentences.say(wrong.key, **wrong.values))
        if at is None:
            self.show_current(wrong)
        else:
            self.show(Open(at.question, wrong))
        return False

    def show_current(self, wrong: Misread | None = None) -> bool:
        """Show the question the journal has come to."""
        if "dropped" in self.session and self.show_offer(wrong):
            return True
        came_to = self.come_to()
        if isinstance(came_to, Finished):  # a menu that asks nothing more has nothing to show: only a drift leads here
            return self.end("ussd.dial_again")
        if came_to:
            self.show(Open(came_to.question, wrong))
        return came_to is not None

    def show(self, at: Open) -> None:
        """Put a question on the screen."""
        first = not any("ask" in entry for entry in self.session["journal"])
        done = self.session.pop("done", None) if at.question.key in FIRST_SCREENS else None
        title = self.sentences.say(f"ussd.done_before.{done['state']}", **done["values"]) if done else ""
        shown = show(at.question, self.sentences, page=self.session["page"], first=first, error=at.error, title=title)
        self.keep(shown, at.question, at.error)

    def show_offer(self, wrong: Misread | None) -> bool:
        """Offer to go on with the dropped session; False when a deploy has renamed the line of the menu it began by."""
        begun = next(entry for entry in self.session["dropped"]["journal"] if "ask" in entry)
        try:
            line = f"{begun['ask'].removesuffix('.title')}.{begun['answer']}"
            what = self.sentences.say(line, down="", requests=0)
        except LookupError:
            del self.session["dropped"]
            return False
        error = [self.sentences.say(wrong.key, **wrong.values)] if wrong else []
        text = "\n".join([*error, self.sentences.say("ussd.resume", what=what)])
        self.keep(Screen(f"CON {text}", {}, frozenset()))
        return True

    def keep(self, shown: Screen, question: Question | None = None, error: Misread | None = None) -> None:
        """Store the screen, its error, what its digits and keys mean, and whether text or a PIN may be typed there."""
        self.session.update(
            screen=shown.text,
            screen_name=question.key if question else "ussd.resume",
            options=dict(shown.options),
            keys=sorted(shown.keys),
            page=shown.page,
            error=error.key if error else "",
            typed=bool(question and question.read),
            live=bool(question and question.live),
        )

    def end(self, sentence: str, **values: Any) -> bool:
        """Close the call with this sentence; False: no answer may follow."""
        sentences = self.backend.sentences(values.get("language", self.session["caller"]["language"]))
        self.session.update(
            screen="END " + sentences.say(sentence, **values), screen_name=sentence,
            over=True, journal=[], options={}, keys=[], error="", live=False,
        )  # fmt: skip
        return False

    @property
    def sentences(self) -> Sentences:
        """Return the sentences of the caller's language."""
        return self.backend.sentences(self.session["caller"]["language"])
