"""Every route of the API, on one page."""

from typing import Final

from web.api import checkouts, endpoints, events, links, money, posters, refunds
from web.api.route import Route

ROUTES: Final[tuple[Route, ...]] = (
    *checkouts.ROUTES, *links.ROUTES, *posters.ROUTES, *refunds.ROUTES, *money.ROUTES, *endpoints.ROUTES,
    *events.ROUTES,
)  # fmt: skip
