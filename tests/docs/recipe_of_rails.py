"""README's recipe of a rail: a third one, by which a recharge comes."""

from pathlib import Path
from typing import Final

from tests.docs.recipe import MENUS, SETTINGS, draw_later, edit, make

NAMED: Final = {  # each file that is made, as the recipe names it
    "workers/rails/blue/__init__.py": "`__init__`",
    "workers/rails/blue/settings.py": "`settings`",
    "workers/rails/blue/words.py": "`words`",
    "workers/rails/blue/client.py": "`client`",
    "simulators/blue.py": "`simulators/mtn.py`",
    "tests/workers/rails/callbacks/blue/done.json": "`tests/workers/rails/callbacks/mtn/`",
    "tests/stories/recharge_by_blue.txt": "a story",
}
ROW: Final = """    Rail(
        name="blue",
        kind="phone",
        title="Blue",
        short="Blue",
        can=MOBILE_MONEY,
        must_agree=PROMPTED,
        digit="3",
        words=("BLUE",),
        prompt_code="*125#",
        networks=("Camtel",),
        resubmit_is_safe=True,
    ),
)
RAILS: Final"""


def add_a_rail(copy: Path) -> None:
    """Add the rail Blue."""
    make(copy, "rail")
    edit(copy / "wallet" / "payments" / "rails.py", (")\nRAILS: Final", ROW))
    draw_later(copy, MENUS, SETTINGS)
