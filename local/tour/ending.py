"""The end of the tour: who has what, the operators' journals beside the books, the check, and what to try next."""

from pathlib import Path
from typing import Any, Final

import requests
from rich.table import Table
from sqlalchemy import Connection, text

from cli.options import USUAL_DATA
from local.check import describe
from local.tour.cast import AWA, BRICE, EVERYBODY, FATOU, MOUSSA, ZITA
from local.tour.phones import UnexpectedError
from local.tour.stage import Tour, get_agent, get_till
from wallet.checks import check
from wallet.core.database import connect_briefly, in_transaction
from wallet.payments.rails import RAILS
from wallet.prices.quotes import write_minor

ROLES: Final = {MOUSSA: "role_moussa", AWA: "role_awa", FATOU: "role_fatou", BRICE: "role_brice", ZITA: "role_zita"}
NEXT: Final = ("try_browser", "try_me", "try_terminal", "try_text", "try_staff", "try_check")
NAMES: Final = ("order", "reference")  # either of which is ours: a phone operator's reference is its own
OURS: Final = text("""SELECT name, reference, state, COALESCE(charged, amount) AS charged
    FROM payment, unnest(ARRAY[reference, handle]) name WHERE name = ANY(:names)""")
MINOR_DIGITS: Final = {"EUR": 2, "USD": 2}  # of a currency with parts; a franc has none


def format_francs(amount: int) -> str:
    """Return an amount as people read it."""
    return f"{amount:,} FCFA".replace(",", " ")


def format_moved(one: dict[str, Any]) -> str:
    """Return what a journal says was moved, as people read it: 3.05 EUR where it was no francs."""
    currency = one.get("currency", "XAF")
    if currency == "XAF":
        return format_francs(one["amount"])
    return f"{write_minor(one['amount'], MINOR_DIGITS[currency])} {currency}"


def end(tour: Tour) -> None:
    """Show what everybody has and what the books say. Raises UnexpectedError where they do not hold."""
    tour.announce("ending")
    show_people(tour)
    agree = show_operators(tour)
    with connect_briefly(tour.reader_url) as reader:
        found = in_transaction(reader, check)
    tour.console.print("\n".join(describe(found)), style="red" if found else "bold green")
    if found or not agree:
        raise UnexpectedError("the books do not hold")


def show_people(tour: Tour) -> None:
    """Show who is there, with the PINs: these people are played, and whoever tries them needs theirs."""
    agent = get_agent(tour)
    known = {
        "agent": agent.code, "till": get_till(tour), "float": format_francs(tour.held(agent.float_id)),
        "taken": format_francs(tour.taken(BRICE)),
    }  # fmt: skip
    table = Table(*(tour.say(name) for name in ("who", "number", "pin", "balances")), "")
    table.columns[3].justify = "right"
    for cast in EVERYBODY:
        balance = format_francs(tour.balance(cast)) if cast.pin else ""
        table.add_row(cast.name, cast.local_number, cast.pin, balance, tour.say(ROLES[cast], **known))
    tour.console.print(table)


def show_operators(tour: Tour) -> bool:
    """Show what each operator moved since the tour began, beside our payments. Return True when they agree."""
    moved = _read_journal(tour)
    if not moved:
        tour.console.print(tour.say("nothing_moved"))
        return True
    names = [one[name] for one in moved for name in NAMES]
    ours = in_transaction(tour.wallet.engine, lambda db: _find_payments(db, names))
    table = Table(*(tour.say(name) for name in ("operator", "moved", "amount", "ours")), title=tour.say("operators"))
    table.title_justify = "left"
    table.columns[2].justify = "right"
    agree = True
    for one in moved:
        reference, state, amount = next((ours[one[name]] for name in NAMES if one[name] in ours), ("", "", 0))
        agree = agree and (state, amount) == ("succeeded", one["amount"])
        what = tour.say(one["direction"], phone=one["phone"].removeprefix("+237"))
        table.add_row(RAILS[one["operator"]].title, what, format_moved(one), f"{reference} {state}")
    tour.console.print(table)
    said, style = ("journals_agree", "bold green") if agree else ("journals_differ", "red")
    tour.console.print(tour.say(said), style=style)
    return agree


def _read_journal(tour: Tour) -> list[dict[str, Any]]:
    """Return what operators and providers did since the tour began, oldest first."""
    with requests.Session() as session:
        session.trust_env = False  # nobody's proxy leads to this machine
        answer = session.get(f"{tour.simulator_url}/journal", timeout=10)
    answer.raise_for_status()
    return [one for one in answer.json() if one["operator"] in RAILS and one["executed_at"] >= tour.began]


def _find_payments(db: Connection, names: list[str]) -> dict[str, tuple[str, str, int]]:
    """Return reference, state and what was charged of each payment, by the name it goes by there."""
    return {row.name: (row.reference, row.state, row.charged) for row in db.execute(OURS, {"names": names})}


def show_next(tour: Tour, phone_url: str, data: Path, *, stays: bool) -> None:
    """Show what to try next; of what has ended, how to begin it again."""
    tour.announce("next")
    known = {"phone_url": phone_url, "number": MOUSSA.local_number, "service_code": tour.service_code, "data": data,
             "where": "" if data == USUAL_DATA else f" --data {data}",
             "me_url": f"{tour.api_url.removesuffix('/v1')}/me"}  # fmt: skip
    for line in (*NEXT, "stop") if stays else ("try_once", "try_check"):
        tour.console.print(f"  {tour.say(line, **known)}", soft_wrap=True, highlight=False)
