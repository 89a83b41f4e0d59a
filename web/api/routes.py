"""Every route of the API, on one page."""

from typing import Final

from web.api import (
    checkouts,
    customers,
    endpoints,
    events,
    invoices,
    issuers,
    links,
    money,
    payouts,
    payrolls,
    posters,
    quotes,
    refunds,
    requests,
    returns,
    subscriptions,
)
from web.api.route import Route

ROUTES: Final[tuple[Route, ...]] = (
    *checkouts.ROUTES, *links.ROUTES, *posters.ROUTES, *refunds.ROUTES, *money.ROUTES, *endpoints.ROUTES,
    *returns.ROUTES, *events.ROUTES, *customers.ROUTES, *issuers.ROUTES, *invoices.ROUTES,
    *quotes.ROUTES, *payouts.ROUTES, *payrolls.ROUTES, *requests.ROUTES, *subscriptions.ROUTES,
)  # fmt: skip
