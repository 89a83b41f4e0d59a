"""pain.001, the order to pay in ISO 20022, in the two versions that banks take: .09 (CBPR+, BEAC) and .03."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from lxml.builder import ElementMaker
from lxml.etree import tostring

from wallet.banks.amounts import write_decimal
from wallet.banks.latin import write_latin
from wallet.banks.payout_file import NAME_LETTERS_MAX, WORDS_LETTERS_MAX, BankPayout, PayoutOrder
from wallet.banks.rib import Rib
from wallet.core.values import CURRENCY

SPACE: Final = "urn:iso:std:iso:20022:tech:xsd:"


@dataclass(frozen=True)
class Pain001Version:
    """A version, by what differs: the name of a bank's code, how a day stands, and if a payment has a UETR."""

    name: str
    bic: str
    is_day_wrapped: bool
    has_uetr: bool


VERSION_09: Final = Pain001Version("pain.001.001.09", "BICFI", is_day_wrapped=True, has_uetr=True)
VERSION_03: Final = Pain001Version("pain.001.001.03", "BIC", is_day_wrapped=False, has_uetr=False)


def write_pain001(order: PayoutOrder, version: Pain001Version, *, by_iban: bool) -> bytes:
    """Return the file of an order that can be paid; accounts are named by IBAN, or by RIB for banks that want that."""
    space = SPACE + version.name
    make = ElementMaker(namespace=space, nsmap={None: space})
    count, total = make.NbOfTxs(str(len(order.payouts))), write_decimal(order.total, CURRENCY)
    payer = make.InitgPty(make.Nm(write_latin(order.payer, NAME_LETTERS_MAX)))
    made_at = make.CreDtTm(order.made_at.isoformat(timespec="seconds"))
    header = make.GrpHdr(make.MsgId(order.message_id), made_at, count, make.CtrlSum(total), payer)
    block = make.PmtInf(
        make.PmtInfId(order.message_id),
        make.PmtMtd("TRF"),
        make.NbOfTxs(str(len(order.payouts))),
        make.CtrlSum(total),
        make.ReqdExctnDt(make.Dt(str(order.pay_on)) if version.is_day_wrapped else str(order.pay_on)),
        make.Dbtr(make.Nm(write_latin(order.payer, NAME_LETTERS_MAX))),
        make.DbtrAcct(_write_account(make, order.account, by_iban=by_iban), make.Ccy(CURRENCY)),
        make.DbtrAgt(make.FinInstnId(getattr(make, version.bic)(order.bic))),
        *(_write_payout(make, one, order, version, by_iban=by_iban) for one in order.payouts),
    )
    document = make.Document(make.CstmrCdtTrfInitn(header, block))
    written: bytes = tostring(document, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _write_account(make: Any, account: Rib, *, by_iban: bool) -> Any:
    return make.Id(make.IBAN(account.iban) if by_iban else make.Othr(make.Id(account)))


def _write_payout(make: Any, one: BankPayout, order: PayoutOrder, version: Pain001Version, *, by_iban: bool) -> Any:
    uetr = [make.UETR(str(make_uetr(order, one)))] if version.has_uetr else []
    salary = [make.PmtTpInf(make.CtgyPurp(make.Cd("SALA")))] if one.is_salary else []
    return make.CdtTrfTxInf(
        make.PmtId(make.InstrId(one.reference), make.EndToEndId(one.reference), *uetr),
        *salary,
        make.Amt(make.InstdAmt(write_decimal(one.amount, CURRENCY), Ccy=CURRENCY)),
        make.Cdtr(make.Nm(write_latin(one.name, NAME_LETTERS_MAX))),
        make.CdtrAcct(_write_account(make, one.account, by_iban=by_iban)),
        *_write_words(make, one),
    )


def _write_words(make: Any, one: BankPayout) -> Iterator[Any]:
    words = write_latin(one.words, WORDS_LETTERS_MAX)
    told = [make.Ustrd(words)] if words else []
    if one.rf:
        kind = make.Tp(make.CdOrPrtry(make.Cd("SCOR")))
        told.append(make.Strd(make.CdtrRefInf(kind, make.Ref(one.rf))))
    if told:
        yield make.RmtInf(*told)


def make_uetr(order: PayoutOrder, one: BankPayout) -> UUID:
    """Return the UETR that follows a payment from bank to bank: of the same order's payment always the same."""
    digest = hashlib.sha256(f"{order.message_id}\0{one.reference}".encode()).digest()
    return UUID(bytes=digest[:16], version=4)
