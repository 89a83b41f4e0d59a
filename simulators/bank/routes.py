"""The bank's addresses under /bank: files of payouts in, transfers of others in, statements out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from flask import Blueprint, Response, jsonify, request

from simulators.bank.booked import BankStatement, Booked
from simulators.bank.books import BankBooks
from simulators.bank.orders import RefusedFile, read_orders
from simulators.bank.write_camt053 import write_camt053
from simulators.bank.write_csv import write_csv
from simulators.bank.write_mt940 import write_mt940
from simulators.bank.write_pain002 import write_pain002
from simulators.world import World
from wallet.banks.rib import Rib
from wallet.core.clock import DOUALA
from wallet.core.errors import Misread

FILE_BYTES_MAX: Final = 20_000_000
FORMS: Final[dict[str, Callable[[BankStatement], bytes]]] = {
    "camt053.08": write_camt053,
    "camt053.02": lambda told: write_camt053(told, "02"),
    "mt940": write_mt940,
    "debit_credit": lambda told: write_csv(told, "debit_credit"),
    "signed": lambda told: write_csv(told, "signed"),
}
Answer = tuple[Response, int]


def blueprint(world: World) -> Blueprint:
    """Serve `POST /bank/files`, `POST /bank/transfers/<rib>`, and `GET` of `/bank/statements/<rib>` and reports."""
    routes, books = Blueprint("bank", __name__, url_prefix="/bank"), BankBooks(world.faults)

    @routes.post("/files")
    def take_file() -> Answer:
        request.max_content_length = FILE_BYTES_MAX
        try:
            file = read_orders(request.get_data())
            books.take_file(file)
        except RefusedFile as wrong:
            return jsonify({"error": str(wrong)}), 400
        return jsonify({"message_id": file.message_id, "payments": len(file.payments)}), 202

    @routes.post("/transfers/<rib>")
    def pay_in(rib: str) -> Answer:
        told = request.get_json()
        try:
            line = Booked(date.fromisoformat(told.get("day") or _today()), int(told["amount"]), told.get("words", ""),
                          told.get("name", ""), told.get("account", ""), "", "", told.get("rf", ""))  # fmt: skip
            books.pay_in(Rib.read(rib), line)
        except (Misread, KeyError, TypeError, ValueError):
            return jsonify({"error": "give amount, and perhaps day, words, name, account and rf"}), 400
        return jsonify({}), 201

    @routes.get("/reports/<message_id>")
    def report(message_id: str) -> Response | Answer:
        try:
            content = write_pain002(message_id, *books.get_report(message_id))
        except LookupError:
            return jsonify({"error": "no such file was taken"}), 404
        return Response(content, content_type="application/octet-stream")

    @routes.get("/statements/<rib>")
    def write(rib: str) -> Response | Answer:
        given = request.args
        try:
            since, until = (date.fromisoformat(given.get(name) or _today()) for name in ("since", "until"))
            content = FORMS[given.get("form", "camt053.08")](books.write_statement(Rib.read(rib), since, until))
        except (Misread, KeyError, ValueError):
            return jsonify({"error": f"give since and until as YYYY-MM-DD, and form as one of {', '.join(FORMS)}"}), 400
        return Response(content, content_type="application/octet-stream")

    return routes


def _today() -> str:
    return str(datetime.now(DOUALA).date())
