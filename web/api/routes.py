"""Every route of the API, on one page."""

from typing import Final

from web.api import endpoints, events
from web.api.route import Route

ROUTES: Final[tuple[Route, ...]] = (*endpoints.ROUTES, *events.ROUTES)
