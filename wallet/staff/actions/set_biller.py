"""Set a biller: a shop whose bills people pay by a word and a reference."""

import re
from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection

from wallet.business import merchants
from wallet.core.encrypted import may_be_asked
from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.people import numbers
from wallet.staff.act import Done, StaffAct

WORD: Final = re.compile(r"[A-Z]{2,12}")
ADDRESS: Final = re.compile(r"https?://[^\s?#@\\]+")


@dataclass(frozen=True)
class SetBiller(StaffAct):
    """Let bills of the shop where `till` stands be paid by `word`; at `lookup_url` ("": nowhere) a worker asks."""

    kind: ClassVar[str] = "set_biller"

    till: str
    word: str
    lookup_url: str = ""

    def do(self, db: Connection, doing: Doing) -> Done:
        """Set it. Raises Refused for no such till, a word that cannot be or is another's, or no address."""
        shop = merchants.find_by_till(db, self.till)
        if shop is None:
            raise Refused("staff.no_till", till=self.till)
        if not WORD.fullmatch(self.word):
            raise Refused("staff.no_biller_word", word=self.word)
        numbers.take_turn(db, f"biller {self.word}")  # two shops may be given it at once
        other = merchants.find_biller(db, self.word)
        if other and other.merchant_id != shop.id:
            raise Refused("staff.word_of_another", word=self.word, shop=other.shop)
        if self.lookup_url and not (ADDRESS.fullmatch(self.lookup_url) and may_be_asked(self.lookup_url)):
            raise Refused("staff.no_address", address=self.lookup_url)
        merchants.set_biller(db, shop.id, self.word, self.lookup_url)
        outcome = Outcome("staff.biller_set", {"shop": shop.name, "word": self.word})
        return Done(outcome, shop.id, {}, {"biller": self.word, "lookup": self.lookup_url})
