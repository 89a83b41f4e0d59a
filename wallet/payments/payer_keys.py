"""Keys in the addresses by which payers follow their own payments: what is theirs alone is shown to whoever has one.

A payment's reference is known to whoever is paid too. The quote by which its payer is charged abroad is known to the
browser that agreed to it, so its key is made of that: the rail's worker, which holds no secret of ours, makes it too.
"""

import hashlib
import hmac


def make_key(quote_id: str | None) -> str:
    """Return the key of the payment charged by this quote, which nobody stores; "" of one that is charged by none."""
    return hashlib.sha256(f"mbongo payer {quote_id}".encode()).hexdigest()[:32] if quote_id else ""


def is_key(quote_id: str | None, said: str) -> bool:
    """True for the key of the payment charged by this quote."""
    made = make_key(quote_id)
    return bool(made) and hmac.compare_digest(made.encode(), said.encode())
