"""Refusals of the wallet in the words of the API: what stands in the way, and what to do about it."""

from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel

# By their names in the wallet; one that is not here is said by its name alone.
WORDS: Final[dict[str, str]] = {
    "not_allowed": "It is not this business's, or not this key's to do.",
    "not_refundable": "Nothing of it can be given back: it is not paid, or all that was paid has gone back.",
    "refunded_already": "More than is left of what was paid: of a checkout, `amount` less `refunded`.",
    "not_enough_free": "The business holds less than that free now: see `available` of GET /balance.",
    "unknown_origin": "Register the origin of `return_url` first: POST /returns.",
    "return_url_says_result": "`return_url` says a result by itself: we add that, signed.",
    "link_closed": "The link is closed: make another.",
    "order_ended": "The order was delivered or cancelled: it stays so.",
    "checkout_ended": "The checkout is paid, expired or cancelled: make another.",
    "invoice_draft": "It is a draft: finalise it first (POST /invoices/<id>/finalise).",
    "invoice_issued": "It was issued, and stays: a credit note takes it back (POST /invoices/<id>/void).",
    "invoice_asks": "An invoice asks for it: to ask no more, take the invoice back.",
    "invoice_due_before": "`due_on` is before the day of issue: say a later one.",
    "invoice_sent_enough": "It was sent often enough today: send it again tomorrow.",
    "issuer_missing": "Say first what invoices say of the business: POST /issuer.",
    "vat_not_billed": "Under the issuer's regime no tax is billed: use lines without it, with their reason.",
    "customer_unreached": "The customer has no e-mail address and no phone: note one first.",
    "asked_of_enough": "That phone, or address, was asked often enough today: ask again tomorrow.",
    "shop_asked_enough": "The business has asked as many today as it may: ask the others tomorrow.",
    "reminded_before": "It was repeated once: more than that is not sent.",
    "request_untold": "That number takes no texts it did not ask for: give its owner `url` or `code` yourself.",
    "credited_already": "A credit note took some of it back: say which lines are left.",
    "credited_above": "More than is left of the invoice: take less back.",
    "not_an_invoice": "Only an invoice is taken back by a credit note.",
    "proforma_turned": "Only a proforma that was issued is turned, once.",
    "shop_closed": "The shop, or its owner's wallet, is closed or locked for now.",
    "recipient_refuses": "The other side cannot be paid now.",
    "subscription_over": "It has ended: whoever wants it again agrees again.",
    "subscription_not_yours": "You did not pause it: its subscriber goes on by agreeing again, on their phone.",
    "payroll_bad_lines": "Some lines cannot be paid so (GET /payrolls/<id>/lines?bad=true): make it anew without them.",
    "payroll_empty": "A payroll has a line at least.",
    "payroll_no_draft": "It was submitted: it waits for an approver, or is paid.",
    "payroll_of_another": "Another of the business made it: they submit it, or drop it.",
    "payrolls_most": "Twenty drafts wait already: submit or drop some first.",
    "payroll_title": "A title in letters, 60 at most.",
    "payout_unverified": "The business is at level 0: it pays out to its owner's wallet alone until it is verified.",
    "payout_most": "More than one payout may be at the business's level: choose less.",
    "account_closed": "The account is closed.",
    "no_such_till": "None of your tills has that code (GET /tills).",
    "endpoint_off": "The endpoint is off, and would be told nothing: switch it on first (PATCH /endpoints/<id>).",
    "no_such_endpoint": "The endpoint was removed meanwhile.",
    "not_an_email": "An e-mail address, such as awa@example.cm.",
    "not_a_phone": "A phone number, such as +237677000001.",
    "foreign_phone": "A number of Cameroon, such as +237677000001.",
    "fixed_line": "A mobile number, such as +237677000001.",
    "no_such_phone": "No operator has that number: check its digits.",
    "malformed": "Something in it has not the form it must have: /v1/docs says each field's.",
    "amount_below": "At least {minimum} francs.",
    "amount_above": "At most {maximum} francs.",
    "more_than_left": "At most {left} francs: more is not left of what was paid.",
    "refund_too_small": "Its share of what the payer was charged abroad is less than a cent: give back more.",
    "price_changed": "The price changed meanwhile: ask again.",
    "operator_down": "Its operator does not answer for now: ask again later.",
    "no_rate": "Nothing is charged in that currency now.",
    "rate_too_old": "The rate of that currency is too old to charge by: ask again later.",
    "plan_closed": "The plan is closed: make another.",
    "money_retained": "Some of the business's money must stay: {free} francs may leave. Its owner may ask us why.",
    "not_enough": "The business holds less than that: see `available` of GET /balance.",
    "shop_unverified": "The business is not verified for that yet: its owner hands in its papers at /business.",
    "shop_method": "The business may not be paid that way at its level.",
    "shop_payment_most": "More than one payment may be at the business's level: ask for less.",
    "shop_month_most": "More than the business may take in a month at its level.",
}
FIELDS: Final = {
    "not_an_email": ("customer_email", "email"),
    **dict.fromkeys(("not_a_phone", "foreign_phone", "fixed_line", "no_such_phone"), ("customer_phone", "phone")),
    **dict.fromkeys(("amount_below", "amount_above", "more_than_left"), ("amount",)),
    "no_such_till": ("till",),
    **dict.fromkeys(("no_rate", "rate_too_old"), ("currency",)),
}


AS_THINGS_STAND: Final = frozenset(
    {"more_than_left", "no_such_till"}
)  # read well: that it cannot be done no paper says


def say_refusal(key: str, values: Mapping[str, Any]) -> str:
    """Return a refusal in words: of `refusal.not_refundable`, what stands in the way."""
    name = key.rpartition(".")[2]
    return WORDS.get(name, name.replace("_", " ")).format_map(values)


def is_misread(key: str) -> bool:
    """True for what no paper lets one send, false for what cannot be done as things stand."""
    return key.rpartition(".")[2] not in AS_THINGS_STAND


def find_field(key: str, said: type[BaseModel] | None) -> str | None:
    """Return the field of a body that could not be read, None where that is not known."""
    fields = FIELDS.get(key.rpartition(".")[2], ())
    return next((one for one in fields if said and one in said.model_fields), None)
