"""A month's figures: each is what plain SQL counts, and they stay as they were once the month is over."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.cli.test_books_command import add_up, to_noon
from tests.wallet.compliance.found import pass_days, send_pieces
from tests.world.cast import AWA, MOUSSA
from tests.world.office import Office
from tests.world.world import World
from wallet.compliance.judging import count_month
from wallet.compliance.months import RegulatorMonth, read_month

IN = ">= CAST(:month AS timestamp) AT TIME ZONE 'Africa/Douala'"
UNTIL = "< (CAST(:month AS timestamp) + interval '1 month') AT TIME ZONE 'Africa/Douala'"
# What each figure is, asked of the rows themselves; `{level}` and `{what}` are the figure's own.
PLAIN = {
    ("wallets", "opened"): f"""SELECT count(*), 0 FROM person
        WHERE joined_at {IN} AND joined_at {UNTIL} AND tier = :level""",
    ("wallets", "frozen"): "SELECT count(*), 0 FROM person WHERE state = 'frozen' AND tier = :level",
    ("wallets", "open"): "SELECT count(*), 0 FROM person WHERE state <> 'closed' AND tier = :level",
    ("wallets", "active"): f"""SELECT count(*), 0 FROM person p WHERE tier = :level AND EXISTS (SELECT FROM movement m
        WHERE p.id IN (m.giver_id, m.receiver_id) AND m.at {IN} AND m.at {UNTIL})""",
    ("volume", ""): f"SELECT count(*), sum(amount) FROM movement WHERE kind = :what AND at {IN} AND at {UNTIL}",
    ("money", ""): """SELECT 0, sum(l.amount) FROM transfer t, unnest(t.accounts, t.amounts) l (id, amount)
        JOIN account a ON a.id = l.id WHERE a.kind = :what AND a.currency = :level""",
    ("cases", "opened"): f"""SELECT count(*), 0 FROM case_file
        WHERE kind = :level AND opened_at {IN} AND opened_at {UNTIL}""",
    ("cases", "under_7"): "SELECT count(*), 0 FROM case_file WHERE kind = :level AND state = 'open'",
    ("agents", "open"): "SELECT count(*), 0 FROM agent WHERE state = 'open'",
    ("agents", "active"): "SELECT count(DISTINCT agent_code), coalesce(sum(amount), 0) FROM agent_operation",
    ("frauds", "frozen"): "SELECT count(*), 0 FROM staff_act WHERE kind = 'freeze_wallet'",
    ("frauds", "robbed"): "SELECT count(*), 0 FROM robbed_lock",
    ("alerts", ""): f"""SELECT count(*), sum(amount) FROM alert
        WHERE rule = :what AND raised_at {IN} AND raised_at {UNTIL}""",
    ("decisions", "reports"): "SELECT count(*), 0 FROM suspicion_report",
    ("decisions", ""): "SELECT count(*), 0 FROM alert_decision WHERE verdict = :what",
}  # fmt: skip


@pytest.fixture
def month(world: World, office: Office) -> date:
    """A month on whose tenth day much was done, and judged."""
    world.change("""UPDATE clock_shift SET shift = shift + (date_trunc('month', wallet_now(), 'Africa/Douala')
        + interval '1 month 8 days 12 hours' - wallet_now())""")
    day = to_noon(world)
    for phone in (MOUSSA, AWA):
        world.see_id(phone)
    world.change("UPDATE alert_judged SET until = :day", day=day)
    world.appoint_agent()
    send_pieces(world)
    pass_days(world, day)
    office.done("person", "freeze", MOUSSA, "--why", "a forged ID")
    return day.replace(day=1)


def end(world: World, month: date) -> date:
    """Let the month be over and added up; return the last day of it."""
    last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    while to_noon(world) <= last:
        pass
    add_up(world, last)
    return last


def read(world: World, month: date) -> RegulatorMonth:
    return world.do(lambda db: read_month(db, month), "office")


def test_each_figure_is_what_the_rows_say(world: World, month: date) -> None:
    found = read(world, month)
    assert found.counted_at is None
    for one in found.figures:
        asked = PLAIN.get((one.part, one.what)) or PLAIN[one.part, ""]
        level: object = int(one.level) if one.part == "wallets" else one.level
        with world.owner.begin() as db:
            row = {"month": month, "what": one.what, "level": level}
            plain = db.execute(text(asked), {name: row[name] for name in row if f":{name}" in asked}).one()
        assert (one.number, one.amount) == tuple(plain), one
    seen = {(one.part, one.what) for one in found.figures}
    assert {("wallets", "active"), ("volume", "send_money"), ("money", "customer"), ("cases", "opened"),
            ("alerts", "structuring"), ("frauds", "frozen"), ("agents", "open")} <= seen  # fmt: skip
    assert sum(one.amount for one in found.figures if one.part == "money") == 0, "the books come to nothing"


def test_a_month_that_is_over_is_kept_and_stays(world: World, month: date) -> None:
    count_month(world.wallet.engine)
    assert read(world, month).counted_at is None, "it is not over"
    end(world, month)
    before = read(world, month)
    for _ in range(3):
        count_month(world.wallet.engine)
    kept = read(world, month)
    assert kept.counted_at
    assert kept.figures == before.figures
    world.credit(AWA, 700)
    world.change("UPDATE person SET tier = 0")
    world.change("UPDATE alert_judged SET until = until")
    count_month(world.wallet.engine)
    assert read(world, month) == kept
    for attack in ("UPDATE month_figure SET amount = 0", "DELETE FROM month_figure"):
        with pytest.raises(DBAPIError, match="forbidden to everyone"):
            world.change(attack)
    for kind in ("web", "worker", "office"):
        with pytest.raises(DBAPIError, match="permission denied"):
            world.do(lambda db: db.execute(text("INSERT INTO month_counted VALUES (now()::date, now())")), kind)


def test_the_command_prints_and_keeps_them_in_two_languages(
    world: World, office: Office, month: date, tmp_path: Path
) -> None:
    named = f"{month:%Y-%m}"
    told = " ".join(office.done("regulator", named).replace("│", " ").split())
    assert "Operations by kind Send 4 1 840 000" in told.replace("1840000", "1 840 000")
    assert "level 1" in told
    assert "is not kept" in told
    end(world, month)
    count_month(world.wallet.engine)
    assert f"The figures of {named} are kept" in " ".join(office.done("regulator").split())
    sheet, book = tmp_path / "month.csv", tmp_path / "month.xlsx"
    office.done("regulator", named, "--french", "--file", str(sheet))
    office.done("regulator", named, "--file", str(book))
    rows = list(csv.reader(sheet.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0] == ["Partie", "Quoi", "Niveau ou nature", "Nombre", "Montant"]
    assert ["Opérations par nature", "Envoi", "", "4", "1840000"] in rows
    cells = [tuple(row) for row in load_workbook(book).active.iter_rows(values_only=True)]
    assert len(cells) == len(rows)
    assert ("Alerts by rule", "structuring", None, 2, 3_680_000) in [tuple(c or None for c in one) for one in cells]
    office.hire("carine", role="support")
    assert "may not use the command regulator" in office.refused("regulator", named, login="carine")
    assert office.run("regulator", "2026-13").exit_code == 2
