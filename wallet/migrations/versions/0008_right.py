"""Putting right: freezing, contested operations, PIN resets, SIM swaps, closing."""

from pathlib import Path

from alembic import context, op

revision = "0008"
down_revision = "0007"


GRANTS = """
GRANT SELECT, INSERT, UPDATE (state, decided_at) ON contest TO {app};
GRANT SELECT, INSERT, UPDATE ON sim, pin_reset TO {app};
GRANT SELECT ON threshold TO {app};
"""


def upgrade() -> None:
    """Make the tables; the app writes what people ask and what comes of it."""
    app = op.get_bind().dialect.identifier_preparer.quote(context.config.attributes["app_role"])
    connection = op.get_bind()
    connection.exec_driver_sql(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
    connection.exec_driver_sql(GRANTS.format(app=app))
