"""Change what a business says of itself: its trade name, its own phone and e-mail, its language, its logo."""

from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from sqlalchemy import Connection

from wallet.business import logos, merchants
from wallet.core.email_addresses import EmailAddress
from wallet.core.errors import Misread, Refused
from wallet.core.values import Phone, ShopName
from wallet.members import sessions
from wallet.members.sessions import MemberProof
from wallet.messages import notices
from wallet.messages.notices import Message, Number
from wallet.operations.actor import ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.payouts import owners

WRITE_SETTINGS: Final = "settings:write"
LANGUAGES: Final = ("fr", "en")
LOGOS_A_DAY_MOST: Final = 10
KEPT: Final = "shop_settings_kept"  # an outcome that no phone hears


class OfSettings(UseCase):
    """A use case of whoever says what a business is called and how it is reached."""

    accepts: ClassVar[Accepts] = (MemberProof,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("member",)
    permission: ClassVar[str] = WRITE_SETTINGS


@dataclass(frozen=True)
class RenameShop(OfSettings):
    """Have payers see another name, as their phones show it; once in thirty days, and every owner is told."""

    kind: ClassVar[str] = "rename_shop"

    name: str

    def __post_init__(self) -> None:
        """Raise Misread for what no shop may be called."""
        if ShopName.read(self.name) != self.name:
            raise Misread("error.name_letters")

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Rename it. Raises Refused within thirty days of the last time, Locked."""
        sessions.check_fresh(db, doing.proof)
        before = merchants.lock_row(db, doing.actor.business_id)
        if self.name == before.name:
            return Outcome(KEPT)
        if merchants.was_renamed_lately(db, before.id):
            raise Refused("member.renamed_lately")
        merchants.rename(db, before.id, self.name)
        owners.tell_owners(db, before.id, "security", "shop_renamed", {"shop": self.name})
        return Outcome(KEPT)


@dataclass(frozen=True)
class SetShopContact(OfSettings):
    """Note the business's own phone (E.164), which hears of each sale, and e-mail address; "" for none."""

    kind: ClassVar[str] = "set_shop_contact"

    phone: str
    email: str

    def __post_init__(self) -> None:
        """Raise Misread for what is no number, or no address."""
        if self.phone and Phone.read(self.phone) != self.phone:
            raise Misread("error.not_a_phone")
        if self.email and EmailAddress.read(self.email) != self.email:
            raise Misread("error.not_an_email")

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Note them; every owner is told, and a phone that is new. Raises Locked."""
        sessions.check_fresh(db, doing.proof)
        before = merchants.lock_row(db, doing.actor.business_id)
        if (self.phone, self.email) == (before.phone, before.email):
            return Outcome(KEPT)
        merchants.set_contact(db, before.id, self.phone, self.email)
        said = {"shop": before.name}
        owners.tell_owners(db, before.id, "security", "shop_contact_changed", said)
        if self.phone and self.phone != before.phone:
            hears = Message(Number(self.phone, before.language), "shop_phone_hears", said)
            notices.tell_all(db, "security", hears)
        return Outcome(KEPT)


@dataclass(frozen=True)
class SetShopLanguage(OfSettings):
    """Have posters, and texts to the business's own phone, speak a language from now on."""

    kind: ClassVar[str] = "set_shop_language"

    language: str

    def __post_init__(self) -> None:
        """Raise Misread for one that pages do not speak."""
        if self.language not in LANGUAGES:
            raise Misread("error.malformed")

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Note it."""
        merchants.set_language(db, doing.actor.business_id, self.language)
        return Outcome(KEPT)


@dataclass(frozen=True)
class SetLogo(OfSettings):
    """Show a logo that was drawn anew, b"" for none. The operation keeps its digest and size alone."""

    kind: ClassVar[str] = "set_logo"

    content: bytes = field(repr=False)

    def to_content(self) -> dict[str, Any]:
        """Return what is kept of it."""
        return {"sha256": logos.digest(self.content), "size": len(self.content)}

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Show it. Raises Refused for too many in a day."""
        shop = merchants.lock_row(db, doing.actor.business_id)
        if self.content and logos.count_lately(db, shop.id) >= LOGOS_A_DAY_MOST:
            raise Refused("member.logos_most", most=LOGOS_A_DAY_MOST)
        logos.set_logo(db, shop.id, self.content)
        return Outcome(KEPT)
