"""`payments`: payments that wait for a person, and settling them: one asks, another approves."""

import click

from cli.approve import approve as approve_asked
from cli.office import Office, pass_office
from cli.office_command import OfficeCommand
from cli.options import asked_why_option, require_all, require_at_most_one
from cli.program import as_typed
from cli.sentences import tell
from cli.tables import print_lines
from cli.words import WORDS, say
from wallet.core.clock import DOUALA
from wallet.core.errors import Refused
from wallet.core.payment_states import FINAL, State
from wallet.core.public_ids import write_short_id
from wallet.core.values import space
from wallet.people.people import shorten_name
from wallet.staff.actions.settle_payment import MAY_BECOME, SettlePayment, find_payment
from wallet.staff.payments_in_review import PaymentInReview, count_other_cases, find_seen, list_in_review

WHICH_WAY = {"collect": "from", "pay": "to", "refund": "back to"}


@click.command(cls=OfficeCommand)
@click.option("--review", "list_them", is_flag=True, help="List what waits for a person. [the default]")
@click.option("--show", "shown", metavar="REF", default="", help="Show one, whatever became of it.")
@click.option("--settle", "reference", metavar="REF", default="", help="Ask that a payment be settled by hand.")
@click.option("--as", "state", type=click.Choice(["succeeded", "failed"]), help="What it is settled as.")
@asked_why_option
@click.option("--approve", metavar="REF", default="", help="Approve what somebody else asked, and do it.")
@pass_office
def payments(
    office: Office, list_them: bool, shown: str, reference: str, state: State, why: str, approve: str
) -> None:  # fmt: skip
    """Payments a person must look at: list them, ask to settle one, approve what another asked."""
    require_at_most_one(review=list_them, show=shown, settle=reference, approve=approve)
    if shown:
        return show_one(office, shown.upper())
    if not (reference or approve):
        return show_review(office)
    if approve:
        return approve_asked(office, approve.upper(), SettlePayment.kind)
    require_all(**{"as": state, "why": why})
    payment = office.read(lambda db: find_payment(db, reference.upper()))
    return office.do(SettlePayment(payment, state, why=why))


def show_one(office: Office, reference: str) -> None:
    """Print one payment with its whole life. Raises Refused for none."""
    found = office.read(lambda db: find_seen(db, reference))
    if found is None:
        raise Refused("staff.no_payment", reference=reference)
    print_lines(describe(found), reference)


def show_review(office: Office) -> None:
    """Print everything that waits for a person, each with the commands that settle it."""
    waiting, others = office.read(lambda db: (list_in_review(db), count_other_cases(db)))
    for one in waiting:
        print_lines(describe(one), one.reference)
    click.echo(f"{len(waiting)} waiting for a person." if waiting else "No payment waits for a person.")
    if others:
        tell(as_typed(f"Other open cases: {others}. ./mbongo case list"))


def describe(one: PaymentInReview) -> dict[str, str]:
    """Return what staff read of one payment, each line by its name."""
    return {
        "payment": f"{space(one.amount)} FCFA {WHICH_WAY[one.direction]} {one.party or 'a payer'} at {one.rail}",
        "pays the request": one.request,
        "asked by" if one.request else "wallet": name_owner(one),
        "state": one.state,
        "taken by": one.taken_by,
        "open cases": "\n".join(one.cases) or "none",
        "life": "\n".join(
            f"{step.at.astimezone(DOUALA):%d/%m %H:%M:%S} {step.state}: {step.why}" for step in one.steps
        ),
        "operator's handle": one.handle,
        "operator's number": one.operator_id,
        "operator's last words": one.last_words,
        "in the books": describe_books(one),
        "asked": f"{one.asked_by} asked for {one.asked_for}: {one.asked_why}" if one.asked_by else "nothing yet",
        "settle it": "\n".join(list_commands(one)),
    }


def name_owner(one: PaymentInReview) -> str:
    """Return whose payment it is, as others see them, with their id."""
    return f"{shorten_name(one.owner)}, {write_short_id('per', one.owner_id)}"


def describe_books(one: PaymentInReview) -> str:
    """Return what the books hold of a payment: what is held, or the transfer that ended it."""
    posted = "held" if one.hold == "held" else one.posted or "nothing"
    if posted not in WORDS["books"]:
        return posted
    return say(f"books.{posted}", amount=one.amount, total=one.total, price=one.fee + one.tax)


def list_commands(one: PaymentInReview) -> list[str]:
    """Return the very commands that settle it."""
    if one.asked_by:
        return [as_typed(f"./mbongo payments --approve {one.reference} --login ANOTHER")]
    return [
        as_typed(f'./mbongo payments --settle {one.reference} --as {state} --why "…" --login YOU')
        for state in MAY_BECOME.get(one.state, ())
    ] or ([] if one.state in FINAL else ["workers are still asking; look again later"])
