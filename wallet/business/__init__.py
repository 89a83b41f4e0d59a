"""Shops and billers: tills, bills, takings, refunds."""
