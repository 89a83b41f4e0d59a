"""The ledger, people, operations, the outbox and the inbox."""

from pathlib import Path

from alembic import context, op

revision = "0001"
down_revision = None

HERE = Path(__file__)
LEDGER = HERE.parents[2] / "ledger" / "ledger.sql"
WRITABLE = """person, phone, pin, name_shown, operation, movement, usage, notice, delivery, text_in, ask, texting,
    security_event"""
READABLE = "tariff, ceiling"


def upgrade() -> None:
    """Make every table; the app may read the rules and write all but money and rules."""
    app = op.get_bind().dialect.identifier_preparer.quote(context.config.attributes["app_role"])
    connection = op.get_bind()
    connection.exec_driver_sql(LEDGER.read_text(encoding="utf-8").replace(":app_role", app))
    connection.exec_driver_sql(HERE.with_suffix(".sql").read_text(encoding="utf-8"))
    connection.exec_driver_sql(f"GRANT SELECT, INSERT, UPDATE ON {WRITABLE} TO {app}")
    connection.exec_driver_sql(f"GRANT SELECT ON {READABLE} TO {app}")
