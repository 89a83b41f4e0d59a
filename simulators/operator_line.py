"""Faults on the line to an operator, the same for all of them, before or after the operation ran.

What comes before executed nothing; what comes after executed everything and garbles only the answer.
"""

from __future__ import annotations

import json
import math
import os
import socket
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from flask import Response, request

from simulators.africastalking import cut
from simulators.answers import Refused
from simulators.faults import Fault, Knob
from simulators.world import World

LONGEST_LATENCY_SECONDS: Final = 30.0

FAULTS: Final = {
    "latency": Knob("answers after value seconds", 2.0),
    "latency_uniform": Knob("answers after up to value seconds", 2.0),
    "latency_tail": Knob("answers after value seconds on average, seldom after very long", 0.2),
    "dropped": Knob("the connection is cut; nothing was executed"),
    "refused_empty": Knob("HTTP value with nothing in it; nothing was executed", 400),
    "refused_error": Knob("HTTP value in the operator's own words; nothing was executed", 503),
    "refused_html": Knob("an HTML page with HTTP value; nothing was executed", 502),
    "token_expired": Knob("401: every token has just expired; nothing was executed"),
    "executed_then_dropped": Knob("executed; the connection is cut without an answer"),
    "executed_then_reset": Knob("executed; the connection is reset in the middle of the answer"),
    "executed_then_hangs": Knob("executed; the answer comes after value seconds", 25.0),
    "executed_then_empty": Knob("executed; HTTP value with nothing in it", 200),
    "executed_then_error": Knob("executed; HTTP value in the operator's own words", 500),
    "executed_then_html": Knob("executed; an HTML page with HTTP value", 200),
    "executed_then_fault": Knob("executed; a gateway's fault with HTTP value", 200),
    "malformed": Knob("executed; the JSON stops half way"),
}
PAGE: Final = "<html><head><title>Error</title></head><body><h1>Service unavailable</h1></body></html>"


@dataclass(frozen=True)
class OperatorLine:
    """The line of one operator; `error` says an HTTP status in its words, `forget` ends all its tokens."""

    party: str
    world: World
    error: Callable[[int], Response]
    forget: Callable[[], None]

    def carry(self, call: str, phones: Sequence[str], act: Callable[[], Response]) -> Response:
        """Do what is asked and return the answer, a refusal being one, or what the line makes of it.

        `phones` are those it concerns, if known: faults may be asked for one of them, and are drawn for the first.
        """
        if not self.world.faults.asked_of(self.party):
            return answer(act)

        def struck(name: str) -> Fault | None:
            return self.world.faults.strike(self.party, name, phones, call)

        self._wait(struck, ":".join((call, *phones[:1])))
        return self._before(struck) or self._after(struck, answer(act))

    def _wait(self, struck: Callable[[str], Fault | None], stream: str) -> None:
        if late := struck("latency"):
            self.world.pause(late.value)
        draw = self.world.faults.draw
        if late := struck("latency_uniform"):
            self.world.pause(float(late.value or 0) * draw(f"{self.party}:uniform:{stream}"))
        if late := struck("latency_tail"):
            seconds = -float(late.value or 0) * math.log(1.0 - draw(f"{self.party}:tail:{stream}"))
            self.world.pause(min(seconds, LONGEST_LATENCY_SECONDS))

    def _before(self, struck: Callable[[str], Fault | None]) -> Response | None:
        if struck("dropped"):
            return Response(cut(request.environ["werkzeug.socket"]))
        if struck("token_expired"):
            self.forget()
            return self.error(401)
        return self._instead("refused", struck)

    def _after(self, struck: Callable[[str], Fault | None], answer: Response) -> Response:
        if hangs := struck("executed_then_hangs"):
            self.world.pause(hangs.value)
        if struck("executed_then_dropped"):
            return Response(cut(request.environ["werkzeug.socket"]))
        if struck("executed_then_reset"):
            return Response(reset(request.environ["werkzeug.socket"], answer))
        if fault := struck("executed_then_fault"):
            return gateway_fault(int(fault.value or 200), "Runtime Error", 303001, "The address is suspended")
        if struck("malformed"):
            answer.set_data(answer.get_data()[: len(answer.get_data()) // 2])
        return self._instead("executed_then", struck) or answer

    def _instead(self, when: str, struck: Callable[[str], Fault | None]) -> Response | None:
        """Return an answer that says nothing of the operation: empty, in the operator's words, or a page; or None."""
        if fault := struck(f"{when}_empty"):
            return Response(b"", int(fault.value or 0))
        if fault := struck(f"{when}_error"):
            return self.error(int(fault.value or 0))
        if fault := struck(f"{when}_html"):
            return Response(PAGE, int(fault.value or 0), content_type="text/html")
        return None


def answer(act: Callable[[], Response]) -> Response:
    """Return what an endpoint answers, or its refusal."""
    try:
        return act()
    except Refused as refused:
        return refused.answer


def gateway_fault(status: int, message: str, code: int, description: str) -> Response:
    """Return the body of a WSO2 gateway, which clients of Orange meet even with HTTP 200."""
    fault = {"fault": {"code": code, "message": message, "description": description}}
    return Response(json.dumps(fault), status, content_type="application/json")


def reset(line: socket.socket, answer: Response) -> Iterator[bytes]:
    """Send the first half of an answer, then reset the connection."""
    body = answer.get_data()
    head = f"HTTP/1.1 {answer.status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    whole = head.encode() + b"\r\n" + body
    line.sendall(whole[: len(whole) - max(len(body) // 2, 2)])
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # closing now means RST
    os.close(line.detach())
    raise ConnectionResetError
    yield b""
