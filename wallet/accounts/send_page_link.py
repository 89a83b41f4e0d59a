"""Text a link that opens /me: one use, ten minutes, for whoever would rather read on a page than type a code there.

It is a code like the one that is typed (page_codes.py), drawn by the worker that texts it; nothing is called in a hop.
"""

from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection

from wallet.accounts import page_codes
from wallet.core.errors import Refused
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase

LINK: Final = "page_link"  # the sentence, and the value that the worker makes an address of


@dataclass(frozen=True)
class SendPageLink(UseCase):
    """Text the caller a link to their page."""

    kind: ClassVar[str] = "send_page_link"
    accepts: ClassVar[Accepts] = (PinProof,)
    when_stopped: ClassVar[bool] = True
    remembered: ClassVar[bool] = False

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Have it texted. Raises Refused where many were lately, or the SIM was swapped."""
        if not page_codes.ask_code_for(db, doing.person.phone, doing.person, LINK).is_coming:
            raise Refused("refusal.no_page_link")
        return Outcome("page_link_sent", told=True)
