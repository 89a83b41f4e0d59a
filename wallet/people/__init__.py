"""People and how they prove themselves: phones, PINs, identities, SIMs, favourites."""
