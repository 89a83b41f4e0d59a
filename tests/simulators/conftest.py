"""The simulators over real HTTP, in front of a tiny service that hears them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from simulators import create_app
from simulators.handset import Handset
from simulators.serve import serving
from simulators.wire import Wire
from tests.simulators.tiny_service import MOUSSA, Heard, Outside, tiny_service


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def wire(heard: Heard) -> Iterator[Wire]:
    with serving(tiny_service(heard)) as url:
        yield Wire(f"{url}/ussd", f"{url}/sms", f"{url}/ussd/events", f"{url}/sms/delivery")


@pytest.fixture
def moussa(wire: Wire) -> Handset:
    return Handset(MOUSSA, wire)


@pytest.fixture
def outside(wire: Wire) -> Iterator[Outside]:
    with serving(create_app(wire, seed=7, api_key="right-key")) as url:
        yield Outside(url)
