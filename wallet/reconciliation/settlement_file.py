"""An operator's settlement file, read liberally and never guessed at: a line that cannot be read refuses the file.

CSV by `,` `;` tab or `|`; UTF-8 or UTF-16 with or without a mark, else Windows-1252; columns in any order under English
or French names; lines before the header, empty ones and totals are passed over. Read as a stream: any size.
"""

import codecs
import csv
import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from wallet.core.clock import DOUALA
from wallet.core.errors import Misread, Problem, Refused
from wallet.core.references import is_reference

COLUMNS: Final = {
    "operator_id": ("operator_id", "transaction_id", "financial_transaction_id", "id_transaction", "txnid",
                    "numero_transaction"),
    "reference": ("reference", "our_reference", "order", "order_id", "external_id", "externalid", "notre_reference",
                  "reference_partenaire", "commande", "handle", "pay_token", "paytoken", "x_reference_id"),
    "direction": ("direction", "sens", "type", "operation"),
    "amount": ("amount", "montant"),
    "currency": ("currency", "devise"),
    "phone": ("phone", "number", "msisdn", "numero", "telephone", "tel"),
    "status": ("status", "statut", "etat"),
    "time": ("time", "date", "datetime", "date_heure", "horodatage"),
}  # fmt: skip
NEEDED: Final = {"reference", "direction", "amount", "status"}
DIRECTIONS: Final = {
    "collect": ("collection", "collect", "c2b", "encaissement", "recharge", "depot"),
    "pay": ("payout", "pay", "b2c", "disbursement", "decaissement", "retrait", "refund", "remboursement"),
}
STATUSES: Final = {
    "succeeded": ("successful", "successfull", "success", "succeeded", "succes", "reussi", "reussie", "completed"),
    "failed": ("failed", "failure", "fail", "echec", "echoue", "echouee", "rejected", "rejete", "refused", "refuse",
               "expired", "expire", "cancelled", "canceled", "annule"),
    "pending": ("pending", "initiated", "en_cours", "en_attente"),
}  # fmt: skip
CURRENCIES: Final = ("", "XAF", "FCFA", "CFA", "F")
DELIMITERS: Final = ",;\t|"
BEFORE_HEADER: Final = 20
CHUNK: Final = 1 << 20
MOST_PROBLEMS_TOLD: Final = 10


class SettlementLine(NamedTuple):
    """One line in our words. `hash` is of what it says; `said` is their own word for the status."""

    line: int
    hash: str
    operator_id: str
    reference: str
    handle: str
    direction: str
    amount: int
    phone: str
    status: str
    said: str
    at: datetime | None


@dataclass(frozen=True)
class SettlementFile:
    """A file on disk: what it is known by, and how it is written."""

    path: Path
    sha256: str
    encoding: str
    delimiter: str


def _make_plain(word: str) -> str:
    """Return a column's name in plain letters: `Référence ` → `reference`; `Date/heure` → `date_heure`."""
    bare = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", bare).strip("_")


def _list_by_word(table: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {word: meaning for meaning, words in table.items() for word in words}


MEANING_OF_COLUMN: Final = _list_by_word(COLUMNS)
MEANING_OF_DIRECTION: Final = _list_by_word(DIRECTIONS)
MEANING_OF_STATUS: Final = _list_by_word(STATUSES)


def open_file(path: Path) -> SettlementFile:
    """Return a file's hash and how it is written, having looked through it once. Raises Refused, OSError."""
    digest, utf8, start = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")(), b""
    encoding = "utf-8-sig"
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            start = start or chunk[:4]
            digest.update(chunk)
            if encoding == "utf-8-sig":
                try:
                    utf8.decode(chunk)
                except UnicodeDecodeError:
                    encoding = "cp1252"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    for delimiter in DELIMITERS:
        found = SettlementFile(path, digest.hexdigest(), encoding, delimiter)
        if _find_header(_read_rows(found)) is not None:
            return found
    raise Refused("staff.no_header", file=path.name, lines=BEFORE_HEADER, columns=", ".join(sorted(NEEDED)))


def _read_rows(file: SettlementFile) -> Iterator[tuple[int, list[str]]]:
    with file.path.open(encoding=file.encoding, errors="replace", newline="") as text:
        reader = csv.reader((line.replace("\0", "") for line in text), delimiter=file.delimiter)
        try:
            for cells in reader:
                yield reader.line_num, cells
        except csv.Error as wrong:
            problem = Problem(reader.line_num, "staff.no_csv", {"why": str(wrong)})
            raise Refused("staff.file_unreadable", file=file.path.name, problems=[problem]) from None


def _find_header(rows: Iterator[tuple[int, list[str]]]) -> dict[str, list[int]] | None:
    """Return where each column stands, from the first line that names those we need; None without such a line."""
    for line, cells in rows:
        where: dict[str, list[int]] = {}
        for place, cell in enumerate(cells):
            if meaning := MEANING_OF_COLUMN.get(_make_plain(cell)):
                where.setdefault(meaning, []).append(place)
        if set(where) >= NEEDED:
            return where
        if line >= BEFORE_HEADER:
            return None
    return None


def read_lines(file: SettlementFile) -> Iterator[SettlementLine]:
    """Yield every operation of the file, in its order. Raises Refused, naming the first lines that cannot be read."""
    rows = _read_rows(file)
    where = _find_header(rows)
    if where is None:
        raise Refused("staff.file_changed", file=file.path.name)
    problems: list[Problem] = []
    for number, cells in rows:
        if _says_nothing(cells):
            continue
        try:
            line = _read_line(number, cells, where)
        except (Misread, IndexError) as wrong:
            misread = wrong if isinstance(wrong, Misread) else Misread("staff.column_missing")
            problems.append(Problem(number, misread.key, misread.values))
            if len(problems) >= MOST_PROBLEMS_TOLD:
                break
        else:
            if not problems:
                yield line
    if problems:
        raise Refused("staff.file_unreadable", file=file.path.name, problems=problems)


def _says_nothing(cells: list[str]) -> bool:
    """Return True for an empty line, or one of totals."""
    return not any(cell.strip() for cell in cells) or any(
        _make_plain(cell).startswith(("total", "sous_total", "subtotal")) for cell in cells if cell[:1] in "TtSs"
    )


def _read_line(number: int, cells: list[str], where: dict[str, list[int]]) -> SettlementLine:
    """Return a line in our words. Raises Misread for what cannot be read, and IndexError for a short line."""
    one = {meaning: _clean(cells[places[0]]) for meaning, places in where.items()}
    names = [_clean(cells[place]) for place in where["reference"]]
    reference = next((_write_reference(name) for name in names if is_reference(name)), "")
    handle = next((name for name in names if name and not is_reference(name)), "")
    operator_id = one.get("operator_id", "")
    if not (reference or handle or operator_id):
        raise Misread("staff.line_names_nothing")
    direction = MEANING_OF_DIRECTION.get(_make_plain(one["direction"]))
    if direction is None:
        raise Misread("staff.direction_unknown", given=one["direction"])
    if one.get("currency", "").upper() not in CURRENCIES:
        raise Misread("staff.currency_not_ours", given=one["currency"])
    amount, phone, at = _read_amount(one["amount"]), _read_phone(one.get("phone", "")), _read_time(one.get("time", ""))
    said = one["status"]
    status = MEANING_OF_STATUS.get(_make_plain(said), "unclear")
    says = "\x1f".join(
        (operator_id, reference, handle, direction, str(amount), phone, status, str(at and at.timestamp()))
    )
    digest = hashlib.sha256(says.encode()).hexdigest()[:32]
    return SettlementLine(number, digest, operator_id, reference, handle, direction, amount, phone, status, said, at)


def _clean(cell: str) -> str:
    """Return a cell without what a spreadsheet or a hostile hand puts round it, cut at 100 letters."""
    bare = cell.strip().lstrip("'").strip()[:100]
    return bare if bare.isprintable() else "".join(letter for letter in bare if letter.isprintable())


def _write_reference(name: str) -> str:
    letters = name.upper().replace("-", "").replace(" ", "")
    return f"{letters[:4]}-{letters[4:]}"


AMOUNT: Final = re.compile(r"[+-]?([0-9]{1,3}([ .,][0-9]{3})+|[0-9]+)([.,]0{1,2})?")


def _read_amount(text: str) -> int:
    """Return whole francs without their sign, which the direction says. Raises Misread."""
    if text.isascii() and text.isdecimal():
        francs = int(text) if len(text) < 16 else 0
    else:
        bare = re.sub(r"\s*(FCFA|F CFA|XAF|CFA|F)$", "", re.sub(r"[\s\u00a0\u202f]", " ", text), flags=re.IGNORECASE)
        matched = AMOUNT.fullmatch(bare)
        francs = int(re.sub(r"[^0-9]", "", matched[1])) if matched and len(bare) < 20 else 0
    if francs <= 0:
        raise Misread("staff.amount_not_whole", given=text)
    return francs


def _read_phone(text: str) -> str:
    """Return E.164 for a mobile number of Cameroon, else the text as it stands."""
    digits = re.sub(r"[^0-9]", "", text)
    return f"+237{digits[-9:]}" if re.fullmatch(r"(00)?(237)?6[0-9]{8}", digits) else text[:20]


TIMES: Final = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d-%m-%Y %H:%M:%S", "%d-%m-%Y %H:%M")


def _read_time(text: str) -> datetime | None:
    """Return an aware moment, in Douala's zone where none is said. Raises Misread."""
    if not text:
        return None
    moment = None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        for form in TIMES:
            try:
                moment = datetime.strptime(text, form)
                break
            except ValueError:
                continue
    if moment is None:
        raise Misread("staff.time_unknown", given=text)
    return moment if moment.tzinfo else moment.replace(tzinfo=DOUALA)
