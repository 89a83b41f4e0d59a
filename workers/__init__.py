"""The only code that calls out. Redis wakes it; what is to be done is read from PostgreSQL.

A queue a process (with several, a crash at the wrong instant loses a job); jobs are functions of nothing or of ids.
"""
