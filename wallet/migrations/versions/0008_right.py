"""Putting right: freezing, contested operations, PIN resets, SIM swaps, closing."""

from pathlib import Path

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """What staff may do of it."""
    connection = op.get_bind()
    connection.exec_driver_sql(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
