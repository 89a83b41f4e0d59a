"""Run by Alembic: the migrations, on the owner's connection that `migrate` hands over, all in one transaction."""

from alembic import context

with context.config.attributes["connection"].begin() as begun:
    context.configure(connection=begun.connection, transactional_ddl=True)
    context.run_migrations()
