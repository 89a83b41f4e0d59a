"""People of a story: their wallets, shops, IDs and SIMs, and what everybody holds."""

import re
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection

from tests.stories.language.cast import CAST, WHO, phone_of, read_amount, write_amount
from tests.stories.language.telling import Telling, Verbs
from tests.world.cast import FATOU
from wallet.people import identities, people

LANGUAGE: Final = {None: "fr", "English": "en", "Pidgin": "pcm"}
SHOPS_PHONE: Final = r"(?: and the phone (?P<phone>6[0-9]{8}))?"


def has_wallet(telling: Telling, who: str, language: str | None = None, amount: str | None = None) -> None:
    """Open a wallet before the story begins; the welcome was read, and the cash-in's receipt."""
    telling.service.open_wallet(CAST[who], language=LANGUAGE[language])
    if amount:
        telling.service.pay_in(CAST[who], read_amount(amount))
    telling.service.settle()
    telling.service.new_messages()


def is_credited(telling: Telling, who: str, amount: str) -> None:
    telling.service.pay_in(CAST[who], read_amount(amount))


def is_agent(telling: Telling, language: str | None = None) -> None:
    """Appoint her, with 5 000 000 of float from the house; from now on what she is told is told here."""
    if language:
        telling.service.open_wallet(FATOU, language=LANGUAGE[language])
    telling.service.appoint_agent()
    telling.service.settle()
    telling.service.new_messages()
    telling.hears_fatou = True


def is_checked(telling: Telling, who: str, tier: str) -> None:
    """Raise the tier, as an ID that was seen does."""
    telling.service.see_id(CAST[who], int(tier))


def has_shop(telling: Telling, who: str, shop: str, code: str, phone: str | None = None) -> None:
    """Open a shop, as staff do who have seen its owner's ID."""
    telling.service.see_id(CAST[who], 1)
    telling.service.open_shop(CAST[who], shop, code, phone_of(phone) if phone else "")


def is_identified(telling: Telling, who: str, number: str) -> None:
    """Note that somebody saw the card of this number."""
    phone = CAST[who]

    def see(db: Connection) -> None:
        person = people.find_by_phone(db, phone)
        assert person, f"{phone} has no wallet"
        identities.note_document(db, person.id, "cni", number, person.name, "fatou")

    telling.service.do_as_owner(see)


def sim_changed(telling: Telling, who: str, count: str) -> None:
    """Put the number on another SIM card; whoever tells of it knows the day and the hour."""
    when = telling.service.now() - timedelta(hours=int(count))
    telling.service.outside.put("sims", {CAST[who]: when.isoformat()})


def balances(telling: Telling, names: str) -> None:
    """Tell the line as it is now: what those named in it hold."""
    found = telling.service.balances()
    by_name = {who: found.get(phone) for who, phone in CAST.items()} | found
    asked = re.findall(r"([a-z_]+) -?[0-9 ]*[0-9]", names)
    telling.lines[-1] = "balances: " + "  ".join(f"{name} {write_amount(by_name[name])}" for name in asked)


VERBS: Final[Verbs] = {
    rf"{WHO} has a wallet(?: in (?P<language>English|Pidgin))?(?: with (?P<amount>[0-9 ]+))?": has_wallet,
    rf"{WHO} is credited (?P<amount>[0-9 ]+)": is_credited,
    r"fatou is an agent(?: in (?P<language>English|Pidgin))?": is_agent,
    rf"{WHO} is checked to tier (?P<tier>[12])": is_checked,
    rf"{WHO} has the shop (?P<shop>.+?) with till (?P<code>[0-9]{{5}}){SHOPS_PHONE}": has_shop,
    rf"{WHO}'s ID (?P<number>[A-Z0-9]+) was seen": is_identified,
    rf"{WHO}'s SIM was swapped (?P<count>[0-9]+) hours? ago": sim_changed,
    r"balances: (?P<names>.*)": balances,
}
