"""Sanctions lists: read from files, kept version by version, and everybody's name compared with theirs.

A name that is alike opens a case; one that is nearly the same keeps the money where it is (wallet/retentions) until
staff decided. What is said to the person is that they may call, and no more.
"""
