"""The staff, what they ask and approve, and reconciliation."""

from pathlib import Path

from alembic import context, op

revision = "0003"
down_revision = "0002"

GRANTS = """
GRANT SELECT, UPDATE (tries, locks, locked_until) ON staff TO {app};
GRANT SELECT, INSERT ON staff_request, staff_act, settlement_file TO {app};
GRANT SELECT, INSERT, UPDATE ON discrepancy TO {app};
GRANT SELECT, INSERT, UPDATE (payment_id), MAINTAIN ON settlement_row TO {app};
GRANT SELECT, INSERT, TRUNCATE, MAINTAIN ON settlement_line, settlement_scope, settlement_verdict TO {app};
"""


def upgrade() -> None:
    """Make the tables. The app makes no login and changes no password; what staff did it may only add to and read."""
    app = op.get_bind().dialect.identifier_preparer.quote(context.config.attributes["app_role"])
    connection = op.get_bind()
    connection.exec_driver_sql(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
    connection.exec_driver_sql(GRANTS.format(app=app))
