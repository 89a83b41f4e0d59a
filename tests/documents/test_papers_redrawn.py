"""Papers that strangers send: what is kept of a good one, and what is said of each that is none."""

import os
import resource
from contextlib import suppress
from io import BytesIO
from typing import Final

import pypdf
import pytest
from PIL import Image

from documents.sent.draw import SECONDS_MOST
from documents.sent.redraw import BYTES_MOST, redraw
from tests.documents.sent_papers import (
    HTML,
    SIDES,
    SVG,
    deep_pdf,
    huge_png,
    pdf,
    photo_of_a_phone,
    picture,
)
from wallet.core.errors import Misread

GIF: Final = picture("GIF")
REFUSED: Final = {
    "nothing": (b"", "missing"),
    "words": (b"My identity card", "type"),
    "HTML, called a PNG": (HTML, "type"),
    "SVG": (SVG, "type"),
    "GIF": (GIF, "type"),
    "WebP": (picture("WEBP"), "type"),
    "TIFF": (picture("TIFF"), "type"),
    "a program": (b"MZ\x90\0", "type"),
    "an archive": (b"PK\x03\x04", "type"),
    "a PDF behind a page of HTML": (HTML + pdf(), "type"),
    "a head of PNG, then HTML": (b"\x89PNG\r\n\x1a\n" + HTML, "unreadable"),
    "a head of JPEG, then SVG": (b"\xff\xd8\xff" + SVG, "unreadable"),
    "a head of PDF, then words": (b"%PDF-1.7\nhello", "unreadable"),
    "a PNG in a JPEG's head": (b"\xff\xd8\xff" + picture(), "unreadable"),
    "half a PNG": (picture("PNG", (900, 900))[:400], "unreadable"),
    "half a JPEG": (picture("JPEG", (900, 900))[:3000], "unreadable"),
    "half a PDF": (pdf()[:60], "unreadable"),
    "a PDF without a page": (pdf(0), "unreadable"),
    "a PDF of eleven pages": (pdf(11), "pages"),
    "a PDF under a password": (pdf(password="1234"), "locked"),
    "too large a file": (b"%PDF-" + b"\0" * BYTES_MOST, "large"),
    "a wall": (huge_png(30_000, 30_000), "sides"),
    "a ribbon": (huge_png(60_000, 300), "sides"),
    "more pixels than there are": (huge_png(2**31 - 1, 2**31 - 1), "sides"),
    "a stamp": (picture("PNG", (150, 900)), "small"),
    "a bomb of words": (huge_png(900, 900, words=100_000_000), "unreadable"),
}  # fmt: skip


@pytest.mark.campaign(of="papers")
@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_paper_is_refused_by_what_it_holds(name: str) -> None:
    sent, why = REFUSED[name]
    with pytest.raises(Misread) as said:
        redraw(sent)
    assert said.value.key == f"member.paper_{why}"


@pytest.mark.campaign(of="papers")
def test_a_file_made_to_be_endless_costs_a_moment_and_no_more() -> None:
    sent, before = deep_pdf(), resource.getrusage(resource.RUSAGE_CHILDREN)
    with suppress(Misread):  # as fast as the machine is
        redraw(sent)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < SECONDS_MOST + 1


def test_who_could_not_be_read_in_time_is_not_called_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("documents.sent.redraw.SECONDS_MOST", 0.01)
    with pytest.raises(Misread) as said:
        redraw(picture())
    assert said.value.key == "member.paper_late"


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA"])
def test_a_picture_is_kept_as_a_jpeg_of_its_pixels(mode: str) -> None:
    paper = redraw(picture("PNG", mode=mode) + HTML)
    drawn = Image.open(BytesIO(paper.content))
    assert (paper.type, drawn.format, drawn.size, drawn.mode) == ("jpeg", "JPEG", SIDES, "RGB")
    assert b"script" not in paper.content


def test_nothing_of_a_photo_is_kept_but_what_is_seen() -> None:
    sent = photo_of_a_phone()
    assert b"Tecno" in sent
    paper = redraw(sent)
    drawn = Image.open(BytesIO(paper.content))
    assert drawn.size == (SIDES[1], SIDES[0]), "it stands upright"
    assert not drawn.getexif()
    for word in (b"Tecno", b"Bastos", b"Exif"):
        assert word not in paper.content


def test_a_large_photo_is_kept_as_large_as_it_is_read() -> None:
    assert max(Image.open(BytesIO(redraw(picture("JPEG", (6000, 4000))).content)).size) == 2_400


def test_of_a_pdf_pictures_of_its_pages_are_kept_and_no_script_and_no_file() -> None:
    sent = pdf(3, script=True, within=True)
    assert b"/JavaScript" in sent
    assert b"/EmbeddedFile" in sent
    paper = redraw(sent + HTML)
    read = pypdf.PdfReader(BytesIO(paper.content))
    assert (paper.type, len(read.pages), read.attachments) == ("pdf", 3, {})
    assert [page.extract_text() for page in read.pages] == ["", "", ""]
    for word in (b"/JavaScript", b"/JS", b"/EmbeddedFile", b"/OpenAction", b"/AA", b"thief", b"<script"):
        assert word not in paper.content


def test_who_reads_a_strangers_file_has_no_secret_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, str]] = []
    monkeypatch.setenv("MBONGO_PIN_PEPPER", "1:a pepper of this test")

    def look(*_: object, env: dict[str, str], **__: object) -> None:
        seen.append(env)
        raise TimeoutError

    monkeypatch.setattr("documents.sent.redraw.subprocess.run", look)
    with pytest.raises(TimeoutError):
        redraw(picture())
    assert [set(env) for env in seen] == [{"PATH", "PYTHONPATH", "OMP_NUM_THREADS"}]
    assert "MBONGO_PIN_PEPPER" in os.environ
