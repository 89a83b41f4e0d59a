"""Banks' numbers and files: reading and writing them, without a database.

An amount is an int of the currency's minor unit, with a sign where it may go either way: above zero came to us.
"""
