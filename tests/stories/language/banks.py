"""Our bank in a story: files of payouts go there, its statements come, and what it sends back."""

import uuid
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import requests

from faults.payout_plan import draw_rib
from simulators.recording import INDENT
from tests.stories.language.clerks import run as run_command
from tests.stories.language.staff import LOGIN, tell_answer
from tests.stories.language.telling import Telling, Verbs
from wallet.banks.rib import Rib
from wallet.reconciliation import bank_accounts

TIMEOUT_SECONDS: Final = 20
REFERENCE: Final = r"(?P<reference>\{ref(?: \d+)?\})"


def have_account(telling: Telling) -> None:
    """Note an account of ours at a bank that knows nothing of any other story; `(bank)` in a command is its RIB."""
    telling.bank = draw_rib(uuid.uuid4().int)
    telling.service.do_as_owner(
        lambda db: bank_accounts.add(db, Rib(telling.bank), "XAF", "iso_09", "Mbongo Trust", "ECOCCMCX")
    )


def takes_file(telling: Telling, login: str, file: str, again: str | None = None) -> None:
    """Have a file written, and take it to the bank."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "file")
        how = "--again" if again else "--why 'to its bank'"
        tell_answer(telling, run_command(telling.service, login, f"bank send {file} {path} {how}"))
        if path.exists():
            answer = requests.post(
                f"{telling.service.simulator_url}/bank/files", data=path.read_bytes(), timeout=TIMEOUT_SECONDS
            ).json()
            told = answer.get("error") or f"the bank takes {answer['payments']} payments"
            telling.say(f"{INDENT}| {telling.masks.hide(told)}")


def sends_back(telling: Telling, reference: str, reason: str) -> None:
    """Have the bank send a payment back on the day after it made it."""
    fault = {"chance": 1, "value": reason, "phone": telling.masks.fill(reference)}
    telling.service.outside.put("faults", {"bank": {"returned": fault}})


def imports(telling: Telling, login: str) -> None:
    """Import what the bank tells of our account until today."""
    asked = {"since": "2020-01-01", "until": str(telling.service.now().date())}
    url = f"{telling.service.simulator_url}/bank/statements/{telling.bank}"
    with TemporaryDirectory() as folder:
        path = Path(folder, "statement")
        path.write_bytes(requests.get(url, params=asked, timeout=TIMEOUT_SECONDS).content)
        tell_answer(telling, run_command(telling.service, login, f"bank import {telling.bank} {path}"))


VERBS: Final[Verbs] = {
    r"we have an account at a bank": have_account,
    rf"{LOGIN} takes (?P<file>P[0-9]+) to the bank(?P<again> again)?": takes_file,
    rf"the bank will send {REFERENCE} back: (?P<reason>[A-Z]{{2}}[0-9]{{2}})": sends_back,
    rf"{LOGIN} imports the bank's statement": imports,
}
