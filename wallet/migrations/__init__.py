"""Bring a database to the newest schema, as its owner. Alembic is imported here alone (404 ms)."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url


def migrate(owner_url: str, app_role: str) -> None:
    """Upgrade the database at `owner_url` to head, granting the app's role what it may do."""
    engine = create_engine(make_url(owner_url).set(drivername="postgresql+psycopg"))
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    with engine.connect() as connection:
        config.attributes.update(connection=connection, app_role=app_role)
        command.upgrade(config, "head")
    engine.dispose()
