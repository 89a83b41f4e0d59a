"""The accounts of the tests, by name, and transfers written the way one would say them."""

import re
from dataclasses import dataclass
from typing import Self

from sqlalchemy import Connection

from wallet.ledger import Entry, Posting, Transfer, open_account, transfer_id

KINDS = {
    "moussa": "customer",
    "awa": "customer",
    "fatou": "agent_float",
    "brice": "merchant",
    "orange": "operator_float",
    "held": "held",
    "fees": "fees",
    "tax": "tax",
    "cash": "cash",
}
ENTRY = r"([a-z]+) ([+-]?[0-9]+)"


@dataclass(frozen=True)
class Accounts:
    """Account ids by name."""

    ids: dict[str, int]

    @classmethod
    def open(cls, db: Connection) -> Self:
        return cls({name: open_account(db, f"test:{name}", kind) for name, kind in KINDS.items()})

    def transfer(self, said: str) -> Transfer:
        """Return what is written `t2: moussa -510, awa +500, fees +10`, perhaps with ` undoes t1` or ` ends t1`."""
        found = re.fullmatch(rf"(\S+): ((?:{ENTRY}(?:, )?)*)((?: (?:undoes|ends) \S+)*)", said)
        assert found, said
        links = {verb: transfer_id(key) for verb, key in re.findall(r"(undoes|ends) (\S+)", found[5])}
        entries = [Entry(self.id(name), int(amount)) for name, amount in re.findall(ENTRY, found[2])]
        return Transfer(found[1], "test", tuple(entries), links.get("undoes"), links.get("ends"))

    def id(self, name: str) -> int:
        return self.ids.get(name, 999_999_999)

    def name(self, account: int) -> str:
        return next((name for name, known in self.ids.items() if known == account), "nobody")

    def describe(self, posting: Posting) -> str:
        """Return `posted moussa 490, awa 500`, `refused floor moussa`, `clash`."""
        balances = sorted((self.name(account), francs) for account, francs in posting.balances.items())
        said = [posting.outcome, posting.reason or ""]
        said += [self.name(posting.account)] if posting.account else []
        said += [", ".join(f"{name} {francs}" for name, francs in balances)]
        return " ".join(word for word in said if word)
