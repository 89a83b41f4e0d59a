"""The simulators over real HTTP, in front of a tiny service that hears them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from simulators import create_app
from simulators.handset import Handset
from simulators.serve import serving
from simulators.wire import Wire
from tests.simulators.tiny_service import HeardRequests, Simulators, tiny_service
from tests.world.cast import MOUSSA


@pytest.fixture
def heard() -> HeardRequests:
    return HeardRequests()


@pytest.fixture
def wire(heard: HeardRequests) -> Iterator[Wire]:
    with serving(tiny_service(heard)) as url:
        yield Wire(f"{url}/ussd", f"{url}/sms", f"{url}/ussd/events", f"{url}/sms/delivery")


@pytest.fixture
def moussa(wire: Wire) -> Handset:
    return Handset(MOUSSA, wire)


@pytest.fixture
def outside(wire: Wire) -> Iterator[Simulators]:
    with serving(create_app(wire, seed=7, api_key="right-key")) as url:
        yield Simulators(url)
