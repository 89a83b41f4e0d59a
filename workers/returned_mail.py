"""Reading what is mailed back to our sender's address, where it lands: a Maildir, which a mail server fills.

Each message is read once and kept among those seen; a bounce is noted of its mail, and told to who had it sent.
"""

from itertools import islice
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from wallet.business.bounced_mails import note_bounced
from wallet.core.database import in_transaction
from wallet.core.logs import log
from wallet.messages import mails
from workers import process
from workers.bounce_reports import BYTES_MOST, Bounce, read_bounces
from workers.waking import wake_all

AT_ONCE: Final = 200
SEEN: Final = ":2,S"  # as a Maildir marks what was read


def read_returned() -> int:
    """Read what has landed since. Returns how many messages were read; 0 where no folder is named."""
    given = process.configured().mail
    if given.bounces is None or not given.is_given:
        return 0
    new, seen = given.bounces / "new", given.bounces / "cur"
    domain, noted, count = given.sender.rpartition("@")[2], 0, 0
    try:
        for path in islice(sorted(new.iterdir()), AT_ONCE):
            noted += sum(_note(one) for one in _read(path, domain))
            path.rename(seen / f"{path.name}{SEEN}")
            count += 1
    except OSError as away:
        log.error("returned mail not read", folder=str(given.bounces), error=type(away).__name__)
    if noted:
        wake_all(process.redis(), ("webhooks", "notices"))
    return count


def _read(path: Path, domain: str) -> list[Bounce]:
    with path.open("rb") as file:
        return read_bounces(file.read(BYTES_MOST), domain)


def _note(bounce: Bounce) -> bool:
    """Note one bounce, once; False for a mail that is none of ours, or did not go to this address."""

    def note(db: Connection) -> bool:
        mail = mails.lock_row_sent(db, bounce.mail_id)
        if mail is None or mail.address.lower() not in bounce.addresses:
            return False
        note_bounced(db, mail, bounce.why)
        return True

    noted = in_transaction(process.wallet().engine, note)
    log.info("bounce reported", mail=bounce.mail_id, why=bounce.why, noted=noted)
    return noted
