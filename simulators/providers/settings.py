"""A provider's dashboard: what a merchant sets there, shown to tests and set by them.

`GET|PUT /providers/<name>`: keys, secrets, the webhook's address, fees, and our balances in minor units by currency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, abort, jsonify, request

if TYPE_CHECKING:
    from simulators.providers.provider import Provider


class BadSettings(ValueError):
    """Settings no dashboard takes; the message says why."""


@dataclass
class ProviderSettings:
    """Settings every provider's dashboard has; `webhook_pauses_seconds` are waited before each new try of a webhook."""

    webhook_url: str = field(default="", repr=False)
    webhook_pauses_seconds: list[float] = field(default_factory=list)
    fee_permille: int = 35  # no price list was read: of the right size, and no more


def change(provider: Provider, wanted: Any) -> None:
    """Set some of a provider's settings, and `balances`: {currency: minor units}. Raises BadSettings."""
    known = asdict(provider.settings)
    if not isinstance(wanted, dict) or not wanted.keys() <= {*known, "balances"}:
        raise BadSettings(f"give balances, {', '.join(sorted(known))}")
    balances = wanted.get("balances", {})
    if not isinstance(balances, dict) or not all(type(one) is int for one in balances.values()):
        raise BadSettings("balances is {currency: minor units}")
    settings = {name: value for name, value in wanted.items() if name != "balances"}
    for name, value in settings.items():
        kind = type(known[name])
        if not (type(value) is kind or (kind is float and type(value) is int)):
            raise BadSettings(f"{name} must be like {known[name]!r}")
    for name, value in settings.items():
        setattr(provider.settings, name, value)
    provider.books.set_balances(balances)


def blueprint(providers: Mapping[str, Provider]) -> Blueprint:
    """Serve `GET|PUT /providers/<name>`."""
    routes = Blueprint("providers", __name__)

    @routes.get("/providers/<name>")
    def show(name: str) -> Response:
        if name not in providers:
            abort(404)
        return jsonify({**asdict(providers[name].settings), "balances": providers[name].books.balances()})

    @routes.put("/providers/<name>")
    def put(name: str) -> tuple[Response, int] | Response:
        if name not in providers:
            abort(404)
        try:
            change(providers[name], request.get_json())
        except BadSettings as bad:
            return jsonify({"error": str(bad)}), 400
        return show(name)

    return routes
