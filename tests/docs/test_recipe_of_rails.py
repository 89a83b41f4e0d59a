"""README's recipe of a rail, followed in a copy of the checkout: a third rail, and a recharge that goes through it."""

from pathlib import Path
from typing import Final

from tests.docs.recipe import FILES, draw, edit, follow, make, run_tests, run_tools, text_of

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
NAMES: Final = ("BASE_URL", "API_KEY", "CA_BUNDLE", "READ_SECONDS", "SECRETS", "ADDRESSES")
SETTINGS: Final = ", ".join(f"`MBONGO_BLUE_{name}`" for name in NAMES)


def test_a_third_rail_is_added_by_the_recipe_and_a_recharge_goes_through_it(copy: Path) -> None:
    follow(copy, "A rail", add_a_rail)
    run_tests(
        copy, "tests/stories/test_stories.py::test_story[recharge_by_blue.txt]",
        "tests/workers/rails/test_callbacks.py", "tests/ussd_menus/test_screens.py",
        "tests/sms_templates/test_sentences.py", "tests/sms_templates/reading/test_commands.py",
        "tests/docs/test_readme.py::test_production_names_every_setting_and_no_other",
    )  # fmt: skip
    run_tools(copy)


def test_the_recipe_names_every_file_that_is_made() -> None:
    folder = FILES / "rail"
    made = [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert {path.relative_to(folder).as_posix() for path in made} == NAMED.keys()
    assert not [name for name in NAMED.values() if name not in text_of("A rail")]


def add_a_rail(copy: Path) -> None:
    """Add the rail Blue."""
    make(copy, "rail")
    edit(copy / "wallet" / "payments" / "rails.py", (")\nRAILS: Final", ROW))
    edit(copy / "docs" / "production.md", ("| `MBONGO_SIM_SWAPS`", f"| {SETTINGS} | Blue's |\n| `MBONGO_SIM_SWAPS`"))
    draw(copy)
