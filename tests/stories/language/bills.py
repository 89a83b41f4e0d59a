"""Bills as stories write them."""

from tests.stories.language.cast import read_amount


def read_bills(written: str) -> dict[str, int]:
    """Return `FACT118 of 1 550, FACT119 of 900` as francs by reference."""
    return {ref: read_amount(amount) for ref, amount in (bill.split(" of ") for bill in written.split(", "))}
