"""The simulators as the process `./mbongo simulate` is: it answers, tells nothing, leaves when told."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from faults.polling import LONGEST_WAIT_SECONDS
from tests.world.cast import MOUSSA

CHECKOUT = Path(__file__).parents[2]
CANARY = "secret-in-the-path"
RUN = f"""
from simulators.serve import run
away = "http://127.0.0.1:9/{CANARY}"
run(PORT, away, away, away, away, seed=1)
"""


def patient() -> requests.Session:
    """Asks again while the process starts."""
    session = requests.Session()
    session.mount("http://", HTTPAdapter(max_retries=Retry(30, backoff_factor=0.05, backoff_max=0.5)))
    return session


def test_it_serves_keeps_secrets_and_leaves_no_port_behind() -> None:
    held = socket.socket()  # bound and not listening: nobody else is given the port, who asks for it may listen there
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(("127.0.0.1", 0))
    port: int = held.getsockname()[1]
    argv = [sys.executable, "-c", RUN.replace("PORT", str(port))]
    with subprocess.Popen(argv, stdout=-1, stderr=subprocess.STDOUT, text=True, cwd=CHECKOUT) as process:
        assert process.stdout is not None
        session = patient()
        url = f"http://127.0.0.1:{port}"
        assert session.get(f"{url}/healthz", timeout=60).text == "ok"
        screen = session.post(f"{url}/phone/{MOUSSA}/dial", json={"typed": "*384*237*7351#"}, timeout=60)
        assert screen.json()["problem"] == "no answer, the service cannot be reached"
        assert "two phones" in session.get(url, timeout=60).text
        process.send_signal(signal.SIGTERM)
        assert process.wait(LONGEST_WAIT_SECONDS) == 0
        said = process.stdout.read()
    assert said == ""
    with socket.socket() as again:
        assert again.connect_ex(("127.0.0.1", port)) != 0
    held.close()
