"""Notes for an operator's customer to read, in the letters every operator takes."""

import re
import unicodedata


def plain(note: str, letters_max: int) -> str:
    """Return a note in ASCII letters, digits, spaces and hyphens, cut.

    MTN answers 400 to an apostrophe or any special character, and Orange's own messages lose their accents.
    """
    joined = note.replace("œ", "oe").replace("Œ", "OE")
    folded = re.sub(r"[\u0300-\u036f]", "", unicodedata.normalize("NFKD", joined))
    return re.sub(r" {2,}", " ", re.sub(r"[^A-Za-z0-9 -]", " ", folded)).strip()[:letters_max].rstrip()
