"""Run by Alembic: the migrations, on the owner's connection that `migrate` hands over, all in one transaction."""

from alembic import context

from wallet.migrations.install import install

given = context.config.attributes
with given["connection"].begin() as begun:
    context.configure(connection=begun.connection, transactional_ddl=True)
    context.run_migrations()
    install(begun.connection)
