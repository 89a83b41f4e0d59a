"""Agents, the withdrawals that wait at them, what they did, and the papers they saw."""

from pathlib import Path

from alembic import context, op

revision = "0005"
down_revision = "0004"

GRANTS = """
GRANT SELECT, INSERT, UPDATE ON agent, cash_out TO {app};
GRANT SELECT, INSERT ON agent_deed, identity TO {app};
"""


def upgrade() -> None:
    """Make the tables; what an agent did and which papers were seen, the app may only add to and read."""
    app = op.get_bind().dialect.identifier_preparer.quote(context.config.attributes["app_role"])
    connection = op.get_bind()
    connection.exec_driver_sql(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
    connection.exec_driver_sql(GRANTS.format(app=app))
