"""The online payment providers' common part: a checkout on a hosted page, its charges, refunds, books and faults.

Each provider's own folder beside this one holds its wire: paths, keys, words, amounts and webhooks as it has them.
"""
