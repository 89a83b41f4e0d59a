"""A drill as somebody follows it: what is done, with its second; then what was measured and what held, as a table."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from rich import box
from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Finding:
    """One thing that was measured, what it has to be ("" where it is only told), and whether it is."""

    what: str
    measured: str
    wanted: str = ""
    held: bool = True


@dataclass
class Story:
    """All that a drill tells; `say` prints a line."""

    say: Callable[[str], None] = print
    began: float = field(default_factory=time.monotonic)
    findings: list[Finding] = field(default_factory=list)

    def tell(self, line: str) -> None:
        """Tell one step, with the seconds since the drill began."""
        self.say(f"{time.monotonic() - self.began:6.1f} s  {line}")

    def note(self, what: str, measured: str) -> None:
        """Note a figure that nothing is asked of."""
        self.findings.append(Finding(what, measured))

    def judge(self, what: str, measured: str, wanted: str, held: bool) -> None:
        """Note a figure, what it has to be and whether it is; where it is not, it is told at once too."""
        self.findings.append(Finding(what, measured, wanted, held))
        if not held:
            self.tell(f"DOES NOT HOLD: {what}: {measured}, wanted {wanted}")

    @property
    def held(self) -> bool:
        """True while all that was judged held, and something was."""
        judged = [one for one in self.findings if one.wanted]
        return bool(judged) and all(one.held for one in judged)

    def end(self) -> int:
        """Print the table of all findings. Return 0 when everything held, else 1."""
        table = Table(box=box.SIMPLE_HEAD)
        for head in ("measured", "", "wanted", "held"):
            table.add_column(head, overflow="fold")
        for one in self.findings:
            table.add_row(one.what, one.measured, one.wanted, ("yes" if one.held else "NO") if one.wanted else "")
        console = Console(width=110, highlight=False)
        with console.capture() as captured:
            console.print(table)
        self.say(captured.get().rstrip())
        self.tell("everything held" if self.held else "not everything held")
        return 0 if self.held else 1
