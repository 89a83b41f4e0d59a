"""Authenticator apps of people in tests, by the clock of their world."""

import pyotp

from tests.world.wallet_under_test import WalletUnderTest
from wallet.core import clock


def show_code(world: WalletUnderTest, secret: str, steps: int = 0) -> str:
    """Return what an app with this secret shows, or will show so many half minutes later."""
    return pyotp.TOTP(secret).at(int(world.do(clock.now).timestamp()) + 30 * steps)
