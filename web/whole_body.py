"""A request whose body is read at once where it says how long it is, and that is not too long.

Werkzeug reads a body by pieces of 64 KB until nothing comes, through a stream that counts: a twentieth of a hop, whose
body has 150 bytes. gunicorn's own stream ends with the body.
"""

from io import BytesIO
from typing import IO, Final

from flask import Request
from werkzeug.utils import cached_property

LONGEST_BODY: Final = 16 * 1024  # form limits of Werkzeug's do not hold for urlencoded bodies; this one does


class RequestOfWholeBody(Request):
    """Flask's request, but for how its body is read."""

    @cached_property
    def stream(self) -> IO[bytes]:
        """Return the body: what has been read of it, or Werkzeug's stream, which refuses what is too long."""
        length = self.content_length
        if not length or length > LONGEST_BODY:
            return super().stream
        return BytesIO(self.input_stream.read(length))
