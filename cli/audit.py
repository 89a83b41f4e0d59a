"""`audit`: the acts of staff, and the proof that nobody changed the trail."""

import json
import sys
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final

import click
from sqlalchemy import Connection

from cli.days import Day
from cli.office import Office, pass_office
from cli.office_command import FileToSend, OfficeGroup
from cli.sent_anchors import read_sent
from cli.sentences import tell
from cli.tables import print_table
from cli.words import say
from wallet.core import clock
from wallet.core.clock import DOUALA
from wallet.core.errors import Refused
from wallet.core.public_ids import find_between
from wallet.core.values import find_phone
from wallet.staff import audit as trail
from wallet.staff import permissions
from wallet.staff.acts import STAFF_ACTS
from wallet.staff.audit import AuditedAct, AuditFilter, Chain
from wallet.staff.person_view import list_holders
from wallet.staff.trail_names import ID, name_subjects
from wallet.staff.wallets import find_wallet

TITLES: Final = ("no", "when", "who", "approved by", "what", "about", "changed", "why")


@click.group(cls=OfficeGroup)
def audit() -> None:
    """Show what staff did, in a trail nobody can change."""


@audit.command()
@click.option("--known", metavar="N:HASH", default="", help="The newest act as an earlier verify printed it.")
@click.option(
    "--anchors",
    "sent",
    metavar="FILE",
    type=FileToSend(),
    help="Anchors as they were sent out. [default: the office's own]",
)
@pass_office
def verify(office: Office, known: str, sent: Path | None) -> None:
    """Prove that no act was changed, taken away or put in between; fails, naming the first that was."""
    number, _, digest = known.partition(":")
    if known and not (number.isdecimal() and len(digest) == 64):
        raise click.UsageError("--known is what an earlier `audit verify` printed: NUMBER:HASH")
    kept = {int(number): digest} if known else {}
    found = verify_or_end(office, kept)
    tell(say("staff.audit_holds", length=found.length))
    anchored = read_sent(sent)
    heads = anchored.heads
    if any(heads.get(one, kept[one]) != kept[one] for one in kept):
        raise Refused("staff.anchors_contradict", number=number)
    found = verify_or_end(office, heads | kept)
    if last := anchored.last:
        at = clock.written(datetime.fromisoformat(last.at))
        tell(say("staff.audit_anchored", count=len(anchored.anchors), number=last.number, at=at))
        if last.is_old:
            tell(say("staff.audit_anchored_long_ago", at=at))
            sys.exit(1)  # an old copy of the file looks like this too
    else:
        tell(say("staff.audit_not_anchored"))
    if found.length:
        tell(say("staff.audit_keep", head=found.head))


def verify_or_end(office: Office, known: Mapping[int, str]) -> Chain:
    """Return the chain, where it holds and is what was known; else say the first thing wrong, and end with 1."""
    found = office.read(lambda db: trail.verify(db, known))
    if found.broken:
        problem = say(found.broken, **found.values)
        tell(say("staff.audit_broken", problem=problem, length=found.length))
        sys.exit(1)
    return found


@audit.command()
@click.option("--last", type=click.IntRange(1, 10_000), default=20, show_default=True, help="So many of them.")
@click.option("--by", metavar="LOGIN", help="What this login did or approved.")
@click.option("--kind", metavar="KIND", help="Acts of this kind, as freeze_wallet.")
@click.option("--day", type=Day(), help="Of this day in Douala.")
@click.option("--about", metavar="SUBJECT", help="A person's id or number, an agent's code, a payment, a case: C17.")
@pass_office
def show(office: Office, last: int, by: str | None, kind: str | None, day: date | None, about: str | None) -> None:
    """Show who did what, when, why, and who approved it."""

    if kind and kind not in (kinds := office.read(trail.list_kinds)):
        raise Refused("staff.audit_no_kind", kind=kind, kinds=kinds)

    def look(db: Connection) -> tuple[list[AuditedAct], dict[str, str]]:
        subjects = list_subjects(db, about) if about else None
        acts = trail.list_newest(db, last, AuditFilter(by, kind, day, subjects, list_hidden(db, office.login)))
        return acts, name_subjects(db, acts)

    acts, names = office.read(look)
    none = say("staff.audit_none" if by or kind or day or about else "staff.audit_empty")
    print_table(TITLES, [describe(one, names) for one in acts], none)


def list_hidden(db: Connection, login: str) -> tuple[str, ...]:
    """Return the kinds of act that only readers of a command may see, which this login does not read; and those."""
    by_command = {act.read_by for act in STAFF_ACTS.values() if act.read_by}
    known = permissions.list_read(db, login)
    unread = {one for one in by_command if not permissions.reads(known, one)}
    return (*unread, *(kind for kind, act in STAFF_ACTS.items() if act.read_by in unread))


def list_subjects(db: Connection, about: str) -> list[str]:
    """Return what acts about this may be kept under: as it is typed, and the ids of the people it names."""
    if find_between("per", about):
        return [find_wallet(db, about).person_id]
    phone = find_phone(about)
    return [about, about.upper(), *(one.person_id for one in (list_holders(db, phone) if phone else []))]


def describe(one: AuditedAct, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return an act as cells, under TITLES; people and shops by their names instead of ids."""

    def write(value: object) -> str:
        return ID.sub(lambda found: names.get(found[0], found[0]), value if isinstance(value, str) else
                      json.dumps(value, ensure_ascii=False))  # fmt: skip

    changed = [
        f"{name}: {write(one.before[name])} -> {write(one.after[name])}" if name in one.before and name in one.after
        else f"{name}: {write({**one.before, **one.after}[name])}"
        for name in {**one.before, **one.after} if one.before.get(name) != one.after.get(name)
    ]  # fmt: skip
    at = f"{one.at.astimezone(DOUALA):%d/%m/%Y %H:%M:%S}"
    told = (one.asked_by, one.approved_by or "", one.kind, write(one.subject), "\n".join(changed), one.why)
    return (str(one.number), at, *told)
