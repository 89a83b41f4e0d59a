"""Ways to /me, and what whoever is there reads when something fails."""

from typing import Final

from flask import Blueprint, Response

from web.me import account, asking, closing, data, exports, giving_back, history, home, receipts, sign_in, subscriptions
from web.me.answers import STATIC, answer_page
from web.pages.failures import tell_failures
from web.pages.files import give_file, list_files
from web.pages.language import choose_language
from web.pages.rendering import speak

FILES: Final = list_files(STATIC)
ME: Final = Blueprint("me", __name__)
ME.add_url_rule("/me", view_func=home.show, methods=["GET"])
ME.add_url_rule("/me/history", view_func=history.show_history, methods=["GET"])
ME.add_url_rule("/me/history.<kind>", view_func=exports.give_file, methods=["GET"])
ME.add_url_rule("/me/receipt/<int:seq>.pdf", view_func=receipts.give_operation, methods=["GET"])
ME.add_url_rule("/me/request/<uuid:request_id>.pdf", view_func=receipts.give_request, methods=["GET"])
ME.add_url_rule("/me/account", view_func=account.show_account, methods=["GET"])
ME.add_url_rule("/me/language", view_func=account.change_language, methods=["POST"])
ME.add_url_rule("/me/devices", view_func=account.end_sessions, methods=["POST"])
ME.add_url_rule("/me/data.json", view_func=data.give_data, methods=["POST"])
ME.add_url_rule("/me/close", view_func=closing.show_closing, methods=["GET"])
ME.add_url_rule("/me/number", view_func=sign_in.ask_code, methods=["POST"])
ME.add_url_rule("/me/code", view_func=sign_in.show_code, methods=["GET"])
ME.add_url_rule("/me/code", view_func=sign_in.sign_in, methods=["POST"], endpoint="sign_in")
ME.add_url_rule("/me/l/<token>", view_func=sign_in.show_link, methods=["GET"])
ME.add_url_rule("/me/add", view_func=home.add_money, methods=["POST"])
ME.add_url_rule("/me/give-back", view_func=giving_back.show_lots, methods=["GET"])
ME.add_url_rule("/me/give-back", view_func=giving_back.give_back, methods=["POST"], endpoint="give_back")
ME.add_url_rule("/me/subscriptions", view_func=subscriptions.show_subscriptions, methods=["GET"])
ME.add_url_rule("/me/subscriptions", view_func=subscriptions.leave, methods=["POST"], endpoint="leave_subscription")
ME.add_url_rule("/me/ask", view_func=asking.ask_money, methods=["POST"])
ME.add_url_rule("/me/out", view_func=sign_in.sign_out, methods=["POST"])


@ME.route("/me/-/<name>", methods=["GET"])
def open_file(name: str) -> Response:
    """Return a file of the pages, by the name that says what is in it."""
    return give_file(FILES, name)


def answer_failure(status: int) -> Response:
    """Return the page of a request that came to nothing: nothing was done by it."""
    say = speak(choose_language())
    if status == 429:
        title, line = say("Too many tries"), say("Wait a minute, then begin again.")
    elif status >= 500:
        title, line = say("This does not work right now"), say("Nothing was done. Come back in a few minutes.")
    else:
        title, line = say("This page was not sent as it should be"), say("Nothing was done. Begin again.")
    return answer_page("failed.html", status, title=title, line=line)


tell_failures(ME, "/me", answer_failure)
