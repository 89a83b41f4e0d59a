"""Papers of Brice's shop: his pages send them, the office judges them; levels bind as in production."""

from dataclasses import dataclass
from typing import Final

from tests.world.cast import ALICE, BRICE, BRUNO, TILL
from tests.world.members import Member, Members
from tests.world.office import Office
from tests.world.shop import Shop
from tests.world.world import World
from wallet.operations.use_case import Outcome
from wallet.staff.actions.judge_document import AcceptDocument, RefuseDocument
from wallet.staff.actions.look_at_document import LookAtDocument
from wallet.staff.actions.raise_level import RaiseLevel
from wallet.verification.send_document import SendDocument

SEEN: Final = b"\xff\xd8\xff a paper as it was drawn anew"
AS_IN_PRODUCTION: Final = "UPDATE level_rule SET methods = '{}', tax_free = false WHERE level = 0"
DAY: Final = 86_400


@dataclass
class Verifying:
    """The shop at level 0, whose owner is signed in."""

    world: World
    office: Office
    shop: Shop
    members: Members

    @classmethod
    def begin(cls, world: World, office: Office, shop: Shop) -> "Verifying":
        """Let levels bind, and the owner sign in."""
        world.change(AS_IN_PRODUCTION)
        members = Members(world, shop)
        members.open_owner()
        return cls(world, office, shop, members)

    @property
    def owner(self) -> Member:
        """Return the owner."""
        return self.members.logins["owner"]

    @property
    def level(self) -> int:
        """Return the shop's level."""
        return int(self.world.one("SELECT level FROM merchant WHERE id = :id", id=self.shop.merchant.id))

    def send(self, paper: str, content: bytes = SEEN, by: Member | None = None) -> str:
        """Send a paper, and return its id."""
        sent = (by or self.owner).perform(SendDocument(paper, "jpeg", content))
        assert not sent.refused, sent
        return str(sent.values["document_id"])

    def judge(self, document_id: str, until: str = "", because: str = "", login: str = ALICE) -> Outcome:
        """Let a login judge a paper: refused where a reason is said, else accepted."""
        case = (
            RefuseDocument(document_id, because, why="looked at") if because  # type: ignore[arg-type]
            else AcceptDocument(document_id, until, why="looked at")
        )  # fmt: skip
        return self.office.conclude(case, login)

    def show(self, *papers: str, until: str = "") -> list[str]:
        """Send papers that are accepted; return their ids."""
        sent = [self.send(paper) for paper in papers]
        for one in sent:
            assert not self.judge(one, until).refused
        return sent

    def look(self, document_id: str, login: str = ALICE) -> Outcome:
        """Let a login look at a paper."""
        return self.office.conclude(LookAtDocument(document_id, why="to compare the name"), login)

    def ask_level(self, level: int, login: str = ALICE) -> Outcome:
        """Let a login ask for a level."""
        merchant = self.shop.merchant
        return self.office.conclude(RaiseLevel(merchant.id, merchant.name, TILL, level, why="all papers seen"), login)  # type: ignore[arg-type]

    def raise_to(self, level: int) -> None:
        """Let two raise the shop."""
        asked = self.ask_level(level)
        assert asked.sentence == "staff.asked", asked
        done = self.office.conclude(self.office.approval_of(self.shop.merchant.id), BRUNO)
        assert not done.refused, done

    def day_in(self, days: int) -> str:
        """Return the day in so many days, as it is typed."""
        return str(self.world.one(
            f"SELECT to_char((wallet_now() AT TIME ZONE 'Africa/Douala')::date + {days}, 'YYYY-MM-DD')"
        ))  # fmt: skip

    def told(self) -> list[str]:
        """Return what the owner was texted of papers and levels."""
        return [one for one in self.world.texts_to(BRICE) if one.startswith(("document_", "level_"))]
