"""Choose how a shop's owner hears of sales: a text for each, or one in the evening."""

from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection

from wallet.business import merchants
from wallet.core.errors import Refused
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase

CHOSEN: Final = {"each": "sales_texts_each", "daily": "sales_texts_daily"}


@dataclass(frozen=True)
class ChooseSalesTexts(UseCase):
    """Tell the owner of each sale, or of all of a day at once; the shop's own phone hears of each either way."""

    kind: ClassVar[str] = "choose_sales_texts"
    accepts: ClassVar[Accepts] = (PinProof,)
    remembered: ClassVar[bool] = False

    texts: str

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Choose it, and tell the owner. Raises Refused for who has no shop."""
        shop = merchants.find_by_owner(db, doing.person.id)
        if shop is None:
            raise Refused("refusal.no_takings")
        merchants.set_texts(db, shop.id, self.texts)
        return doing.tell(db, "security", CHOSEN[self.texts], {"shop": shop.name})
