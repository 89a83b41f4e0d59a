"""Draw a paper anew: PNG and JPEG become a JPEG, a PDF becomes a PDF of pictures of its pages."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from wallet.core.errors import Misread

PaperType = Literal["jpeg", "pdf"]
ROOT: Final = Path(__file__).parents[2]
BYTES_MOST: Final = 8 << 20  # sent, and drawn anew
SECONDS_MOST: Final = 30  # by the clock: on a busy machine it waits for all others (draw.py bounds its own work)
# What a file begins with, and what it becomes. A reader that looks further finds other kinds in the same file.
STARTS: Final[dict[bytes, tuple[str, PaperType]]] = {
    b"\x89PNG\r\n\x1a\n": ("png", "jpeg"),
    b"\xff\xd8\xff": ("jpeg", "jpeg"),
    b"%PDF-": ("pdf", "pdf"),
}
PROBLEMS: Final = {
    "locked": "member.paper_locked",
    "large": "member.paper_sides",
    "small": "member.paper_small",
    "pages": "member.paper_pages",
}


@dataclass(frozen=True)
class Paper:
    """A paper as it is kept: its type, and bytes that we wrote."""

    type: PaperType
    content: bytes


def redraw(sent: bytes) -> Paper:
    """Return a paper drawn anew. Raises Misread, in a member's words, for what is none that can be read."""
    if not sent:
        raise Misread("member.paper_missing")
    if len(sent) > BYTES_MOST:
        raise Misread("member.paper_large")
    kind, becomes = next((kinds for start, kinds in STARTS.items() if sent.startswith(start)), ("", "jpeg"))
    if not kind:
        raise Misread("member.paper_type")
    drawn = _draw_apart(kind, sent)
    if len(drawn) > BYTES_MOST:
        raise Misread("member.paper_large")
    return Paper(becomes, drawn)


def redraw_logo(sent: bytes) -> bytes:
    """Return a logo, a PNG or JPEG, as a small JPEG. Raises Misread, in a member's words, for what is none."""
    if not sent:
        raise Misread("member.paper_missing")
    if len(sent) > BYTES_MOST:
        raise Misread("member.paper_large")
    kind = next((kind for start, (kind, becomes) in STARTS.items() if becomes == "jpeg" and sent.startswith(start)), "")
    if not kind:
        raise Misread("member.logo_type")
    try:
        return _draw_apart(f"logo-{kind}", sent)
    except Misread as wrong:
        raise Misread("member.logo_small" if wrong.key == PROBLEMS["small"] else wrong.key) from None


def _draw_apart(kind: str, sent: bytes) -> bytes:
    """Return what the other process drew. Raises Misread for what it could not, did not in time, or died of."""
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "documents.sent.draw", kind], input=sent, capture_output=True,
            timeout=SECONDS_MOST, check=False, cwd=ROOT,
            env={"PATH": os.defpath, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Misread("member.paper_late") from None
    if done.returncode == 0 and done.stdout:
        return done.stdout
    raise Misread(PROBLEMS.get(done.stderr.decode("ascii", "replace").strip(), "member.paper_unreadable"))
