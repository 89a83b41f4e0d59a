"""The version of the API that answers: the one a request asks for, or the one its key was made with."""

import re
from datetime import date
from typing import Final

from flask import request

from wallet.business.api_keys import VERSION, ApiKey
from web.api.problems import Trouble

HEADER: Final = "Mbongo-Version"
KNOWN: Final = {one.isoformat(): one for one in (VERSION,)}


def choose_version(key: ApiKey) -> date:
    """Return the version of the API that the request asks for, or its key's. Raises Trouble for one there is not."""
    asked = request.headers.get(HEADER)
    if asked is None:
        return key.version
    if not re.fullmatch(r"[0-9-]{10}", asked) or asked not in KNOWN:
        raise Trouble("invalid_request", f"One of {', '.join(KNOWN)}.", HEADER)
    return KNOWN[asked]
