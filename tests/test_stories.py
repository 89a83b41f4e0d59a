"""Every story of tests/stories, on the real service; `./mbongo test --tell` writes them as they happen now."""

import pytest

from tests.service import Service
from tests.story import FOLDER, Telling, difference, play

STORIES = sorted(path.name for path in FOLDER.glob("*.txt"))


@pytest.mark.parametrize("name", STORIES)
def test_story(name: str, service: Service, request: pytest.FixtureRequest) -> None:
    path = FOLDER / name
    expected = path.read_text("utf-8")
    telling = Telling(service)
    told = play(expected, telling)
    if request.config.getoption("--tell"):
        path.write_text(told, encoding="utf-8")
    elif told != expected:
        pytest.fail("\n" + difference(expected, told, name), pytrace=False)
    service.check()
    service.check_operators()
    service.assert_logs_are_quiet(telling.typed_secrets)
