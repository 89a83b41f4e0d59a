"""Tell schemathesis, which imports this file, what of our API its papers cannot say."""

import itertools
import re
from typing import Any

import schemathesis
from hypothesis import strategies as st

LETTERS = st.characters(exclude_categories=["C", "Z"])
numbers = itertools.count()
schemathesis.openapi.format("line", st.text(LETTERS, max_size=40).map(lambda said: said or "Gâteau"))
schemathesis.openapi.format(
    "uri", st.sampled_from(["https://shop.example/hook", "https://shop.example:8443/a?b=%C3%A9"])
)
schemathesis.openapi.format("origin", st.sampled_from(["https://shop.example", "https://www.shop.example:8443"]))
schemathesis.openapi.format("phone", st.sampled_from(["", "677000001", "+237 699 00 00 02"]))
schemathesis.openapi.format("email", st.sampled_from(["awa@shop.example", "awa.n+1@mail.shop.example"]))


@schemathesis.hook
def before_call(context: schemathesis.HookContext, case: schemathesis.Case, kwargs: dict[str, Any]) -> None:
    """Give each request an Idempotency-Key of its own in the place of one that may come twice."""
    if re.fullmatch("[!-~]{1,255}", (case.headers or {}).get("Idempotency-Key", "")):
        case.headers["Idempotency-Key"] = f"st-{next(numbers)}"
