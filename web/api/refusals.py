"""Refusals of the wallet in the words of the API: what stands in the way, and what to do about it."""

from typing import Final

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
    "account_closed": "The account is closed.",
    "not_an_email": "An e-mail address, such as awa@example.cm.",
    "not_a_phone": "A phone number, such as +237677000001.",
}
FIELDS: Final = {"not_an_email": ("customer_email", "email"), "not_a_phone": ("customer_phone", "phone")}


def say_refusal(key: str) -> str:
    """Return a refusal in words: of `refusal.not_refundable`, what stands in the way."""
    name = key.rpartition(".")[2]
    return WORDS.get(name, name.replace("_", " "))


def find_field(key: str, said: type[BaseModel] | None) -> str | None:
    """Return the field of a body that could not be read, None where that is not known."""
    fields = FIELDS.get(key.rpartition(".")[2], ())
    return next((one for one in fields if said and one in said.model_fields), None)
