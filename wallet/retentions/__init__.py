"""Money that must stay where it is, whatever its owner asks: an order of a court or an authority, or a list's name.

What is retained is a floor of its account (wallet/ledger/functions.sql): nothing that is posted goes below it, whoever
posts. The money stays its owner's, and on their balance, until two of staff pay it to the authority, or lift the order.
"""
