"""Run by Alembic: the migrations, on the owner's connection that `migrate` hands over, all in one transaction.

`bounds` are what it waits for at most: lock_timeout, statement_timeout. Every table that is installed upon is locked
first, all by one statement: a try that gets not all of them costs nothing but that. Locked one by one, as each
statement needs it, half an installation was undone again and again: whoever has one and wants another is met anew.
"""

from alembic import context

from wallet.migrations.install import install, write_lock

given = context.config.attributes
with given["connection"].begin() as begun:
    for name, value in given["bounds"].items():
        begun.connection.exec_driver_sql(f"SET LOCAL {name} = '{value}'")
    begun.connection.exec_driver_sql(write_lock())
    context.configure(connection=begun.connection, transactional_ddl=True)
    context.run_migrations()
    install(begun.connection)
