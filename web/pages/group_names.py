"""Names of what money moves for, as pages show it."""

from documents.words import Say


def name_groups(say: Say) -> dict[str, str]:
    """Return the name of each group of movements (wallet/operations/kinds.py)."""
    return {
        "sent": say("Between people"), "asked": say("Paid on request"), "added": say("Money added"),
        "withdrawn": say("Money withdrawn"), "shops": say("Shops and bills"),
        "given_back": say("Given back or contested"),
    }  # fmt: skip
