"""Payment requests, and money for someone without a wallet."""

from pathlib import Path

from alembic import context, op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables; the app writes them all, and forgets blocks."""
    app = op.get_bind().dialect.identifier_preparer.quote(context.config.attributes["app_role"])
    connection = op.get_bind()
    connection.exec_driver_sql(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
    connection.exec_driver_sql(f"GRANT SELECT, INSERT, UPDATE ON claim, request TO {app}")
    connection.exec_driver_sql(f"GRANT SELECT, INSERT, UPDATE, DELETE ON block TO {app}")
