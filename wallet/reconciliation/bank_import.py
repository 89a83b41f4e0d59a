"""Import of a bank's statement: each movement kept once, whatever statements tell of it, and matched to a checkout.

Matched by RF reference; then by a code among the words, where the amount is right too; else only suggested, by code, or
by amount and name: a person takes a suggestion. All the rest is a case. No money moves by it. In SQL over a laid-down
file, for any number of lines.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, text

from wallet.banks.csv_statement import CsvAccount
from wallet.banks.statement_file import StatementFile, read_statement
from wallet.banks.statement_lines import ReadingPlace, StatementLine
from wallet.core.errors import Refused
from wallet.reconciliation.bank_accounts import BankAccount
from wallet.reconciliation.bank_codes import list_rf_codes, list_text_codes

READ_COLUMNS: Final = (*StatementLine._fields, "identity", "rf_codes", "text_codes")
EMPTY: Final = text("TRUNCATE bank_line_read")
COPY: Final = f"COPY bank_line_read ({', '.join(READ_COLUMNS)}) FROM STDIN"
COUNT: Final = text("SELECT count_settlement(CAST(:table AS regclass))")
WRONG: Final = text("""SELECT account, currency, max(booked_on) AS last,
      max(booked_on) > wallet_now()::date + 1 AS early
    FROM bank_line_read GROUP BY account, currency
    ORDER BY (account, currency) = (:rib, :currency), max(booked_on) DESC LIMIT 1""")
FIND_FILE: Final = text("SELECT id FROM bank_file WHERE account_id = :account AND sha256 = :sha256")
KEEP_FILE: Final = text("""INSERT INTO bank_file (account_id, sha256, name, imported_at, closing, closes_on)
    SELECT :account, :sha256, :name, wallet_now(), :closing,
      greatest(max(booked_on), CAST(:closes_on AS date)) FROM bank_line_read RETURNING id""")
KEPT: Final = """identity, statement, line, booked_on, value_on, amount, bank_reference, end_to_end_id, rf, name,
    party_account, words, reverses, returned, rf_codes, text_codes"""
KEEP_LINES: Final = text(f"""INSERT INTO bank_line (account_id, file_id, nth, {KEPT})
    SELECT :account, :file, row_number() OVER (PARTITION BY identity, statement ORDER BY line), {KEPT}
    FROM bank_line_read ORDER BY line ON CONFLICT (account_id, identity, nth) DO NOTHING""")  # noqa: S608 - constants
# New lines that may pay something: what is told twice, or takes back what went before, is for a person to look at.
PAYING: Final = """b.file_id = :file AND b.state = 'open' AND b.amount > 0 AND b.nth = 1
    AND NOT EXISTS (SELECT FROM bank_leg g WHERE g.line_id = b.id)
    AND NOT b.reverses AND b.returned = ''"""
# Of lines whose codes of one kind name exactly one checkout: that one.
NAMED: Final = """SELECT b.id AS line_id, b.amount, (array_agg(DISTINCT a.checkout_id))[1] AS checkout_id
    FROM bank_line b CROSS JOIN unnest(b.{codes}) told JOIN pay_address a ON a.code = told AND a.checkout_id IS NOT NULL
    WHERE {paying} GROUP BY b.id HAVING count(DISTINCT a.checkout_id) = 1"""
# Lines that tell of a payout we sent, by its reference: a debit of one that is under way, or what came back of one; of
# a whole file, booked as one sum, by its message. Another that tells the same is for a person.
PAYOUT_REFERENCE: Final = "[A-Z0-9]{4}-[A-Z0-9]{4}"
MATCH_PAYOUTS: Final = text(f"""UPDATE bank_line b SET state = 'matched', how = 'payout', payout_id = told.payout_id
    FROM (SELECT DISTINCT ON (p.id, b.amount > 0) b.id AS line_id, p.id AS payout_id
      FROM bank_line b CROSS JOIN LATERAL (SELECT DISTINCT found[1] AS reference
          FROM regexp_matches(b.end_to_end_id || ' ' || b.words, '{PAYOUT_REFERENCE}', 'g') found) named
        JOIN payout p ON p.reference = named.reference AND p.amount = abs(b.amount)
        JOIN payout_file f ON f.id = p.file_id AND f.state = 'sent' AND f.account_id = b.account_id
      WHERE b.file_id = :file AND b.state = 'open' AND b.nth = 1
        AND (p.state = 'pending' OR p.state = 'paid' AND b.amount > 0)
        AND NOT EXISTS (SELECT FROM bank_line o WHERE o.payout_id = p.id AND (o.amount > 0) = (b.amount > 0))
      ORDER BY p.id, b.amount > 0, b.id) told WHERE b.id = told.line_id""")  # noqa: S608 - constants
MATCH_PAYOUT_FILES: Final = text("""UPDATE bank_line b SET state = 'matched', how = 'payout', payout_file_id = f.id
    FROM payout_file f WHERE b.file_id = :file AND b.state = 'open' AND b.nth = 1 AND f.state = 'sent'
      AND f.account_id = b.account_id AND b.amount = -f.total
      AND strpos(b.end_to_end_id || ' ' || b.words, f.message_id) > 0
      AND NOT EXISTS (SELECT FROM bank_line o WHERE o.payout_file_id = f.id AND o.id <> b.id)
      AND NOT EXISTS (SELECT FROM payout p WHERE p.file_id = f.id AND p.state <> 'pending')""")
# Lines that say what exactly one move did at the bank, within two weeks of it, where no other line does.
MATCH_MOVES: Final = text("""UPDATE bank_leg g SET line_id = told.line_id
    FROM (SELECT min(b.id) AS line_id, min(o.id) AS leg_id FROM bank_line b
        JOIN bank_leg o ON (o.account_id, o.amount) = (b.account_id, b.amount) AND o.line_id IS NULL
          AND b.booked_on BETWEEN o.made_at::date - 14 AND o.made_at::date + 14
      WHERE b.file_id = :file AND b.state = 'open' AND NOT b.reverses AND b.returned = '' AND b.nth = 1
      GROUP BY b.amount HAVING count(*) = 1) told
    WHERE g.id = told.leg_id""")
MATCH_RF: Final = text(f"""UPDATE bank_line b SET state = 'matched', how = 'rf', checkout_id = named.checkout_id
    FROM ({NAMED.format(codes="rf_codes", paying=PAYING)}) named WHERE b.id = named.line_id""")  # noqa: S608 - constants
MATCH_TEXT: Final = text(f"""UPDATE bank_line b SET how = 'text', checkout_id = judged.checkout_id,
      state = CASE WHEN judged.fits THEN 'matched' ELSE 'suggested' END
    FROM (SELECT named.line_id, named.checkout_id, named.amount = c.amount AND c.state <> 'paid'
        AND row_number() OVER (PARTITION BY c.id ORDER BY named.line_id) = 1
        AND NOT EXISTS (SELECT FROM bank_line o WHERE o.checkout_id = c.id AND o.state = 'matched') AS fits
      FROM ({NAMED.format(codes="text_codes", paying=PAYING)}) named JOIN checkout c ON c.id = named.checkout_id) judged
    WHERE b.id = judged.line_id""")  # noqa: S608 - constants
# Exactly one unpaid checkout of that amount, made in the 60 days before, whose customer's name shares a word.
SUGGEST: Final = text(f"""UPDATE bank_line b SET state = 'suggested', how = 'amount', checkout_id = found.checkout_id
    FROM (SELECT b.id AS line_id, (array_agg(c.id))[1] AS checkout_id FROM bank_line b JOIN checkout c
        ON c.amount = b.amount AND c.state <> 'paid' AND c.created_at < b.booked_on + interval '1 day'
        AND c.created_at > b.booked_on - interval '60 days'
        AND list_name_words(c.customer_name) && list_name_words(b.name)
        AND NOT EXISTS (SELECT FROM bank_line o WHERE o.checkout_id = c.id AND o.state = 'matched')
      WHERE {PAYING} GROUP BY b.id HAVING count(*) = 1) found
    WHERE b.id = found.line_id""")  # noqa: S608 - constants
NOTE_CASES: Final = text("""WITH noted AS (
      UPDATE bank_line SET case_id = gen_random_uuid() WHERE file_id = :file AND state = 'open' AND case_id IS NULL
        AND NOT EXISTS (SELECT FROM bank_leg g WHERE g.line_id = bank_line.id)
      RETURNING *)
    INSERT INTO case_file (id, kind, detail, opened_at)
    SELECT case_id, CASE WHEN returned <> '' THEN 'bank_line_returned' WHEN reverses THEN 'bank_line_reversed'
        WHEN nth > 1 THEN 'bank_line_twice' ELSE 'bank_line_unknown' END,
      left('L' || id || ' of ' || to_char(booked_on, 'DD/MM/YYYY') || ', ' || amount || ' ' || :currency
        || concat(' ', nullif(returned, '')) || concat(', ', nullif(name, '')) || concat(', ', nullif(words, '')), 200),
      wallet_now() FROM noted ORDER BY id""")
# What is matched and not paid yet, where a new line takes the very same out again: a case of its own, which two close.
NOTE_GIVEN_BACK: Final = text("""WITH back AS (
      SELECT r.id AS by_line, (SELECT b.id FROM bank_line b
        WHERE b.account_id = r.account_id AND b.amount = -r.amount AND b.state = 'matched' AND b.case_id IS NULL
        AND (b.end_to_end_id <> '' AND b.end_to_end_id = r.end_to_end_id OR b.rf <> '' AND b.rf = r.rf
          OR b.party_account <> '' AND b.party_account = r.party_account
          OR r.reverses AND b.bank_reference = r.bank_reference)
        AND NOT EXISTS (SELECT FROM bank_line_paid p WHERE p.line_id = b.id) ORDER BY b.id DESC LIMIT 1) AS id
      FROM bank_line r WHERE r.file_id = :file AND r.amount < 0),
    noted AS (
      UPDATE bank_line b SET case_id = gen_random_uuid()
      FROM (SELECT id, min(by_line) AS by_line FROM back WHERE id IS NOT NULL GROUP BY id) back
      WHERE b.id = back.id RETURNING b.*, back.by_line)
    INSERT INTO case_file (id, kind, detail, opened_at)
    SELECT case_id, 'bank_line_given_back', left('L' || id || ' of ' || to_char(booked_on, 'DD/MM/YYYY') || ', '
        || amount || ' ' || :currency || ', which L' || by_line || ' takes out again'
        || concat(', ', nullif(name, '')), 200), wallet_now() FROM noted ORDER BY id""")
FOUND: Final = text("""SELECT CASE WHEN g.id IS NULL THEN b.state ELSE 'matched' END AS state, count(*) AS lines
    FROM bank_line b LEFT JOIN bank_leg g ON g.line_id = b.id WHERE b.file_id = :file GROUP BY 1""")


@dataclass(frozen=True)
class ImportReport:
    """The findings of an import: how many of the file's lines were new, and what became of these."""

    file: int
    seen_before: bool
    lines: int
    new_lines: int
    matched: int
    suggested: int
    open: int


def import_statement(db: Connection, account: BankAccount, file: StatementFile) -> ImportReport:
    """Import a statement of an account, once. Raises Refused for one that cannot be read, or of another account.

    Nothing is kept then.
    """
    db.execute(text("SET LOCAL statement_timeout = 0"))
    db.execute(text("SET LOCAL lock_timeout = 0"))
    db.execute(EMPTY)  # which waits for another import to end
    of = CsvAccount(account.rib, account.currency)
    place = ReadingPlace()
    lines = _lay_down(db, read_statement(file, account.bank.statement_csv, of, place))
    _refuse_others(db, account, file)
    row: dict[str, Any] = {"account": account.id, "sha256": file.sha256, "name": file.path.name[:200]}
    row |= {"closing": place.closing, "closes_on": place.closes_on}
    known, new_lines = find_file(db, account, file), 0
    row["file"] = known or db.execute(KEEP_FILE, row).scalar_one()
    if not known:
        new_lines = db.execute(KEEP_LINES, row).rowcount
        _match(db, account, row["file"])
    found = {one.state: one.lines for one in db.execute(FOUND, row)}
    db.execute(EMPTY)  # what it says of people stands in its lines alone
    return ImportReport(row["file"], known is not None, lines, new_lines, found.get("matched", 0),
                        found.get("suggested", 0), found.get("open", 0))  # fmt: skip


def find_file(db: Connection, account: BankAccount, file: StatementFile) -> int | None:
    """Return the number of a file that was imported before, None for another."""
    number: int | None = db.execute(FIND_FILE, {"account": account.id, "sha256": file.sha256}).scalar()
    return number


def _lay_down(db: Connection, lines: Iterator[StatementLine]) -> int:
    """Lay lines down, to be looked at; return how many."""
    driver: Any = db.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(COPY) as copy:
        for line in lines:
            copy.write_row((*line, line.identity, list_rf_codes(line), list_text_codes(line)))
    db.execute(COUNT, {"table": "bank_line_read"})
    return int(db.execute(text("SELECT count(*) FROM bank_line_read")).scalar_one())


def _refuse_others(db: Connection, account: BankAccount, file: StatementFile) -> None:
    """Raise Refused for lines of another account or currency, and for those of days to come."""
    told = db.execute(WRONG, {"rib": account.rib, "currency": account.currency}).one_or_none()
    if told is None:
        return
    if (told.account, told.currency) != (account.rib, account.currency):
        raise Refused("staff.statement_of_another", file=file.path.name, account=f"{account.rib} {account.currency}",
                      theirs=f"{told.account} {told.currency}")  # fmt: skip
    if told.early:
        raise Refused("staff.statement_of_the_future", file=file.path.name, last=_write_day(told.last))


def _match(db: Connection, account: BankAccount, file: int) -> None:
    """Match what is new in a file, suggest what may be, and make cases of the rest."""
    db.execute(COUNT, {"table": "bank_line"})
    for step in (MATCH_PAYOUTS, MATCH_PAYOUT_FILES, MATCH_RF, MATCH_TEXT, MATCH_MOVES, SUGGEST):
        db.execute(step, {"file": file})
    for note in (NOTE_CASES, NOTE_GIVEN_BACK):
        db.execute(note, {"file": file, "currency": account.currency})


def _write_day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
