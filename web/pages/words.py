"""The folder of the catalogs of pages; papers have their own (documents/words)."""

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "words"
