"""Flask whose routes are ready to be matched at once, and compile what writes an address when one is first written.

werkzeug compiles both for each route, of which the simulators have a hundred: most of the time of making their app,
which nearly every test of theirs makes anew.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from flask import Flask
from werkzeug.routing import Rule


class LateRule(Rule):
    """A route that compiles what writes its address when that is first asked for."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compile_now = super()._compile_builder
        compiled = cache(lambda: compile_now(append_unknown))

        def write(rule: Rule, **values: object) -> tuple[str, str]:
            return compiled()(rule, **values)

        return write


class LateFlask(Flask):
    """Flask with such routes."""

    url_rule_class = LateRule
