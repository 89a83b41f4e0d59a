"""Members of a business: listed, invited, given another role, removed; and the business's own history."""

import secrets
import uuid
from collections.abc import Mapping
from typing import Any, Final

from flask import Response, abort, request

from documents.role_names import name_role
from documents.shown import show_francs
from documents.words import speak as speak_on_paper
from wallet.members import history, invitations, memberships, roles, sign_in
from wallet.members.change_role import ChangeRole, RemoveMember
from wallet.members.invite_member import InviteMember, WithdrawInvitation
from web.business.answers import lead_on, write_address
from web.business.inside import Inside, do_or_say, enter

A_PAGE: Final = 30
SHOWN: Final = ("title", "name", "reference", "till", "email", "phone")  # of an act's content, beside sums and roles


def show_members(merchant: str, problem: str = "", typed: Mapping[str, Any] | None = None) -> Response:
    """Return the members of a business, who is invited, and the form that invites; `typed` stood in the form sent."""
    inside = enter(merchant)
    inside.need("members:read")
    owners = inside.may("members:owners")
    return inside.answer(
        "members.html", "members", 422 if problem else 200, problem=problem,
        typed=typed or {"what": "", "address": "", "role": "", "tills": [], "member": ""},
        members=inside.read(lambda db: memberships.list_members(db, merchant)),
        invitations=inside.read(lambda db: invitations.list_open(db, merchant)),
        tills=inside.read(lambda db: memberships.list_tills(db, merchant)),
        roles=[role for role in roles.ROLES if owners or role != "owner"], may_touch_owners=owners,
        attempt=secrets.token_urlsafe(16),
    )  # fmt: skip


def change_members(merchant: str) -> Response:
    """Invite, give a role, remove, or withdraw, as the form says."""
    inside = enter(merchant)
    inside.need("members:write")
    what = request.form.get("what", "")
    if what not in DO:
        abort(400)

    def change() -> Response:
        DO[what](inside)
        return lead_on(f"{inside.way}/members")

    typed: dict[str, Any] = {name: request.form.get(name, "")[:200] for name in ("what", "address", "role", "member")}
    typed["tills"] = request.form.getlist("tills")
    return do_or_say(inside, change, lambda problem: show_members(merchant, problem, typed), f"{inside.way}/members")


def _read_role() -> tuple[str, str]:
    return request.form.get("role", ""), " ".join(sorted(set(request.form.getlist("tills"))))


def _read_id(name: str) -> str:
    """Return the id that a form names. Aborts with 404 for what is none."""
    try:
        return str(uuid.UUID(request.form.get(name, "")))
    except ValueError:
        abort(404)


def _invite(inside: Inside) -> None:
    email, phone = sign_in.read_reached(request.form.get("address", "").strip())
    inside.perform(InviteMember(email, phone, *_read_role()))


def _change_role(inside: Inside) -> None:
    inside.perform(ChangeRole(_read_id("member"), *_read_role()))


def _remove(inside: Inside) -> None:
    inside.perform(RemoveMember(_read_id("member")))


def _withdraw(inside: Inside) -> None:
    inside.perform(WithdrawInvitation(_read_id("invitation")))


DO: Final = {"invite": _invite, "change_role": _change_role, "remove": _remove, "withdraw": _withdraw}


def show_history(merchant: str) -> Response:
    """Return what members of the business did, the newest first."""
    inside = enter(merchant)
    inside.need("history:read")
    typed = request.args.get("before", "")
    try:
        before = str(uuid.UUID(typed)) if typed else None
    except ValueError:
        abort(404)
    found = inside.read(lambda db: history.list_latest(db, merchant, A_PAGE + 1, before))
    older = write_address(f"{inside.way}/history", before=found[A_PAGE - 1].id) if len(found) > A_PAGE else ""
    acts = [(name_act(inside, one.kind), describe_act(inside, one.content), one) for one in found[:A_PAGE]]
    return inside.answer("history.html", "history", acts=acts, older=older)


def describe_act(inside: Inside, content: Mapping[str, Any]) -> str:
    """Return what an act was about, as its content says it: how much, of what, whom, as what; "" where it says none."""
    speak = speak_on_paper(inside.language)
    said = [show_francs(content[name]) for name in ("amount", "price") if isinstance(content.get(name), int)]
    said += [str(content[name]) for name in SHOWN if isinstance(content.get(name), str) and content[name]]
    if content.get("role") in roles.ROLES:
        said.append(name_role(speak, content["role"]))
    return ", ".join(said)


def name_act(inside: Inside, kind: str) -> str:
    """Return an act in the reader's words; one without any by its name."""
    say = inside.say
    return {
        "invite_owner": say("Pages opened from the owner's phone"), "accept_invitation": say("Invitation accepted"),
        "invite_member": say("Member invited"), "withdraw_invitation": say("Invitation withdrawn"),
        "change_role": say("Role changed"), "remove_member": say("Member removed"),
        "create_link": say("Link made"), "close_link": say("Link closed"), "refund_checkout": say("Refund"),
        "refund_sale": say("Refund"), "refund_own_sale": say("Refund by a cashier"),
        "create_plan": say("Plan made"), "change_plan_price": say("Price of a plan announced"),
        "close_plan": say("Plan closed"), "end_subscription_of": say("Subscription ended"),
        "pause_subscription_of": say("Subscription paused"), "resume_subscription_of": say("Subscription resumed"),
        "create_checkout": say("Checkout made"), "expire_checkout": say("Checkout cancelled"),
        "save_customer": say("Customer noted"), "save_issuer": say("Issuer noted"),
        "draft_invoice": say("Draft written"), "change_draft": say("Draft changed"), "drop_draft": say("Draft dropped"),
        "finalise_invoice": say("Invoice issued"), "send_invoice": say("Invoice sent"),
        "void_invoice": say("Credit note issued"), "turn_proforma": say("Invoice made of a proforma"),
        "add_settlement_account": say("Account for payouts added"),
        "remove_settlement_account": say("Account for payouts removed"), "make_payout": say("Payout"),
        "ask_payout": say("Payout asked"), "decide_payout": say("Payout decided"),
        "make_payroll": say("Payroll made"), "mend_line": say("Row of a payroll mended"),
        "strike_line": say("Row of a payroll struck"), "drop_payroll": say("Draft of a payroll thrown away"),
        "retry_payroll": say("What came back of a payroll tried again"), "ask_payroll": say("Payroll submitted"),
        "decide_payroll": say("Payroll decided"),
        "save_schedule": say("Payouts by schedule set"), "drop_schedule": say("Payouts by schedule stopped"),
        "ask_shop_request": say("Payment asked for"), "cancel_shop_request": say("Payment asked for no longer"),
        "remind_shop_request": say("Payment asked for again"),
        "send_document": say("Document sent"), "withdraw_document": say("Document taken back"),
        "add_endpoint": say("Endpoint added"), "change_endpoint": say("Endpoint changed"),
        "turn_endpoint_secret": say("Secret of an endpoint turned"), "deliver_again": say("Events told again"),
        "make_api_key": say("Key made"),
        "add_return_origin": say("Site added"), "remove_return_origin": say("Site removed"),
        "end_own_api_key": say("Key ended"),
        "rename_shop": say("Name changed"), "set_shop_contact": say("Phone or e-mail of the business changed"),
        "set_shop_language": say("Language of the business chosen"), "set_logo": say("Logo changed"),
        "take_at_till": say("Payment asked for at a till"),
        "take_at_own_till": say("Payment asked for at a till"),
        "cancel_at_till": say("Payment at a till cancelled"), "cancel_at_own_till": say("Payment at a till cancelled"),
        "create_order": say("Order made"), "set_order_step": say("Order moved on"),
        "create_own_order": say("Order made"), "set_own_order_step": say("Order moved on"),
        "create_own_link": say("Link made"), "close_own_link": say("Link closed"),
    }.get(kind, kind)  # fmt: skip
