"""A start without a pepper that rows stand under is refused: which it is, what stands under it, and where to put it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from local.gone_peppers import describe_gone
from local.ports import listen
from tests.local.test_up import CHECKOUT, WAIT_SECONDS, Up, port_of
from wallet.core.peppers import Standing

HERE = Path("/srv/data/secrets.json")


def test_what_is_given_or_cannot_be_read_is_not_missed() -> None:
    standing = [Standing("PINs", "1", 3), Standing("PINs", "broken", 1), Standing("withdrawal codes", "?", 1)]
    assert describe_gone(standing, ["1"], HERE) == ""


def test_what_is_missing_is_named_with_where_it_goes() -> None:
    standing = [Standing("PINs", "1", 1_200), Standing("staff passwords", "1", 2), Standing("PINs", "7", 1),
                Standing("PINs", "3", 4)]  # fmt: skip
    told = describe_gone(standing, ["3", "7"], HERE)
    assert "under pepper 1: 1 200 PINs, 2 staff passwords." in told
    assert "pepper 7" not in told
    assert "MBONGO_PIN_PEPPER=3:…,7:…,1:SECRET" in told
    assert "pin_pepper in /srv/data/secrets.json" in told
    assert "drew it" not in describe_gone(standing, ["1", "3"], HERE)


@pytest.mark.campaign(of="starts")
def test_up_without_it_starts_nothing(folder: Path) -> None:
    up = Up(folder, "--demo-people")
    up.wait_ready()
    port = port_of(up.addresses["base_url"])
    assert up.end(signal.SIGINT) == 0
    given = {name: value for name, value in os.environ.items() if not name.startswith("MBONGO_")}
    argv = [sys.executable, "-m", "local", "up", "--data", str(folder), "--port", str(port)]
    pepper = {"MBONGO_PIN_PEPPER": "2:a-pepper-that-takes-over-from-it"}
    with listen(port):  # as somebody else's: what is missing is said before any port is asked for
        ended = subprocess.run(
            argv, cwd=CHECKOUT, env=given | pepper, capture_output=True, text=True, timeout=WAIT_SECONDS, check=False
        )
        empty = subprocess.run(
            argv, cwd=CHECKOUT, env=given | {"MBONGO_PIN_PEPPER": ""}, capture_output=True, text=True,
            timeout=WAIT_SECONDS, check=False,
        )  # fmt: skip
    assert ended.returncode == 1
    assert "MBONGO_PIN_PEPPER: `id:secret`" in empty.stderr
    assert "Traceback" not in empty.stderr
    assert "under pepper 1:" in ended.stderr
    assert "MBONGO_PIN_PEPPER=2:…,1:SECRET" in ended.stderr
    assert str(folder / "secrets.json") in ended.stderr
    assert ended.stdout == ""
    assert "web app" not in ended.stderr, "nothing was started"
