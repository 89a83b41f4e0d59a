"""Names written for wallets that bear others: so many are compared in a day, and then whoever guesses hears nothing.

Who pays a salary hears whether a name is that of a number's wallet. Five wrong ones a number, and a thousand in all,
are what a file of real people comes to; more would spell out whose any number is.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection, text

from wallet.salaries.match_names import split_words

OF_A_NUMBER_MOST: Final = 5
OF_A_BUSINESS_MOST: Final = 1_000
WITHIN: Final = timedelta(days=1)
TAKE_TURN: Final = text("SELECT FROM merchant WHERE id = CAST(:merchant AS uuid) FOR NO KEY UPDATE")
LATELY: Final = """FROM salary_wrong_name WHERE merchant_id = CAST(:merchant AS uuid) AND at > wallet_now() - :within"""
COUNT: Final = text(f"SELECT count(*) {LATELY}")
LIST: Final = text(f"SELECT number, name {LATELY} AND number = ANY (CAST(:numbers AS text[]))")
KEEP: Final = text("""INSERT INTO salary_wrong_name (merchant_id, number, name, at)
    SELECT DISTINCT CAST(:merchant AS uuid), w.number, w.name, wallet_now()
    FROM unnest(CAST(:numbers AS text[]), CAST(:names AS text[])) AS w (number, name)
    ON CONFLICT (merchant_id, number, name) DO UPDATE SET at = excluded.at""")


class WrongNames:
    """Wrong names of a business lately: which are known, and whether another may be compared."""

    def __init__(self, known: Iterable[tuple[str, str]] = (), in_all: int = 0) -> None:
        self._of: dict[str, set[str]] = defaultdict(set)
        for number, name in known:
            self._of[number].add(name)
        self._in_all = in_all
        self.added: list[tuple[str, str]] = []

    def may_compare(self, number: str, name: str) -> bool:
        """True for a name that was compared already, and while few others were."""
        wrong = self._of[number]
        return hash_name(name) in wrong or (len(wrong) < OF_A_NUMBER_MOST and self._in_all < OF_A_BUSINESS_MOST)

    def add(self, number: str, name: str) -> None:
        """Count a name as wrong, each once."""
        hashed = hash_name(name)
        if hashed not in self._of[number]:
            self._of[number].add(hashed)
            self._in_all += 1
            self.added.append((number, hashed))


def hash_name(name: str) -> str:
    """Return what a name's words hash to, whatever their order, case and accents."""
    return hashlib.sha256(" ".join(sorted(split_words(name))).encode()).hexdigest()


def read_wrong_names(db: Connection, merchant_id: str, numbers: Sequence[str]) -> WrongNames:
    """Return a business's wrong names of these numbers, once nobody else counts any."""
    of = {"merchant": merchant_id, "within": WITHIN}
    db.execute(TAKE_TURN, {"merchant": merchant_id})
    known = [(row.number, row.name) for row in db.execute(LIST, {**of, "numbers": list(numbers)})]
    return WrongNames(known, db.execute(COUNT, of).scalar_one())


def keep_wrong_names(db: Connection, merchant_id: str, names: WrongNames) -> None:
    """Write down those that were added."""
    if names.added:
        numbers, hashed = zip(*names.added, strict=True)
        db.execute(KEEP, {"merchant": merchant_id, "numbers": list(numbers), "names": list(hashed)})
