"""RIB, the number of a bank account in Cameroon: bank 5, branch 5, account 11 and key 2 digits.

The key makes the whole number a multiple of 97, so that the IBAN's own check digits never change: CM21, then the RIB.
"""

import re
from typing import Final

from wallet.core.errors import Misread

COUNTRY: Final = "CM21"
RIB: Final = re.compile(r"([0-9]{5})([0-9]{5})([0-9]{11})([0-9]{2})")
BETWEEN: Final = re.compile(r"[\s.\-/]")


class Rib(str):
    """A bank account in Cameroon: 23 digits whose key is right."""

    __slots__ = ()

    @classmethod
    def read(cls, text: str) -> "Rib":
        """Read `10002 00030 02779763150 08`, or its IBAN `CM21 1000 2000 …`. Raises Misread naming what is wrong."""
        typed = BETWEEN.sub("", text).upper().removeprefix("IBAN")
        if re.fullmatch(r"[A-Z]{2}[0-9]{2}.*", typed) and not typed.startswith(COUNTRY):
            raise Misread("staff.iban_of_another", given=text, country=COUNTRY)
        parts = RIB.fullmatch(typed.removeprefix(COUNTRY))
        if parts is None or not typed.isascii():
            raise Misread("staff.not_a_rib", given=text)
        if parts[4] != calc_key(parts[1], parts[2], parts[3]):
            raise Misread("staff.rib_key_wrong", given=text)
        return cls("".join(parts.groups()))

    @property
    def bank(self) -> str:
        """The bank's five digits."""
        return self[:5]

    @property
    def branch(self) -> str:
        """The branch's five digits."""
        return self[5:10]

    @property
    def account(self) -> str:
        """The account's eleven digits."""
        return self[10:21]

    @property
    def iban(self) -> str:
        """The same account as an IBAN, without spaces."""
        return COUNTRY + self


def calc_key(bank: str, branch: str, account: str) -> str:
    """Return the two digits of a RIB's key, from 01 to 97."""
    return f"{97 - (89 * int(bank) + 15 * int(branch) + 3 * int(account)) % 97:02d}"


def print_rib(rib: Rib) -> str:
    """Return a RIB as it is printed on paper: `10002 00030 02779763150 08`."""
    return f"{rib.bank} {rib.branch} {rib.account} {rib[21:]}"
