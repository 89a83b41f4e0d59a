"""Points where a process may be told to die: product functions wrapped from outside, so that it has no hook itself.

A file in the armed folder, named after a process and holding a point's name, makes that process kill itself there,
once: it removes the file first. Only processes that faults/__main__.py starts are wrapped.
K0–K14 are those of a payment with an operator. R1: before a rail is asked for a page, or a refund made ready there;
R2: that is answered, nothing committed; R3: before a refund is told, R4: after; R5: what became of a payment is
answered (at PayPal: it was taken just now), nothing committed. P1: inside the transaction in which a person's hop or
text moves money, or a subscription's day, or a line of a payroll, or staff believe a statement;
D1: inside the one that ends what waited too long; D2: that is committed, and nobody woken.
S1: lines of a payroll are paid, not committed; S2: that is committed, and nobody woken. C1: a payroll's lines are
written, not committed. A1: what a program asked is committed, nobody woken. F1: an act of staff is done and noted, not
committed; F2: its command is over, nothing is said.
"""

import http.client
import os
import re
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from workers.queues import RAIL_JOB

ARMED: Final = "MBONGO_FAULTS_ARMED"  # the folder; set by faults/stage.py alone
SUBMITS: Final = re.compile(r"/(requesttopay|transfer|pay)$")
here = threading.local()

Where = tuple[str, Any, str, bool]  # point, module or class, name of the function, after it (or before)


def dies_at(process: str, point: str) -> None:
    """Die here if this process was told to: kill -9, nothing of it is left to run."""
    order = Path(os.environ[ARMED], process)
    try:
        if order.read_text(encoding="utf-8") != point:
            return
        order.unlink()
    except FileNotFoundError:
        return  # not told to, or another thread is already doing it
    os.kill(os.getpid(), signal.SIGKILL)


def wrap(process: str, where: Where, told: Callable[[Any, tuple[Any, ...]], bool] = lambda *_: True) -> None:
    """Put a point before or after a function; `told` sees its result (None before) and arguments, and may decline."""
    point, owner, name, after = where
    inner = getattr(owner, name)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if not after and told(None, args):
            dies_at(process, point)
        result = inner(*args, **kwargs)
        if after and told(result, args):
            dies_at(process, point)
        return result

    setattr(owner, name, wrapped)


def wrap_rail(process: str) -> None:
    """Wrap the worker that speaks with an operator."""
    from wallet import ledger  # noqa: PLC0415 - each process imports only what it runs
    from wallet.payments import callbacks  # noqa: PLC0415 - each process imports only what it runs
    from workers import payments  # noqa: PLC0415
    from workers.rails.btcpay.client import Btcpay  # noqa: PLC0415
    from workers.rails.cinetpay.client import Cinetpay  # noqa: PLC0415
    from workers.rails.flutterwave.client import Flutterwave  # noqa: PLC0415
    from workers.rails.mtn.client import Mtn  # noqa: PLC0415
    from workers.rails.orange.client import Orange  # noqa: PLC0415
    from workers.rails.paypal.client import Paypal  # noqa: PLC0415

    wrap(process, ("K3", payments, "lease", True), lambda leased, _: any(one.state == "created" for one in leased))
    for rail in (Mtn, Orange, Flutterwave, Cinetpay, Paypal, Btcpay):
        wrap(process, ("K4", rail, "submit", False))
        wrap(process, ("K6", rail, "submit", True))
    for page_rail in (Flutterwave, Cinetpay, Paypal, Btcpay):
        wrap(process, ("R1", page_rail, "prepare", False))
        wrap(process, ("R2", page_rail, "prepare", True))
        wrap(process, ("R3", page_rail, "refund", False))
        wrap(process, ("R4", page_rail, "refund", True))
        wrap(process, ("R5", page_rail, "ask_status", True))
    wrap_sending(process)
    wrap(process, ("K7", payments, "wake", False), lambda _, args: args[1] == "notices")
    wrap(process, ("K9", callbacks, "read_waiting", True), lambda read, _: bool(read))  # and all of it is undone
    wrap(process, ("K10", ledger, "post", True), lambda _, args: bool(args[1]))


def wrap_sending(process: str) -> None:
    """Put point K5 where a submit's bytes are on the wire and nothing of the answer is read."""
    request, getresponse = http.client.HTTPConnection.putrequest, http.client.HTTPConnection.getresponse

    def putrequest(self: Any, method: str, url: str, *args: Any, **kwargs: Any) -> None:
        here.submits = method == "POST" and SUBMITS.search(url) is not None
        request(self, method, url, *args, **kwargs)

    def read(self: Any) -> Any:
        if getattr(here, "submits", False):
            dies_at(process, "K5")
        return getresponse(self)

    http.client.HTTPConnection.putrequest = putrequest  # type: ignore[method-assign]  # the point of it
    http.client.HTTPConnection.getresponse = read  # type: ignore[method-assign]  # the point of it


def wrap_notices(process: str) -> None:
    """Wrap the worker that texts."""
    from workers import gateway  # noqa: PLC0415

    wrap(process, ("K11", gateway, "send", False))
    wrap(process, ("K12", gateway, "send", True))


def wrap_web(process: str) -> None:
    """Wrap the web app's workers; gunicorn starts another when one dies."""
    from wallet import ledger  # noqa: PLC0415
    from wallet.core import hashes  # noqa: PLC0415
    from wallet.payments import callbacks, payments  # noqa: PLC0415
    from wallet.perform import Wallet  # noqa: PLC0415
    from wallet.salaries import payrolls  # noqa: PLC0415
    from web.api import app  # noqa: PLC0415

    wrap(process, ("K0", payments, "create", True))
    wrap(process, ("K1", Wallet, "conclude", True))
    wrap(process, ("K8", callbacks, "keep", True))
    wrap(process, ("K14", hashes, "match", False))
    wrap(process, ("P1", ledger, "post", True))
    wrap(process, ("P1", ledger, "post_one", True))
    wrap(process, ("A1", app, "wake_all", False), lambda _, args: bool(args[1]))
    wrap(process, ("C1", payrolls, "write_lines", True))


def wrap_inbox(process: str) -> None:
    """Wrap the worker that answers texts."""
    from wallet import ledger  # noqa: PLC0415
    from wallet.payments import payments  # noqa: PLC0415
    from wallet.perform import Wallet  # noqa: PLC0415

    wrap(process, ("K0", payments, "create", True))
    wrap(process, ("K1", Wallet, "conclude", True))
    wrap(process, ("P1", ledger, "post", True))
    wrap(process, ("P1", ledger, "post_one", True))


def wrap_deadlines(process: str) -> None:
    """Wrap the worker that ends what has waited too long."""
    from wallet import ledger  # noqa: PLC0415 - each process imports only what it runs
    from workers import deadlines  # noqa: PLC0415

    wrap(process, ("P1", ledger, "post", True))
    wrap(process, ("P1", ledger, "post_one", True))
    wrap(process, ("D1", deadlines, "_end", True))
    wrap(process, ("D2", deadlines, "wake_all", False))


def wrap_salaries(process: str) -> None:
    """Wrap the worker that pays the lines of payrolls."""
    from wallet import ledger  # noqa: PLC0415
    from wallet.salaries import paying  # noqa: PLC0415
    from workers import salaries  # noqa: PLC0415

    wrap(process, ("P1", ledger, "post", True))
    wrap(process, ("S1", paying, "pay_some", True), lambda done, _: bool(done))
    wrap(process, ("S2", salaries, "wake_all", False))


def wrap_office(process: str) -> None:
    """Wrap the office, where staff's commands are done."""
    from cli.office import Office  # noqa: PLC0415
    from wallet import ledger  # noqa: PLC0415
    from wallet.perform import Wallet  # noqa: PLC0415
    from wallet.staff import audit  # noqa: PLC0415

    wrap(process, ("P1", ledger, "post_one", True))
    wrap(process, ("K1", Wallet, "conclude", True))
    wrap(process, ("F1", audit, "note", True))
    wrap(process, ("F2", Office, "note", False))


def install(command: str, *arguments: str) -> None:
    """Wrap what this process will run: `serve`, or `worker QUEUE`."""
    from workers.queues import JOBS  # noqa: PLC0415

    process = " ".join((command, *arguments[:1])) if command == "worker" else command
    if command == "worker" and JOBS[arguments[0]][0] == RAIL_JOB:
        wrap_rail(process)
    elif process in WRAPS:
        WRAPS[process](process)


WRAPS: Final[dict[str, Callable[[str], None]]] = {
    "serve": wrap_web,
    "worker inbox": wrap_inbox,
    "worker notices": wrap_notices,
    "worker deadlines": wrap_deadlines,
    "worker salaries": wrap_salaries,
    "office": wrap_office,
}
