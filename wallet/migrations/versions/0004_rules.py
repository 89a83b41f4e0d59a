"""The staff's trail as a chain of hashes, and rules that staff load."""

from pathlib import Path

from alembic import context, op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Chain what staff did so far, and let the app, on staff's behalf, add rules of days to come."""
    app = op.get_bind().dialect.identifier_preparer.quote(context.config.attributes["app_role"])
    connection = op.get_bind()
    connection.exec_driver_sql(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
    connection.exec_driver_sql(
        f"GRANT SELECT ON staff_action TO {app}; GRANT INSERT, DELETE ON tariff, ceiling TO {app}"
    )
