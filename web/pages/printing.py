"""Papers printed for a browser or a program, one at a time in a process, behind whoever dials.

Setting a page is work for the processor, and gunicorn's threads share two cores with USSD hops. So one thread of each
process sets pages, outside Python's lock and at the lowest of priorities: a hop is served first, whatever is printed.
Who comes while enough wait is told to come again, so that papers never hold the threads that hops need. No queue is
asked: a worker would take longer to be woken than a page to be set.
"""

import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from flask import Response, abort

from web.pages.headers import guard_page

TYPES: Final = {
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LOWEST: Final = 19  # of priorities (setpriority(2)): of this thread alone, on Linux
WAIT_MOST: Final = 4  # of a process's 16 threads
WAIT_SECONDS: Final = 10
PRINTER: Final = ThreadPoolExecutor(
    1, "printer", lambda: os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LOWEST)
)
ROOM: Final = threading.BoundedSemaphore(WAIT_MOST)


def print_paper(work: Callable[[], bytes]) -> bytes:
    """Return what `work` prints, once it is its turn. Raises 503 (werkzeug's) where enough wait already."""
    if not ROOM.acquire(blocking=False):
        abort(503)
    try:
        printed: Future[bytes] = PRINTER.submit(work)
        return printed.result(WAIT_SECONDS)
    except TimeoutError:
        printed.cancel()
        abort(503)
    finally:
        ROOM.release()


def answer_paper(printed: bytes, name: str, kind: str = "pdf") -> Response:
    """Return a paper as an answer that a browser keeps under a name: no viewer of its own has to obey our headers."""
    answer = Response(printed, content_type=TYPES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return guard_page(answer)
