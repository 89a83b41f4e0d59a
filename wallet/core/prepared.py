"""Connections on which statements stay prepared when a transaction is undone, as one is for each refusal.

psycopg then forgets them all, in case that transaction had made a table: each is planned anew, five times, before it is
prepared again. No process of ours makes a table, and refusing somebody cost more than what was refused.
"""

import psycopg
from psycopg.pq import PipelineStatus, TransactionStatus


class PreparedConnection(psycopg.Connection):
    """psycopg's connection, but for what it forgets."""

    def rollback(self) -> None:
        """Undo the transaction; forget what is prepared only where the database itself refused a statement.

        It may have been one whose rows have other columns since a migration: that is prepared anew.
        """
        sound = self.pgconn.transaction_status == TransactionStatus.INTRANS
        if sound and self.pgconn.pipeline_status == PipelineStatus.OFF:
            with self.lock:
                self.wait(self._exec_command(b"ROLLBACK"))  # as psycopg does, so that a signal is heard meanwhile
        super().rollback()  # does nothing once it is undone; raises where the connection is lost
