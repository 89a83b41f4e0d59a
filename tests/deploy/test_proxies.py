"""The shipped proxies before a real `serve`: who is let through, as whom, and what is written down of it."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from documents.sent.redraw import BYTES_MOST
from faults.polling import wait_for
from local.places import ShortLivedFolder
from tests.deploy.proxies import (
    GATEWAY,
    NGINX,
    Front,
    find_program,
    haproxy_settings,
    list_haproxy_files,
    make_certificate,
    serve_behind_a_proxy,
    start_front,
)
from tests.world.cast import MOUSSA
from tests.world.service import Service
from web.business import salaries, verification

FRONTS = ("haproxy", "nginx")
# What no stranger reaches, however it is written.
INSIDE = (
    "/metrics", "/readyz", "/healthz", "/office", "/office/", "/office/in", "/commands", "/", "/v1", "/ussd",
    "/metrics/", "//metrics", "/me/../metrics", "/pay/../office/", "/%6fffice", "/me/..%2fmetrics", "/office;/me",
)  # fmt: skip
CANARY = "a-path-that-nobody-writes-down"


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that sockets fit in."""
    place = ShortLivedFolder()
    place.path.chmod(0o755)
    yield place.path
    place.remove()


def hop(session: str) -> str:
    return urlencode({"sessionId": session, "phoneNumber": MOUSSA, "text": "", "serviceCode": "*384*237#"})


@pytest.mark.parametrize("name", FRONTS)
def test_strangers_come_by_their_ways_alone_and_as_whom_they_are(service: Service, name: str, folder: Path) -> None:
    service.open_wallet(MOUSSA)
    service.handset(MOUSSA).text("RECHARGE 5000 CARTE")
    [page] = re.findall(r"/pay/\S+", service.next_message(MOUSSA) + service.next_message(MOUSSA))
    door = urlsplit(service.ussd_url).path
    with serve_behind_a_proxy(service) as behind, start_front(name, folder, behind) as front:
        called = front.ask(door, hop("through-1"), by=GATEWAY)
        assert (called.status, called.body[:3]) == (200, "CON"), called.body  # type: ignore[attr-defined]
        assert called.headers["Strict-Transport-Security"]
        opened = front.ask(page)
        assert opened.status == 200
        assert re.search(r"5.000", opened.body)  # type: ignore[attr-defined]

        for forged in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Client-IP"):
            assert front.status(door, hop("forged"), headers={forged: GATEWAY}) == 404, "it says who it would be"
        assert front.status(door, hop("through-2"), by=GATEWAY, headers={"X-Forwarded-For": "127.0.0.1"}) == 200

        assert {path: front.status(path) for path in INSIDE} == dict.fromkeys(INSIDE, 404)
        stays_apart(front)
        what_came_in_the_clear(front, door, page)
        if name == "haproxy":
            drains(front, page)
        behind.leave()
        written_down(front, door, page)


def stays_apart(front: Front) -> None:
    """Assert that staff's port has staff's pages alone, for staff's network alone."""
    staff = front.staff
    assert front.status("/office", port=staff) in (200, 303)
    assert front.status("/commands", "nothing that is one", port=staff) == 400, "the office was asked"
    assert [front.status(path, port=staff) for path in ("/me", "/metrics", "/healthz", "/")] == [404] * 4
    assert front.status("/office", port=staff, by=GATEWAY) == 403
    assert front.status("/office", port=staff, by=GATEWAY, headers={"X-Forwarded-For": "127.0.0.1"}) == 403


def what_came_in_the_clear(front: Front, door: str, page: str) -> None:
    """Assert that nothing is done of what was sent without TLS; a browser is led on."""
    assert front.status(door, hop("clear"), port=front.plain, by=GATEWAY) in (403, 404)
    assert front.status("/office", port=front.plain) == 404
    assert front.status(page, "amount=5000", port=front.plain) == 403
    led = front.ask(page, port=front.plain)
    assert (led.status, led.headers["Location"][:8]) == (301, "https://")


def drains(front: Front, page: str) -> None:
    """Assert that a `serve` about to be restarted is given nothing new, and everything once it is back."""
    wait_for(lambda: not front.is_up("web2"), "the other one to be seen not to answer")
    assert front.tell("set server web/web1 state drain") == ""
    assert front.status(page) == 503
    assert front.tell("set server web/web1 state ready") == ""
    assert front.status(page) == 200


def written_down(front: Front, door: str, page: str) -> None:
    """Assert that no path is in a log, neither of what went well nor of what nobody answers."""
    assert front.status(door, hop("nobody"), by=GATEWAY) in (502, 503)
    assert front.status(f"/pay/{CANARY}?{CANARY}", headers={"Referer": CANARY, "X-Name": CANARY}) in (502, 503)
    logs = front.logs()
    assert "127.0.0.2" in logs, "it does log"
    secrets = [door.split("/")[2], page.split("/")[2], CANARY, MOUSSA, MOUSSA[1:]]
    assert [one for one in secrets if one in logs] == []


def test_haproxy_reads_its_files_as_they_are_shipped(tmp_path: Path) -> None:
    program = find_program("haproxy", "haproxy")
    make_certificate(tmp_path)
    argv = [program, "-c", "-q", *list_haproxy_files()]
    checked = subprocess.run(argv, capture_output=True, text=True, check=False, env=haproxy_settings(tmp_path))
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")


def test_proxies_let_the_largest_file_through() -> None:
    most = max(salaries.SENT_MOST, verification.SENT_MOST)
    [haproxy] = re.findall(r"content-length\) -m int gt (\d+)", Path(list_haproxy_files()[3]).read_text("utf-8"))
    [nginx] = re.findall(r"client_max_body_size (\d+)m;\n        proxy_pass", NGINX.read_text("utf-8"))
    assert BYTES_MOST <= most <= min(int(haproxy), int(nginx) << 20)
