"""Mailing what waits in the outbox: leased and committed first, sent outside any transaction, noted after."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

from wallet.business.bounced_mails import note_bounced
from wallet.core.database import in_transaction
from wallet.core.logs import log
from wallet.core.traces import step
from wallet.messages import mails
from wallet.messages.mails import Mail
from workers import letters, process
from workers.returned_mail import read_returned
from workers.smtp import NotMailed, send
from workers.waking import awake, wake

AT_ONCE: Final = 4  # each takes 100 s at worst: within the lease
BATCHES: Final = 50


def send_due() -> int:
    """Mail all that is due, and read what came back. Returns the number of mails worked on."""
    awake(process.redis(), "mail")
    read_returned()
    done = 0
    with ThreadPoolExecutor(AT_ONCE) as senders:
        for _ in range(BATCHES):
            leased = in_transaction(process.wallet().engine, lambda db: mails.lease(db, AT_ONCE))
            if not leased:
                break
            done += len(leased)
            list(senders.map(mail_one, leased))
    return done


def mail_one(mail: Mail) -> None:
    """Write one mail as things are now, send it, and note what came of it."""
    engine, known = process.wallet().engine, process.configured()
    try:
        if not known.mail.is_given:
            raise NotMailed("MBONGO_MAIL_HOST and what belongs to it are not set")
        letter = in_transaction(engine, lambda db: letters.find(db, mail, known.wallet.public_url))
        if letter is None:
            in_transaction(engine, lambda db: mails.note_needless(db, mail))
            return
        with step("mail", of=mail.about, kind=mail.kind):
            send(known.mail, mail.address, letters.write(letter, mail, known.mail.sender))
    except NotMailed as failed:
        why, may_have_left, bounced = str(failed), failed.may_have_left, failed.bounced
        log.warning("mail not sent", mail=mail.id, why=why, may_have_left=may_have_left, bounced=bounced)
        if bounced:
            in_transaction(engine, lambda db: note_bounced(db, mail, why))
            for queue in ("webhooks", "notices"):
                wake(process.redis(), queue)
        else:
            in_transaction(engine, lambda db: mails.note_failed(db, mail, why, may_have_left=may_have_left))
    except Exception as broken:  # one mail that breaks us must not keep the others waiting; it may have left
        why = f"broke: {type(broken).__name__}"
        log.error("mail not sent", mail=mail.id, why=why, exc_info=True)
        in_transaction(engine, lambda db: mails.note_failed(db, mail, why, may_have_left=True))
    else:
        in_transaction(engine, lambda db: mails.note_sent(db, mail))
