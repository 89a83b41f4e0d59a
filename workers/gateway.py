"""Africa's Talking's SDK behind one function: a text leaves, or we know whether it may have.

africastalking 2.0.3 (stack.md): a failed send answers 201, with no recipients or a code for each; `messageId` may be
the string "None"; JSON with a charset comes back as str; a bad key raises the same as a full server.
"""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import requests
from africastalking.Service import AfricasTalkingException
from africastalking.SMS import SMSService

from wallet.core.settings import Settings

# Its codes and their words (help.africastalking.com, "SMS status codes"); some answers give the word alone.
WORDS: Final = {
    "processed": 100, "sent": 101, "success": 101, "queued": 102,
    "riskhold": 401, "invalidsenderid": 402, "invalidphonenumber": 403, "unsupportednumbertype": 404,
    "insufficientbalance": 405, "userinblacklist": 406, "couldnotroute": 407, "donotdisturbrejection": 409,
    "internalservererror": 500, "gatewayerror": 501, "rejectedbygateway": 502,
}  # fmt: skip
ACCEPTED: Final = {100, 101, 102}
OF_ITS_READER: Final = {403, 404, 406, 409}  # all others are of our account, or theirs: they pass
TIMEOUT_SECONDS: Final = (3.05, 9.05)


class NotSent(Exception):
    """A text that did not leave, or may have (`may_have_left`); `final` when no try will ever reach its reader."""

    def __init__(self, why: str, *, may_have_left: bool = False, final: bool = False) -> None:
        super().__init__(why)
        self.may_have_left, self.final = may_have_left, final


@cache
def _sdk(base_url: str, username: str, api_key: str) -> Any:
    sms = SMSService(username, api_key)
    sms._baseUrl = base_url  # the SDK has no parameter for it
    return sms


def send(settings: Settings, phone: str, text: str) -> str:
    """Text one phone. Returns the gateway's message id. Raises NotSent."""
    sms = _sdk(settings.at_base_url, settings.at_username, settings.at_api_key.get_secret_value())
    try:
        answer = sms.send(text, [phone], settings.at_sender_id, timeout=TIMEOUT_SECONDS)
    except requests.ConnectTimeout as slow:
        raise NotSent("no connection in time") from slow
    except requests.ConnectionError as broken:
        refused = "NewConnectionError" in repr(broken) or "refused" in repr(broken)
        raise NotSent("connection lost", may_have_left=not refused) from None  # its repr holds the message
    except requests.RequestException as other:
        raise NotSent(f"no answer: {type(other).__name__}", may_have_left=True) from None
    except AfricasTalkingException as said:
        raise NotSent(f"refused: {str(said)[:80]}") from None
    except ValueError as unread:  # a 2xx whose body is not JSON
        raise NotSent(f"unreadable answer: {type(unread).__name__}", may_have_left=True) from None
    return _message_id(answer)


@dataclass(frozen=True)
class TextedPhone:
    """The gateway's word on one phone."""

    code: int
    status: str
    message_id: str


def _message_id(answer: Any) -> str:
    try:
        said = (json.loads(answer) if isinstance(answer, str) else answer)["SMSMessageData"]
        recipients = [
            TextedPhone(read_code(one), str(one.get("status", "")), str(one.get("messageId") or "None"))
            for one in said["Recipients"]
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotSent("unreadable answer", may_have_left=True) from None
    if not recipients:
        raise NotSent(f"nobody: {str(said.get('Message'))[:80]}")
    [one] = recipients[:1]
    if one.code in ACCEPTED and one.message_id != "None":
        return one.message_id
    if one.code in ACCEPTED:
        raise NotSent("accepted without an id", may_have_left=True)
    raise NotSent(f"{one.code} {one.status}"[:80], final=one.code in OF_ITS_READER)


def read_code(recipient: dict[str, Any]) -> int:
    """Return the code of an answer's entry, by its word where it gives no code; 0 for neither."""
    word = "".join(filter(str.isalpha, str(recipient.get("status", "")))).lower()
    return int(recipient.get("statusCode") or WORDS.get(word, 0))
