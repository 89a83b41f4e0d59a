"""Find people, businesses, payments and papers by what staff are told: a number, a name, an id, a reference, a code.

People are named as others see them, and reached by their ids.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import Connection, text

from wallet.cases.cases import APART
from wallet.core.public_ids import find_between, write_short_id
from wallet.core.references import is_reference, write_reference
from wallet.core.values import find_phone
from wallet.people.people import shorten_name

Sort = Literal["person", "shop", "agent", "operation", "payment", "invoice", "to pay", "link", "case"]
MOST: Final = 50  # of each sort
WORDS: Final = re.compile(r"[^\W\d_]{2,}")
EIGHT: Final = re.compile(r"\d{8}")


@dataclass(frozen=True)
class SearchHit:
    """One thing: its sort, what it is called, how it stands, and by what staff look at it, "" for nothing."""

    sort: Sort
    name: str
    state: str
    named: str


@dataclass(frozen=True)
class Finder:
    """A way to look for one sort: `read` makes what its statement asks of the words, None where they are no such thing.

    The statement answers name, state, and what staff look at it by; of `people` also what follows their name, and it
    is by their ids that those are looked at.
    """

    sort: Sort
    read: Callable[[str], str | None]
    statement: str
    people: bool = False

    def write(self, name: str, state: str, named: str, more: str = "") -> SearchHit:
        """Return what a row of the statement found."""
        if self.people:
            return SearchHit(self.sort, shorten_name(name) + more, state, write_short_id("per", named))
        return SearchHit(self.sort, name, state, named)


def read_names(words: str) -> str | None:
    """Return the words of a name, five of them at most; None without two letters of one."""
    return " ".join(WORDS.findall(words.lower())[:5]) or None


def read_person(words: str) -> str | None:
    """Return the first and the last id that a person's begins so far; None for what is none's."""
    between = find_between("per", words)
    return " ".join(between) if between else None


def read_own_reference(words: str) -> str | None:
    """Return a reference as it is kept, None for what is none."""
    return write_reference(words) if is_reference(words) else None


def read_handle(words: str) -> str | None:
    """Return an operator's own number of something, None for what is too short or long to be one."""
    return words if 5 <= len(words) <= 100 and " " not in words else None


def read_code(words: str) -> str | None:
    """Return a code of eight digits, however they stand apart; None for anything else."""
    digits = words.replace(" ", "")
    return digits if EIGHT.fullmatch(digits) else None


def read_upper(words: str) -> str | None:
    """Return words in capitals, as codes and numbers of papers are kept."""
    return words.upper() if len(words) <= 60 else None


PHONE: Final = (
    "coalesce((SELECT ', ' || h.number FROM phone h WHERE h.person_id = p.id AND h.until IS NULL LIMIT 1), '')"
)
TILL: Final = "coalesce((SELECT min(t.code) FROM till t WHERE t.merchant_id = m.id), '')"
SHOP_STATE: Final = "CASE WHEN m.until IS NULL THEN 'open' ELSE 'closed' END"
PAID: Final = "p.rail || ' ' || p.direction || ' ' || p.amount || ' ' || p.currency"
# Names in which each of the words begins a word.
CALLED: Final = "(SELECT string_agg(lexeme || ':*', ' & ')::tsquery FROM unnest(name_words(:asked)))"
NUMBERED: Final = """SELECT p.name, p.state || CASE WHEN n.until IS NULL THEN '' ELSE ', number until '
      || to_char(n.until AT TIME ZONE 'Africa/Douala', 'DD/MM/YYYY') END, p.id::text, ', ' || n.number
    FROM phone n JOIN person p ON p.id = n.person_id WHERE n.number = :asked ORDER BY n.since DESC"""
OF_ID: Final = f"""SELECT p.name, p.state, p.id::text, {PHONE} FROM person p
    WHERE p.id BETWEEN split_part(:asked, ' ', 1)::uuid AND split_part(:asked, ' ', 2)::uuid"""
NAMED: Final = f"""SELECT p.name, p.state, p.id::text, {PHONE}
    FROM person p WHERE name_words(p.name) @@ {CALLED}"""
SHOPS_NAMED: Final = f"""SELECT m.name, {SHOP_STATE}, {TILL}
    FROM merchant m WHERE name_words(m.name) @@ {CALLED}"""
OF_TILL: Final = f"""SELECT m.name, {SHOP_STATE}, t.code
    FROM till t JOIN merchant m ON m.id = t.merchant_id WHERE t.code = :asked"""
AGENT: Final = """SELECT p.name, g.state, p.id::text, ', ' || g.code
    FROM agent g JOIN person p ON p.id = g.person_id WHERE g.code = :asked"""
OPERATION: Final = """SELECT o.kind || ', ' || to_char(o.at AT TIME ZONE 'Africa/Douala', 'DD/MM/YYYY HH24:MI'),
    CASE WHEN o.refused THEN 'refused: ' || o.sentence ELSE 'done' END, ''
    FROM operation o WHERE o.reference = :asked"""
PAYMENT: Final = f"SELECT {PAID}, p.state, p.reference FROM payment p WHERE p.reference = :asked"
AT_OPERATOR: Final = f"""SELECT {PAID}, p.state, p.reference FROM payment p WHERE p.operator_id = :asked
    UNION SELECT {PAID}, p.state, p.reference FROM operator o JOIN payment p ON p.rail = o.rail AND p.handle = :asked"""
INVOICE: Final = f"""SELECT i.number || ' of ' || m.name, i.state, {TILL}
    FROM invoice i JOIN merchant m ON m.id = i.merchant_id WHERE i.number = :asked"""
TO_PAY: Final = f"""SELECT m.name || ': ' || c.title || ', ' || c.amount || ' FCFA', c.state, {TILL}
    FROM pay_address a JOIN checkout c ON c.id = a.checkout_id JOIN merchant m ON m.id = c.merchant_id
    WHERE a.code = :asked"""
LINK: Final = f"""SELECT m.name || ': ' || l.title, l.state, {TILL}
    FROM pay_address a JOIN link l ON l.id = a.link_id JOIN merchant m ON m.id = l.merchant_id WHERE a.code = :asked"""
CASE_FILE: Final = f"""SELECT c.kind, c.state, 'C' || c.number FROM case_file c
    WHERE c.number = CASE WHEN :asked ~ '^C[0-9]{{1,12}}$' THEN substr(:asked, 2)::bigint END
    AND c.kind NOT IN ({APART})"""
FINDERS: Final = (
    Finder("person", find_phone, NUMBERED, people=True),
    Finder("person", read_person, OF_ID, people=True),
    Finder("person", read_names, NAMED, people=True),
    Finder("shop", read_names, SHOPS_NAMED),
    Finder("shop", read_upper, OF_TILL),
    Finder("agent", read_upper, AGENT, people=True),
    Finder("operation", read_own_reference, OPERATION),
    Finder("payment", read_own_reference, PAYMENT),
    Finder("payment", read_handle, AT_OPERATOR),
    Finder("invoice", read_upper, INVOICE),
    Finder("to pay", read_code, TO_PAY),
    Finder("link", read_code, LINK),
    Finder("case", read_upper, CASE_FILE),
)


def search(db: Connection, words: str) -> list[SearchHit]:
    """Return what these words may mean, 50 of each sort at most, by sort."""
    asked, found = words.strip(), list[SearchHit]()
    for finder in FINDERS:
        if (value := finder.read(asked)) is not None:
            rows = db.execute(text(f"{finder.statement} LIMIT {MOST}"), {"asked": value})
            found += [finder.write(*row) for row in rows]
    return list(dict.fromkeys(found))
