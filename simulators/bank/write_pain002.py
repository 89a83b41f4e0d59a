"""The bank's report of a file that it took, in pain.002: what it will not make, and why."""

from __future__ import annotations

from lxml.builder import ElementMaker
from lxml.etree import tostring

SPACE = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"


def write_pain002(message_id: str, count: int, rejected: dict[str, str]) -> bytes:
    """Return the report of a file of so many payments, of which these are rejected, each for its reason."""
    make = ElementMaker(namespace=SPACE, nsmap={None: SPACE})
    whole = "RJCT" if rejected and len(rejected) == count else "PART" if rejected else "ACSP"
    payments = [
        make.TxInfAndSts(make.OrgnlEndToEndId(one), make.TxSts("RJCT"), make.StsRsnInf(make.Rsn(make.Cd(reason))))
        for one, reason in rejected.items()
    ]
    report = make.Document(make.CstmrPmtStsRpt(
        make.GrpHdr(make.MsgId(f"STS-{message_id}"), make.CreDtTm("2026-03-10T09:00:00+01:00")),
        make.OrgnlGrpInfAndSts(make.OrgnlMsgId(message_id), make.OrgnlMsgNmId("pain.001.001.09"), make.GrpSts(whole)),
        *([make.OrgnlPmtInfAndSts(make.OrgnlPmtInfId(message_id), *payments)] if payments else []),
    ))  # fmt: skip
    written: bytes = tostring(report, xml_declaration=True, encoding="UTF-8")
    return written
