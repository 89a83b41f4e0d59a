"""Walking every menu to every question, to draw the machine and to prove that each screen fits."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import orjson

from ussd_menus import main
from ussd_menus.backend import MenuBackend
from ussd_menus.conversation import Finished, Journal, Open, resume
from ussd_menus.questions import Question, Speak
from wallet.people.people import Caller

Sample = Callable[[Question], tuple[str, ...]]
Answer = tuple[Question, str]  # to which question, and what was typed or chosen by name


@dataclass(frozen=True)
class WalkStep:
    """One answer: the question, the line chosen ("" when typed), and the question or use case it leads to."""

    question: Question
    answer: str
    leads_to: Question | None
    asks_for: str = ""  # the use case's kind, where the menu ends
    path: tuple[Answer, ...] = ()  # every answer from the first screen on, this one included


def walk(caller: Caller, backend: MenuBackend, sample: Sample) -> Iterator[WalkStep]:
    """Yield every step a caller can take; `sample` gives what may be typed at a question, a text for each way on."""
    begun: Journal = []
    came_to = resume(main(caller), caller, begun, backend)
    assert isinstance(came_to, Open)
    waiting: list[tuple[Question, Journal, tuple[Answer, ...]]] = [(came_to.question, begun, ())]
    while waiting:
        question, journal, path = waiting.pop()
        for answer in answers(question, sample):
            after: Journal = orjson.loads(orjson.dumps(journal))
            led_to = resume(main(caller), caller, after, backend, answer)
            shown, taken = answer if question.offers(answer) else "", (*path, (question, answer))
            if isinstance(led_to, Finished):
                asked = "change_language" if isinstance(led_to.asked, Speak) else led_to.asked.kind
                yield WalkStep(question, shown, None, asked, taken)
            else:
                assert led_to.error is None, f"{question.key} does not take {answer}: {led_to.error.key}"
                yield WalkStep(question, shown, led_to.question, path=taken)
                waiting.append((led_to.question, after, taken))


def answers(question: Question, sample: Sample) -> list[str]:
    """Return the names of its options, and what may be typed."""
    return [*{option.name: None for option in question.options}, *sample(question)]
