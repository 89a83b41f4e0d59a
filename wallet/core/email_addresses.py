"""E-mail addresses, read strictly: one plain address, in which nothing can be a header or a second reader."""

import re
from typing import Final

from wallet.core.errors import Misread

LONGEST: Final = 200
LOCAL: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"  # RFC 5321's Dot-string
LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
# No =?…?= in it, which readers of headers decode (RFC 2047), into a second reader or a line break.
ADDRESS: Final = re.compile(rf"(?=.{{1,64}}@)(?!.*=\?){LOCAL}@(?:{LABEL}\.)+[A-Za-z]{{2,63}}")


class EmailAddress(str):
    """One address, as `awa@example.cm`; of letters beyond ASCII only a domain's own form in them (xn--…) is taken."""

    __slots__ = ()

    @classmethod
    def read(cls, text: str) -> "EmailAddress":
        """Return the address. Raises Misread for anything else."""
        typed = text.strip(" ")
        if len(typed) > LONGEST or not ADDRESS.fullmatch(typed):
            raise Misread("error.not_an_email")
        return cls(typed)
