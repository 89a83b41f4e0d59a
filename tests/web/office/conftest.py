"""Members of staff at the office's pages, each with a browser and an app of their own."""

from collections.abc import Callable

import pytest

from tests.web.office.desk import Desk
from tests.world.office import Office
from wallet.perform import Wallet
from web.office.routes import create_pages

Sit = Callable[[str], Desk]


@pytest.fixture
def wallet(office: Office) -> Wallet:
    """Give the wallet as the office's process has it."""
    return office.world.wallet_on("office")


@pytest.fixture
def sit(office: Office, wallet: Wallet) -> Sit:
    """Give what has a login open the pages and sign in, with a new app."""
    app = create_pages(wallet)

    def sit_down(login: str) -> Desk:
        desk = Desk(office, app.test_client(), login)
        desk.sign_in()
        desk.add_app()
        return desk

    return sit_down
