"""pain.002: which payments of a file a bank says it will not make, and why; what is no such report is refused."""

from pathlib import Path

import pytest

from simulators.bank.write_pain002 import write_pain002
from wallet.banks.pain002 import read_status_report
from wallet.core.errors import Refused

SPACE = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.{}"
A, B = "AAAA-2222", "BBBB-3333"


def report(whole: str = "", payments: str = "", block: str = "", version: str = "03") -> bytes:
    """Return a report as banks write them, in one of the versions."""
    return f"""<?xml version="1.0"?><Document xmlns="{SPACE.format(version)}"><CstmrPmtStsRpt>
        <GrpHdr><MsgId>S1</MsgId></GrpHdr>
        <OrgnlGrpInfAndSts><OrgnlMsgId> PAY-1 </OrgnlMsgId>{whole}</OrgnlGrpInfAndSts>
        <OrgnlPmtInfAndSts><OrgnlPmtInfId>PAY-1</OrgnlPmtInfId>{block}{payments}</OrgnlPmtInfAndSts>
        </CstmrPmtStsRpt></Document>""".encode()


def payment(reference: str, status: str, reason: str = "") -> str:
    why = f"<StsRsnInf><Rsn>{reason}</Rsn></StsRsnInf>" if reason else ""
    return f"<TxInfAndSts><OrgnlEndToEndId>{reference}</OrgnlEndToEndId><TxSts>{status}</TxSts>{why}</TxInfAndSts>"


REJECTED = "<GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>AM05</Cd></Rsn></StsRsnInf>"
# What a report says, and why each of two payments is rejected by it.
SAID = {
    "accepted so far": (report("<GrpSts>ACCP</GrpSts>"), "", ""),
    "under way": (report("<GrpSts>ACSP</GrpSts>", payment(A, "ACSP")), "", ""),
    "one of two": (report("<GrpSts>PART</GrpSts>", payment(A, "RJCT", "<Cd>AC04</Cd>")), "AC04", ""),
    "one, of no whole": (report("", payment(B, "RJCT", "<Prtry>X9</Prtry>"), version="10"), "", "X9"),
    "all of it": (report(REJECTED), "AM05", "AM05"),
    "its only block": (report("<GrpSts>PART</GrpSts>", block="<PmtInfSts>RJCT</PmtInfSts>"), "MS03", "MS03"),
    "for no reason": (report("", payment(A, "RJCT")), "MS03", ""),
    "for a reason in prose": (report("", payment(A, "RJCT", "<Prtry>call us!</Prtry>")), "MS03", ""),
    "all of it, but one was made: nobody knows": (report(REJECTED, payment(A, "ACSC")), "", "AM05"),
    "in a word that we do not know": (report("<GrpSts>CANC</GrpSts>", payment(A, "WHAT")), "", ""),
    "as the simulated bank writes it": (write_pain002("PAY-1", 2, {A: "AC01"}), "AC01", ""),
    "nothing, by the simulated bank": (write_pain002("PAY-1", 2, {}), "", ""),
}


@pytest.mark.parametrize("said", SAID)
def test_what_a_report_rejects_is_read_and_nothing_else(tmp_path: Path, said: str) -> None:
    content, why_a, why_b = SAID[said]
    (tmp_path / "report").write_bytes(content)
    told = read_status_report(tmp_path / "report")
    assert (told.message_id, told.find_reason(A), told.find_reason(B)) == ("PAY-1", why_a, why_b)


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (b"", "not_xml"),
        (report()[:-9], "not_xml"),
        (report().replace(b"pain.002", b"camt.054"), "not_a_report"),
        (report().replace(b" PAY-1 ", b""), "report_without_message"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>' + report().partition(b"?>")[2], "xml_with_doctype"),
    ],
)
def test_what_is_no_report_is_refused_and_says_why(tmp_path: Path, content: bytes, wrong: str) -> None:
    (tmp_path / "report").write_bytes(content)
    with pytest.raises(Refused) as refused:
        read_status_report(tmp_path / "report")
    [problem] = refused.value.values["problems"]
    assert problem.key == f"staff.{wrong}"
