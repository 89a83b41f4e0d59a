"""QR codes, as drawings that stand in a paper or a page."""

from io import BytesIO

import segno


def write_qr_address(said: str) -> str:
    """Return the QR code of a text as the address of an image (`data:`), for a page."""
    return segno.make_qr(said, error="m").svg_data_uri(border=2)


def draw_qr(said: str) -> str:
    """Return the QR code of a text as SVG, readable though a seventh of it is dirty or torn."""
    drawn = BytesIO()
    segno.make_qr(said, error="m").save(drawn, kind="svg", border=0, xmldecl=False, svgns=True)
    return drawn.getvalue().decode().strip()
