"""Members of staff in a story: Alice and Bruno type commands."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from simulators.recording import INDENT
from tests.stories.language.bills import read_bills
from tests.stories.language.cast import CAST
from tests.stories.language.clerks import run as run_command
from tests.stories.language.telling import Telling, Verbs
from tests.world.cast import ALICE, BRUNO, PASSWORDS
from wallet.core import clock
from wallet.prices import tariff_book, tariff_file

UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PERSON: Final = re.compile(r"\bper_[0-9a-f]{12}")
HASH: Final = re.compile(r"\b[0-9a-f]{64}\b")
PAGE: Final = re.compile(r"https?://\S+/pay/[\w-]{22}")
LOGIN: Final = rf"(?P<login>{'|'.join(PASSWORDS)})"


def runs(telling: Telling, login: str, command: str) -> None:
    """Type a command and a login's password, and say yes; only the tick wakes the workers."""
    for who, phone in CAST.items():
        command = command.replace(f"({who})", phone[4:])
    command = re.sub(r"\(([A-Z]+)'s system\)", rf"{telling.service.simulator_url}/billers/\1/bills", command)
    command = command.replace("(bank)", telling.bank)
    tell_answer(telling, run_command(telling.service, login, telling.masks.fill(command)))


def tell_answer(telling: Telling, said: list[str]) -> None:
    """Tell what a command said."""
    for words in said:
        known = PERSON.sub("{person}", HASH.sub("{hash}", UUID.sub("{id}", words)))
        known = known.replace(telling.bank, "(bank)") if telling.bank else known
        hidden = telling.masks.hide(PAGE.sub("{page}", known))  # parts may read like references
        telling.say(f"{INDENT}| " + re.sub(r"\{date\}/20[0-9]{2}", "{date}", hidden))


def loads_bills(telling: Telling, login: str, biller: str, bills: str) -> None:
    """Load a biller's file, as a member of staff does."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "bills.csv"
        rows = (f"{reference},{amount}" for reference, amount in read_bills(bills).items())
        file.write_text("\n".join(["reference,amount", *rows]), "utf-8")
        said = run_command(telling.service, login, f"merchant bills {file} --biller {biller} --why 'from the biller'")
    telling.say(*(f"{INDENT}| {words}" for words in said))


def costs_tomorrow(telling: Telling, kind: str, percent: str, least: str) -> None:
    """Write a tariff from the one in force; Alice loads it and Bruno approves it."""
    begins = telling.service.do(clock.now).astimezone(clock.DOUALA).date() + timedelta(days=1)
    book = telling.service.do(lambda db: tariff_book.read(db, tariff_book.to_midnight(begins)))
    fee = {"fee_ppm": int(percent) * 10_000, "fee_min": int(least), "fee_max": None}
    tariff = replace(book.prices[kind], **fee)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "tariff.toml"
        file.write_text(tariff_file.write(begins, replace(book, prices=book.prices | {kind: tariff})), "utf-8")
        run_command(telling.service, ALICE, f"tariff load {file} --why 'the board said so'")
    said = run_command(telling.service, BRUNO, f"tariff approve {begins}")
    assert f"{begins:%d/%m/%Y}: done." in said, said


VERBS: Final[Verbs] = {
    rf"{LOGIN} runs (?P<command>.*)": runs,
    rf"{LOGIN} loads (?P<biller>[A-Z]+)'s bills: (?P<bills>.*)": loads_bills,
    r"from tomorrow (?P<kind>[a-z_]+) costs (?P<percent>[0-9]+) %, at least (?P<least>[0-9]+)": costs_tomorrow,
}
