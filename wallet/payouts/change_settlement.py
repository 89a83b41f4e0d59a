"""Add an account to which a business is paid out, or remove one: an owner does, and every owner is told."""

import uuid
from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection, text

from wallet.banks.latin import write_latin
from wallet.banks.payout_file import NAME_LETTERS_MAX
from wallet.banks.rib import Rib
from wallet.business import merchants
from wallet.core.errors import Misread
from wallet.core.values import Phone
from wallet.members.invitations import refuse
from wallet.members.sessions import MemberProof
from wallet.operations.actor import ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.payments.prefixes import find_other
from wallet.payments.rails import RAILS
from wallet.payouts import owners, settlement_accounts
from wallet.payouts.settlement_accounts import SettlementAccount

WRITE_PAYOUTS: Final = "payouts:write"
ADDED: Final = "settlement_added"
REMOVED: Final = "settlement_removed"
ADD: Final = text("""SELECT add_settlement_account(:session, CAST(:id AS uuid), CAST(:merchant AS uuid), :kind, :rail,
    :number, :holder)""")
REMOVE: Final = text("SELECT remove_settlement_account(:session, CAST(:merchant AS uuid), CAST(:id AS uuid))")
PHONE_RAILS: Final = tuple(name for name, rail in RAILS.items() if "pay_to_phone" in rail.can)


@dataclass(frozen=True)
class AddSettlementAccount(UseCase):
    """Let the business be paid out to a `number` of a `rail`, a RIB or IBAN whose owner is `holder`, or the wallet.

    `meant` 1: the number is on that rail although it looks like another's.
    """

    kind: ClassVar[str] = "add_settlement_account"
    accepts: ClassVar[Accepts] = (MemberProof,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("member",)
    permission: ClassVar[str] = WRITE_PAYOUTS

    way: str
    rail: str = ""
    number: str = ""
    holder: str = ""
    meant: int = 0

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queues that text and mail."""
        return ("notices", "mail")

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Write it down, and tell every owner. Raises Refused, Locked, Misread."""
        assert isinstance(doing.proof, MemberProof)
        merchant, made = doing.actor.business_id, str(uuid.uuid4())
        refuse(db.execute(ADD, {
            "session": doing.proof.digest, "id": made, "merchant": merchant, "kind": self.way, **self._read(),
        }).scalar_one())  # fmt: skip
        account = settlement_accounts.get(db, made)
        tell_change(db, account, ADDED)
        owners.mail_owners(db, merchant, "settlement_added", made)
        return Outcome(ADDED, {"account_id": made})

    def _read(self) -> dict[str, str]:
        """Return rail, number and holder as they are kept. Raises Misread for what is no account."""
        if self.way == "wallet":
            return {"rail": "", "number": "", "holder": ""}
        if self.way == "phone" and self.rail in PHONE_RAILS:
            number = str(Phone.read(self.number))
            other = find_other(number, self.rail, "pay_to_phone")
            if other and not self.meant:
                raise Misread("member.other_operator", operator=RAILS[other].title, given=RAILS[self.rail].title)
            return {"rail": self.rail, "number": number, "holder": ""}
        if self.way != "bank":
            raise Misread("error.malformed")
        holder = " ".join(self.holder.split())
        if len(holder) > NAME_LETTERS_MAX or not write_latin(holder, NAME_LETTERS_MAX):
            raise Misread("member.holder_unwritable")
        return {"rail": "", "number": str(read_rib(self.number)), "holder": holder}


def read_rib(typed: str) -> Rib:
    """Return the account of a RIB or IBAN as it is typed. Raises Misread in a member's words."""
    try:
        return Rib.read(typed)
    except Misread as wrong:
        raise Misread("member." + wrong.key.partition(".")[2]) from None


@dataclass(frozen=True)
class RemoveSettlementAccount(UseCase):
    """Have the business paid out to this account no more; what is under way goes on."""

    kind: ClassVar[str] = "remove_settlement_account"
    accepts: ClassVar[Accepts] = (MemberProof,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("member",)
    permission: ClassVar[str] = WRITE_PAYOUTS

    account_id: str

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Remove it, and tell every owner. Raises Refused, Locked."""
        assert isinstance(doing.proof, MemberProof)
        asked = {"session": doing.proof.digest, "merchant": doing.actor.business_id, "id": self.account_id}
        refuse(db.execute(REMOVE, asked).scalar_one())
        tell_change(db, settlement_accounts.get(db, self.account_id), REMOVED)
        return Outcome(REMOVED, {"account_id": self.account_id})


def tell_change(db: Connection, account: SettlementAccount, sentence: str) -> None:
    """Text every owner that an account was added or removed, by how it ends."""
    shop = merchants.get_merchant(db, account.merchant_id)
    said = {"shop": shop.name, "account": name_account(account)}
    owners.tell_owners(db, account.merchant_id, "security", sentence, said)


def name_account(account: SettlementAccount) -> str:
    """Return an account in one word for a text: the rail and how its number ends, RIB, or Mbongo."""
    named = {"phone": RAILS[account.rail].title if account.rail else "", "bank": "RIB", "wallet": "Mbongo"}
    return " ".join(filter(None, (named[account.kind], account.number[-4:])))
