"""Run by Alembic: the migrations, on the owner's connection that `migrate` hands over, all in one transaction.

`bounds` are what it waits for at most: lock_timeout, statement_timeout.
"""

from alembic import context

from wallet.migrations.install import install

given = context.config.attributes
with given["connection"].begin() as begun:
    for name, value in given["bounds"].items():
        begun.connection.exec_driver_sql(f"SET LOCAL {name} = '{value}'")
    context.configure(connection=begun.connection, transactional_ddl=True)
    context.run_migrations()
    install(begun.connection)
