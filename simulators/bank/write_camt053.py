"""A statement as the bank writes it in camt.053, of the version its customers ask for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from lxml.builder import ElementMaker
from lxml.etree import tostring

from simulators.bank.booked import BankStatement, Booked
from wallet.banks.amounts import write_decimal

SPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001."


def write_camt053(statement: BankStatement, version: str = "08") -> bytes:
    """Return the file."""
    make = ElementMaker(namespace=f"{SPACE}{version}", nsmap={None: f"{SPACE}{version}"})
    first, last = statement.days
    account = make.Id(make.IBAN(statement.account)) if statement.account[:1].isalpha() else _other(make, statement)
    head = [
        make.Id(statement.number),
        make.CreDtTm(f"{last}T23:00:00+01:00"),
        make.Acct(account, make.Ccy(statement.currency)),
        _write_balance(make, "OPBD", statement.opening, statement.currency, first),
        _write_balance(make, "CLBD", statement.closing, statement.currency, last),
    ]
    entries = [_write_entry(make, line, statement.currency, version) for line in statement.lines]
    header = make.GrpHdr(make.MsgId(f"M{statement.number}"), make.CreDtTm(f"{last}T23:00:00+01:00"))
    document = make.Document(make.BkToCstmrStmt(header, make.Stmt(*head, *entries)))
    written: bytes = tostring(document, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _other(make: Any, statement: BankStatement) -> Any:
    return make.Id(make.Othr(make.Id(statement.account)))


def _write_balance(make: Any, kind: str, amount: int, currency: str, day: date) -> Any:
    return make.Bal(make.Tp(make.CdOrPrtry(make.Cd(kind))), *_write_amount(make, amount, currency),
                    make.Dt(make.Dt(str(day))))  # fmt: skip


def _write_amount(make: Any, amount: int, currency: str) -> tuple[Any, Any]:
    return (make.Amt(write_decimal(abs(amount), currency), Ccy=currency),
            make.CdtDbtInd("CRDT" if amount >= 0 else "DBIT"))  # fmt: skip


def _write_entry(make: Any, line: Booked, currency: str, version: str) -> Any:
    status = "PDNG" if line.pending else "BOOK"
    details = [_write_details(make, one, currency, version, bool(line.parts)) for one in line.parts or (line,)]
    return make.Ntry(
        *_write_amount(make, line.amount, currency),
        *([make.RvslInd("true")] if line.reverses else []),
        make.Sts(status) if version == "02" else make.Sts(make.Cd(status)),
        make.BookgDt(make.Dt(str(line.day))),
        make.ValDt(make.Dt(str(line.day))),
        *([make.AcctSvcrRef(line.bank_reference)] if line.bank_reference else []),
        make.BkTxCd(make.Prtry(make.Cd("NTRF"))),
        make.NtryDtls(*details),
    )


def _write_details(make: Any, one: Booked, currency: str, version: str, is_part: bool) -> Any:
    return make.TxDtls(
        make.Refs(make.EndToEndId(one.end_to_end_id or "NOTPROVIDED")),
        *([make.AmtDtls(make.TxAmt(_write_amount(make, one.amount, currency)[0]))] if is_part else []),
        *_write_parties(make, one, version),
        *_write_words(make, one),
        *([make.RtrInf(make.Rsn(make.Cd(one.returned)))] if one.returned else []),
    )


def _write_parties(make: Any, one: Booked, version: str) -> Iterator[Any]:
    side = "Dbtr" if one.amount > 0 and not one.returned else "Cdtr"
    party, account = getattr(make, side), getattr(make, f"{side}Acct")
    if not (one.name or one.account):
        return
    named = [make.Nm(one.name)] if version == "02" else [make.Pty(make.Nm(one.name))]
    identified = make.IBAN(one.account) if one.account[:1].isalpha() else make.Othr(make.Id(one.account))
    yield make.RltdPties(party(*named), *([account(make.Id(identified))] if one.account else []))


def _write_words(make: Any, one: Booked) -> Iterator[Any]:
    told = [make.Ustrd(one.words)] if one.words else []
    if one.rf:
        code = make.Tp(make.CdOrPrtry(make.Cd("SCOR")))
        told.append(make.Strd(make.CdtrRefInf(code, make.Ref(one.rf))))
    if told:
        yield make.RmtInf(*told)
