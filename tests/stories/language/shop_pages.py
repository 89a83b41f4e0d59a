"""A shop's owner at its pages in a story: accounts that it is paid out to, payouts, and salaries to approve."""

from typing import Final

from faults.visitor import Form, NotThere, Visitor, read_forms
from simulators.recording import INDENT
from tests.stories.language.cast import CAST, read_amount
from tests.stories.language.page_reader import read_lines
from tests.stories.language.programs import OWNER
from tests.stories.language.telling import Telling, Verbs
from tests.stories.language.webs import YEAR
from tests.world.members import Member, Members
from tests.world.shop import Shop
from wallet.business import merchants
from wallet.core.database import in_transaction
from wallet.members import sessions
from wallet.people import people

COOKIE: Final = "mbongo-business"
LINE: Final = f"{INDENT}[ "


def has_pages(telling: Telling, who: str) -> None:
    """Open the pages to a shop's owner, signed in with an app; the address they were texted was read."""
    service = telling.service
    owner = service.do(lambda db: people.find_by_phone(db, CAST[who]))
    assert owner, f"{who} has no wallet"
    shop = service.do(lambda db: merchants.find_by_owner(db, owner.id))
    assert shop, f"{who} has no shop"
    telling.owners[who] = Members(service, Shop(service, shop)).open_owner()  # type: ignore[arg-type]  # it has what they use
    service.settle()
    service.new_messages()


def enter(telling: Telling, who: str) -> Visitor:
    """Return the browser of an owner whose second factor was shown just now, at the list of payouts."""
    owner = telling.owners[who]
    found = in_transaction(owner.staff.engine, lambda db: sessions.find(db, owner.token))
    if found is None or not found.is_fresh:
        again = owner.staff.sign_in(CAST[who])
        telling.owners[who] = owner = Member(owner.staff, again.token, owner.app)
        owner.show_code()
    visitor = telling.visitors.setdefault(f"owner {who}", Visitor())
    visitor.session.cookies.set(COOKIE, owner.token)
    go(telling, visitor, owner, "payouts")
    return visitor


def go(telling: Telling, visitor: Visitor, owner: Member, way: str) -> None:
    """Open a page of the shop."""
    visitor.open(f"{telling.service.base_url}/business/b/{owner.staff.shop.merchant.id}/{way}")


def find_form(visitor: Visitor, what: str) -> Form:
    """Return the form that does something. Raises NotThere."""
    for form in read_forms(visitor.html):
        if form.fields.get("what") == what:
            return form
    raise NotThere(f"nothing to {what} here")


def adds_bank(telling: Telling, who: str, rib: str, holder: str) -> None:
    """Add an account at a bank to be paid out to."""
    visitor = enter(telling, who)
    visitor.send(find_form(visitor, "add"), where="bank", number=rib, holder=holder)
    show(telling, visitor)


def pays_out(telling: Telling, who: str, amount: str) -> None:
    """Pay out to the only account that is there."""
    visitor = enter(telling, who)
    visitor.send(find_form(visitor, "make"), account=choose_account(visitor), amount=str(read_amount(amount)))
    show(telling, visitor)


def choose_account(visitor: Visitor) -> str:
    """Return the account that a form offers. Raises NotThere."""
    _, found, rest = visitor.html.partition('<option value="')
    if not found:
        raise NotThere("no account is usable yet")
    return rest.partition('"')[0]


def looks_at(telling: Telling, who: str, what: str) -> None:
    """Open the list of payouts, or the payroll."""
    visitor = enter(telling, who)
    if what == "the salaries":
        go(telling, visitor, telling.owners[who], f"salaries/{telling.programs[who].ids['payroll']}")
    show(telling, visitor)


def approves(telling: Telling, who: str) -> None:
    """Approve the payroll that the shop's program made, of the sums that stand there."""
    visitor = enter(telling, who)
    go(telling, visitor, telling.owners[who], f"salaries/{telling.programs[who].ids['payroll']}")
    visitor.send(find_form(visitor, "agree"))
    telling.service.settle()
    visitor.open(visitor.url)
    show(telling, visitor)


def show(telling: Telling, visitor: Visitor) -> None:
    """Tell what stands on the page."""
    telling.say(*(f"{LINE}{YEAR.sub('{date}', telling.masks.hide(line))}" for line in read_lines(visitor.html)))


VERBS: Final[Verbs] = {
    rf"{OWNER}'s shop has pages": has_pages,
    rf"{OWNER} adds the bank account (?P<rib>[0-9]{{23}}) of (?P<holder>.+)": adds_bank,
    rf"{OWNER} pays (?P<amount>[0-9 ]+) out to the bank": pays_out,
    rf"{OWNER} looks at (?P<what>the payouts|the salaries)": looks_at,
    rf"{OWNER} approves the salaries": approves,
}
