"""Members of Brice's shop: invited, signed in, with an authenticator app; the keys of tests' own."""

import uuid
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import text

from tests.world.apps import show_code
from tests.world.cast import BRICE
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business.invite_owner import InviteOwner
from wallet.core.database import in_transaction
from wallet.members import factors, invitations, sessions, sign_in
from wallet.members.invite_member import InviteMember
from wallet.members.roles import needs_factor
from wallet.members.sent_addresses import For, draw_token
from wallet.members.sessions import MemberProof, SignedIn, Where
from wallet.operations.actor import Actor
from wallet.operations.use_case import Outcome, UseCase

HERE: Final = Where("10.8.0.1", "Firefox")
PASSWORD: Final = "vingt-sept bananes"


@dataclass
class Member:
    """A member at work: their token is the cookie of their session, `app` the secret of their authenticator."""

    staff: "Members"
    token: str
    app: str = ""

    @property
    def who(self) -> SignedIn:
        """Return who is signed in, as pages find them."""
        found = in_transaction(self.staff.engine, lambda db: sessions.find(db, self.token))
        assert found
        return found

    def actor(self, merchant_id: str = "") -> Actor:
        """Return the actor they are in a business, the shop's where none is said."""
        who, merchant = self.who, merchant_id or self.staff.shop.merchant.id
        made: Actor = in_transaction(self.staff.engine, lambda db: sessions.make_actor(db, who, merchant))
        return made

    def perform(self, case: UseCase, key: str = "", merchant_id: str = "") -> Outcome:
        """Let them do it, by their session."""
        actor, wallet = self.actor(merchant_id), self.staff.world.wallet_on("web")
        return wallet.perform(
            case, actor, key or f"test:{uuid.uuid4()}", "web", MemberProof(sessions.digest(self.token))
        )

    def add_app(self) -> None:
        """Add an authenticator app, and show its first code."""
        who = self.who
        self.app = in_transaction(
            self.staff.engine, lambda db: factors.start_app(db, self.staff.world.wallet.secrets, who)
        )
        self.show_code()

    def show_code(self) -> None:
        """Show the code of now; time passes first, for each is good once."""
        self.staff.world.pass_time(60)
        factors.try_app(self.staff.engine, self.staff.world.wallet.secrets, self.who, self.code())

    def code(self) -> str:
        """Return the six digits of now."""
        return show_code(self.staff.world, self.app)


@dataclass
class Members:
    """The members of a shop."""

    world: World
    shop: Shop
    logins: dict[str, Member] = field(default_factory=dict)

    @property
    def engine(self):  # type: ignore[no-untyped-def]  # SQLAlchemy's
        """Return the database as the web app logs in."""
        return self.world.wallet_on("web").engine

    def accept(self, invitation_id: str, name: str, password: str = PASSWORD) -> str:
        """Accept an invitation as somebody new; return their login."""
        secrets, token = self.world.wallet.secrets, self.send("invitation", invitation_id)
        return in_transaction(
            self.engine, lambda db: invitations.accept_anew(db, secrets, token, name, "fr", password)
        )[0]

    def send(self, sent_for: For, id_: str) -> bytes:
        """Draw what an address holds as the worker does that sends it to whom it is for; nothing where it is over."""
        whom = {"invitation": "SELECT coalesce(email, phone) FROM invitation WHERE id = CAST(:id AS uuid)"}.get(
            sent_for,
            "SELECT coalesce(l.email, l.phone) FROM password_reset r JOIN member_login l ON l.id = r.login_id"
            " WHERE r.id = CAST(:id AS uuid)",
        )
        reached = str(self.world.one(whom, id=id_))
        return self.world.do(lambda db: draw_token(db, sent_for, id_, reached)) or b""

    def newest_invitation(self) -> str:
        """Return the id of the last invitation."""
        return str(self.world.one("SELECT id FROM invitation ORDER BY invited_at DESC LIMIT 1"))

    def sign_in(self, typed: str, password: str = PASSWORD) -> Member:
        """Sign in with a password."""
        return Member(self, sign_in.sign_in(self.engine, self.world.wallet.secrets, typed, password, HERE))

    def open_owner(self) -> Member:
        """Let Brice, at his phone, open the pages; return him signed in, with an app."""
        assert not self.world.perform(BRICE, InviteOwner(), f"pages:{uuid.uuid4()}").refused
        self.accept(self.newest_invitation(), "Brice Kamga")
        owner = self.sign_in(BRICE)
        owner.add_app()
        self.logins["owner"] = owner
        return owner

    def hire(self, role: str, email: str = "", tills: str = "") -> Member:
        """Let the owner invite somebody who accepts, signs in and adds the factor that the role needs."""
        owner = self.logins.get("owner") or self.open_owner()
        if not owner.who.is_fresh:
            owner.show_code()
        email = email or f"{role.replace('_', '.')}@example.cm"
        tills = tills or (self.till if role == "cashier" else "")
        assert not owner.perform(InviteMember(email, "", role, tills)).refused
        self.accept(self.newest_invitation(), f"{role} un")
        hired = self.sign_in(email)
        if needs_factor(role):
            hired.add_app()
        self.logins[role] = hired
        return hired

    @property
    def till(self) -> str:
        """Return the code of the shop's till."""
        return str(self.world.do_as_owner(lambda db: db.execute(text("SELECT code FROM till LIMIT 1")).scalar_one()))
