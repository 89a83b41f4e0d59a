"""A kiosk in a shop: its keyboard asks for a number, and whoever knows the PIN of its wallet acts."""

from sqlalchemy import Connection

from wallet.operations.actor import Actor
from wallet.people import people


def find_actor(db: Connection, phone: str) -> Actor:
    """Return the actor of a number typed at the kiosk, who holds no phone there."""
    caller = people.find_caller(db, phone)
    return Actor("stranger" if caller.is_stranger else "person", caller.person_id or phone, caller.language)
