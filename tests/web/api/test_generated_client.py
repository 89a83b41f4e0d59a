"""A client that somebody else's generator (openapi-python-client) makes of the papers: a shop sells with it."""

import importlib
import json
import subprocess
import sys
from itertools import count
from pathlib import Path
from typing import Any, Final

import pytest

from tests.world.cashier import Cashier
from tests.world.cast import AWA
from tests.world.program import Program
from wallet.business.checkouts import get
from web.api.ids import read_id

# Our lint is not theirs; a PDF is bytes.
CONFIG: Final = {"post_hooks": [], "content_type_overrides": {"application/pdf": "application/octet-stream"}}
numbers = count(1)


class GeneratedClient:
    """The client as it was made, its functions called by their names."""

    def __init__(self, url: str, key: str) -> None:
        self.models = importlib.import_module("generated_client.models")
        made = importlib.import_module("generated_client").AuthenticatedClient
        self.client = made(base_url=url, token=key, raise_on_unexpected_status=True)

    def call(self, name: str, *ids: str, **said: Any) -> Any:
        """Return what `checkouts.get_checkout` and its like answer."""
        return importlib.import_module(f"generated_client.api.{name}").sync(*ids, client=self.client, **said)

    def post(self, name: str, *ids: str, **said: Any) -> Any:
        """Return what is answered to what is done once."""
        return self.call(name, *ids, idempotency_key=f"one-{next(numbers)}", **said)


@pytest.fixture
def generated(program: Program, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GeneratedClient:
    """Give a client made of the papers that are served; a warning of its generator is a failure."""
    (tmp_path / "papers.json").write_text(json.dumps(program.get("/openapi.json", Authorization="")))
    (tmp_path / "config.json").write_text(json.dumps(CONFIG))
    generator = Path(sys.executable).with_name("openapi-python-client")
    made = subprocess.run(
        [generator, "generate", "--path", "papers.json", "--config", "config.json", "--meta", "none",
         "--output-path", "generated_client", "--fail-on-warning"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stdout + made.stderr
    monkeypatch.syspath_prepend(str(tmp_path))
    return GeneratedClient(url, program.key)


def test_a_shop_sells_with_it(generated: GeneratedClient, program: Program) -> None:
    world, models = program.world, generated.models
    world.open_wallet(AWA)
    world.credit(AWA, 20_000)
    new = models.CheckoutToMake(amount=5_000, title="Gâteau", reference="118")
    made = generated.post("checkouts.create_checkout", body=new)
    assert (made.amount, made.state.value, made.reference) == (5_000, "open", "118")
    again = generated.post("checkouts.create_checkout", body=models.CheckoutToMake(amount=700, title="Pain"))
    cashier = Cashier.hire(world, program.shop)
    one = world.do(lambda db: get(db, read_id("chk", made.id)))
    world.perform(AWA, cashier.quote(AWA, one), "paid")

    assert generated.call("checkouts.get_checkout", made.id).state.value == "paid"
    newest = generated.call("checkouts.list_checkouts", limit=1)
    assert ([one.id for one in newest.data], newest.has_more) == ([again.id], True)
    older = generated.call("checkouts.list_checkouts", limit=1, after=again.id)
    assert ([one.id for one in older.data], older.has_more) == ([made.id], False)

    refund = generated.post("refunds.create_refund", body=models.RefundToMake(checkout=made.id, amount=2_000))
    assert (refund.amount, refund.state.value) == (2_000, "succeeded")
    assert generated.call("checkouts.get_checkout", made.id).refunded == 2_000

    lost = generated.call("checkouts.get_checkout", "chk_" + 32 * "0")
    assert (lost.status, lost.code) == (404, "not_found")
    world.check()
