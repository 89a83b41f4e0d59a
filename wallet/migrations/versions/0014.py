"""Let entries be kept by month: each room's tables, one file a room."""

from pathlib import Path

from alembic import op

from wallet.migrations.install import run_file

revision = "0014"
down_revision = "0013"

ROOMS = Path(__file__).with_suffix("")


def upgrade() -> None:
    """Change the tables, a room after the rooms it stands on."""
    for room in sorted(ROOMS.glob("*.sql")):
        run_file(op.get_bind(), room)
