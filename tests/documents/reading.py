"""A paper as its reader sees it: its words."""

from io import BytesIO

from pypdf import PdfReader


def read_paper(paper: bytes) -> str:
    """Return the words of every page of a PDF, spaces of every kind as one plain space."""
    said = " ".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)
    return " ".join(said.replace("\u200b", "").split())
