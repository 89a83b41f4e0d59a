"""Africa's Talking's messaging API as seen from a customer's side: the form API the SDK posts to.

Shapes are those of recorded replies: success is 201 with SMSMessageData, and so are most failures; a bad key
is 401 text/plain. Every text accepted lands in the phone's inbox at once; its delivery reports follow.
"""

from __future__ import annotations

import json
import re
import socket
import uuid
from collections.abc import Iterator
from typing import Any, Final

from flask import Blueprint, Response, request

from simulators.faults import Fault, Knob
from simulators.reports import Report
from simulators.wire import network_code
from simulators.world import World

PARTY: Final = "africastalking"
PRICE_XAF: Final = 14  # a part; what it costs is ours to invent
DEFAULT_SENDER: Final = "AFRICASTKNG"

FAULTS: Final = {
    "latency": Knob("answers after value seconds", 2.0),
    "unauthorised": Knob("401 text/plain, as for a bad key"),
    "http_error": Knob("an HTML page with status value; nothing accepted", 500),
    "refused_whole": Knob("201, no recipients, value as the message", "InvalidSenderId"),
    "refused_recipient": Knob("201, a recipient with status code value and messageId 'None'", 403),
    "no_message_id": Knob("accepted, but messageId is the string 'None'"),
    "no_status_code": Knob("a recipient has no statusCode, only its word"),
    "charset": Knob("accepted; content type with a charset, which makes the SDK answer a str"),
    "malformed": Knob("accepted; the JSON stops half way"),
    "accepted_then_dropped": Knob("accepted; the connection is cut without an answer"),
    "accepted_then_hangs": Knob("accepted; the answer comes after value seconds", 15.0),
    "report_none": Knob("no delivery report at all"),
    "report_buffered": Knob("Sent, Buffered, then Success"),
    "report_twice": Knob("every report twice"),
    "report_out_of_order": Knob("Success, then Sent"),
    "report_early": Knob("reports arrive before the answer to the send"),
    "report_other_case": Knob("the id in capitals"),
    "report_failed": Knob("Sent, then value: Failed, Rejected, AbsentSubscriber or Expired", "Failed"),
}

STATUSES: Final = {
    100: "Processed", 101: "Success", 102: "Queued",
    401: "RiskHold", 402: "InvalidSenderId", 403: "InvalidPhoneNumber", 404: "UnsupportedNumberType",
    405: "InsufficientBalance", 406: "UserInBlacklist", 407: "CouldNotRoute", 409: "DoNotDisturbRejection",
    500: "InternalServerError", 501: "GatewayError", 502: "RejectedByGateway",
}  # fmt: skip

REASONS: Final = {"Failed": "DeliveryFailure", "Rejected": "UserInBlackList"}  # only these two carry a reason


def blueprint(world: World) -> Blueprint:
    """Serve `POST /africastalking/version1/messaging`; the SDK's base URL is …/africastalking/version1."""
    routes = Blueprint("africastalking", __name__, url_prefix="/africastalking")

    @routes.post("/version1/messaging")
    def messaging() -> Response:
        phones = [phone for phone in request.form.get("to", "").split(",") if phone]
        refusal = refuse(world, phones)
        if refusal is not None:
            return refusal
        recipients = [accept(world, phone) for phone in phones]
        accepted = [one["messageId"] for one in recipients if one["statusCode"] < 400]
        reports = [r for one in recipients if one["statusCode"] < 400 for r in reports_of(world, one)]
        for one in recipients:
            if world.faults.strike(PARTY, "no_message_id", [one["number"]]):
                one["messageId"] = "None"
            if world.faults.strike(PARTY, "no_status_code", [one["number"]]):
                del one["statusCode"]
        reply = answer(world, phones, recipients, len(accepted))
        send_reports(world, phones, reports, reply)
        return reply

    return routes


def refuse(world: World, phones: list[str]) -> Response | None:
    """Return the first refusal that accepts nothing, in the order a gateway checks them, or None."""

    def struck(name: str) -> Fault | None:
        return world.faults.strike(PARTY, name, phones)

    if late := struck("latency"):
        world.pause(late.value)
    key = request.headers.get("apiKey", "")
    if not key or (world.api_key is not None and key != world.api_key) or struck("unauthorised"):
        return Response("The supplied authentication is invalid", 401, content_type="text/plain")
    if broken := struck("http_error"):
        page = "<html><body><h1>Something went wrong</h1></body></html>"
        return Response(page, int(broken.value or 500), content_type="text/html")
    for name in ("username", "to", "message"):
        if not request.form.get(name):
            return Response(f"Missing required form field '{name}'", 400, content_type="text/plain")
    if whole := struck("refused_whole"):
        return as_json({"SMSMessageData": {"Message": whole.value, "Recipients": []}})
    return None


def accept(world: World, phone: str) -> dict[str, Any]:
    """Deliver the text to one phone, or refuse that phone. Returns the reply's entry for it."""
    refused = world.faults.strike(PARTY, "refused_recipient", [phone])
    code = 102 if request.form.get("enqueue") else 101
    if refused is not None:
        code = int(refused.value or 403)
    elif not re.fullmatch(r"\+[0-9]{8,15}", phone):
        code = 403
    entry = {"number": phone, "status": STATUSES.get(code, "Unknown"), "statusCode": code}
    if code >= 400:
        return {**entry, "cost": "0", "messageId": "None", "messageParts": 0}
    sender = request.form.get("from") or DEFAULT_SENDER
    message_id = f"ATXid_{uuid.uuid4().hex}"  # never from the seed: the service keeps its data over restarts
    text = world.texts.deliver(message_id, phone, sender, request.form["message"])
    cost = f"XAF {text.parts * PRICE_XAF}.0000"
    return {**entry, "cost": cost, "messageId": message_id, "messageParts": text.parts}


def reports_of(world: World, entry: dict[str, Any]) -> list[Report]:
    """Return the delivery reports one accepted text will have, in the order they will arrive."""
    phone = entry["number"]

    def struck(name: str) -> Fault | None:
        return world.faults.strike(PARTY, name, [phone])

    statuses = ["Sent", "Success"]
    if struck("report_none"):
        return []
    if failed := struck("report_failed"):
        statuses = ["Sent", str(failed.value)]
    if struck("report_buffered"):
        statuses.insert(1, "Buffered")
    if struck("report_out_of_order"):
        statuses.reverse()
    if struck("report_twice"):
        statuses = [status for status in statuses for _ in range(2)]
    message_id = entry["messageId"].upper() if struck("report_other_case") else entry["messageId"]
    common = {"id": message_id, "phoneNumber": phone, "networkCode": network_code(phone), "retryCount": "0"}
    return [
        {**common, "status": status, **({"failureReason": REASONS[status]} if status in REASONS else {})}
        for status in statuses
    ]


def answer(world: World, phones: list[str], recipients: list[dict[str, Any]], accepted: int) -> Response:
    """Return the reply to a send, or what a bad line makes of it."""
    parts = max((one["messageParts"] for one in recipients), default=0)
    total = sum(one["messageParts"] for one in recipients) * PRICE_XAF
    cost = f"XAF {total}.0000" if total else "0"
    summary = f"Sent to {accepted}/{len(recipients)} Total Cost: {cost} Message parts: {parts}"
    reply = as_json({"SMSMessageData": {"Message": summary, "Recipients": recipients}})
    if world.faults.strike(PARTY, "charset", phones):
        reply.content_type = "application/json; charset=utf-8"
    if world.faults.strike(PARTY, "malformed", phones):
        reply.set_data(reply.get_data()[: len(reply.get_data()) // 2])
    if hangs := world.faults.strike(PARTY, "accepted_then_hangs", phones):
        world.pause(hangs.value)
    if world.faults.strike(PARTY, "accepted_then_dropped", phones):
        return Response(cut(request.environ["werkzeug.socket"]))
    return reply


def send_reports(world: World, phones: list[str], reports: list[Report], reply: Response) -> None:
    """Send the reports after the reply has left, or before it when that is asked for."""
    if world.reports is None:
        return
    if world.faults.strike(PARTY, "report_early", phones):
        world.reports.send_now(reports)
    elif reports:
        later = world.reports.send_later
        reply.call_on_close(lambda: later(reports))


def as_json(reply: dict[str, Any]) -> Response:
    """Return a 201 with exactly `application/json`, the only content type the SDK parses."""
    return Response(json.dumps(reply), 201, content_type="application/json")


def cut(line: socket.socket) -> Iterator[bytes]:
    """Cut the connection before the body's first byte, then tell the server its client is lost."""
    line.shutdown(socket.SHUT_RDWR)
    raise ConnectionResetError
    yield b""
