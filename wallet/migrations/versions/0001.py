"""Every table, one file a room. Functions and grants are made after the last migration: a migration calls none."""

from pathlib import Path

from alembic import op

from wallet.migrations.install import run_file

revision = "0001"
down_revision = None

ROOMS = Path(__file__).with_suffix("")


def upgrade() -> None:
    """Make the tables, a room after the rooms it stands on."""
    for room in sorted(ROOMS.glob("*.sql")):
        run_file(op.get_bind(), room)
