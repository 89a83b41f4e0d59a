"""README's recipes, followed in a copy of the checkout; the copy's own tests say whether they work."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]
README = (CHECKOUT / "README.md").read_text("utf-8")
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "node_modules")


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Path]:
    yield Path(shutil.copytree(CHECKOUT, tmp_path / "copy", ignore=LEFT_OUT))
    shutil.rmtree(tmp_path)


def edit(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) >= 1, f"{path.name} has no {old!r} any more: the recipe has changed"
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def run(copy: Path, *arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    ran = subprocess.run(
        [sys.executable, *arguments], cwd=copy, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-2000:]
    return ran.stdout


def test_recipes_followed_one_after_another_hold(copy: Path) -> None:
    add_a_menu_and_a_command(copy)
    add_a_language(copy)
    tests = ("tests/menus/test_screens.py", "tests/sentences", "-k", "screens or pcm or test_every")
    run(copy, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", *tests)
    assert "5 Urgence" in run(copy, "-c", "from cli.menus import draw; draw()")
    heard = run(copy, "-c", "from sms_templates.commands import understand; print(understand('urgence').name)")
    assert heard.strip() == "emergency"
    shown = run(copy, "-c", "from sms_templates import *; print(say('pcm', 'ussd.send_recipient'), following('en'))")
    assert shown.split("\n")[0] == "Send am go which number? pcm"


RAIL_FILES = CHECKOUT / "tests" / "recipes" / "rail"
RAIL_NAMED = {  # each file, as the recipe names it
    "workers/rails/blue/__init__.py": "`__init__`",
    "workers/rails/blue/settings.py": "`settings`",
    "workers/rails/blue/words.py": "`words`",
    "workers/rails/blue/client.py": "`client`",
    "simulators/blue.py": "`simulators/mtn.py`",
    "tests/rails/callbacks/blue/done.json": "`tests/rails/callbacks/mtn/`",
    "tests/stories/recharge_by_blue.txt": "a story",
}
BLUE_ROW = """    Rail(
        name="blue",
        kind="phone",
        title="Blue",
        short="Blue",
        can=MOBILE_MONEY,
        must_agree=PROMPTED,
        digit="3",
        words=("BLUE",),
        networks=("Camtel",),
        resubmit_is_safe=True,
    ),
)
RAILS: Final"""
BLUE_SETTINGS = "`MBONGO_BLUE_BASE_URL`, `MBONGO_BLUE_API_KEY`, `MBONGO_BLUE_CA_BUNDLE`, `MBONGO_BLUE_READ_SECONDS`"


def test_a_third_rail_is_added_by_the_recipe_and_a_recharge_goes_through_it(copy: Path) -> None:
    add_a_rail(copy)
    tests = ("tests/test_stories.py::test_story[recharge_by_blue.txt]", "tests/rails/test_callbacks.py",
             "tests/menus/test_screens.py", "tests/sentences/test_sentences.py", "tests/sentences/test_commands.py",
             "tests/test_readme.py::test_production_names_every_setting_and_no_other")  # fmt: skip
    run(copy, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", *tests)
    for tool in (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy", "--no-error-summary")):
        run(copy, "-m", *tool)


def add_a_rail(copy: Path) -> None:
    """Seven files and two lines, each named by README."""
    recipe = re.search(r"\*\*A rail\*\*, (\w+) files and two lines.*?\n\n", README, re.DOTALL)
    assert recipe
    files = [path for path in RAIL_FILES.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert {path.relative_to(RAIL_FILES).as_posix() for path in files} == RAIL_NAMED.keys()
    assert len(files) == 7
    assert recipe[1] == "seven"
    assert not [name for name in RAIL_NAMED.values() if name not in recipe[0]]
    shutil.copytree(RAIL_FILES, copy, dirs_exist_ok=True, ignore=LEFT_OUT)
    edit(copy / "wallet" / "payments" / "rails.py", (")\nRAILS: Final", BLUE_ROW))
    edit(
        copy / "docs" / "production.md", ("| `MBONGO_SIM_SWAPS`", f"| {BLUE_SETTINGS} | Blue's |\n| `MBONGO_SIM_SWAPS`")
    )


def add_a_language(copy: Path) -> None:
    """One file."""
    edit(copy / "sms_templates" / "en.toml")
    shutil.copy(copy / "sms_templates" / "en.toml", copy / "sms_templates" / "pcm.toml")
    pidgin = copy / "sms_templates" / "pcm.toml"
    edit(pidgin, ('name = "English"', 'name = "Pidgin"'), ("names = [", 'names = ["PCM", "PIDGIN"]\n# was: ['))
    edit(pidgin, ("Send to which number?", "Send am go which number?"))


def add_a_menu_and_a_command(copy: Path) -> None:
    """A line of the menu of paying, which has room for it, and a word that locks: both on a use case that exists."""
    (copy / "ussd_menus" / "emergency.py").write_text(
        '''"""Something is wrong: lock at once, without a PIN."""

from ussd_menus.conversation import Menu
from wallet.people.people import Caller
from wallet.accounts.lock_wallet import LockWallet


def emergency(_: Caller) -> Menu:
    """Lock the wallet."""
    return LockWallet(), None
    yield  # a menu is a generator even when it has nothing to ask
''',
        encoding="utf-8",
    )
    edit(
        copy / "ussd_menus" / "pay.py",
        ('"1": ("till", till)', '"5": ("emergency", emergency), "1": ("till", till)'),
        ("from wallet.people", "from ussd_menus.emergency import emergency\nfrom wallet.people"),
    )
    for language, line, word in (("fr", "Urgence", "URGENCE"), ("en", "Emergency", "EMERGENCY")):
        edit(
            copy / "sms_templates" / f"{language}.toml",
            ("[ussd.pay]\n", f'[ussd.pay]\nemergency = "{line}"\n'),
            ("[help]", f'[help]\nemergency = "{word}: verrouille / locks. Menu: {{menu}}"\n#'),
            ("[command]", f'[command]\nemergency = ["{word}"]\n#'),
        )
    edit(
        copy / "sms_templates" / "commands.py",
        ('    "balance": alone,', '    "balance": alone,\n    "emergency": alone,'),
    )
    edit(copy / "workers" / "inbox.py", ('    "balance": balance,', '    "balance": balance,\n    "emergency": lock,'))
