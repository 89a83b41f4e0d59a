"""pain.002, a bank's report of a file of payouts: which of them it will not make. It is no proof of what was paid.

What a payment's own status says counts before the file's: one that was accepted in a file that was rejected is not
known to be rejected. A file with a DOCTYPE is refused, as a statement is.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lxml import etree

from wallet.banks.camt053 import CAUTIOUS, refuse_other_xml
from wallet.core.errors import Misread, Problem, Refused

VERSIONS: Final = ("pain.002.001.03", "pain.002.001.10")
REJECTED: Final = "RJCT"
NO_REASON: Final = "MS03"  # ISO 20022's own code of a reason that is not said
REASON: Final = re.compile(r"[A-Z0-9]{2,35}")
BYTES_MAX: Final = 50_000_000


@dataclass(frozen=True)
class StatusReport:
    """A report: on the file of which message, the status of the whole ("" for none), and what is rejected of it.

    `payments` is the status and the reason of each payment that it names, by reference.
    """

    message_id: str
    whole: str
    reason: str
    payments: dict[str, tuple[str, str]]

    def find_reason(self, reference: str) -> str:
        """Return why a payment of the file is rejected, "" for one that is not said to be."""
        status, reason = self.payments.get(reference, (self.whole, self.reason))
        return reason if status == REJECTED else ""


def read_status_report(path: Path) -> StatusReport:
    """Return what a file reports. Raises Refused for what is no report, or is of no file, and OSError."""
    try:
        return _read(path)
    except Misread as wrong:
        raise Refused("staff.file_unreadable", file=path.name,
                      problems=[Problem("the file", wrong.key, wrong.values)]) from None  # fmt: skip


def _read(path: Path) -> StatusReport:
    try:
        if path.stat().st_size > BYTES_MAX:
            raise Misread("staff.not_a_report", given=f"{path.stat().st_size} bytes", known=", ".join(VERSIONS))
        refuse_other_xml(path, VERSIONS, "staff.not_a_report")
        document: Any = etree.fromstring(path.read_bytes(), etree.XMLParser(**CAUTIOUS))
    except etree.XMLSyntaxError as wrong:
        raise Misread("staff.not_xml", why=str(wrong.msg)[:200]) from None
    message = _say(document, ".//{*}OrgnlGrpInfAndSts/{*}OrgnlMsgId")
    if not message:
        raise Misread("staff.report_without_message")
    whole, reason = _read_status(document.find(".//{*}OrgnlGrpInfAndSts"), "GrpSts")
    blocks = [_read_status(one, "PmtInfSts") for one in document.iter("{*}OrgnlPmtInfAndSts")]
    if whole != REJECTED and blocks and all(status == REJECTED for status, _ in blocks):  # our files have one block
        whole, reason = blocks[0]
    payments = {
        _say(one, "{*}OrgnlEndToEndId"): _read_status(one, "TxSts") for one in document.iter("{*}TxInfAndSts")
    }  # fmt: skip
    return StatusReport(message, whole, reason, payments)


def _read_status(node: Any, name: str) -> tuple[str, str]:
    """Return the status that an element says, and its reason's code."""
    code = _say(node, "{*}StsRsnInf/{*}Rsn/{*}Cd") or _say(node, "{*}StsRsnInf/{*}Rsn/{*}Prtry")
    return _say(node, f"{{*}}{name}"), code if REASON.fullmatch(code) else NO_REASON


def _say(node: Any, path: str) -> str:
    return str(node.findtext(path) or "").strip() if node is not None else ""
