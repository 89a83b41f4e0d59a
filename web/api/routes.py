"""Every route of the API, on one page."""

from typing import Final

from web.api import checkouts, endpoints, events, links, money, posters, refunds, returns
from web.api.route import Route

ROUTES: Final[tuple[Route, ...]] = (
    *checkouts.ROUTES, *links.ROUTES, *posters.ROUTES, *refunds.ROUTES, *money.ROUTES, *endpoints.ROUTES,
    *returns.ROUTES, *events.ROUTES,
)  # fmt: skip
