"""Requests no honest gateway sends: each hears its sentence or its status, and leaves nothing behind."""

import time

import pytest
import requests

from faults.polling import stretch
from sms_templates import say
from sms_templates.gsm7 import septets
from tests.service.bad_input.gateway import Gateway, body, end
from tests.service.bad_input.wire_table import FIRST, KNOCKS, Knock

FIRST_SCREEN = f"CON {say('fr', 'first_line.usual')}\n"


def knock(gateway: Gateway, what: Knock) -> requests.Response:
    """Send it just so."""
    secret = gateway.service.ussd_url.rsplit("/", 1)[1]
    path = what.path.format(secret=secret, SECRET=secret.upper(), secret_but_one=secret[:-1] + "z")
    content_type = {"Content-Type": what.content_type} if what.content_type else {}
    form = body(gateway.hop_form(**what.fields)) + what.more if what.body is None else what.body
    request = requests.Request(
        what.method, gateway.service.base_url, data=form, headers={**content_type, **what.headers}
    )
    prepared = gateway.wire.prepare_request(request)
    prepared.url = gateway.service.base_url + path + what.query
    if what.content_type is None:
        prepared.headers.pop("Content-Type", None)
    return gateway.wire.send(prepared, timeout=60, allow_redirects=False)


@pytest.mark.parametrize("what", KNOCKS, ids=lambda what: what.id)
def test_knock(gateway: Gateway, what: Knock) -> None:
    started = time.monotonic()
    with gateway.leaving():
        reply = knock(gateway, what)
    assert time.monotonic() - started < stretch(5)
    if isinstance(what.answer, int):
        assert reply.status_code == what.answer
        assert "Traceback" not in reply.text
    elif what.answer == FIRST:
        assert gateway.screen(reply).startswith(FIRST_SCREEN)
    else:
        assert gateway.screen(reply) == end(what.answer)
        assert "*384*237#" in reply.text, "it must say what to do next"
        assert septets(reply.text) <= 160


def test_row_36_the_secret_is_in_no_log(gateway: Gateway) -> None:
    secret = gateway.service.ussd_url.rsplit("/", 1)[1]
    assert secret not in gateway.service.logs()


def test_row_31_one_account_however_the_number_is_written(gateway: Gateway) -> None:
    """Every way to write Moussa's number reaches Moussa, who is known: nobody is offered an account."""
    written = ("+237677000001", " 237677000001", "237677000001", "00237677000001")
    assert {gateway.hop(phoneNumber=number) for number in written} == {gateway.hop()}
