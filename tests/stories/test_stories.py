"""Every story of tests/stories, on the real service; `./mbongo test --tell` writes them as they happen now.

Where MTN has a part in it, MTN's own specification stands between the service and the operator, and judges both.
"""

import re

import pytest

from tests.stories.language.play import FOLDER, difference, play
from tests.stories.language.telling import Telling
from tests.workers.rails.prism.prism import Prism, why_not
from tests.world.service import Service

OF_MTN = re.compile(r"^mtn asks|^sms to .* (sur|to) MTN MoMo", re.MULTILINE)
STORIES = sorted(path.name for path in FOLDER.glob("*.txt"))
MTN_STORIES = [name for name in STORIES if OF_MTN.search((FOLDER / name).read_text("utf-8"))]


def tell(name: str, service: Service, request: pytest.FixtureRequest) -> None:
    """Play it, and compare; then look at the books, at the operators' and at the logs."""
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


@pytest.mark.daily
@pytest.mark.parametrize("name", [name for name in STORIES if name not in MTN_STORIES])
def test_story(name: str, told_service: Service, request: pytest.FixtureRequest) -> None:
    tell(name, told_service, request)


@pytest.mark.daily
@pytest.mark.apart
@pytest.mark.parametrize("name", MTN_STORIES)
def test_story_with_mtn(name: str, judged: tuple[Service, Prism | None], request: pytest.FixtureRequest) -> None:
    service, judge = judged
    before, forwarded = judge.so_far() if judge else ([], 0)
    tell(name, service, request)
    if judge:
        after, forwarded_after = judge.so_far()
        assert after == before
        assert forwarded_after > forwarded


def test_mtn_itself_judged_them() -> None:
    """Where it cannot be had, the stories above met MTN without it, and this says so."""
    if why := why_not():
        pytest.skip(why)
