"""SMS on Africa's Talking's wire: an incoming text is shielded, stored once and answered 200; a worker acts on it."""

import uuid

from flask import request

from sms_templates.reading.understand import shield
from wallet.core import traces
from wallet.core.database import in_transaction
from wallet.core.errors import Misread
from wallet.core.logs import log, masked
from wallet.core.values import Phone
from wallet.messages import notices, texts
from wallet.operations import asks
from web.gateways.dates import read_sent_at
from web.gateways.forms import fields, message_id, word
from web.process import process
from workers.waking import wake


def keep_text() -> str:
    """Store an incoming text, and wake who answers it. A malformed one is kept, masked, and not answered."""
    try:
        form = fields(request)
    except Misread:
        log.warning("malformed text")
        return ""
    sender, complete = form.get("from", ""), "text" in form
    try:
        sender = Phone.from_gateway(sender)
        gateway_id = message_id(form.get("id", ""))
    except Misread:
        complete, gateway_id = False, f"none:{uuid.uuid4()}"
        sender = "".join(c for c in sender if c.isprintable())[:20]
    wallet = process().wallet
    safe = shield(form.get("text", ""), lambda code: asks.digest_code(wallet.secrets, sender, code))
    new = in_transaction(wallet.engine, lambda db: texts.store(
        db, gateway_id, sender, safe, read_sent_at(form.get("date", "")), answer=complete))  # fmt: skip
    traces.say(of=gateway_id, text=gateway_id)
    log.info("text heard", gateway_id=gateway_id, phone=masked(sender), new=new, complete=complete)
    if new and complete:
        wake(process().redis, "inbox")
    return ""


def keep_delivery() -> str:
    """Note a delivery report: any id, any word, in any order."""
    try:
        form = fields(request, "id", "status")
        gateway_id, status = message_id(form["id"]), word(form["status"])
    except Misread:
        log.warning("malformed delivery report")
        return ""
    failure = "".join(c for c in form.get("failureReason", "") if c.isprintable())[:80] or None
    in_transaction(process().wallet.engine, lambda db: notices.note_delivered(db, gateway_id, status, failure))
    return ""
