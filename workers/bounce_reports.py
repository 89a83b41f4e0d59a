"""Reports of mails that came back (RFC 3464): which mail of ours, whose address, and why.

A report is mailed to us by whoever could not deliver. Anybody may write one: it counts where it names the id of a mail,
which only its reader and the servers on its way have seen, and the address that it went to.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.message import Message
from typing import Final

BYTES_MOST: Final = 1 << 20
ID: Final = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@([A-Za-z0-9.-]+)>")
FOR_GOOD: Final = re.compile(r"5\.[0-9]{1,3}\.[0-9]{1,3}")
RETURNED: Final = ("message/rfc822", "message/rfc822-headers", "text/rfc822-headers")


@dataclass(frozen=True)
class Bounce:
    """A mail that its reader's server refused for good: our id of it, the addresses it may have gone to, and why."""

    mail_id: str
    addresses: frozenset[str]
    why: str


def read_bounces(raw: bytes, our_domain: str) -> list[Bounce]:
    """Return what a message reports as refused for good, [] for any other message."""
    message = message_from_bytes(raw[:BYTES_MOST])
    if message.get_content_type() != "multipart/report" or message.get_param("report-type") != "delivery-status":
        return []
    mail_id = _find_id(message, our_domain)
    if not mail_id:
        return []
    return [Bounce(mail_id, addresses, why) for addresses, why in _list_refused(message)]


def _find_id(report: Message, our_domain: str) -> str:
    """Return our id of the mail that is returned with a report, whole or its headers; "" of none of ours."""
    for part in report.walk():
        if part.get_content_type() not in RETURNED:
            continue
        inside = part.get_payload()
        returned = inside[0] if isinstance(inside, list) else message_from_string(str(inside))
        found = ID.fullmatch(str(returned.get("Message-ID", "")).strip()) if isinstance(returned, Message) else None
        if found and found[2].lower() == our_domain.lower():
            return found[1]
    return ""


def _list_refused(report: Message) -> Iterator[tuple[frozenset[str], str]]:
    """Yield the addresses of each reader who was refused for good, and why."""
    for part in report.walk():
        blocks = part.get_payload()
        if part.get_content_type() != "message/delivery-status" or not isinstance(blocks, list):
            continue
        for block in blocks:
            if not isinstance(block, Message) or str(block.get("Action", "")).strip().lower() != "failed":
                continue
            status = str(block.get("Status", "")).strip().split(" ")[0]
            if FOR_GOOD.fullmatch(status):
                named = (str(block.get(name, "")) for name in ("Original-Recipient", "Final-Recipient"))
                addresses = frozenset(one.partition(";")[2].strip(" <>\t").lower() for one in named if ";" in one)
                said = " ".join(str(block.get("Diagnostic-Code", "")).split())
                words = "".join(sign for sign in said if sign.isascii() and sign.isprintable())
                yield addresses, f"report {status} {words}".strip()
