"""Routes by which tests read and set an operator's accounts and timings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request

from simulators.operators import Operator, Timings


class BadAccounts(ValueError):
    """Accounts nobody can have; the message says why."""


def change(operator: Operator, wanted: Any) -> None:
    """Set {float, opening_balance, customers: {number: balance or null}, …_seconds}. Raises BadAccounts."""
    names = {one.name for one in fields(Timings)}
    if not isinstance(wanted, dict) or not wanted.keys() <= {"float", "opening_balance", "customers", *names}:
        raise BadAccounts(f"give float, opening_balance, customers, {', '.join(sorted(names))}")
    customers = wanted.get("customers", {})
    if not isinstance(customers, dict) or not all(one is None or is_whole(one) for one in customers.values()):
        raise BadAccounts("customers is {number: whole francs, or null for no customer}")
    if not all(is_whole(wanted[name]) for name in ("float", "opening_balance") if name in wanted):
        raise BadAccounts("float and opening_balance are whole francs")
    seconds = {name: wanted[name] for name in names & wanted.keys()}
    if not all(isinstance(one, int | float) and not isinstance(one, bool) and one >= 0 for one in seconds.values()):
        raise BadAccounts("seconds are numbers from 0 up")
    operator.books.set(merchant=wanted.get("float"), opening=wanted.get("opening_balance"), customers=customers)
    for name, value in seconds.items():
        setattr(operator.timings, name, float(value))


def is_whole(number: Any) -> bool:
    """True for a whole number from zero up."""
    return isinstance(number, int) and not isinstance(number, bool) and number >= 0


def blueprint(operators: Iterable[Operator]) -> Blueprint:
    """Serve `GET|PUT /operators/<name>`."""
    routes = Blueprint("operators", __name__)
    known = {operator.name: operator for operator in operators}

    @routes.get("/operators/<name>")
    def show(name: str) -> Response:
        if name not in known:
            abort(404)
        books = known[name].books
        accounts = {"float": books.float, "opening_balance": books.opening_balance, "customers": books.customers()}
        return jsonify({**accounts, **asdict(known[name].timings), "notes": list(known[name].notes)})

    @routes.put("/operators/<name>")
    def put(name: str) -> tuple[Response, int] | Response:
        if name not in known:
            abort(404)
        try:
            change(known[name], request.get_json())
        except BadAccounts as bad:
            return jsonify({"error": str(bad)}), 400
        return show(name)

    return routes
