"""Be spoken to in another language."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.messages import notices
from wallet.operations.operations import Accepts, Deed, Outcome, UseCase
from wallet.people import people


@dataclass(frozen=True)
class ChangeLanguage(UseCase):
    """Speak `language` to the caller from now on."""

    kind: ClassVar[str] = "change_language"
    accepts: ClassVar[Accepts] = (None,)
    remembered: ClassVar[bool] = False

    language: str

    def run(self, db: Connection, deed: Deed) -> Outcome:
        """A security event: told by SMS, in the new language."""
        people.set_language(db, deed.person.id, self.language)
        notices.write(db, deed.person.phone, self.language, "security", "sms.language_changed")
        return Outcome("ussd.language_changed", {"language": self.language})
