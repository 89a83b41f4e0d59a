"""Ways to the checkout's pages, and what whoever is there reads when something fails."""

from typing import Final

from flask import Blueprint

from web.checkout import invoice, logo, page, receipt
from web.checkout.answers import answer_failure
from web.pages.failures import tell_failures

PAGES: Final = Blueprint("checkout", __name__)
PAGES.add_url_rule("/pay/-/<name>", view_func=page.open_file, methods=["GET"])
PAGES.add_url_rule("/pay/logo/<digest>.jpg", view_func=logo.give_logo, methods=["GET"])
PAGES.add_url_rule("/pay/<token>", view_func=page.show, methods=["GET"])
PAGES.add_url_rule("/pay/<token>", view_func=page.act, methods=["POST"])
PAGES.add_url_rule("/pay/<token>/receipt.pdf", view_func=receipt.give_receipt, methods=["GET"])
PAGES.add_url_rule("/pay/<token>/invoice.pdf", view_func=invoice.give_invoice, methods=["GET"])
PAGES.add_url_rule("/pay/<token>/state", view_func=page.tell_state, methods=["GET"])
tell_failures(PAGES, "/pay", answer_failure)
