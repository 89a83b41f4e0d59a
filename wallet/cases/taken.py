"""Remember who looks into what waits: the login that took it by its name, or took it over."""

from typing import Final

from sqlalchemy import Connection, text

TAKER: Final = text("SELECT by_login FROM taken WHERE name = :name")
TAKE: Final = text("""INSERT INTO taken (name, by_login, at) VALUES (:name, :login, wallet_now())
    ON CONFLICT (name) DO UPDATE SET by_login = excluded.by_login, at = excluded.at""")
LOCK: Final = text("LOCK TABLE taken IN SHARE ROW EXCLUSIVE MODE")


def lock(db: Connection) -> None:
    """Wait for whoever takes something now, so that each sees who has it."""
    db.execute(LOCK)


def find_taker(db: Connection, name: str) -> str:
    """Return the login that took something, "" for nobody."""
    return db.execute(TAKER, {"name": name}).scalar_one_or_none() or ""


def take(db: Connection, name: str, login: str) -> None:
    """Note that a login looks into something from now on."""
    db.execute(TAKE, {"name": name, "login": login})
