"""Words right beside a command that make it a report, a question about one, or its contrary."""

from collections.abc import Sequence
from typing import Final

from sms_templates.reading.forms import COMMANDS
from sms_templates.reading.terms import Term
from sms_templates.reading.words import NUMBER_SIGNS, Meaning

HAS: Final = "A"  # of IL A ENVOYÉ; it is À as well, but not before a participle
INSIDE_WORDS: Final = "'’-`"  # marks that part no words: N'AI, AS-TU


def is_told(head: Meaning, before: Sequence[Term], behind: Sequence[Term]) -> bool:
    """True for a command that these words before and behind it only tell of, ask about, or forbid.

    HAVE or NOT before it, with little words between; NOT right behind it; RECEIVED or FAILED anywhere behind it; and
    SENT behind I, or behind HAVE anywhere.
    """
    said = [term for term in before if term.kind != "mark" or term.tokens[0].text not in INSIDE_WORDS]
    named = bool(said) and (said[-1].is_a("little") or said[-1].word == HAS)
    if head.past and (named or any(term.is_a("done") for term in said)):
        return True
    first = next((term for term in reversed(said) if not term.is_a("little", "ended")), None)
    if first and (first.is_a("done", "negation") or first.word in NUMBER_SIGNS):
        return True
    reason = head.role == "command" and COMMANDS[head.name].reason  # what is behind may be told to another
    ended = not reason and any(term.is_a("ended") for term in behind)
    return ended or any(term.is_a("negation") for term in behind[:1])
