"""The draw of what a shop pays out in a run, and of the vices of the bank that it is paid by."""

from dataclasses import dataclass
from random import Random
from typing import Any, Final, Literal

from wallet.banks.bank_profiles import BANK_PROFILES
from wallet.banks.rib import Rib, calc_key

Way = Literal["phone", "wallet", "bank", "mtn", "orange"]
BANK_NAME, HOLDER = "Mbongo Trust", "Boulangerie Kamga SARL"
OPENING: Final = 1_000  # of a wallet that is paid a salary
LEAST, MOST = 5_001, 9_999  # above all that people of a run do: an amount is one thing alone in its run
PAYEES: Final = ("Awa Ngono", "Moussa Bello", "Jean Fotso")
FORMS: Final = {  # of statements, and the profile of the bank that writes so
    "camt053.08": "iso_09", "camt053.02": "iso_03", "mt940": "iso_03_rib", "signed": "iso_09", "debit_credit": "csv",
}  # fmt: skip
VICES: Final = ("late", "returned", "misreferenced", "duplicate")
MERGING: Final = (("merged",), ("merged", "late"), ("merged", "returned"))  # a sum with another vice is no file's
INCOMING: Final = 12_345


@dataclass(frozen=True)
class DrawnPayout:
    """One payout: to which of the shop's accounts, and how much."""

    way: Way
    amount: int


@dataclass(frozen=True)
class DrawnLine:
    """One salary."""

    way: Way
    number: str
    name: str
    amount: int

    def write(self) -> dict[str, Any]:
        """Return it as the API takes it."""
        return {"number": self.number, "name": self.name, "amount": self.amount, "way": self.way}


@dataclass(frozen=True)
class PayoutPlan:
    """All of a run: the shop's number at a rail, payouts, salaries, and how the bank is.

    `incoming` is what somebody unknown pays into our account, 0 for nothing.
    """

    phone: str
    rail: str
    payouts: tuple[DrawnPayout, ...] = ()
    lines: tuple[DrawnLine, ...] = ()
    form: str = "camt053.08"
    vices: dict[str, dict[str, Any]] | None = None
    incoming: int = 0

    @property
    def profile(self) -> str:
        """Return the profile of our account's bank."""
        return FORMS[self.form]

    @property
    def phones(self) -> set[str]:
        """Return the numbers that are paid."""
        return {self.phone, *(one.number for one in self.lines if one.way != "bank")}


def draw_rib(number: int) -> str:
    """Return an account whose digits are of this number, with its key."""
    digits = f"{number % 10**21:021}"
    parts = digits[:5], digits[5:10], digits[10:]
    return str(Rib.read("".join(parts) + calc_key(*parts)))


def draw_payouts(seed: int) -> PayoutPlan:
    """Draw the plan of this seed."""
    chance = Random(f"mbongo payouts {seed}")
    amounts = iter(chance.sample(range(LEAST, MOST), 12))
    rail = chance.choice(("mtn", "orange"))
    ways: tuple[Way, ...] = ("phone", "wallet", "bank")
    payouts = [DrawnPayout(way, next(amounts)) for way in ways for _ in range(chance.choice((0, 1, 1, 2)))]
    chance.shuffle(payouts)
    paid: tuple[Way, ...] = ("wallet", "wallet", "mtn", "orange", "bank")
    lines = [draw_line(chance, seed, nth, way, next(amounts)) for nth, way in enumerate(paid) if chance.random() < 0.7]
    names = chance.choice((*MERGING, (), *(tuple(one for one in VICES if chance.random() < 0.5) for _ in range(5))))
    vices: dict[str, dict[str, Any]] = {name: draw_vice(chance) for name in names}
    if "merged" in names:
        vices["merged"] = {"chance": 1}
    form = chance.choice(sorted(FORMS))
    if chance.random() < 0.4 and BANK_PROFILES[FORMS[form]].reports:
        vices["rejected"] = draw_vice(chance)
    if chance.random() < 0.3:
        vices["split"] = {"chance": 1}
    return PayoutPlan(
        draw_number(seed, rail, 5), rail, tuple(payouts), tuple(lines), form, vices,
        INCOMING if "split" in vices or chance.random() < 0.3 else 0,
    )  # fmt: skip


def draw_vice(chance: Random) -> dict[str, Any]:
    """Draw how often a vice of the bank's strikes."""
    return {"chance": 1} if chance.random() < 0.4 else {"chance": round(chance.uniform(0.2, 0.8), 2)}


def draw_line(chance: Random, seed: int, nth: int, way: Way, amount: int) -> DrawnLine:
    """Draw one salary: to a wallet, a number or an account of nobody else in the run."""
    number = draw_rib(chance.getrandbits(64)) if way == "bank" else draw_number(seed, way, nth)
    return DrawnLine(way, number, PAYEES[nth % len(PAYEES)], amount)


def draw_number(seed: int, way: str, nth: int) -> str:
    """Return a number that has no other part in a run: those of RAILS in draw.py begin otherwise."""
    return f"+237{'655' if way == 'orange' else '651'}{seed % 100_000:05}{nth}"
