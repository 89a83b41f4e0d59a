"""Own tills: a permission may be narrowed to those of the member who has it."""

from typing import Final

from sqlalchemy import Connection

from wallet.core.errors import Misread, Refused
from wallet.members import memberships
from wallet.operations.actor import Actor

NARROWED: Final = ":own"  # how roles.txt writes such a permission


def refuse_other_till(db: Connection, actor: Actor, permission: str, till: str) -> None:
    """Raise Refused where who has only their own tills names another, or none; Misread where there is no such till."""
    if permission.endswith(NARROWED):
        if till not in memberships.list_own_tills(db, actor.business_id, actor.id):
            raise Refused("refusal.not_allowed")
    elif till not in memberships.list_tills(db, actor.business_id):
        raise Misread("member.no_such_till")


def refuse_elsewhere(db: Connection, actor: Actor, permission: str, till: str) -> None:
    """Raise as `refuse_other_till` does, but let what stands at no till be of whoever may do it anywhere."""
    if till or permission.endswith(NARROWED):
        refuse_other_till(db, actor, permission, till)
