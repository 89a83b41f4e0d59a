"""`merchant`: the shops that are paid by the codes of their tills."""

from ipaddress import ip_network
from pathlib import Path
from typing import Final

import click
from sqlalchemy import Connection

from cli import bills_file
from cli.approve import approve as approve_asked
from cli.office import Office, pass_office, read
from cli.office_command import FileToKeep, FileToSend, OfficeGroup
from cli.options import approve_option, asked_why_option, require_all, why_option
from cli.program import as_typed
from cli.sentences import tell
from cli.tables import print_table
from cli.timeline import print_timeline
from cli.verification import add_verification
from cli.words import say
from sms_templates.numbers import NUMBERS
from sms_templates.reading.words import MEANINGS
from wallet.business import api_keys, links, merchants, posters
from wallet.business.api_keys import PERMISSIONS
from wallet.core.clock import written
from wallet.core.codes import PayCode, RequestCode
from wallet.core.errors import Refused
from wallet.core.values import Phone, ShopName
from wallet.operations import pay_addresses
from wallet.people import people
from wallet.people.people import shorten_name
from wallet.prices import tariffs
from wallet.staff import timelines
from wallet.staff.actions.add_api_key import AddApiKey, EndApiKey, get_shop
from wallet.staff.actions.add_link import AddLink, EndLink
from wallet.staff.actions.add_merchant import AddMerchant
from wallet.staff.actions.add_till import AddTill
from wallet.staff.actions.close_shop import CloseShop
from wallet.staff.actions.let_key_refund import LetKeyRefund
from wallet.staff.actions.load_bills import LoadBills
from wallet.staff.actions.set_biller import SetBiller

ALL_BUT: Final = (
    "[default: all but refunds:write and payouts:write, which take two: merchant let-refund;"
    " those of the one it --rolls]"
)
NO_PAGE: Final = "no address: MBONGO_PUBLIC_URL is not set for the office"
TAKEN: Final = {phrase[0] for phrase in MEANINGS if len(phrase) == 1}  # words of texts that mean something


@click.group(cls=OfficeGroup)
def merchant() -> None:
    """Open the shops that people pay at, with their tills, and their bills."""


@merchant.command("list")
@pass_office
def list_(office: Office) -> None:
    """List every shop: its owner, its tills, the word its bills are paid by, its takings, who opened it."""
    found = office.read(merchants.list_shops)
    rows = (
        (one.name, shorten_name(one.owner), ", ".join(one.tills), one.biller, one.takings, one.made_by) for one in found
    )
    none = as_typed("There is no shop. To open one: ./mbongo merchant add --help")
    print_table(("shop", "owner", "tills", "bills by", "takings", "made by"), rows, none)


@merchant.command()
@click.option("--owner", required=True, metavar="PHONE", help="The number of the person whose shop it is.")
@click.option("--name", required=True, help="The shop's name, at most 20 letters.")
@click.option("--phone", default="", help="The shop's own number, texted at each payment. [default: the owner's]")
@why_option
@pass_office
def add(office: Office, owner: str, name: str, phone: str, why: str) -> None:
    """Open a shop with its first till; again with the same name: one till more."""
    number, shop = read(Phone, owner), read(ShopName, name)
    own = read(Phone, phone) if phone else ""
    has_shop = office.read(lambda db: owns_a_shop(db, number))
    office.do(AddTill(number, shop, why=why) if has_shop else AddMerchant(number, shop, own, why=why))


def owns_a_shop(db: Connection, number: str) -> bool:
    """Return True for a number that reaches the owner of a shop."""
    person = people.find_by_phone(db, number)
    return person is not None and merchants.find_by_owner(db, person.id) is not None


@merchant.command("timeline")
@click.argument("till")
@click.option("--last", type=click.IntRange(1, 500), default=50, show_default=True, help="So many of them.")
@pass_office
def show_timeline(office: Office, till: str, last: int) -> None:
    """Show what members of the shop of a till did and were refused, its money, and what staff did."""
    shop = office.read(lambda db: get_shop(db, till))
    print_timeline(office.read(lambda db: timelines.list_of_shop(db, shop.id, last)))


@merchant.command("close")
@click.argument("till")
@why_option
@pass_office
def close(office: Office, till: str, why: str) -> None:
    """Close the shop where a till stands, once its takings are empty."""
    office.do(CloseShop(till, why=why))


@merchant.command("biller")
@click.option("--till", required=True, metavar="CODE", help="A till of the shop.")
@click.option("--word", required=True, help="What people call it: PAYER ENEO …")
@click.option("--lookup", "url", default="", metavar="URL", help="Where a worker asks for bills. [default: files tell]")
@why_option
@pass_office
def set_biller(office: Office, till: str, word: str, url: str, why: str) -> None:
    """Let people pay a shop's bills by reference."""
    if word.upper() in TAKEN:
        raise Refused("staff.no_biller_word", word=word.upper())
    office.do(SetBiller(till, word.upper(), url, why=why))


@merchant.command("key")
@click.argument("till")
@click.option("--live", is_flag=True, help="For the live service. [default: for a sandbox]")
@click.option("--may", "permissions", multiple=True, type=click.Choice(PERMISSIONS), help=ALL_BUT)
@click.option("--from", "addresses", multiple=True, metavar="NETWORK", help="196.1.2.3 or 41.0.0.0/24. [default: all]")
@click.option("--rolls", default="", metavar="KEY", help="Ends the key of this name, after --hours.")
@click.option("--hours", default=24, show_default=True, type=click.IntRange(0, 720), help="How long both are good.")
@why_option
@pass_office
def add_key(
    office: Office,
    till: str,
    live: bool,
    permissions: tuple[str, ...],
    addresses: tuple[str, ...],
    rolls: str,
    hours: int,
    why: str,
) -> None:
    """Make a key for a shop's programs (API), and show it this once: nobody can show it again."""
    key, secrets = api_keys.draw(live=live), office.wallet.secrets
    office.do(
        AddApiKey(
            till, api_keys.name_of(key), api_keys.digest(secrets, key).hex(), secrets.newest,
            ",".join(permissions), ",".join(map(read_network, addresses)), rolls, hours, why=why,
        )
    )  # fmt: skip
    click.echo(key)


def read_network(written: str) -> str:
    """Return an address or a network as it is kept. Raises BadParameter."""
    try:
        return str(ip_network(written))
    except ValueError:
        raise click.BadParameter(f"{written!r} is no address and no network") from None


@merchant.command("end-key")
@click.argument("till")
@click.argument("key", metavar="KEY")
@why_option
@pass_office
def end_key(office: Office, till: str, key: str, why: str) -> None:
    """End the key of this name (sk_test_Ab12Cd) at once."""
    office.do(EndApiKey(till, api_keys.name_of(key), why=why))


@merchant.command("let-refund")
@click.argument("till")
@click.argument("key", metavar="KEY")
@asked_why_option
@approve_option
@pass_office
def let_refund(office: Office, till: str, key: str, why: str, approve: bool) -> None:
    """Ask that the key of this name may refund and pay out, or approve what another asked."""
    hint = api_keys.name_of(key)
    if approve:
        approve_asked(office, hint, LetKeyRefund.kind)
        return
    require_all(why=why)
    office.do(LetKeyRefund(till, hint, why=why))


@merchant.command("keys")
@click.argument("till")
@pass_office
def list_keys(office: Office, till: str) -> None:
    """List the keys of a shop's programs, by how they begin."""
    found = office.read(lambda db: api_keys.list_of(db, get_shop(db, till).id))
    rows = (
        (one.hint, ", ".join(one.permissions) or "all", ", ".join(one.addresses) or "anywhere",
         *(written(at) if at else "" for at in (one.since, one.used_at, one.until)))
        for one in found
    )  # fmt: skip
    print_table(("key", "may", "from", "made", "used", "until"), rows, "This shop has no key.")


@merchant.command("link")
@click.argument("till")
@click.option("--title", required=True, help="What is paid for, at most 60 letters.")
@click.option("--amount", type=int, default=0, help="Francs. [default: whoever pays says how much]")
@click.option("--least", type=int, default=int(tariffs.MINIMUM), show_default=True, help="Where they say: no less.")
@click.option("--most", type=int, default=links.LARGEST, show_default=True, help="Where they say: no more.")
@click.option("--times", type=click.IntRange(0), default=0, help="How often it is paid. [default: any number]")
@why_option
@pass_office
def add_link(
    office: Office, till: str, title: str, amount: int, least: int, most: int, times: int, why: str
) -> None:  # fmt: skip
    """Make a link by which a shop is paid, and print its address; its code is paid by any phone."""
    least, most = (0, 0) if amount else (least, most)
    made = office.perform(AddLink(till, title, amount, least, most, times, why=why))
    tell(say(made.sentence, **made.values))
    address = office.read(lambda db: pay_addresses.find_by_code(db, made.values["pay_code"]))
    click.echo(write_page(office, address.token if address else ""))


def write_page(office: Office, token: str) -> str:
    """Return the address of the page by which something is paid, or what to set where browsers do not find us."""
    return pay_addresses.write_url(office.public_url, token) if office.public_url else NO_PAGE


@merchant.command("end-link")
@click.argument("code")
@why_option
@pass_office
def end_link(office: Office, code: str, why: str) -> None:
    """End the link of this 8-digit code: nothing more is paid by it."""
    office.do(EndLink(read(RequestCode, code), why=why))


@merchant.command("links")
@click.argument("till")
@pass_office
def list_links(office: Office, till: str) -> None:
    """List the links of a shop: code, amount, how often each is paid, and its address."""
    found = office.read(lambda db: links.list_of(db, get_shop(db, till).id))
    rows = (
        (address.code, link.title, link.amount or f"{link.least}-{link.most}", link.times or "",
         "ended" if link.is_over else link.state,
         write_page(office, address.token))
        for link, address in found
    )  # fmt: skip
    none = as_typed("This shop has no link. To make one: ./mbongo merchant link --help")
    print_table(("code", "for", "amount", "times", "state", "address"), rows, none)


@merchant.command("poster")
@click.argument("code")
@click.argument("file", type=FileToKeep(), metavar="FILE.pdf")
@click.option("--english", is_flag=True, help="[default: French]")
@pass_office
def keep_poster(office: Office, code: str, file: Path, english: bool) -> None:
    """Keep the poster of a link (8 digits) or of a till (5): its QR code, what is dialled, and its code."""
    from documents.poster import print_poster  # noqa: PLC0415 - Typst is large: for whoever prints

    payee = office.read(lambda db: posters.get_payee(db, read(PayCode, code)))
    if payee.token and not office.public_url:
        click.echo(NO_PAGE)
    menu, short_code = NUMBERS["menu"], NUMBERS["short_code"]
    file.write_bytes(print_poster(payee, "en" if english else "fr", menu, short_code, office.public_url))
    click.echo(f"{payee.shop}, {payee.code}: {file.name}")


@merchant.command("bills")
@click.argument("file", type=FileToSend())
@click.option("--biller", "word", required=True, metavar="WORD")
@why_option
@pass_office
def load_bills(office: Office, file: Path, word: str, why: str) -> None:
    """Load a biller's bills: CSV with the columns reference, amount and, where it has many, number.

    The same file again changes nothing; a bill that was paid stays paid.
    """
    office.do(LoadBills(word.upper(), file.name, tuple(bills_file.read(file)), why=why))


add_verification(merchant)
