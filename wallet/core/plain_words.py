"""Words as others write them, in plain letters, so that a table of ours knows them."""

import re
import unicodedata


def make_plain(word: str) -> str:
    """Return a word in plain letters: `Référence ` → `reference`; `Date/heure` → `date_heure`."""
    bare = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", bare).strip("_")
