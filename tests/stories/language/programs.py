"""Programs of shops in a story: they ask for money by the API with a key, and hear what becomes of it."""

import uuid
from typing import Any, Final

from simulators.recording import INDENT
from tests.stories.language.cast import CAST, read_amount, write_amount
from tests.stories.language.story_program import TIMEOUT_SECONDS, StoryProgram
from tests.stories.language.telling import Telling, Verbs
from tests.stories.language.webs import PAGE
from tests.world.cast import NAMES
from tests.world.program import give_key
from wallet.business import merchants
from wallet.people import people

OWNER: Final = rf"(?P<who>{'|'.join(CAST)})"
EVENTS: Final = (
    "checkout.paid", "checkout.expired", "checkout.cancelled", "checkout.refunded", "payment.succeeded",
    "payment.failed", "payment.late_received", "payment.other_amount", "request.paid", "request.refused",
    "refund.succeeded", "refund.failed",
    "subscription.created", "subscription.charged", "subscription.charge_failed", "subscription.past_due",
    "subscription.paused", "subscription.resumed", "subscription.ended",
    "payout.created", "payout.paid", "payout.failed", "payout.returned", "payroll.done",
)  # fmt: skip


def has_program(telling: Telling, who: str) -> None:
    """Give a shop a key that may all, and an endpoint."""
    service = telling.service
    owner = service.do(lambda db: people.find_by_phone(db, CAST[who]))
    assert owner, f"{who} has no wallet"
    shop = service.do(lambda db: merchants.find_by_owner(db, owner.id))
    assert shop, f"{who} has no shop"
    endpoint = f"{service.simulator_url}/endpoints/{uuid.uuid4().hex[:12]}"
    made = StoryProgram(service.api_url, give_key(service, shop.id), endpoint)
    secret = made.call("POST", "/endpoints", {"url": endpoint, "events": [*EVENTS]})["secret"]
    made.session.put(endpoint, json={"mood": "quick", "secret": secret}, timeout=TIMEOUT_SECONDS).raise_for_status()
    telling.programs[who] = made


def asks(
    telling: Telling, who: str, amount: str, title: str, mail: str | None = None, language: str | None = None
) -> None:  # fmt: skip
    """Make a checkout."""
    said = {"amount": read_amount(amount), "title": title, "language": "en" if language else "fr"}
    made = telling.programs[who].call("POST", "/checkouts", said | ({"customer_email": mail} if mail else {}))
    tell_made(telling, who, made)


def asks_of(telling: Telling, who: str, amount: str, whom: str, title: str) -> None:
    """Ask somebody's number for a payment."""
    said = {"amount": read_amount(amount), "title": title, "phone": CAST[whom]}
    tell_made(telling, who, telling.programs[who].call("POST", "/requests", said))


def makes_link(telling: Telling, who: str, amount: str, title: str) -> None:
    """Make a link of one amount, or of any between two."""
    least, _, most = amount.partition(" to ")
    much = {"least": read_amount(least), "most": read_amount(most)} if most else {"amount": read_amount(least)}
    tell_made(telling, who, telling.programs[who].call("POST", "/links", {"title": title, **much}))


def makes_plan(telling: Telling, who: str, amount: str, every: str, title: str, most: str | None = None) -> None:
    """Make a plan that people agree to be charged by."""
    said = {"title": title, "amount": read_amount(amount), "every": every, "grace_days": 2}
    more = {"most": read_amount(most)} if most else {}
    tell_made(telling, who, telling.programs[who].call("POST", "/plans", said | more))


def changes_price(telling: Telling, who: str, page: str, amount: str) -> None:
    """Change what a plan costs."""
    found = telling.programs[who].call(
        "POST", f"/plans/{find_id(telling, who, page)}/price", {"amount": read_amount(amount)}
    )
    telling.say(f"{INDENT}| {found.get('state') or found['detail']}")


def tell_made(telling: Telling, who: str, made: dict[str, Any]) -> None:
    """Tell where something is paid, or why it was not made."""
    if "url" not in made:
        telling.say(f"{INDENT}| {made['detail']}")
        return
    telling.programs[who].ids[made["url"]] = made["id"]
    telling.say(f"{INDENT}| " + telling.masks.hide(f"{made['url']} code {made['code']}"))


def takes_back(telling: Telling, who: str, page: str) -> None:
    """Take a checkout back."""
    found = telling.programs[who].call("POST", f"/checkouts/{find_id(telling, who, page)}/expire")
    telling.say(f"{INDENT}| {found.get('state') or found['detail']}")


def reads(telling: Telling, who: str, page: str) -> None:
    """Read a checkout."""
    found = telling.programs[who].call("GET", f"/checkouts/{find_id(telling, who, page)}")
    by = f" by {found['method']}, fee {write_amount(found['fee'])}" if found["method"] else ""
    back = f", {write_amount(found['refunded'])} given back" if found["refunded"] else ""
    telling.say(f"{INDENT}| {found['state']}{by}{back}")


def gives_back(telling: Telling, who: str, amount: str, page: str) -> None:
    """Refund a checkout, whole or in part."""
    said = {"checkout": find_id(telling, who, page)} | ({} if amount == "all" else {"amount": read_amount(amount)})
    made = telling.programs[who].call("POST", "/refunds", said)
    if "detail" in made:
        telling.say(f"{INDENT}| {made['detail']}")
    else:
        telling.say(
            f"{INDENT}| {write_amount(made['amount'])} to the {made['to']} by {made['method']}, {made['state']}"
        )


def gives_back_newest(telling: Telling, who: str, amount: str) -> None:
    """Give the newest payment back, whole or in part: at a till, of a bill, or by a subscription."""
    program = telling.programs[who]
    newest = program.call("GET", "/payments?limit=1")["data"][0]
    said = {} if amount == "all" else {"amount": read_amount(amount)}
    made = program.call("POST", f"/payments/{newest['id']}/refund", said)
    back = made.get("detail") or f"{write_amount(made['refunded'])} of {write_amount(made['amount'])} given back"
    telling.say(f"{INDENT}| {back}")


def makes_salaries(telling: Telling, who: str, lines: str) -> None:
    """Make a payroll of so much for each of these, and submit it."""
    program = telling.programs[who]
    paid = [one.rpartition(" to ") for one in lines.split(", ")]
    rows = [{"number": CAST[payee], "name": NAMES[CAST[payee]], "amount": read_amount(sum_)} for sum_, _, payee in paid]
    made = program.call("POST", "/payrolls", {"title": "Novembre", "lines": rows})
    program.ids["payroll"] = made["id"]
    found = program.call("POST", f"/payrolls/{made['id']}/submit")
    telling.say(f"{INDENT}| {found.get('state') or found['detail']}")


def reads_salaries(telling: Telling, who: str) -> None:
    """Read what became of each line of a payroll."""
    program = telling.programs[who]
    for line in program.call("GET", f"/payrolls/{program.ids['payroll']}/lines")["data"]:
        told = f"{write_amount(line['amount'])} to {line['name']} by {line['rail'] or line['way']}: {line['state']}"
        telling.say(f"{INDENT}| {told} {line['reason']}".rstrip())


def find_id(telling: Telling, who: str, page: str) -> str:
    """Return the id of the checkout at a page."""
    return telling.programs[who].ids[telling.masks.fill(page)]


VERBS: Final[Verbs] = {
    rf"{OWNER}'s shop has a program": has_program,
    rf"{OWNER}'s program asks (?P<amount>[0-9 ]+) for (?P<title>[^,]+)"
    r"(?:, mailed to (?P<mail>[^, ]+))?(?P<language>, in English)?": asks,
    rf"{OWNER}'s program asks (?P<amount>[0-9 ]+) of (?P<whom>{'|'.join(CAST)}) for (?P<title>[^,]+)": asks_of,
    rf"{OWNER}'s program makes a link of (?P<amount>[0-9 ]+(?: to [0-9 ]+)?) for (?P<title>[^,]+)": makes_link,
    rf"{OWNER}'s program makes a plan of (?P<amount>[0-9 ]+) a (?P<every>week|month|year) for (?P<title>[^,]+)"
    r"(?:, at most (?P<most>[0-9 ]+))?": makes_plan,
    rf"{OWNER}'s program has {PAGE} cost (?P<amount>[0-9 ]+)": changes_price,
    rf"{OWNER}'s program takes {PAGE} back": takes_back,
    rf"{OWNER}'s program reads {PAGE}": reads,
    rf"{OWNER}'s program makes salaries of (?P<lines>[0-9 ]+ to [a-z]+(?:, [0-9 ]+ to [a-z]+)*)": makes_salaries,
    rf"{OWNER}'s program reads the salaries": reads_salaries,
    rf"{OWNER}'s program gives back (?P<amount>all|[0-9 ]+) of {PAGE}": gives_back,
    rf"{OWNER}'s program gives back (?P<amount>all|[0-9 ]+) of its newest payment": gives_back_newest,
}
