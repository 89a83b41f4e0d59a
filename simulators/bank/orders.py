"""Files of payouts as the bank reads them: pain.001 in either version, or its CSV; refused whole for what is wrong."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from lxml import etree

from wallet.banks.amounts import read_minor
from wallet.banks.csv_profiles import PAYOUT_PROFILES
from wallet.banks.rib import Rib
from wallet.core.errors import Misread

VERSIONS = ("pain.001.001.03", "pain.001.001.09")
CSV = PAYOUT_PROFILES["rib_in_parts"]


class RefusedFile(Exception):
    """A file that the bank does not take; the message says why."""


@dataclass(frozen=True)
class Ordered:
    """One payment that a file orders."""

    reference: str
    amount: int
    name: str
    account: Rib
    words: str
    rf: str


@dataclass(frozen=True)
class OrderFile:
    """A file that is right: what it is known by, whose account pays, when, and what."""

    message_id: str
    payer: Rib
    pay_on: date
    payments: tuple[Ordered, ...]


def read_orders(content: bytes) -> OrderFile:
    """Return what a file orders. Raises RefusedFile."""
    try:
        found = _read_xml(content) if content.lstrip().startswith(b"<") else _read_csv(content)
    except (
        etree.XMLSyntaxError,
        Misread,
        InvalidOperation,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
    ) as wrong:
        raise RefusedFile(f"it cannot be read: {type(wrong).__name__} {wrong}") from None
    twice = [one for one, times in Counter(one.reference for one in found.payments).items() if times > 1]
    if twice or not found.payments:
        raise RefusedFile(f"it orders {twice[0]} twice" if twice else "it orders nothing")
    return found


def _read_xml(content: bytes) -> OrderFile:
    document = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    if etree.QName(document).namespace.rpartition(":")[2] not in VERSIONS:
        raise RefusedFile("it is no pain.001 of a version taken here")
    block = document.find(".//{*}PmtInf")
    payments = tuple(_read_payment(one) for one in document.iter("{*}CdtTrfTxInf"))
    told = document.find(".//{*}GrpHdr")
    if int(told.findtext("{*}NbOfTxs")) != len(payments):
        raise RefusedFile("NbOfTxs is not what it orders")
    if Decimal(told.findtext("{*}CtrlSum")) != sum(one.amount for one in payments):
        raise RefusedFile("CtrlSum is not what it orders")
    day = block.findtext("{*}ReqdExctnDt/{*}Dt") or block.findtext("{*}ReqdExctnDt")
    return OrderFile(
        told.findtext("{*}MsgId"), _read_account(block, "DbtrAcct"), date.fromisoformat(day.strip()), payments
    )


def _read_payment(node: Any) -> Ordered:
    amount = node.find("{*}Amt/{*}InstdAmt")
    return Ordered(
        node.findtext("{*}PmtId/{*}EndToEndId"), read_minor(amount.text, amount.get("Ccy")),
        node.findtext("{*}Cdtr/{*}Nm"), _read_account(node, "CdtrAcct"), node.findtext("{*}RmtInf/{*}Ustrd") or "",
        node.findtext("{*}RmtInf/{*}Strd/{*}CdtrRefInf/{*}Ref") or "",
    )  # fmt: skip


def _read_account(node: Any, name: str) -> Rib:
    account = node.find(f"{{*}}{name}/{{*}}Id")
    return Rib.read(account.findtext("{*}IBAN") or account.findtext("{*}Othr/{*}Id"))


def _read_csv(content: bytes) -> OrderFile:
    titles = {meaning: title for title, meaning in CSV.columns}
    rows = [{meaning: row[title] for meaning, title in titles.items()}
            for row in csv.DictReader(content.decode("ascii").splitlines(), delimiter=CSV.delimiter)]  # fmt: skip
    payments = tuple(
        Ordered(row["reference"], int(row["amount"]), row["name"],
                Rib.read(row["bank"] + row["branch"] + row["number"] + row["key"]), row["words"], "")
        for row in rows
    )  # fmt: skip
    day = datetime.strptime(rows[0]["pay_on"], CSV.date_form).date()
    return OrderFile(hashlib.sha256(content).hexdigest()[:35], Rib.read(rows[0]["payer_account"]), day, payments)
