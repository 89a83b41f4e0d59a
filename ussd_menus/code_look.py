"""A code of somebody's request, typed: the look at it is counted before anything of it is shown."""

from collections.abc import Generator
from typing import Any

from ussd_menus.questions import LookUp, look_up
from wallet.core.errors import Refused
from wallet.operations.actor import Actor
from wallet.people.people import Caller
from wallet.requests.code_looks import count_look


def look_at_code(caller: Caller, code: str) -> Generator[LookUp, Any, None]:
    """Count the look. Raises Refused for a phone that has looked at as many as anybody may today."""
    look = yield from look_up("code_look", count_look, Actor.from_caller(caller), code)
    if look.refusal:
        raise Refused(look.refusal)
