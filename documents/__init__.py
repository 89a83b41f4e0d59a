"""Papers and e-mails: what people keep of Mbongo, in French and English. Pure: facts in, bytes or text out.

What people wrote goes into a paper as data, never as a part of its template.
"""
