"""The simulators on a port of this machine, a thread for each connection.

There is no access log, since a dialled code can hold what must not be kept.
"""

from __future__ import annotations

import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from gunicorn import systemd

from simulators import create_app
from simulators.connections import Server
from simulators.mail import taking_mail
from simulators.wire import Wire
from simulators.world import World


@contextmanager
def serving(app: Flask, port: int = 0, listener: socket.socket | None = None) -> Iterator[str]:
    """Serve the app over real HTTP while the block lasts, on a port or an open listener. Yields its base URL."""
    server = Server(app, port, listener)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        if "world" in app.extensions:
            app.extensions["world"].closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


def run(
    port: int,
    ussd_url: str,
    ussd_events_url: str | None,
    sms_url: str,
    delivery_url: str | None,
    seed: int = 0,
    *,
    service_code: str = "*384*237#",
    api_key: str | None = None,
    mail_port: int = 0,
    mail_password: str | None = None,
) -> None:
    """Run `./mbongo simulate` until SIGTERM or Ctrl-C; `GET /healthz` says it is ready.

    Handed listening sockets as systemd does it, it serves on the last, as gunicorn would, and takes mail on the one
    before it, or on any port; not on the ports that are named.
    """
    handed = [socket.socket(fileno=systemd.SD_LISTEN_FDS_START + one) for one in range(systemd.listen_fds())]
    listener = handed.pop() if handed else None
    mail_listener = handed.pop() if handed else socket.create_server(("127.0.0.1", 0 if listener else mail_port))
    wire = Wire(ussd_url, sms_url, ussd_events_url, delivery_url, service_code)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    app = create_app(wire, seed, api_key)
    world: World = app.extensions["world"]
    with serving(app, port, listener), taking_mail(world.mailboxes, world.faults, mail_listener, mail_password):
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return
