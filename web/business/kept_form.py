"""A form that was sent when its second factor had become old: kept on the page that asks for it, sent by a press."""

import json
from dataclasses import dataclass
from typing import Any, Final, Self

from flask import request

from web.business.answers import WAYS

NAME: Final = "kept"
LETTERS: Final = 60_000
FIELDS: Final = 500
RENEWED: Final = ("form",)  # what each page writes anew


@dataclass(frozen=True)
class KeptForm:
    """A form of a business: where it is sent, and what was typed into it."""

    way: str
    fields: tuple[tuple[str, str], ...]

    @classmethod
    def of_request(cls) -> Self | None:
        """Return what the current request sends; None for a file, which no page can hold, or more than there may be."""
        typed = tuple((name, value) for name, value in request.form.items(multi=True) if name not in RENEWED)
        kept = cls(request.path.removeprefix("/business"), typed)
        return None if request.files or len(kept.write()) > LETTERS else kept

    @classmethod
    def read(cls) -> Self | None:
        """Return what the page of the current request carried, None for nothing, or what no page of ours wrote."""
        written = request.form.get(NAME, "")
        if not written or len(written) > LETTERS:
            return None
        try:
            said: Any = json.loads(written)
            kept = cls(said["to"], tuple((str(name), str(value)) for name, value in said["fields"]))
            fits = WAYS.is_ours(f"/business{kept.way}") and kept.way.startswith("/b/") and len(kept.fields) <= FIELDS
        except (ValueError, KeyError, TypeError, RecursionError):
            return None
        return kept if fits else None

    def write(self) -> str:
        """Return it as a page carries it."""
        return json.dumps({"to": self.way, "fields": self.fields}, ensure_ascii=False)
