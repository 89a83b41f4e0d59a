"""Pictures of the tour: without Chromium, or with one that takes none, it says what it shows instead and goes on."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from local.tour import pictures
from tests.local.test_tour import tour_of
from tests.world.service import Service

URL = "http://127.0.0.1:1/pay/x"


@pytest.mark.parametrize("program", ["", "false"])
def test_a_machine_without_chromium_is_told_what_is_shown_instead(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr(pictures, "NAMES", (program,) if program else ())
    tour, _ = tour_of(service, "en")
    drawn = io.StringIO()
    pictures.show_in_chromium(replace(tour, pictures=tmp_path, console=Console(file=drawn, width=200)), URL, "one")
    assert "No Chromium took its picture here" in drawn.getvalue()
    assert URL in drawn.getvalue()
