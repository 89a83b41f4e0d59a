"""Papers as strangers send them: good ones, and those that are made to break who reads them."""

import struct
import zlib
from io import BytesIO
from typing import Any, Final

import pypdf
from PIL import Image
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

SIDES: Final = (640, 400)
HTML: Final = b"<!doctype html><html><script>alert(1)</script></html>"
SVG: Final = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(kind: str = "PNG", sides: tuple[int, int] = SIDES, mode: str = "RGB", **said: Any) -> bytes:
    """Return a picture, red where it has colours."""
    written = BytesIO()
    drawn = Image.new("RGB", sides, "red").convert(mode)
    drawn.save(written, kind, **said)
    return written.getvalue()


def photo_of_a_phone() -> bytes:
    """Return a photo that says where it was taken, and that it lies on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned
    exif[0x010F] = "Tecno"
    exif.get_ifd(0x8825).update({1: "N", 2: (3.0, 52.0, 0.0)})
    return picture("JPEG", exif=exif, comment=b"at home, Bastos")


def pdf(pages: int = 1, *, password: str = "", script: bool = False, within: bool = False) -> bytes:
    """Return a PDF; with a script that runs as it opens, or a file within, where those are said."""
    written, writer = BytesIO(), pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if script:
        run = {"/S": "/JavaScript", "/JS": "app.launchURL('https://thief.example')"}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject({
            NameObject("/S"): NameObject(run["/S"]), NameObject("/JS"): TextStringObject(run["/JS"]),
        })  # fmt: skip
    if within:
        writer.add_attachment("invoice.exe", b"MZ\x90 a program")
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(written)
    return written.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    """Return a part of a PNG."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def huge_png(width: int, height: int, words: int = 0) -> bytes:
    """Return a PNG that says how large it is, and holds a row; and so many words, packed."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    said = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b" " * words)) if words else b""
    row = zlib.compress(b"\0" * 1_000)
    return b"\x89PNG\r\n\x1a\n" + head + said + chunk(b"IDAT", row) + chunk(b"IEND", b"")


def deep_pdf() -> bytes:
    """Return a PDF whose page's drawing unpacks to seventy megabytes."""
    packed = zlib.compress(b"0 0 m 9 9 l S\n" * 5_000_000, 6)
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n4 0 obj<</Length "
        + str(len(packed)).encode() + b"/Filter/FlateDecode>>stream\n" + packed
        + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )  # fmt: skip
