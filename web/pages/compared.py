"""A figure beside the one of before, as pages show it: a tile."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Compared:
    """A figure beside the one of before: `shown` as it is read, `href` to the list that it sums, "" for none."""

    name: str
    value: int | None
    before: int | None
    unit: str
    href: str = ""

    @property
    def change_percent(self) -> int | None:
        """Return by how many per cent it went up; None where there was nothing before."""
        if self.value is None or not self.before:
            return None
        return round(100 * (self.value - self.before) / self.before)
