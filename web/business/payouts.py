"""Payouts of a business: what it holds, payouts made or asked and decided, and the accounts they go to."""

import secrets
import uuid
from collections.abc import Iterable, Mapping
from typing import Any, Final

from flask import Response, abort, request
from sqlalchemy import Connection

from documents.shown import show_percent
from wallet.business import merchants, sales
from wallet.core.errors import Misread, QuoteChanged
from wallet.core.public_ids import find_id, write_id
from wallet.core.values import Money, Phone
from wallet.payments.prefixes import find_other
from wallet.payments.rails import RAILS
from wallet.payouts import payouts, put_aside, schedules, settlement_accounts
from wallet.payouts.change_settlement import PHONE_RAILS, AddSettlementAccount, RemoveSettlementAccount
from wallet.payouts.make_payout import AskPayout, DecidePayout, MakePayout
from wallet.payouts.payouts import BusinessPayout
from wallet.payouts.save_schedule import DropSchedule, SaveSchedule
from wallet.payouts.schedules import Schedule
from wallet.payouts.settlement_accounts import SettlementAccount, hide
from wallet.prices import tariffs
from wallet.prices.tariffs import Tariff
from web.business.answers import lead_on, write_address
from web.business.inside import Inside, do_or_say, enter

A_PAGE: Final = 20
TYPED: Final = ("amount", "account", "number", "holder", "where", "every", "weekday", "least")
BEHIND_MOST: Final = 100  # lines behind a figure


def show_balance(merchant: str) -> Response:
    """Return what the business holds, and behind each figure what it sums."""
    inside = enter(merchant)
    inside.need("balance:read")

    def look(db: Connection) -> dict[str, Any]:
        found = payouts.list_of(db, merchant, BEHIND_MOST, ("pending",))
        return {
            "holdings": sales.read_holdings(db, merchant),
            "pending": sales.list_pending(db, merchant, BEHIND_MOST),
            "refunds": sales.list_refunds_under_way(db, merchant, BEHIND_MOST),
            "payouts": found, "accounts": _read_accounts(db, found),
        }  # fmt: skip

    return inside.answer("balance.html", "home", name=lambda one: name_account(inside, one), **inside.read(look))


def show_payouts(merchant: str, problem: str = "", typed: dict[str, str] | None = None) -> Response:
    """Return the payouts of a business, the forms that make or ask one, and its accounts."""
    inside = enter(merchant)
    inside.need("payouts:write", "ask")
    before = find_id("pto", request.args.get("before", ""))

    def look(db: Connection) -> dict[str, Any]:
        asked = payouts.list_of(db, merchant, BEHIND_MOST, ("asked",))
        found = payouts.list_of(db, merchant, A_PAGE + 1, before=before)
        return {
            "holdings": sales.read_holdings(db, merchant), "asked": asked, "found": found,
            "own": settlement_accounts.list_of(db, merchant), "accounts": _read_accounts(db, [*asked, *found]),
            "schedule": schedules.find(db, merchant),
            "tariff": tariffs.read_tariff(db, "make_payout"),
        }  # fmt: skip

    read = inside.read(look)
    found = read.pop("found")
    last = found[A_PAGE - 1].id if len(found) > A_PAGE else ""
    return inside.answer(
        "payouts.html", "payouts", 422 if problem else 200, problem=problem, payouts=found[:A_PAGE],
        typed={**dict.fromkeys(TYPED, ""), **(typed or {})}, is_of_other=is_of_other(typed or {}),
        older=write_address(f"{inside.way}/payouts", before=write_id("pto", last)) if last else "",
        name=lambda one: name_account(inside, one), name_state=lambda state: name_state(inside, state),
        may_make=inside.may("payouts:write"), attempt=secrets.token_urlsafe(16),
        rails=[RAILS[one] for one in PHONE_RAILS], price=write_price(read["tariff"]),
        part=show_percent(read["tariff"].fee_ppm, inside.language),
        scheduled_to=find_scheduled(read["schedule"], read["own"]),
        days=list_days(inside), name_every=lambda: name_every(inside, read["schedule"]), **read,
    )  # fmt: skip


def is_of_other(typed: Mapping[str, str]) -> bool:
    """True for a number, as it was typed, that looks like another operator's than the one that was chosen."""
    rail = typed.get("where", "")
    try:
        number = str(Phone.read(typed.get("number", "")))
    except Misread:
        return False
    return rail in PHONE_RAILS and find_other(number, rail, "pay_to_phone") is not None


def _read_accounts(db: Connection, found: Iterable[BusinessPayout]) -> dict[str, SettlementAccount]:
    """Return the accounts that these payouts go to, removed ones too, by id."""
    return {one: settlement_accounts.get(db, one) for one in {payout.account_id for payout in found}}


def write_price(tariff: Tariff) -> str:
    """Return a price's rule as a form carries it: what was shown is what is agreed to."""
    return f"{tariff.fee_ppm}-{tariff.fee_min}-{tariff.fee_max}"


def name_account(inside: Inside, account: SettlementAccount) -> str:
    """Return an account in a few words: of a number, how it ends."""
    say = inside.say
    if account.kind == "wallet":
        return say("Your Mbongo wallet")
    if account.kind == "bank":
        return f"RIB {hide(account.number)} ({account.holder})"
    return f"{RAILS[account.rail].title} {hide(account.number)}"


def name_state(inside: Inside, state: str) -> str:
    """Return what became of a payout, in the reader's words."""
    say = inside.say
    return {
        "asked": say("Waits for an owner"), "refused": say("Refused"), "pending": say("Under way"), "paid": say("Paid"),
        "failed": say("Failed: it is back"), "returned": say("Came back from the bank"),
    }[state]  # fmt: skip


def find_scheduled(schedule: Schedule | None, own: Iterable[SettlementAccount]) -> SettlementAccount | None:
    """Return the account that a schedule pays out to."""
    return next((one for one in own if schedule and one.id == schedule.account_id), None)


def list_days(inside: Inside) -> list[tuple[int, str]]:
    """Return the days of a week, the first one 1, in the reader's words."""
    say = inside.say
    names = (
        say("Monday"), say("Tuesday"), say("Wednesday"), say("Thursday"), say("Friday"), say("Saturday"), say("Sunday"),
    )  # fmt: skip
    return list(enumerate(names, 1))


def name_every(inside: Inside, schedule: Schedule) -> str:
    """Return when a schedule pays out, in the reader's words."""
    say = inside.say
    if schedule.every == "week":
        return say("Every %(day)s", day=dict(list_days(inside))[schedule.weekday])
    return say("Every day") if schedule.every == "day" else say("As soon as the least sum is there")


def change_payouts(merchant: str) -> Response:
    """Pay out, ask or decide, add or remove an account, as the form says."""
    inside = enter(merchant)
    inside.need("payouts:write", "ask")
    what = request.form.get("what", "")
    if what not in DO:
        abort(400)
    inside.need(NEEDS.get(what, "payouts:write"))

    def change() -> Response:
        DO[what](inside)
        return lead_on(f"{inside.way}/payouts")

    typed = {name: request.form.get(name, "")[:80] for name in TYPED}
    return do_or_say(inside, change, lambda problem: show_payouts(merchant, problem, typed), f"{inside.way}/payouts")


def _read_id(name: str) -> str:
    """Return the id that a form names. Aborts with 404 for what is none."""
    try:
        return str(uuid.UUID(request.form.get(name, "")))
    except ValueError:
        abort(404)


def _read_asked(inside: Inside) -> tuple[str, int, int]:
    """Return account, amount and fee of the form. Raises Misread; QuoteChanged where the price shown holds no more."""
    amount = int(Money.read(request.form.get("amount", "")[:20]))

    def price(db: Connection) -> tuple[str, int, int]:
        account = settlement_accounts.find(db, inside.merchant_id, _read_id("account"))
        if account is None:
            raise Misread("member.no_such_account")
        if request.form.get("price") != write_price(tariffs.read_tariff(db, "make_payout")):
            raise QuoteChanged("error.price_changed")
        return account.id, amount, put_aside.read_fee(db, account, amount)

    return inside.read(price)


def _find_owner(inside: Inside) -> str:
    return inside.read(lambda db: merchants.get_merchant(db, inside.merchant_id).owner_id)


def _make(inside: Inside) -> None:
    inside.perform(MakePayout(_find_owner(inside), *_read_asked(inside)))


def _ask(inside: Inside) -> None:
    inside.perform(AskPayout(*_read_asked(inside)))


def _decide(inside: Inside) -> None:
    agreed = int(request.form.get("what") == "agree")
    inside.perform(DecidePayout(_find_owner(inside), _read_id("payout"), agreed))


def _add(inside: Inside) -> None:
    way, said = request.form.get("where", ""), {name: request.form.get(name, "")[:80] for name in ("number", "holder")}
    if way in PHONE_RAILS:
        inside.perform(AddSettlementAccount("phone", way, said["number"], meant=int(request.form.get("meant") == "1")))
    elif way == "bank":
        inside.perform(AddSettlementAccount("bank", "", said["number"], said["holder"]))
    else:
        inside.perform(AddSettlementAccount(way))


def _remove(inside: Inside) -> None:
    inside.perform(RemoveSettlementAccount(_read_id("account")))


def _schedule(inside: Inside) -> None:
    every, typed = request.form.get("every", ""), request.form.get("least", "")[:20]
    weekday = request.form.get("weekday", "1")
    least = int(Money.read(typed)) if typed.strip() else int(tariffs.MINIMUM)
    inside.perform(SaveSchedule(_read_id("account"), every, int(weekday) if weekday in DAYS else 0, least))


def _unschedule(inside: Inside) -> None:
    inside.perform(DropSchedule())


DAYS: Final = ("1", "2", "3", "4", "5", "6", "7")
DO: Final = {
    "make": _make, "ask": _ask, "agree": _decide, "refuse": _decide, "add": _add, "remove": _remove,
    "schedule": _schedule, "unschedule": _unschedule,
}  # fmt: skip
NEEDS: Final = {"ask": "payouts:write:ask"}  # whole permissions: who may make one asks none
