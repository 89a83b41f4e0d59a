"""Keys in the addresses by which payers follow their own payments: what is theirs alone is shown to whoever has one.

A payment's reference is known to whoever is paid too. Its key is known to the browser of its payer, and to the rail
that leads it back.
"""

import hmac

from wallet.core.secrets import Secrets


def make_key(secrets: Secrets, reference: str) -> str:
    """Return the key of the payment of this reference, which nobody stores."""
    return secrets.hex_digest("payer", reference)


def is_key(secrets: Secrets, reference: str, said: str) -> bool:
    """True for the key of the payment of this reference, also for one made under an older pepper."""
    made = [secrets.hex_digest("payer", reference, pepper).encode() for pepper in secrets.ids]
    return any(hmac.compare_digest(one, said.encode()) for one in made)
