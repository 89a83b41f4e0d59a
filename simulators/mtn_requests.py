"""Reading what clients post to MTN: every value is a string, and what MTN would not take is refused.

Notes with an apostrophe or another special character are refused, as are notes of more than 160 characters.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final
from urllib.parse import urlsplit

from flask import request

from simulators.answers import Refused
from simulators.mtn_access import ENVIRONMENTS, REFERENCE, empty, refusal
from simulators.operator_books import COLLECTION, REFUND, Operation

PARTY: Final = {"collection": "payer", "payout": "payee"}
PARTY_ID: Final = {"MSISDN": r"[0-9]{8,15}", "EMAIL": r"[^@\s]+@[^@\s]+", "PARTY_CODE": r"[0-9a-fA-F-]{36}"}
AMOUNT: Final = {"XAF": r"[1-9][0-9]{0,11}", "EUR": r"(?!0+(\.0+)?$)[0-9]{1,9}(\.[0-9]{1,2})?"}
PLAIN: Final = r"[A-Za-z0-9 .,:_/-]{0,160}"  # MTN does not say which characters are special: these are not


def read(kind: str, callback_host: str | None) -> Operation:
    """Return the operation a POST asks for; a refund's phone is still unknown. Raises Refused."""
    reference = request.headers.get("X-Reference-Id", "")
    asked = read_body()
    texts = {name: asked.get(name) for name in ("amount", "currency", "externalId")}
    notes = {name: asked.get(name, "") for name in ("payerMessage", "payeeNote")}
    if REFERENCE.fullmatch(reference) is None or not all(isinstance(one, str) for one in texts.values()):
        raise Refused(empty(400))
    if not all(isinstance(one, str) and re.fullmatch(PLAIN, one) for one in [*notes.values(), texts["externalId"]]):
        raise Refused(empty(400))
    phone = read_party(asked, PARTY[kind]) if kind != REFUND else ""
    currency = ENVIRONMENTS[request.headers["X-Target-Environment"]]
    if texts["currency"] != currency:
        raise Refused(refusal("INVALID_CURRENCY"))
    if re.fullmatch(AMOUNT[currency], str(texts["amount"])) is None:
        raise Refused(empty(400))
    url = read_callback_url(callback_host)
    amount = max(int(str(texts["amount"]).partition(".")[0]), 1)  # a sandbox's cents are nobody's money
    return Operation(kind, reference.lower(), str(texts["externalId"]), amount, phone, asked, url)


def read_body() -> dict[str, Any]:
    """Return the JSON object posted. Raises Refused."""
    if request.mimetype != "application/json":
        raise Refused(empty(400))
    try:
        asked = json.loads(request.get_data())
    except (ValueError, RecursionError):
        asked = None
    if not isinstance(asked, dict):
        raise Refused(empty(400))
    return asked


def read_party(asked: dict[str, Any], name: str) -> str:
    """Return the party's number as +E.164, or its other identity as it is. Raises Refused."""
    party = asked.get(name)
    kind, identity = (party.get("partyIdType"), party.get("partyId")) if isinstance(party, dict) else (None, None)
    if kind not in PARTY_ID or not isinstance(identity, str) or not re.fullmatch(PARTY_ID[kind], identity):
        raise Refused(empty(400))
    return f"+{identity}" if kind == "MSISDN" else identity


def read_callback_url(host: str | None) -> str | None:
    """Return where to call back, or None; its host must be the API user's, if that has one. Raises Refused."""
    url = request.headers.get("X-Callback-Url")
    if url is None:
        return None
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refused(empty(400))
    if host is not None and parts.hostname != host:
        raise Refused(refusal("INVALID_CALLBACK_URL_HOST"))
    return url


def read_note() -> str:
    """Return a delivery note: the same text in header and body, 160 characters at most. Raises Refused."""
    note = read_body().get("notificationMessage")
    header = request.headers.get("notificationMessage")
    if not isinstance(note, str) or header is None or not re.fullmatch(PLAIN, note) or header != note:
        raise Refused(empty(400))
    return note


def kind_of(product: str, endpoint: str) -> str | None:
    """Return the kind of operation an endpoint of a product asks for, or None where there is no such endpoint."""
    endpoints = {("collection", "requesttopay"): COLLECTION, ("collection", "requesttowithdraw"): COLLECTION,
                 ("disbursement", "transfer"): "payout", ("disbursement", "deposit"): "payout",
                 ("disbursement", "refund"): REFUND}  # fmt: skip
    return endpoints.get((product, endpoint))
