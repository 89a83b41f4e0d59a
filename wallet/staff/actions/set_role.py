"""Give a login another role: one administrator asks, another approves; its sessions end."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection, text

from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.staff import logins, permissions
from wallet.staff.act import ApprovedAct, Done, Preview


@dataclass(frozen=True)
class SetRole(ApprovedAct):
    """Give `login` the role called `role`."""

    kind: ClassVar[str] = "set_role"

    login: str
    role: str

    @property
    def subject(self) -> str:
        """The login."""
        return self.login

    def lock(self, db: Connection) -> None:
        """Hold nothing: the function that sets a role locks its row."""

    def preview(self, db: Connection) -> Preview:
        """Return that nothing is posted. Raises Refused for no login, no role, or the one it has."""
        had = self._get_role(db)
        if self.role not in permissions.ROLES:
            raise Refused("staff.no_role", role=self.role, roles=", ".join(permissions.ROLES))
        if had == self.role:
            raise Refused("staff.has_role", login=self.login, role=self.role)
        return Preview()

    def do(self, db: Connection, doing: Doing) -> Done:
        """Set it."""
        had = self._get_role(db)
        db.execute(text("SELECT set_staff_role(:login, :role)"), {"login": self.login, "role": self.role})
        return Done(Outcome("staff.role_set", self.list_values()), self.login, {"role": had}, {"role": self.role})

    def _get_role(self, db: Connection) -> str:
        role = logins.find_role(db, self.login)
        if role is None:
            raise Refused("staff.no_login", login=self.login)
        return role
