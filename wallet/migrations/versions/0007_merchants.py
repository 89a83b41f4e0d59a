"""Merchants and their tills, bills, and favourites."""

from pathlib import Path

from alembic import context, op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables; the app writes them, but for the rules."""
    app = op.get_bind().dialect.identifier_preparer.quote(context.config.attributes["app_role"])
    connection = op.get_bind()
    connection.exec_driver_sql(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
    connection.exec_driver_sql(f"GRANT SELECT, INSERT, UPDATE ON merchant, till, bill, bill_search TO {app}")
    connection.exec_driver_sql(f"GRANT SELECT, INSERT, DELETE ON favourite TO {app}")
    connection.exec_driver_sql(f"GRANT SELECT ON caution TO {app}")
