"""Choose whether news, reminders and requests come by SMS; receipts, codes and security events always do."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.messages import texts
from wallet.operations.actor import ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.people import text_changes


@dataclass(frozen=True)
class ChooseTexts(UseCase):
    """Stop them, or let them come again, on the actor's phone, with a wallet or without."""

    kind: ClassVar[str] = "choose_texts"
    accepts: ClassVar[Accepts] = (None,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("person", "stranger")
    when_stopped: ClassVar[bool] = True
    remembered: ClassVar[bool] = False

    stopped: bool

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Do it, and say so; what a text stopped can be undone at its owner's next call."""
        was_stopped = texts.is_stopped(db, doing.actor.phone)
        texts.set_stopped(db, doing.actor.phone, stopped=self.stopped)
        if doing.actor.person_id:
            if not self.stopped:
                text_changes.forget(db, doing.person.id, "stop")
            elif not was_stopped and doing.channel == "sms":
                text_changes.note(db, doing.person.id, "stop")
        return doing.tell(db, "answer", "stopped" if self.stopped else "started", {})
