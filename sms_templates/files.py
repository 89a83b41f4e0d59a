"""The files of sentences, one a language, as they are read from the disk."""

import tomllib
from pathlib import Path
from typing import Any, Final

FILES: Final[dict[str, dict[str, Any]]] = {
    path.stem: tomllib.loads(path.read_text("utf-8")) for path in Path(__file__).parent.glob("*.toml")
}
LANGUAGES: Final = tuple(sorted(FILES, key=lambda language: int(FILES[language]["place"])))  # the first is the default
