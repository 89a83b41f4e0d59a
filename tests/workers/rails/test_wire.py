"""The wire breaks in every way it can: what may have left us, and what must never be said of it."""

import json
import logging
import socket
import ssl
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from faults.polling import LONGEST_WAIT_SECONDS
from simulators.serve import serving
from tests.workers.rails.conftest import ORANGE_TOKEN, SECRETS, order, settings_for
from tests.workers.rails.scripted import ScriptedOperator
from tests.workers.rails.test_orange import PAY, answered
from workers.rails import RailError
from workers.rails.http import Wire
from workers.rails.open import open_rails

HERE = Path(__file__).parent
CERTIFICATE, KEY = HERE / "operator_certificate.pem", HERE / "operator_key.pem"
Behaviour = Callable[[socket.socket], object]


@contextmanager
def listening(behave: Behaviour, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """One connection, treated as a test says once its request has come."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                try:
                    talking = tls.wrap_socket(connection, server_side=True) if tls else connection
                    talking.recv(65_536)
                    behave(talking)
                except OSError:
                    return  # the client hung up first, as some tests want

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"{'https' if tls else 'http'}://127.0.0.1:{server.getsockname()[1]}"
        thread.join(LONGEST_WAIT_SECONDS)


def hang_up(talking: socket.socket) -> None:
    talking.shutdown(socket.SHUT_RDWR)


def half_an_answer(talking: socket.socket) -> None:
    talking.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"status":')


def drip(begun: bytes, drop: bytes) -> Behaviour:
    """Answer this, then more of it ten times a second, for ever."""

    def behave(talking: socket.socket) -> None:
        talking.sendall(begun)
        while True:
            talking.sendall(drop)
            threading.Event().wait(0.1)

    return behave


DRIPPING = (
    drip(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n", b" "),
    drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"0"),
    drip(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"x"),
    drip(b"HTTP/1.1 200 OK\r\n", b"X-Slow: x\r\n"),
    drip(b"HTTP/1.1 ", b" "),
    drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
)


def say_nothing(talking: socket.socket) -> None:
    talking.recv(1)  # until the client gives up


@pytest.mark.parametrize(
    "behave", [hang_up, half_an_answer, *DRIPPING, say_nothing, lambda talking: talking.sendall(b"SSH-2.0\r\n")]
)
def test_once_sent_nobody_knows(behave: Behaviour, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workers.rails.http.CONNECT_SECONDS", 0.2)
    with listening(behave) as url, pytest.raises(RailError) as caught:
        Wire([], read_seconds=0.3).call("POST", url, {}, json={"amount": "1"})
    assert caught.value.ran == "unknown"
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)  # those would hold the request


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}", "http://nobody.invalid", "ftp://127.0.0.1", "http://", "x"])
def test_where_nobody_listens_nothing_ran(url: str) -> None:
    with pytest.raises(RailError) as caught:
        Wire([]).call("POST", url.format(port=free_port()), {})
    assert caught.value.ran == "no"


def test_an_address_that_never_connects_ran_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full, socket.socket() as waits, socket.socket() as too:
        for waiting in (waits, too):
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        with pytest.raises(RailError) as caught:
            Wire([]).call("POST", f"http://127.0.0.1:{full.getsockname()[1]}", {})
    assert (caught.value.ran, caught.value.why) == ("no", "unreachable: ConnectTimeoutError")


def tls() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE, KEY)
    return context


def test_a_certificate_nobody_vouches_for_is_refused_before_anything_is_sent() -> None:
    with listening(lambda _: None, tls()) as url, pytest.raises(RailError) as caught:
        Wire([]).call("POST", url, {})
    assert caught.value.ran == "no"


def test_a_certificate_of_the_bundle_is_taken() -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
    with listening(lambda talking: talking.sendall(answer), tls()) as url:
        assert Wire([], ca_bundle=CERTIFICATE).call("GET", url, {}).body == b"{}"


def test_tls_that_ends_after_the_request_leaves_it_unknown() -> None:
    """An SSL error is not always a handshake: a server that dies says no goodbye."""
    with listening(hang_up, tls()) as url, pytest.raises(RailError) as caught:
        Wire([], ca_bundle=CERTIFICATE).call("POST", url, {}, json={})
    assert caught.value.ran == "unknown"


def test_a_redirect_is_not_followed_and_a_cookie_not_kept(operator: ScriptedOperator) -> None:
    operator.says["GET /here"] = [(302, "")]
    wire = Wire([])
    assert wire.call("GET", f"{operator.url}/here", {}).http == 302
    wire.call("GET", f"{operator.url}/here", {})
    assert [(one.path, one.headers.get("Cookie")) for one in operator.asked] == [("/here", None)] * 2


def everything_about(error: BaseException) -> str:
    """Return what a traceback with locals, or a curious person, would find."""
    told, seen = [], error
    while seen:
        told += [repr(seen), str(seen), repr(vars(seen)), *map(repr, seen.args)]
        told += [repr(traceback.TracebackException.from_exception(seen))]
        seen = seen.__cause__ or seen.__context__  # type: ignore[assignment]  # None ends it
    return "\n".join(told)


ECHO: dict[str, Any] = answered(pin=2222, **SECRETS)
ECHO["message"] = "60018 :: PIN 2222 refuse, Bearer a-token-of-orange, eyJhbGciOiJIUzI1NiJ9.e30.abcdefghijk"
ECHO["data"]["headers"] = "YW4tYXBpLXVzZXI6YW4tYXBpLXBhc3N3b3Jk"  # base64 of the API's user and password


@pytest.mark.parametrize("http", [200, 417, 500])
def test_no_secret_is_kept_or_raised_when_an_operator_echoes_them(
    operator: ScriptedOperator, caplog: pytest.LogCaptureFixture, http: int
) -> None:
    caplog.set_level(logging.DEBUG)
    operator.says[PAY] = [(http, ECHO)]
    rail = open_rails(settings_for(orange=operator.url))["orange"]
    try:
        told = repr(rail.submit(order("orange")))
    except RailError as error:
        told = everything_about(error)
    told += caplog.text
    assert "MP261121.2051.B56929" in told
    wanted = {name: secret for name, secret in SECRETS.items() if name.startswith(("orange", "callback"))}
    for secret in [*wanted.values(), "a-token-of-orange", "eyJhbGci", "YW4tYXBpLXVzZXI6YW4tYXBpLXBhc3N3b3Jk"]:
        assert secret not in told.replace(REFERENCE_OF_PAYMENT, "")


@pytest.mark.parametrize("secret", ['a"quoted\\secret', "a/secret/of/slashes", "22", "un-été-à-Kribi"])
@pytest.mark.parametrize("written", [json.dumps, lambda secret: json.dumps(secret).replace("/", "\\/"), str])
def test_a_secret_is_masked_however_json_writes_it(
    operator: ScriptedOperator, secret: str, written: Callable[[str], str]
) -> None:
    operator.says["GET /echo"] = [(200, f'{{"said": "PIN {written(secret).strip(chr(34))}.", "amount": 2200}}')]
    raw = Wire([secret]).call("GET", f"{operator.url}/echo", {}).raw
    assert raw.replace('"', "") == "{said: PIN ****., amount: 2200}"


REFERENCE_OF_PAYMENT = "11111111-1111-1111-1111-111111111111"


def test_no_secret_is_in_what_a_broken_call_raises_or_a_rail_shows() -> None:
    with serving(ScriptedOperator({"POST /token": [(200, ORANGE_TOKEN)]}).app()) as url:
        rail = open_rails(settings_for(orange=url, mtn=url))["orange"]
        rail._calls._tokens.of("http://127.0.0.1:1")._held = ("a-token-of-orange", 1e12)  # type: ignore[attr-defined]  # a token got before the operator went away
        with pytest.raises(RailError) as caught:
            rail.submit(order("orange", base_url="http://127.0.0.1:1"))
    told = everything_about(caught.value) + repr(rail) + repr(vars(rail)) + repr(vars(rail._calls))  # type: ignore[attr-defined]
    for secret in ["2222", "an-api-password", "a-consumer-secret", "a-token-of-orange"]:
        assert secret not in told
    assert (caught.value.ran, caught.value.__cause__, caught.value.__context__) == ("no", None, None)
