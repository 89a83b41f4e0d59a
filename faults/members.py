"""Members of a run's shop on its pages: signed in with an authenticator app, their forms sent over the wire."""

import secrets as chance
import uuid
from dataclasses import dataclass, field
from typing import Any, Final

import pyotp
import requests
from sqlalchemy import Connection, text

from faults.stage import DATABASE, Stage, direct
from local.postgres import OWNER
from wallet.core import clock
from wallet.core.database import connect_briefly, in_transaction
from wallet.core.public_ids import write_id
from wallet.members import factors, invitations, sessions, sign_in
from wallet.members.invite_member import InviteMember
from wallet.members.sent_addresses import draw_token
from wallet.members.sessions import MemberProof, SignedIn, Where
from wallet.operations.use_case import Outcome, UseCase

HERE: Final = Where("10.8.0.1", "Firefox")
PASSWORD: Final = chance.token_urlsafe(24)  # of every member
TIMEOUT_SECONDS: Final = 10
INVITE: Final = text("SELECT invite_owner(CAST(:id AS uuid), CAST(:merchant AS uuid))")
NEWEST: Final = "SELECT id::text FROM invitation ORDER BY invited_at DESC LIMIT 1"


@dataclass
class Member:
    """One of them: `reached` is what they type to sign in, `token` their cookie, `app` their app's secret."""

    stage: Stage
    merchant_id: str
    reached: str
    token: str = ""
    app: str = ""
    session: requests.Session = field(default_factory=direct)

    @classmethod
    def open_owner(cls, stage: Stage, merchant_id: str, phone: str) -> "Member":
        """Open the pages to a shop's owner, at their phone; return them signed in."""

        def invite(db: Connection) -> None:
            db.execute(INVITE, {"id": str(uuid.uuid4()), "merchant": merchant_id})

        with connect_briefly(stage.postgres.url(DATABASE, OWNER)) as owner:
            in_transaction(owner, invite)
        return cls._accept(stage, merchant_id, phone)

    def hire(self, role: str) -> "Member":
        """Have the owner invite somebody, who accepts and signs in."""
        email = f"{role}@example.cm"
        assert not self.perform(InviteMember(email, "", role, "")).refused
        return self._accept(self.stage, self.merchant_id, email)

    @classmethod
    def _accept(cls, stage: Stage, merchant_id: str, reached: str) -> "Member":
        [invited] = stage.rows(NEWEST)
        token = stage.do(lambda db: draw_token(db, "invitation", invited[0], reached)) or b""
        held = stage.wallets["web"].secrets
        stage.do(lambda db: invitations.accept_anew(db, held, token, "Un Membre", "fr", PASSWORD), "web")
        made = cls(stage, merchant_id, reached)
        made.sign_in()
        made.app = stage.do(lambda db: factors.start_app(db, held, made.who), "web")
        made.show_code()
        return made

    @property
    def who(self) -> SignedIn:
        """Return who is signed in, as pages find them."""
        found = self.stage.do(lambda db: sessions.find(db, self.token), "web")
        assert found
        return found

    def sign_in(self) -> None:
        """Sign in with the password; with the app too, once they have one."""
        wallet = self.stage.wallets["web"]
        self.token = sign_in.sign_in(wallet.engine, wallet.secrets, self.reached, PASSWORD, HERE)
        if self.app:
            self.show_code()

    def show_code(self) -> None:
        """Show the code of now."""
        code = pyotp.TOTP(self.app).at(int(self.stage.read(clock.now).timestamp()))
        wallet = self.stage.wallets["web"]
        factors.try_app(wallet.engine, wallet.secrets, self.who, code)

    def perform(self, case: UseCase) -> Outcome:
        """Have them do something for which no process of a run is to die."""
        who = self.who
        actor = self.stage.do(lambda db: sessions.make_actor(db, who, self.merchant_id), "web")
        proof = MemberProof(sessions.digest(self.token))
        return self.stage.wallets["web"].perform(case, actor, f"run:{uuid.uuid4()}", "web", proof)

    def press(self, payroll_id: str, what: str, attempt: str = "", **fields: Any) -> str:
        """Send a form of a payroll's page; return where that leads, "" for nowhere: it was refused, or nobody answers.

        `attempt` is that of a form which was sent before.
        """
        secrets = self.stage.wallets["web"].secrets
        form = secrets.hex_digest("page form", f"business:{self.token}")
        sent = {"form": form, "attempt": attempt or chance.token_urlsafe(16), "what": what, **fields}
        url = f"{self.stage.base_url}/business/b/{self.merchant_id}/salaries/{write_id('pyr', payroll_id)}"
        try:
            answer = self.session.post(
                url, sent, cookies={"mbongo-business": self.token}, timeout=TIMEOUT_SECONDS, allow_redirects=False
            )
        except requests.RequestException:
            return ""
        return answer.headers.get("Location", "") if answer.status_code in (302, 303) else ""
