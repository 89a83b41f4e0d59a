"""camt.053, the bank's statement in ISO 20022: read entry by entry, so that a file of any size takes little memory.

A file with a DOCTYPE is refused before anything in it is read: entities are how XML bombs and reads other files.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from lxml import etree

from wallet.banks.amounts import read_minor
from wallet.banks.statement_lines import (
    ReadingPlace,
    Statement,
    StatementLine,
    join_words,
    read_account,
    read_date,
    read_told,
)
from wallet.core.errors import Misread

SPACE: Final = "urn:iso:std:iso:20022:tech:xsd:"
VERSIONS: Final = ("camt.053.001.02", "camt.053.001.08")
CAUTIOUS: Final = {
    "resolve_entities": False, "load_dtd": False, "no_network": True, "huge_tree": False,
    "remove_comments": True, "remove_pis": True,
}  # fmt: skip
SIGN: Final = {"CRDT": 1, "DBIT": -1}
OPENING: Final = ("OPBD", "PRCD")
CLOSING: Final = "CLBD"
BOOKED: Final = "BOOK"
CURRENCY: Final = "@Ccy"
Said = dict[str, list[str]]  # the texts of an element, by their paths


def read_camt053(path: Path, place: ReadingPlace) -> Iterator[StatementLine]:
    """Yield what a file of statements books; what is only pending is passed over. Raises Misread."""
    try:
        refuse_other_xml(path)
        yield from _read_statements(path, place)
    except etree.XMLSyntaxError as wrong:
        raise Misread("staff.not_xml", why=str(wrong.msg)[:200]) from None


def refuse_other_xml(path: Path, known: tuple[str, ...] = VERSIONS, key: str = "staff.not_a_statement") -> None:
    """Raise Misread for a file with a DOCTYPE, and by this key for one that is of no version read here."""
    with path.open("rb") as file:
        _, root = next(iter(etree.iterparse(file, events=("start",), **CAUTIOUS)))
    if root.getroottree().docinfo.doctype:
        raise Misread("staff.xml_with_doctype")
    name = etree.QName(root)
    kind = (name.namespace or name.localname).removeprefix(SPACE)
    if name.localname != "Document" or kind not in known:
        raise Misread(key, given=kind, known=", ".join(known))


def _read_statements(path: Path, place: ReadingPlace) -> Iterator[StatementLine]:
    statement: Statement | None = None
    with path.open("rb") as file:
        for _, node in etree.iterparse(file, events=("end",), tag=("{*}Ntry", "{*}Stmt"), **CAUTIOUS):
            is_entry = node.tag.endswith("}Ntry")
            statement = statement or _read_head(node.getparent() if is_entry else node)
            if is_entry:
                place.number += 1
                yield from statement.add(_read_entry(node, statement, place.number))
                _forget(node)
            else:
                statement.refuse_wrong_sum()
                place.closing, place.closes_on = statement.closing, statement.closes_on
                statement = None
                node.clear()


def _forget(entry: Any) -> None:
    """Let go of an entry that was read, and of the one before it."""
    entry.clear()
    before = entry.getprevious()
    if before is not None and before.tag == entry.tag:
        entry.getparent().remove(before)


def _read_head(node: Any) -> Statement:
    """Return a statement as its head tells of it. Raises Misread."""
    said = _gather(node, "Ntry")
    account = _find(said, "Acct/Id/IBAN", "Acct/Id/Othr/Id")
    statement = Statement(read_account(account), _find(said, "Id"), _find(said, "Acct/Ccy"))
    for balance in node.iterchildren("{*}Bal"):
        told = _gather(balance)
        amount, statement.currency = _read_amount(told)
        kind = _find(told, "Tp/CdOrPrtry/Cd")
        if kind in OPENING:
            statement.opening = amount
        elif kind == CLOSING:
            statement.closing = amount
            statement.closes_on = read_date(day) if (day := _find(told, "Dt/Dt", "Dt/DtTm")) else None
    return statement


def _read_entry(node: Any, statement: Statement, number: int) -> Iterator[StatementLine]:
    """Yield an entry as one line, or as many as the payments it sums where the bank tells each. Raises Misread."""
    entry = _gather(node, "NtryDtls")
    if _find(entry, "Sts/Cd", "Sts") != BOOKED:
        return
    amount, currency = _read_amount(entry)
    if statement.currency and currency != statement.currency:
        raise Misread("staff.entry_in_other_currency", given=currency, currency=statement.currency)
    details = [_gather(one) for one in node.iterfind("{*}NtryDtls/{*}TxDtls")]
    parts = [_read_part(one, amount, currency) for one in details] if len(details) > 1 else []
    if parts and None not in parts:
        told = sum(part or 0 for part in parts)
        if told != amount:
            raise Misread("staff.entry_sum_wrong", given=amount, parts=told)
        for detail, part in zip(details, parts, strict=True):
            yield _read_line(entry, [detail], statement, number, (part or 0, currency))
    else:
        yield _read_line(entry, details, statement, number, (amount, currency))


def _read_line(
    entry: Said, details: list[Said], statement: Statement, number: int, money: tuple[int, str]
) -> StatementLine:
    """Return one line; of payments that the bank sums without the amount of each, all their words together."""
    alone: Said = details[0] if len(details) == 1 else {}
    booked_on = read_date(_find(entry, "BookgDt/Dt", "BookgDt/DtTm"))
    value_on = _find(entry, "ValDt/Dt", "ValDt/DtTm")
    returned = _find(alone, "RtrInf/Rsn/Cd")
    party = "RltdPties/Dbtr" if money[0] > 0 and not returned else "RltdPties/Cdtr"
    references = [one for said in details for one in said.get("RmtInf/Strd/CdtrRefInf/Ref", [])]
    words = [one for said in details for one in said.get("RmtInf/Ustrd", [])]
    account = _find(alone, f"{party}Acct/Id/IBAN", f"{party}Acct/Id/Othr/Id")
    return StatementLine(
        line=number, account=statement.account, statement=statement.name, booked_on=booked_on,
        value_on=read_date(value_on) if value_on else booked_on, amount=money[0], currency=money[1],
        bank_reference=read_told(_find(alone, "Refs/AcctSvcrRef") or _find(entry, "AcctSvcrRef", "NtryRef")),
        end_to_end_id=read_told(_find(alone, "Refs/EndToEndId")),
        rf=read_told(references[0]) if len(references) == 1 else "",
        name=join_words(_find(alone, f"{party}/Nm", f"{party}/Pty/Nm")),
        party_account=read_account(account) if account else "",
        words=join_words(*words, *(references if len(references) > 1 else ()), _find(entry, "AddtlNtryInf")),
        reverses=_find(entry, "RvslInd") in {"true", "1"}, returned=returned,
    )  # fmt: skip


def _read_amount(said: Said) -> tuple[int, str]:
    """Return an amount with its sign, and its currency. Raises Misread."""
    sign, currency = SIGN.get(_find(said, "CdtDbtInd")), _find(said, f"Amt{CURRENCY}")
    if sign is None:
        raise Misread("staff.not_an_amount", given=_find(said, "Amt"))
    return sign * read_minor(_find(said, "Amt"), currency), currency


def _read_part(detail: Said, whole: int, currency: str) -> int | None:
    """Return what one of several payments moved, None where it is not told in the account's currency."""
    for at in ("Amt", "AmtDtls/TxAmt/Amt"):
        if _find(detail, f"{at}{CURRENCY}") == currency:
            sign = SIGN.get(_find(detail, "CdtDbtInd"), 1 if whole > 0 else -1)
            return sign * read_minor(_find(detail, at), currency)
    return None


def _gather(node: Any, without: str = "", at: str = "", said: Said | None = None) -> Said:
    """Return the texts below a node by their paths, found in one walk, without the children of one name."""
    said = {} if said is None else said
    for child in node:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else without
        if name == without:
            continue
        if len(child):
            _gather(child, "", f"{at}{name}/", said)
        elif child.text:
            said.setdefault(f"{at}{name}", []).append(child.text.strip())
            if currency := child.get("Ccy"):
                said.setdefault(f"{at}{name}{CURRENCY}", []).append(currency)
    return said


def _find(said: Said, *paths: str) -> str:
    """Return the first text at the first of these paths that has one, else ""."""
    return next((said[path][0] for path in paths if path in said), "")
