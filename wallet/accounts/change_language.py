"""Change the language a person is spoken to in."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.messages import notices
from wallet.messages.notices import Number
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.people import people, text_changes


@dataclass(frozen=True)
class ChangeLanguage(UseCase):
    """Speak `language` to the caller from now on."""

    kind: ClassVar[str] = "change_language"
    accepts: ClassVar[Accepts] = (None,)
    when_stopped: ClassVar[bool] = True
    remembered: ClassVar[bool] = False

    language: str

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Change it, and tell the owner as of a security event, in the new language; after a text it can be undone."""
        before = doing.person.language
        people.set_language(db, doing.person.id, self.language)
        if doing.channel != "sms":
            text_changes.forget(db, doing.person.id, "language")
        elif before != self.language:
            text_changes.note(db, doing.person.id, "language", before)
        notices.tell(db, Number(doing.person.phone, self.language), "security", "language_changed")
        return Outcome("language_changed", {"language": self.language}, told=True)
