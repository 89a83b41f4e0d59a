"""search: looking for people by number, by the beginnings of their name, by reference, among many over among few.

Ten entries a person, as crowds have them: `--entries 10000000` is a million people; a tenth of it is usual, since
filling takes a minute. The few are a thousand.
"""

from functools import partial
from statistics import median
from time import perf_counter

from sqlalchemy import Engine, text

from bench.behind import measure_behind
from bench.figures import MeasuredFigure
from bench.stage import Stage
from wallet.staff.search import search

ENTRIES = 1_000_000  # --entries
EACH = 10  # entries of a person
FEW = 1_000  # people
ROUNDS = 7
ASKED = 10  # a round, of each sort
AT_ONCE = 50_000
# Names as a directory has them: a few that many have, many that few have.
FIRST = (
    "moussa", "awa", "fatou", "brice", "nadege", "ibrahim", "aissatou", "jean", "marie", "paul", "esther", "samuel",
    "odile", "felix", "grace",
)  # fmt: skip
PEOPLE = text("""WITH drawn AS (
      SELECT n, gen_random_uuid() AS id,
        (CAST(:called AS text[]))[1 + n % cardinality(CAST(:called AS text[]))] AS called,
        translate(to_char(n % 4999, 'FM0000'), '0123456789', 'abdefgiklm') AS family
      FROM generate_series(CAST(:first AS int), CAST(:last AS int)) n),
    accounts AS (INSERT INTO account (code, kind, accrued, floor, opened_at)
      SELECT 'customer:' || id, 'customer', false, 0, now() FROM drawn RETURNING id, code),
    people AS (INSERT INTO person (id, name, tier, account_id, joined_at)
      SELECT d.id, initcap(d.called || ' ' || d.family), 0, a.id, now()
      FROM drawn d JOIN accounts a ON a.code = 'customer:' || d.id),
    phones AS (INSERT INTO phone (number, person_id, since)
      SELECT '+2376' || to_char(n, 'FM00000000'), id, now() FROM drawn)
    INSERT INTO operation
      (key, actor_kind, actor_id, channel, kind, content, reference, sentence, "values", refused, at)
    SELECT 'bench:' || n, 'person', id::text, 'ussd', 'send_money', '{}', 'REF-' || n, 'money_sent', '{}', false, now()
    FROM drawn""")


def run(stage: Stage) -> dict[str, MeasuredFigure]:
    """Measure it. A minute, nearly all of it filling."""
    many, few = (partial(fill, people=people) for people in (ENTRIES // EACH, FEW))
    return {"search": measure_behind(stage, "search", many, few, look, ROUNDS)}


def fill(engine: Engine, people: int) -> None:
    """Let so many people have wallets, a number and an operation each."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.execute(text("SET statement_timeout = 0"))
        for first in range(0, people, AT_ONCE):
            last = min(first + AT_ONCE, people) - 1
            db.execute(PEOPLE, {"called": list(FIRST), "first": first, "last": last})
        for table in ("person", "phone", "operation"):
            db.execute(text(f"VACUUM ANALYZE {table}"))


def look(engine: Engine) -> float:
    """Return the median time of a search, over those by number, by name, by half a name and by reference, in ms."""
    taken = []
    with engine.connect() as db:
        for turn in range(ASKED):
            for words in (f"6{turn:08}", f"{FIRST[turn]} abd", f"{FIRST[turn][:3]}", f"bk8n-wp9{turn}"):
                began = perf_counter()
                search(db, words)
                taken.append((perf_counter() - began) * 1000)
    return median(taken)
