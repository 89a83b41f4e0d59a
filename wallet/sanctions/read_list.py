"""A sanctions list from a file: our own CSV (docs/compliance.md), or the United Nations' consolidated list as XML."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from lxml import etree

from wallet.core.errors import Misread, Refused
from wallet.core.sent_files import look_through

CAUTIOUS: Final = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
COLUMNS: Final = ("reference", "kind", "name", "aliases", "born", "nationality")
ALIASES_APART: Final = "|"
ENTRIES_MOST: Final = 200_000
LETTERS_MOST: Final = 300  # of a name
PARTS: Final = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")


class ListedEntry(NamedTuple):
    """A person or an entity of a list: how the list refers to it, all its names, and what else tells it from others."""

    reference: str
    kind: str
    names: tuple[str, ...]
    born: str
    nationality: str


class ListFile(NamedTuple):
    """A file of a list: its name, what it is known by, and its entries."""

    name: str
    sha256: str
    entries: tuple[ListedEntry, ...]


def read_list(path: Path) -> ListFile:
    """Return what a file lists. Raises Refused for one that is no list, or says an entry twice, and OSError."""
    looked = look_through(path)
    try:
        if looked.start.lstrip(b"\xef\xbb\xbf").startswith(b"<"):
            entries = tuple(read_un(path))
        else:
            entries = tuple(read_csv(path, looked.encoding))
    except (etree.XMLSyntaxError, csv.Error, Misread, UnicodeError) as wrong:
        raise Refused("staff.list_unread", file=path.name, why=str(wrong)[:100]) from None
    if not entries:
        raise Refused("staff.list_unread", file=path.name, why="it lists nobody")
    [(twice, times)] = Counter(one.reference for one in entries).most_common(1)
    if times > 1:
        raise Refused("staff.list_unread", file=path.name, why=f"{twice} stands there twice")
    return ListFile(path.name[:200], looked.sha256, entries)


def read_csv(path: Path, encoding: str) -> Iterator[ListedEntry]:
    """Yield the entries of our own form. Raises Refused for another heading, or a line without reference and name."""
    with path.open(encoding=encoding, newline="") as file:
        heading = file.readline().strip().lower()
        apart = ";" if ";" in heading else ","
        if tuple(one.strip(' "') for one in heading.split(apart)) != COLUMNS:
            raise Refused("staff.list_unread", file=path.name, why=f"its first line is to be {';'.join(COLUMNS)}")
        for number, row in enumerate(csv.reader(file, delimiter=apart), 2):
            if not any(row):
                continue
            cells = dict(zip(COLUMNS, (one.strip() for one in row), strict=False))
            if len(row) != len(COLUMNS) or cells["kind"] not in ("person", "entity"):
                raise Refused("staff.list_unread", file=path.name, why=f"line {number} has not six cells, or no kind")
            names = [cells["name"], *cells["aliases"].split(ALIASES_APART)]
            yield write_entry(path, cells["reference"], cells["kind"], names, cells["born"], cells["nationality"])
            if number > ENTRIES_MOST:
                raise Refused("staff.list_unread", file=path.name, why=f"it has more than {ENTRIES_MOST} entries")


def read_un(path: Path) -> Iterator[ListedEntry]:
    """Yield the entries of the United Nations' list. Raises Refused for a DOCTYPE, or another kind of XML."""
    with path.open("rb") as file:
        for event, node in etree.iterparse(file, events=("start", "end"), **CAUTIOUS):
            if event == "start" and node.getparent() is None:
                if node.tag != "CONSOLIDATED_LIST" or node.getroottree().docinfo.doctype:
                    raise Refused("staff.list_unread", file=path.name, why=f"<{node.tag}> is no list that is read here")
            elif event == "end" and node.tag in ("INDIVIDUAL", "ENTITY"):
                yield read_un_entry(path, node)
                node.clear()


def read_un_entry(path: Path, node: Any) -> ListedEntry:
    """Return one entry of that list."""
    alias = f"{node.tag}_ALIAS/ALIAS_NAME"
    own = " ".join(filter(None, ((node.findtext(part) or "").strip() for part in PARTS)))
    names = [own, *(one.text or "" for one in node.findall(alias))]
    born = [" ".join(filter(None, (one.text and one.text.strip() for one in date if one.tag != "TYPE_OF_DATE")))
            for date in node.findall("INDIVIDUAL_DATE_OF_BIRTH")]  # fmt: skip
    nations = [(one.text or "").strip() for one in node.findall("NATIONALITY/VALUE")]
    kind = "person" if node.tag == "INDIVIDUAL" else "entity"
    reference = (node.findtext("REFERENCE_NUMBER") or node.findtext("DATAID") or "").strip()
    return write_entry(path, reference, kind, names, ", ".join(filter(None, born)), ", ".join(filter(None, nations)))


def write_entry(path: Path, reference: str, kind: str, names: list[str], born: str, nationality: str) -> ListedEntry:
    """Return an entry as it is kept. Raises Refused for one without a reference or a name."""
    kept = tuple(dict.fromkeys(" ".join(one.split())[:LETTERS_MOST] for one in names if one.strip()))[:200]
    if not 1 <= len(reference) <= 60 or not kept or "\0" in "".join((reference, *kept, born, nationality)):
        raise Refused("staff.list_unread", file=path.name, why=f"an entry '{reference}' has no reference, or no name")
    return ListedEntry(reference, kind, kept, born[:100], nationality[:100])
