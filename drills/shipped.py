"""Files of deploy/ as they are shipped, with what each machine fills in: what is tried is what is shipped."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

DEPLOY: Final = Path(__file__).parents[1] / "deploy"
PLACE: Final = re.compile(r"@([A-Z][A-Z0-9_]*)@")


def fill(name: str, values: Mapping[str, str]) -> str:
    """Return a file of deploy/ with a value in each place. Raises KeyError for a place without one."""
    return PLACE.sub(lambda found: values[found[1]], (DEPLOY / name).read_text("utf-8"))
