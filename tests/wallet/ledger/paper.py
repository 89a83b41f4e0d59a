"""The ledger as one would write it for a single user on paper: what every posting must answer."""

from dataclasses import dataclass, field
from uuid import UUID

from wallet.ledger import Entry, Transfer, transfer_id

Expected = tuple[str, str | None, int | None, dict[int, int]]  # outcome, reason, account, balances


@dataclass
class WrittenTransfer:
    """A transfer the ledger has, with what has been undone of it and whether it was ended."""

    transfer: Transfer
    balances: dict[int, int]
    undone: int = 0
    ended: bool = False

    @property
    def size(self) -> int:
        return size(self.transfer)


def size(transfer: Transfer) -> int:
    return sum(entry.amount for entry in transfer.entries if entry.amount > 0)


@dataclass
class PaperLedger:
    """Balances by account, the accounts that may be refused, and all transfers by id."""

    balances: dict[int, int] = field(default_factory=dict)
    ordinary: set[int] = field(default_factory=set)
    closed: set[int] = field(default_factory=set)
    written: dict[UUID, WrittenTransfer] = field(default_factory=dict)

    def opened(self, account: int, accrued: bool) -> None:
        self.balances[account] = 0
        if not accrued:
            self.ordinary.add(account)

    def post(self, transfer: Transfer) -> Expected:
        seen = self.written.get(transfer_id(transfer.key))
        if seen:
            same = sorted(seen.transfer.entries) == sorted(transfer.entries) and (
                (seen.transfer.kind, seen.transfer.undoes, seen.transfer.ends)
                == (transfer.kind, transfer.undoes, transfer.ends)
            )
            return ("already", None, None, seen.balances) if same else ("clash", None, None, {})
        for account, amount in sorted(transfer.entries):
            if account in self.closed:
                return "refused", "closed", account, {}
            if account in self.ordinary and self.balances[account] + amount < 0:
                return "refused", "floor", account, {}
        reason = self.against_links(transfer)
        return ("refused", reason, None, {}) if reason else self.write(transfer)

    def against_links(self, transfer: Transfer) -> str | None:
        undone, ended = self.of(transfer.undoes), self.of(transfer.ends)
        if (undone and undone.ended) or (ended and ended.ended):
            return "already_ended"
        if ended and ended.undone:
            return "already_undone"
        if undone and undone.transfer.undoes:
            return "undoes_an_undoing"
        if undone and undone.undone + size(transfer) > undone.size:
            return "undone_too_much"
        return None

    def of(self, target: UUID | None) -> WrittenTransfer | None:
        return self.written[target] if target else None

    def write(self, transfer: Transfer) -> Expected:
        for account, amount in transfer.entries:
            self.balances[account] += amount
        after = {leg.account: self.balances[leg.account] for leg in transfer.entries if leg.account in self.ordinary}
        undone, ended = self.of(transfer.undoes), self.of(transfer.ends)
        if undone:
            undone.undone += size(transfer)
        if ended:
            ended.ended = True
        self.written[transfer_id(transfer.key)] = WrittenTransfer(transfer, after)
        return "posted", None, None, after


def moving(amounts: dict[int, int]) -> tuple[Entry, ...]:
    """Entries from amounts by account, those that move nothing left out."""
    return tuple(Entry(account, amount) for account, amount in amounts.items() if amount)
