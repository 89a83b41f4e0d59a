"""`person`: looking at a person, and acting on their wallet."""

from collections.abc import Mapping
from typing import Any

import click

from cli.approve import approve as approve_asked
from cli.office import Office, pass_office, read
from cli.office_command import OfficeGroup
from cli.options import SEEN_DOCUMENT, approve_option, asked_why_option, require_all, why_option
from cli.tables import print_lines
from cli.timeline import print_timeline
from cli.words import WORDS
from wallet.core.errors import Refused
from wallet.core.public_ids import write_short_id
from wallet.core.values import PersonName, find_phone, space
from wallet.people.identities import KINDS, NUMBERS
from wallet.people.people import shorten_name
from wallet.staff import person_view, timelines
from wallet.staff.actions.allow_pin_reset import AllowPinReset
from wallet.staff.actions.detach_number import DetachNumber
from wallet.staff.actions.freeze_wallet import FreezeWallet
from wallet.staff.actions.identify_wallet import IdentifyWallet, Tier
from wallet.staff.actions.lock_for_owner import LockForOwner
from wallet.staff.actions.look_at_person import LookAtPerson
from wallet.staff.actions.part_wallet import PartWallet
from wallet.staff.actions.unfreeze_wallet import UnfreezeWallet
from wallet.staff.actions.unlock_for_owner import UnlockForOwner
from wallet.staff.actions.unmask_person import UnmaskPerson
from wallet.staff.wallet_act import WalletAct
from wallet.staff.wallets import WalletReached, Whom, find_wallet


@click.group(cls=OfficeGroup)
def person() -> None:
    """Look at a person, stop their money, let it move again. PERSON is their id, or their phone's number."""


@person.command()
@click.argument("person")
@pass_office
def show(office: Office, person: str) -> None:
    """Show a person, or all whom a number reaches and reached before; that you looked is kept."""
    whom = read(Whom, person)
    found = office.read(lambda db: person_view.list_holders(db, whom) if find_phone(whom) else
                        person_view.list_numbers(db, find_wallet(db, whom).person_id))  # fmt: skip
    if not found:
        raise Refused("staff.never_reached", phone=whom)
    for holder in found:
        seen = office.perform(LookAtPerson(holder.person_id, why="person show")).values
        until = f" until {holder.until}" if holder.until else ""
        print_lines({"number": f"{holder.number} since {holder.since}{until}", **_describe(seen)})


@person.command()
@click.argument("person")
@click.option("--for", "given_for", default="", metavar="CASE", help="The case (C17), or what waits, that it is for.")
@why_option
@pass_office
def unmask(office: Office, person: str, given_for: str, why: str) -> None:
    """Show a person's name, numbers, papers and addresses in clear, for a reason of 10 letters at least.

    All commands show them in clear to you for a quarter of an hour.

    Who saw whom, and why, is kept; who sees many in a day is asked why.
    """
    seen = office.perform(UnmaskPerson(_find(office, person).person_id, given_for, why=why)).values
    print_lines({
        "person": write_short_id("per", seen["person_id"]), "name": seen["name"], "numbers": "\n".join(seen["numbers"]),
        "papers": "\n".join(seen["papers"]), "addresses": "\n".join(seen["addresses"]),
    })  # fmt: skip


@person.command()
@click.argument("person")
@click.option("--last", type=click.IntRange(1, 500), default=50, show_default=True, help="So many of them.")
@pass_office
def timeline(office: Office, person: str, last: int) -> None:
    """Show what a person did, was refused and was given, and what staff did; that you looked is kept."""
    reached = office.read(lambda db: find_wallet(db, read(Whom, person)))
    office.perform(LookAtPerson(reached.person_id, why="person timeline"))
    print_timeline(office.read(lambda db: timelines.list_of_person(db, reached.person_id, last)))


def _describe(seen: Mapping[str, Any]) -> dict[str, str]:
    """Return what a PersonView holds, as lines and their names."""
    pin = "locked" if seen["pin_locked"] else f"{seen['pin_tries']} wrong tries"
    return {
        "person": f"{shorten_name(seen['name'])}, tier {seen['tier']}, {seen['language']}, since {seen['joined_at']}",
        "state": seen["state"] + _describe_lock(seen),
        "PIN": f"{pin}, {seen['pin_locks']} locks",
        "SIM": f"changed {seen['swapped_at']}, as its operator says" if seen["swapped_at"] else "",
        "balance": f"{space(seen['balance'])} FCFA",
        "robbed": "\n".join(map(_describe_robbed_lock, seen["locks"])),
        "staff": "\n".join(map(_describe_act, seen["acts"])),
        "id": write_short_id("per", seen["person_id"]),
    }


def _describe_lock(seen: Mapping[str, Any]) -> str:
    if seen["robbed"]:
        return ", locked for its robbed owner"
    return ", locked by its owner" if seen["locked_by_owner"] else ""


def _describe_robbed_lock(lock: Mapping[str, str]) -> str:
    lifted = f", unlocked {lock['lifted_at']} by {lock['lifted_by']}" if lock["lifted_by"] else ""
    return f"locked {lock['locked_at']} by {lock['locked_by']}{lifted}"


def _describe_act(act: Mapping[str, str]) -> str:
    approved = f", approved by {act['approved_by']}" if act["approved_by"] else ""
    why = f" ({act['why']})" if act["why"] else ""
    return f"{act['at']} {act['asked_by']}{approved}: {WORDS['act_kind'][act['kind']]}{why}"


@person.command()
@click.argument("person")
@why_option
@pass_office
def freeze(office: Office, person: str, why: str) -> None:
    """Stop a wallet's money at once."""
    office.do(FreezeWallet(read(Whom, person), why=why))


@person.command()
@click.argument("person")
@why_option
@pass_office
def lock(office: Office, person: str, why: str) -> None:
    """Lock a wallet for its robbed owner, who cannot; --why says how you know them."""
    office.do(LockForOwner(read(Whom, person), why=why))


@person.command()
@click.argument("person")
@asked_why_option
@approve_option
@pass_office
def unlock(office: Office, person: str, why: str, approve: bool) -> None:
    """Ask that a wallet locked for its robbed owner be open to them again, or approve that."""
    ask_or_approve(office, UnlockForOwner, person, why, approve=approve)


@person.command()
@click.argument("person")
@click.option("--name", help="As the ID document writes it.")
@click.option(
    "--id",
    "document",
    type=(click.Choice(KINDS), str),
    metavar=f"{'|'.join(KINDS)} NUMBER",
    help=SEEN_DOCUMENT,
)
@click.option("--tier", type=click.IntRange(1, 2), default=1, show_default=True, help="2 by full documents.")
@asked_why_option
@approve_option
@pass_office
def identify(
    office: Office, person: str, name: str | None, document: tuple[str, str] | None, tier: Tier, why: str, approve: bool
) -> None:
    """Ask that a wallet take the name of a document you saw, and its tier, or approve that."""
    if approve:
        approve_asked(office, _find(office, person).person_id, IdentifyWallet.kind, called=person)
        return
    require_all(why=why, name=name, id=document)
    assert name
    assert document
    seen = (document[0], read(NUMBERS[document[0]], document[1]), read(PersonName, name))
    office.do(IdentifyWallet(_find(office, person), *seen, tier, why=why))


@person.command()
@click.argument("person")
@asked_why_option
@approve_option
@pass_office
def part(office: Office, person: str, why: str, approve: bool) -> None:
    """Ask that a wallet be no longer joined to those of another by a document not its owner's, or approve that."""
    ask_or_approve(office, PartWallet, person, why, approve=approve)


@person.command("reset-pin")
@click.argument("person")
@why_option
@pass_office
def reset_pin(office: Office, person: str, why: str) -> None:
    """Let an owner whose ID you saw choose a new PIN on their phone; --why says which ID."""
    office.do(AllowPinReset(read(Whom, person), why=why))


@person.command()
@click.argument("person")
@asked_why_option
@approve_option
@pass_office
def unfreeze(office: Office, person: str, why: str, approve: bool) -> None:
    """Ask that a frozen wallet's money may move again, or approve that."""
    ask_or_approve(office, UnfreezeWallet, person, why, approve=approve)


@person.command()
@click.argument("person")
@asked_why_option
@approve_option
@pass_office
def detach(office: Office, person: str, why: str, approve: bool) -> None:
    """Ask that a number that has gone to somebody else be free, what is left kept for its owner; or approve that."""
    ask_or_approve(office, DetachNumber, person, why, approve=approve)


def ask_or_approve(office: Office, kind: type[WalletAct], person: str, why: str, *, approve: bool) -> None:
    """Ask for an act about a person's wallet, or approve the one that was asked."""
    act = kind(_find(office, person), why=why)
    if approve:
        office.read(act.preview)  # what can be no more is said before what it would do
        approve_asked(office, act.subject, act.kind, called=person)
    else:
        office.do(act)


def _find(office: Office, person: str) -> WalletReached:
    return office.read(lambda db: find_wallet(db, read(Whom, person)))
