"""An emergency: lock the wallet at once, without a PIN."""

from ussd_menus.questions import Menu
from wallet.accounts.lock_wallet import LockWallet
from wallet.people.people import Caller


def emergency(_: Caller) -> Menu:
    """Lock the wallet."""
    return LockWallet(), None
    yield  # a menu is a generator even when it has nothing to ask
