"""Texting what waits in the outbox: leased and committed first, sent outside any transaction, noted after."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

from sms_templates import say_on
from wallet.accounts import page_codes
from wallet.agents import cash_outs
from wallet.core.database import in_transaction
from wallet.core.logs import log, masked
from wallet.core.traces import find_after, step
from wallet.members import sent_addresses
from wallet.messages import notices
from wallet.messages.notices import Notice
from wallet.operations import asks, pay_addresses
from wallet.payments.claims_to_make import find_claim
from workers import gateway, process
from workers.waking import awake

AT_ONCE: Final = 8  # texts on their way at the same time: one takes up to 9 s when the gateway is slow
BATCH: Final = 16  # few enough that a lease of 30 s holds them all: two rounds of 12 s
BATCHES: Final = 50
AT_PAGE: Final = {
    "payment_asked_of_stranger": "payment_asked_at_page",
    "invoice_sent": "invoice_sent_at_page",
    "invoice_reminder": "invoice_reminder_at_page",
    "shop_request": "shop_request_at_page",
    "shop_request_again": "shop_request_again_at_page",
}  # where browsers find us


def send_due() -> int:
    """Text all that is due. Returns the number of notices worked on."""
    awake(process.redis(), "notices")
    done = 0
    with ThreadPoolExecutor(AT_ONCE) as senders:
        for _ in range(BATCHES):
            leased = in_transaction(process.wallet().engine, lambda db: notices.lease(db, BATCH))
            if not leased:
                break
            done += len(leased)
            by_phone: dict[str, list[Notice]] = {}
            for notice in leased:
                by_phone.setdefault(notice.phone, []).append(notice)
            list(senders.map(send_in_order, by_phone.values()))
    return done


def send_in_order(of_one_phone: list[Notice]) -> None:
    """Send a phone's texts one after another: a question is never overtaken by the answer to it."""
    for notice in of_one_phone:
        send(notice)


def send(notice: Notice) -> None:
    """Text one notice, and note what came of it."""
    wallet = process.wallet()
    try:
        text = written(notice)
    except (
        LookupError
    ) as unsayable:  # a sentence we wrote wrong must not hold up the others; the money has moved long ago
        why = str(unsayable)
        log.error("notice cannot be said", notice=notice.id, sentence=notice.sentence)
        in_transaction(wallet.engine, lambda db: notices.note_refused(db, notice, why))
        return
    try:
        after = find_after(notice.values)
        with step("text", of=notice.id, after=after, operation=after, kind=notice.kind, screen=notice.sentence):
            gateway_id = gateway.send(process.configured().wallet, notice.phone, text)
    except gateway.NotSent as failed:
        why, final, may_have_left = str(failed), failed.final, failed.may_have_left
        log.warning(
            "text not sent",
            notice=notice.id,
            phone=masked(notice.phone),
            why=why,
            may_have_left=may_have_left,
        )
        if final:
            in_transaction(wallet.engine, lambda db: notices.note_refused(db, notice, why))
        else:
            in_transaction(wallet.engine, lambda db: notices.note_failed(db, notice, why, may_have_left=may_have_left))
    else:
        in_transaction(wallet.engine, lambda db: notices.note_sent(db, notice, gateway_id))


def written(notice: Notice) -> str:
    """Return the sentence as it leaves; a one-time code is made here and nowhere kept, nor a page's address."""
    values, sentence = dict(notice.values), notice.sentence
    if "ask" in values:
        values["code"] = asks.compute_written(process.wallet().secrets, values.pop("ask"))
    if "page_code" in values:
        values["page_code"] = draw_page_code(values["page_code"], notice.phone)
    if "page_link" in values:
        asked = values.pop("page_link")
        code, public_url = draw_page_code(asked, notice.phone), process.configured().wallet.public_url
        if public_url:
            values["page_link"] = page_codes.write_link(public_url, asked, code)
        else:  # nobody's browser finds us
            values["page_code"], sentence = code, page_codes.CODE
    if "invitation" in values:
        values["invited_page"] = write_sent("invitation", values.pop("invitation"), notice.phone)
    if "new_password" in values:
        values["password_page"] = write_sent("new password", values.pop("new_password"), notice.phone)
    if "claim_of" in values:
        values["claim_page"] = find_claim_page(values.pop("claim_of"))
    if "page_of" in values:
        values["page"] = write_page(values.pop("page_of"))
        if process.configured().wallet.public_url:
            sentence = AT_PAGE.get(sentence, sentence)
    said = say_on("sms", notice.language, sentence, **values)
    return cash_outs.fill_placeholders(process.wallet().secrets, said)


def write_page(thing_and_id: str) -> str:
    """Return the address of the page of a thing: `recharge:<its id>`, as a notice names it."""
    thing, id_ = thing_and_id.split(":")
    address = in_transaction(process.wallet().engine, lambda db: pay_addresses.get_of(db, thing, id_))  # type: ignore[arg-type]  # one of ours
    return pay_addresses.write_url(process.configured().wallet.public_url, address.token)


def find_claim_page(refund_id: str) -> str:
    """Return where whoever paid says to which address a refund goes. Raises LookupError once it waits for nobody."""
    found = in_transaction(process.wallet().engine, lambda db: find_claim(db, refund_id))
    if found is None:
        raise LookupError("nothing is left to claim")
    return found.url


def write_sent(sent_for: sent_addresses.For, id_: str, phone: str) -> str:
    """Return an address that is good once, drawn for this number. Raises LookupError where it is over, or another's."""
    token = in_transaction(process.wallet().engine, lambda db: sent_addresses.draw_token(db, sent_for, id_, phone))
    if token is None:
        raise LookupError(f"the {sent_for} is over, or another's")
    return sent_addresses.write_url(process.configured().wallet.public_url, sent_for, token)


def draw_page_code(asked: str, phone: str) -> str:
    """Return a code that signs in, drawn for this number. Raises LookupError where it is over, or another's."""
    wallet = process.wallet()
    return in_transaction(wallet.engine, lambda db: page_codes.draw_code(db, wallet.secrets, asked, phone))
