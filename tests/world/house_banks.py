"""The house's accounts at banks, and moves of its money by two of staff."""

from sqlalchemy import Connection

from tests.world.bank_files import OURS
from tests.world.cast import BRUNO
from tests.world.office import Office
from tests.world.world import World
from wallet.banks.rib import Rib
from wallet.reconciliation import bank_accounts

OWN = "10005000210123456789063"
WHY = ("--why", "slip 17")


def open_banks(world: World) -> World:
    """Note a trust account and one of our own, and return the world they stand in."""

    def add(db: Connection) -> None:
        bank_accounts.add(db, Rib(OURS), "XAF", "iso_09", "Trust", "ECOCCMCX")
        bank_accounts.add(db, Rib(OWN), "XAF", "iso_09", "Own", "ECOCCMCX", "own")

    world.do_as_owner(add)
    return world


def move(office: Office, *words: str) -> str:
    """Have two of staff make a move, and return what the second was shown and told."""
    office.done("move", *words, *WHY)
    told = [word for word in words if not word.isdigit() or len(word) > 8]
    named = told[: told.index("--charge")] if "--charge" in told else told
    return office.done("move", *named, "--approve", login=BRUNO)


def stands(world: World, *accounts: str) -> tuple[int, ...]:
    return tuple(world.balance_of(account) for account in accounts)
