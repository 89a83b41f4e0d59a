"""Subscriptions: agreeing to one by a plan's code, and looking after one's own."""

from ussd_menus.questions import Menu, Option, ask, choose_menu, look_up, pick
from wallet.core.values import Pin
from wallet.people.people import Caller
from wallet.subscriptions.leave import EndSubscription, PauseSubscription
from wallet.subscriptions.subscribe import Subscribe, quote_subscription
from wallet.subscriptions.subscriptions_shown import ShownSubscription, list_shown


def subscribe(caller: Caller, pay_code: str) -> Menu:
    """Agree to a plan, for the first time or again: what is agreed to, and the PIN."""
    quote = yield from look_up("agreement", quote_subscription, caller.person_id, pay_code)
    case = Subscribe(quote)
    pin = yield from ask("ussd.subscribe_pin", Pin, **case.shown)
    return case, pin


def subscriptions(caller: Caller) -> Menu:
    """Offer the caller's subscriptions; a single one is opened at once."""
    found = yield from look_up("subscriptions", list_shown, caller.person_id)
    code = found[0].pay_code
    if len(found) > 1:
        lines = [Option(one.pay_code, "ussd.subscriptions.line", vars(one)) for one in found]
        code = yield from pick("ussd.subscriptions.title", lines)
    return (yield from one_of_mine(caller, next(one for one in found if one.pay_code == code)))


def one_of_mine(caller: Caller, chosen: ShownSubscription) -> Menu:
    """Show one subscription, and what can be done about it: go on, pause, end it."""

    def go_on(caller: Caller) -> Menu:
        return (yield from subscribe(caller, chosen.pay_code))

    def pause(_: Caller) -> Menu:
        yield from pick(
            "ussd.subscription_pause", [Option("pause", "ussd.subscription_pause_yes", {}, "1")], **vars(chosen)
        )
        return PauseSubscription(chosen.pay_code), None

    def end(_: Caller) -> Menu:
        yes = Option("end", "ussd.subscription_end_yes", {}, "1")
        yield from pick("ussd.subscription_end", [yes], **vars(chosen))
        return EndSubscription(chosen.pay_code), None

    lines = {
        **({"go_on": go_on} if chosen.state != "active" or chosen.tries else {}),
        **({"agree": go_on} if chosen.state == "active" and chosen.asks and not chosen.tries else {}),
        **({"pause": pause} if chosen.state != "paused" else {}),
        "end": end,
    }
    return (yield from choose_menu(f"ussd.subscription_{chosen.state}", lines, caller, **vars(chosen)))
