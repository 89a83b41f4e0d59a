"""Headers of every page: nothing of another's runs in it or frames it, and nobody keeps or indexes it."""

from typing import Final

from flask import Response

POLICY: Final = "; ".join((
    "default-src 'none'", "style-src 'self'", "script-src 'self'", "img-src 'self' data:", "connect-src 'self'",
    "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
))  # fmt: skip
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
FRESH: Final = "no-store"  # of a page that says how money stands
KEPT: Final = "public, max-age=31536000, immutable"  # of a file whose name changes with it


def lead_to(url: str) -> Response:
    """Return the way to an address of ours, or of a rail's page."""
    return guard_page(Response(status=303, headers={"Location": url}))


def guard_page(answer: Response) -> Response:
    """Add the headers of a page to an answer; one that does not say how long it may be kept is not kept."""
    answer.headers.extend(HEADERS)
    answer.headers.setdefault("Cache-Control", FRESH)
    return answer
