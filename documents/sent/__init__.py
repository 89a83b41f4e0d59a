"""Papers that strangers send, drawn anew: what we keep is pixels that we wrote ourselves, and nothing else of a file.

A file is known by its first bytes, never by its name. Its pictures are decoded in a process of their own, without a
setting or a secret of ours, and with so much memory and time: a file made to break its reader breaks that.
"""
