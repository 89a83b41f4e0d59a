"""Verification of businesses: the papers they send, what staff make of them, and the level that follows.

The bytes of a paper stand in the database, encrypted: so they are backed up, restored and deleted with the row that
tells of them, and no second store must be kept in step. A business sends some ten papers of a megabyte in its life.
Each is encrypted under a key of its own (AES-GCM), which is sealed under the pepper (wallet/core/sealed.py): when the
pepper turns, 32 bytes are sealed anew and not the paper, and a paper whose key is deleted is nobody's.
"""
