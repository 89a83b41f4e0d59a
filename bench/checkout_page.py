"""checkout_page: pages of checkouts a second, one asked for after another, over a bare view of the same template.

One after another: what a payer waits for is the first byte, and the whole page comes with it.
"""

from urllib.request import urlopen

from bench.figures import MeasuredFigure, figure, in_turns
from bench.load import Exchange, play
from bench.programs import open_business, owning
from bench.stage import Stage
from local.ports import LOOPBACK
from wallet.business import checkouts
from wallet.business.checkouts import NewCheckout
from wallet.core.database import in_transaction

DATABASE = "mbongo_bench_checkout_page"
PAGES = 300  # a round
ROUNDS = 5


def write_address(token: str) -> str:
    """Return where the page is."""
    return f"/pay/{token}?lang=fr"


def run(stage: Stage) -> dict[str, MeasuredFigure]:
    """Measure the figure. Half a minute."""
    stage.make_database(DATABASE)
    settings = stage.settings(DATABASE)
    with owning(stage, DATABASE) as engine:
        shop = open_business(engine, settings.secrets, 1)
        new = NewCheckout(shop.merchant_id, 12_500, "Gâteau", "F-118")
        _, address = in_transaction(engine, lambda db: checkouts.create(db, new))
        with stage.serving(settings) as ours, stage.running(settings, "bench.bare_page") as bare:
            for port in (ours.port, bare.port):
                check_shown(port, address.token)
            measures = {
                "ours": lambda: pages_per_second(ours.port, address.token),
                "bare": lambda: pages_per_second(bare.port, address.token),
            }
            taken = in_turns(measures, ROUNDS)
    return {"checkout_page": figure(taken, "ours", "bare", "pages/s")}


def check_shown(port: int, token: str) -> None:
    """Raise HTTPError unless the page is there: a page that says it is not ends alike, and is answered faster."""
    with urlopen(f"http://{LOOPBACK}:{port}{write_address(token)}") as shown:
        assert "Gâteau" in shown.read().decode(), "another page"


def pages_per_second(port: int, token: str) -> float:
    """Run one round. Returns pages a second."""
    asked = f"GET {write_address(token)} HTTP/1.1\r\nHost: {LOOPBACK}\r\n\r\n".encode()
    return PAGES / play(port, [[Exchange(asked, b"</html>")]] * PAGES, 1)
