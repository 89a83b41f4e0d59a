"""The moves of the house's money: a table of what each posts, between which accounts, and what its asker names.

What a move debits, it takes in the ledger, where what is owed to us stands below zero; what it credits, it gives.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.agents import agents
from wallet.core.errors import Refused
from wallet.core.values import CURRENCY
from wallet.ledger import Entry
from wallet.payments.rails import RAILS
from wallet.reconciliation import bank_accounts
from wallet.reconciliation.bank_accounts import BankAccount
from wallet.staff.account_owners import name_accounts

SUSPENSE: Final = "suspense:"
REASONS: Final = text("SELECT code FROM account WHERE kind = 'suspense' AND code LIKE 'suspense:%' ORDER BY code")
CODES: Final = text("SELECT id, code FROM account WHERE id = ANY(:ids)")
OVERDRAWN: Final = text("SELECT account_id, most FROM list_overdrawn(:move, :accounts, :amounts)")


class Leg(NamedTuple):
    """One account of a move, by its code, and what the move adds to it, signed."""

    account: str
    amount: int


@dataclass(frozen=True)
class Move:
    """One kind of move: the place it debits, the place it credits, and when it is made, in English and in French.

    A place is an account of the house by its code, or one that the asker names, by its word in WORDS. Where it is
    `charged`, what the other side kept of it is a charge of ours.
    """

    name: str
    debit: str
    credit: str
    en: str
    fr: str
    charged: bool = False
    about: tuple[str, ...] = ()  # the words, where they are others than its places

    @property
    def words(self) -> tuple[str, ...]:
        """Return the words that the asker says, banks last; of two, the one that gives first."""
        if self.about:
            return self.about
        said = [place for place in (self.credit, self.debit) if place in WORDS]
        return tuple(sorted(said, key=lambda place: place in BANKS))


BANKS: Final = ("BANK", "TRUST", "OWN")
WORDS: Final = {
    "BANK": "an account of ours at a bank: its RIB, or its title",
    "TRUST": "an account at a bank that holds people's money: its RIB, or its title",
    "OWN": "an account at a bank with money of our own: its RIB, or its title",
    "RAIL": "an operator or a provider",
    "AGENT": "an agent's code",
    "REASON": "what waits in suspense, by its reason",
    "WHOM": "a person's number, a till's code or an agent's",
    "REFERENCE": "what it is about, as a receipt names it",
    "LINE": "a line of a bank's statement: L12",
    "MONTH": "a month that is over: 2026-10",
}
MOVES: Final[dict[str, Move]] = {
    one.name: one
    for one in (
        Move("deposit_cash", "BANK", "cash", "Take notes and coins to a bank.", "Verser des espèces à la banque."),
        Move("draw_cash", "cash", "BANK", "Fetch notes and coins at a bank.", "Retirer des espèces à la banque."),
        Move("prefund_operator", "RAIL", "BANK", "Fill our float at an operator from a bank.",
             "Approvisionner notre compte chez un opérateur."),
        Move("sweep_operator", "BANK", "RAIL", "Bring float from an operator to a bank.",
             "Rapatrier nos avoirs d'un opérateur à la banque."),
        Move("settle_provider", "BANK", "RAIL", "Book what a provider paid to a bank, less what it kept.",
             "Enregistrer le règlement d'un prestataire, net de ses frais.", charged=True),
        Move("pay_bank_charge", "bank_charges", "BANK", "Book what a bank took for itself.",
             "Enregistrer des frais de banque."),
        Move("remit_tax", "tax", "BANK", "Pay the state the tax on transfers.",
             "Reverser à l'État la taxe sur les transferts."),
        Move("remit_vat", "vat", "BANK", "Pay the state the VAT that is due.", "Reverser à l'État la TVA due."),
        Move("sweep_fees", "OWN", "TRUST", "Take what we earned out of a trust account to our own.",
             "Sortir nos revenus du compte de cantonnement."),
        Move("top_up_trust", "TRUST", "OWN", "Pay what is missing into a trust account from our own.",
             "Compléter le compte de cantonnement sur nos fonds."),
        Move("pay_in_capital", "OWN", "capital", "Book what our owners paid in.", "Enregistrer un apport en capital."),
        Move("book_vat", "fees", "vat", "Part the VAT of a month that is over from our fees.",
             "Constater la TVA d'un mois sur nos commissions.", about=("MONTH",)),
        Move("redeem_float", "AGENT", "BANK", "Pay an agent's float back by a bank.",
             "Rembourser le float d'un agent par banque."),
        Move("redeem_in_cash", "AGENT", "cash", "Pay an agent's float back in notes and coins.",
             "Rembourser le float d'un agent en espèces."),
        Move("reverse_cash_in", "customer", "agent", "Give a wrong cash-in back to its agent, as far as it is there.",
             "Rendre à l'agent un dépôt fait par erreur, s'il en reste.", about=("REFERENCE",)),
        Move("charge_back", "whoever got it", "RAIL", "Book what a provider took back of a payment.",
             "Enregistrer un impayé repris par un prestataire.", about=("REFERENCE",)),
        Move("pay_on", "REASON", "WHOM", "Pay what waits in suspense to whom it is owed.",
             "Payer à son ayant droit ce qui est en attente.", about=("REASON", "WHOM")),
        Move("keep_unmatched", "a bank", "suspense", "Keep a bank's line that nobody can explain in suspense.",
             "Mettre en attente une ligne de banque inexpliquée.", about=("LINE",)),
        Move("write_off", "losses", "REASON", "Give up what is missing in suspense: a loss.",
             "Passer en perte ce qui manque en attente."),
        Move("write_up", "REASON", "other_income", "Keep what is over in suspense and nobody's: income.",
             "Passer en produit ce qui reste en attente."),
    )
}  # fmt: skip


def get_move(name: str) -> Move:
    """Return the move of a name. Raises Refused for none."""
    if name not in MOVES:
        raise Refused("staff.no_move", move=name, known=", ".join(MOVES))
    return MOVES[name]


def read_words(db: Connection, move: Move, said: Sequence[str]) -> tuple[str, ...]:
    """Return what the asker named, as it is kept: banks by RIB, the rest as written. Raises Refused for none."""
    if len(said) != len(move.words):
        raise Refused("staff.move_words", move=move.name, words=" ".join(move.words))
    return tuple(_read_word(db, place, word) for place, word in zip(move.words, said, strict=True))


def _read_word(db: Connection, place: str, said: str) -> str:
    if place in BANKS:
        return find_bank(db, place, said).rib
    if place == "RAIL":
        if said not in RAILS:
            raise Refused("staff.no_such_rail", rail=said, known=", ".join(RAILS))
        return said
    if place == "AGENT":
        if agents.find_agent(db, said) is None:
            raise Refused("staff.no_agent", agent=said)
        return said
    if place in ("WHOM", "REFERENCE", "MONTH", "LINE"):
        return said.strip().upper()
    find_suspense(db, said)
    return said


def find_suspense(db: Connection, said: str, plain: str = "") -> str:
    """Return the account of suspense of a reason, or the one of none, by the word `plain`. Raises Refused for none."""
    reasons = [code.removeprefix(SUSPENSE) for code in db.execute(REASONS).scalars()]
    if said not in reasons and said != (plain or None):
        raise Refused("staff.no_such_reason", reason=said, known=", ".join(filter(None, (*reasons, plain))))
    return plain if said == plain else f"{SUSPENSE}{said}"


def find_bank(db: Connection, place: str, said: str) -> BankAccount:
    """Return our account at a bank by its RIB or title. Raises Refused for none, or one that is not of this place."""
    wanted = re.sub(r"\W", "", said).casefold()
    found = [one for one in bank_accounts.list_all(db)
             if wanted in (one.rib, re.sub(r"\W", "", one.title).casefold())]  # fmt: skip
    if len(found) != 1:
        raise Refused("staff.no_bank_account", account=said)
    [one] = found
    if one.currency != CURRENCY:
        raise Refused("staff.moves_in_francs", account=one.title, currency=one.currency)
    if place in ("TRUST", "OWN") and one.holds != place.lower():
        raise Refused("staff.bank_of_the_other", account=one.title, holds=one.holds)
    return one


def write_legs(db: Connection, move: Move, words: Sequence[str], amount: int, charge: int = 0) -> tuple[Leg, ...]:
    """Return what a move adds to which accounts. Raises Refused for an amount that is none."""
    if amount <= 0 or charge < 0 or charge >= amount or (charge and not move.charged):
        raise Refused("staff.move_amount", amount=amount, charge=charge)
    named = dict(zip(move.words, words, strict=True))
    debit, credit = (_find_code(db, place, named.get(place, "")) for place in (move.debit, move.credit))
    legs = [Leg(debit, charge - amount), Leg(credit, amount)]
    return tuple(legs + ([Leg("bank_charges", -charge)] if charge else []))


def _find_code(db: Connection, place: str, word: str) -> str:
    """Return the code of the account at a place."""
    if place in BANKS:
        return f"bank:{word}"
    if place == "RAIL":
        return f"operator_float:{word}"
    if place == "REASON":
        return f"{SUSPENSE}{word}"
    if place == "AGENT":
        agent = agents.find_agent(db, word)
        assert agent
        return write_code(db, agent.float_id)
    return place


def write_code(db: Connection, account: int) -> str:
    """Return the code of an account."""
    return str(db.execute(CODES, {"ids": [account]}).one().code)


def read_entries(db: Connection, legs: Sequence[Leg]) -> tuple[Entry, ...]:
    """Return legs as the ledger is asked for them."""
    return tuple(Entry(ledger.get_named(db, leg.account), leg.amount) for leg in legs)


class Stand(NamedTuple):
    """An account of the house, as staff call it, and what stands on it now."""

    kind: str
    name: str
    balance: int


def list_stands(db: Connection) -> list[Stand]:
    """Return the house's accounts in francs that are not empty."""
    ids = db.execute(text("SELECT id FROM account WHERE accrued AND currency = :own ORDER BY code"), {"own": CURRENCY})
    known = name_accounts(db, ids.scalars().all())
    found = [Stand(*known[account], ledger.balance(db, account)) for account in known]
    return sorted((one for one in found if one.balance), key=lambda one: (one.kind, one.name))


def find_overdrawn(db: Connection, move: str, entries: Sequence[Entry]) -> tuple[int, int] | None:
    """Return the first account that a move takes more from than it holds, with what it may take; None for none.

    Moves take turns from here on, so that it stays so.
    """
    db.execute(text("SELECT lock_moves()"))
    told = {"move": move, "accounts": [one.account for one in entries], "amounts": [one.amount for one in entries]}
    row = db.execute(OVERDRAWN, told).first()
    return (row.account_id, row.most) if row else None
