"""The process that reads a stranger's file (`python -m documents.sent.draw png < file`): pixels in, pixels out.

It says one word of what is wrong on its standard error; whatever else it dies of, the file cannot be read. Of a file it
keeps no text, no place or name of a camera, no script, no file within, no second picture.
"""

import os
import resource
import sys
from collections.abc import Callable
from io import BytesIO
from typing import Final

import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError
from pypdfium2.raw import FPDF_ERR_PASSWORD, FPDF_GetLastError

MEMORY_BYTES_MOST: Final = 1 << 30
SECONDS_MOST: Final = 8  # of a processor's: a legible paper takes three at most
PIXELS_MOST: Final = 50_000_000  # what the best of phones' cameras take
SIDE_MOST: Final = 12_000
SIDE_LEAST: Final = 200  # nobody reads a paper in fewer
SIDE_KEPT: Final = 2_400
LOGO_LEAST: Final = 48
LOGO_KEPT: Final = 240  # on a page of 60 kB and a paper
LOGO_BYTES_MOST: Final = 24_000
PAGES_MOST: Final = 10
QUALITY: Final = 85
LOGO_QUALITIES: Final = (85, 60, 30, 10)  # the first by which it is small enough
DOTS_A_POINT: Final = 150 / 72
LOW: Final = 10  # of priorities: behind every hop, and still a tenth of a busy processor


class Unfit(Exception):
    """A file that is not kept, by one word of why."""


def draw_picture(sent: bytes, kind: str) -> bytes:
    """Return a picture as a JPEG that stands upright. Raises Unfit, OSError."""
    return write_jpeg(_open_upright(sent, kind, SIDE_LEAST))


def draw_logo(sent: bytes, kind: str) -> bytes:
    """Return a logo as a small JPEG; `kind` is "logo-png" or "logo-jpeg". Raises Unfit, OSError."""
    drawn = _open_upright(sent, kind.removeprefix("logo-"), LOGO_LEAST)
    for quality in LOGO_QUALITIES:
        written = write_jpeg(drawn, LOGO_KEPT, quality)
        if len(written) <= LOGO_BYTES_MOST:
            return written
    raise Unfit("large")


def _open_upright(sent: bytes, kind: str, least: int) -> Image.Image:
    """Return a picture in three colours, as it is to be seen. Raises Unfit, OSError."""
    with Image.open(BytesIO(sent), formats=[kind.upper()]) as opened:
        width, height = opened.size
        if max(width, height) > SIDE_MOST or width * height > PIXELS_MOST:
            raise Unfit("large")
        if min(width, height) < least:
            raise Unfit("small")
        if kind == "jpeg":
            opened.draft("RGB", (SIDE_KEPT, SIDE_KEPT))
        opened.load()
        if opened.mode in {"L", "RGB", "RGBA"}:
            opened.thumbnail((SIDE_KEPT, SIDE_KEPT))  # before it is copied: a large one is copied small
        upright = ImageOps.exif_transpose(opened)
    return _flatten(upright)


def _flatten(picture: Image.Image) -> Image.Image:
    """Return a picture in three colours: what was clear is white."""
    if "transparency" not in picture.info and picture.mode not in {"RGBA", "LA", "PA"}:
        return picture.convert("RGB")
    coloured = picture.convert("RGBA")
    white = Image.new("RGB", coloured.size, "white")
    white.paste(coloured, mask=coloured.getchannel("A"))
    return white


def write_jpeg(picture: Image.Image, side: int = SIDE_KEPT, quality: int = QUALITY) -> bytes:
    """Return the pixels of a picture as a JPEG, and nothing of what it came with."""
    picture.thumbnail((side, side))
    bare = Image.frombytes("RGB", picture.size, picture.tobytes())
    written = BytesIO()
    bare.save(written, "JPEG", quality=quality, optimize=True)
    return written.getvalue()


def draw_pages(sent: bytes, _: str) -> bytes:
    """Return a PDF of pictures of a PDF's pages. Raises Unfit, PdfiumError."""
    try:
        opened = pypdfium2.PdfDocument(sent)
    except pypdfium2.PdfiumError:
        raise Unfit("locked" if FPDF_GetLastError() == FPDF_ERR_PASSWORD else "unreadable") from None
    if not 1 <= len(opened) <= PAGES_MOST:
        raise Unfit("pages" if len(opened) else "unreadable")
    pages = [_draw_page(opened[nth]) for nth in range(len(opened))]
    written = BytesIO()
    pages[0].save(written, "PDF", save_all=True, append_images=pages[1:], resolution=150, quality=QUALITY)
    return written.getvalue()


def _draw_page(page: pypdfium2.PdfPage) -> Image.Image:
    """Return a page as a picture: forms are not drawn, so nothing of theirs runs."""
    longest = max(page.get_size())
    if longest < 1:
        raise Unfit("unreadable")
    drawn: Image.Image = page.render(scale=min(DOTS_A_POINT, SIDE_KEPT / longest), may_draw_forms=False).to_pil()
    return drawn.convert("RGB")


DRAW: Final[dict[str, Callable[[bytes, str], bytes]]] = {
    "png": draw_picture, "jpeg": draw_picture, "pdf": draw_pages, "logo-png": draw_logo, "logo-jpeg": draw_logo,
}  # fmt: skip


def bound_itself() -> None:
    """Bound what this process takes, whatever it reads: it comes behind all others, and writes no file."""
    os.nice(LOW)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MOST, MEMORY_BYTES_MOST))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_MOST, SECONDS_MOST))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> int:
    """Draw what comes in by the kind that is named; 1 where it is not kept."""
    bound_itself()
    Image.MAX_IMAGE_PIXELS = None  # its own bound is larger than ours, and says less
    try:
        sys.stdout.buffer.write(DRAW[sys.argv[1]](sys.stdin.buffer.read(), sys.argv[1]))
    except Unfit as unfit:
        sys.stderr.write(str(unfit))
        return 1
    except (
        OSError, SyntaxError, ValueError, MemoryError, UnidentifiedImageError, pypdfium2.PdfiumError,
    ):  # fmt: skip
        sys.stderr.write("unreadable")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
