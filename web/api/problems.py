"""Problems: what a program is answered when its request is not done (RFC 9457), and the one place that writes them."""

from typing import Final

from flask import Response, g
from pydantic import BaseModel

from web.api.json_answers import answer_json

PROBLEM: Final = "application/problem+json"
# Each code with its status and its title: a program may rely on all three.
CODES: Final[dict[str, tuple[int, str]]] = {
    "invalid_request": (400, "The request cannot be read"),
    "idempotency_key_required": (400, "A POST needs the header Idempotency-Key"),
    "authentication_failed": (401, "No key, or none that is good"),
    "permission_denied": (403, "The key may not do this"),
    "not_found": (404, "There is no such thing"),
    "method_not_allowed": (405, "This is not done there"),
    "idempotency_in_progress": (409, "The request with this Idempotency-Key is still being done"),
    "not_possible": (409, "This cannot be done as things stand"),
    "too_large": (413, "The request is too long"),
    "unsupported_media_type": (415, "The body must be application/json"),
    "idempotency_conflict": (422, "The Idempotency-Key came with another request before"),
    "limit_exceeded": (422, "There are too many of these"),
    "rate_limited": (429, "Too many requests"),
    "internal": (500, "It broke; the same request may be sent again"),
    "unavailable": (503, "Not possible just now; the same request may be sent again"),
}


class ProblemDetails(BaseModel):
    """A problem as it is answered: `code` says which, `param` what in the request it is about."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    param: str | None = None
    request_id: str


class Trouble(Exception):
    """A request that is not done: a code of CODES, what to do about it, and what in the request it is about."""

    def __init__(self, code: str, detail: str = "", param: str | None = None, retry_after: int = 0) -> None:
        super().__init__(code)
        self.code, self.detail, self.param, self.retry_after = code, detail, param, retry_after


def not_found() -> Trouble:
    """Return the trouble of an id that names nothing of this business."""
    return Trouble("not_found", "No such id among what is yours.")


def answer_problem(trouble: Trouble) -> Response:
    """Return the answer to a request that is not done."""
    status, title = CODES[trouble.code]
    problem = ProblemDetails(
        type="about:blank",
        title=title,
        status=status,
        detail=trouble.detail or f"{title}.",
        code=trouble.code,
        param=trouble.param,
        request_id=g.request_id,
    )
    answer = answer_json(problem.model_dump(exclude_none=True), status, PROBLEM)
    if trouble.retry_after:
        answer.headers["Retry-After"] = str(trouble.retry_after)
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="Mbongo"'
    return answer
