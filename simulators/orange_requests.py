"""Reading what clients post to Orange's mp/pay and cashin/pay. Reconstructed from public clients.

Amounts are whole francs as a text, numbers have nine digits without 237, and the merchant's own number cannot pay.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final
from urllib.parse import urlsplit

from flask import request

from simulators.answers import Refused, as_json
from simulators.operator_books import Operation

NUMBER: Final = re.compile(r"[0-9]{9}")
LEAST: Final = {"collection": 10, "payout": 50}
MOST: Final = {"collection": 1_000_000, "payout": 500_000}
ORDER_MAX: Final = 40
DESCRIPTION_MAX: Final = 125


def refused(message: str, data: dict[str, Any] | None = None, status: int = 417) -> Refused:
    """Return a refusal in Orange's words: 417, a sentence, and the operation when there is one."""
    return Refused(as_json({"message": message, "data": data}, status))


def read_body() -> dict[str, Any]:
    """Return the JSON object posted. Raises Refused."""
    try:
        asked = json.loads(request.get_data())
    except (ValueError, RecursionError):
        asked = None
    if not isinstance(asked, dict):
        raise refused("Bad Request", status=400)
    return asked


def read(kind: str) -> Operation:
    """Return the operation a pay call asks for, by its payToken. Raises Refused."""
    asked = read_body()
    needed = ("channelUserMsisdn", "amount", "subscriberMsisdn", "pin", "orderId", "description", "payToken")
    for name in (*needed, "notifUrl") if kind == "collection" else needed:
        if not isinstance(asked.get(name), str) or (name != "description" and not asked[name]):
            raise refused(f"{name} is required", status=400)
    for name in ("channelUserMsisdn", "subscriberMsisdn"):
        if NUMBER.fullmatch(asked[name]) is None:
            raise refused("Msisdn invalid")
    if asked["channelUserMsisdn"] == asked["subscriberMsisdn"]:
        raise refused("The subscriber cannot be the channel user")
    if re.fullmatch(r"[1-9][0-9]{0,9}", asked["amount"]) is None:
        raise refused("Amount invalid")
    amount = int(asked["amount"])
    if not LEAST[kind] <= amount <= MOST[kind]:
        raise refused(f"Amount must be between {LEAST[kind]} and {MOST[kind]}")
    if len(asked["orderId"]) > ORDER_MAX or len(asked["description"]) > DESCRIPTION_MAX:
        raise refused("orderId or description too long", status=400)
    url = asked.get("notifUrl") or None
    if url is not None and (not isinstance(url, str) or urlsplit(url).scheme not in ("http", "https")):
        raise refused("notifUrl invalid", status=400)
    kept = {name: asked[name] for name in ("description", "channelUserMsisdn", "subscriberMsisdn", "amount")}
    return Operation(kind, asked["payToken"], asked["orderId"], amount, f"+237{asked['subscriberMsisdn']}", kept, url)
