"""Try what docs/api.md shows: its receiver hears a signed event and no other, and each path it names is served."""

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
from standardwebhooks import Webhook

from local.ports import LOOPBACK, listen, port_of
from local.waiting import wait_until
from web.api.routes import ROUTES

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text("utf-8")
SECRET = "whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldY"
SAID = '{"type": "checkout.paid"}'


def sign(secret: str) -> dict[str, str]:
    """Return the headers of an event signed now."""
    now = datetime.now(UTC)
    signature = Webhook(secret).sign("evt_1", now, SAID)
    return {"webhook-id": "evt_1", "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": signature}


def test_its_receiver_prints_what_is_signed_by_its_secret_alone(tmp_path: Path) -> None:
    [program] = [one for one in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL) if "class Hear" in one]
    with listen(None, usual=0) as free:
        port = port_of(free)
    (tmp_path / "hear.py").write_text(program.replace("9000", str(port)), "utf-8")
    heard, log = tmp_path / "heard", tmp_path / "log"
    with heard.open("w") as out, log.open("w") as errors:
        hearing = subprocess.Popen([sys.executable, tmp_path / "hear.py", SECRET], stdout=out, stderr=errors)
        try:
            url = f"http://{LOOPBACK}:{port}/"
            wait_until(lambda: is_reached(url), hearing, log)
            assert requests.post(url, SAID, headers=sign(SECRET), timeout=60).status_code == 204
            with pytest.raises(requests.ConnectionError):
                requests.post(url, SAID, headers=sign(SECRET[:-4] + "AAAA"), timeout=60)
        finally:
            hearing.kill()
            hearing.wait()
    assert heard.read_text("utf-8") == "{'type': 'checkout.paid'}\n"


def is_reached(url: str) -> bool:
    """Return True once somebody answers there, whatever it is."""
    try:
        return requests.get(url, timeout=60).status_code == 501
    except requests.ConnectionError:
        return False


def test_each_path_it_names_is_served() -> None:
    named = {
        (method, re.sub(r"<\w+>|\{\w+\}", "<>", path))
        for method, path in re.findall(r"`(GET|POST|PATCH)\s+(/[a-z-]+(?:/[a-z<>{}-]+)*)", PAGE)
    }
    served = {(route.method, re.sub(r"<\w+>", "<>", route.path)) for route in ROUTES}
    assert len(named) > 10
    assert named <= served
