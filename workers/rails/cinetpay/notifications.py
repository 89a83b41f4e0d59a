"""CinetPay's notifications: a form, signed by `x-token` over its values in one order; older ones are unsigned JSON."""

import hmac
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

FIELDS_MAX: Final = 64
SIGNED: Final = (
    "cpm_site_id", "cpm_trans_id", "cpm_trans_date", "cpm_amount", "cpm_currency", "signature", "payment_method",
    "cel_phone_num", "cpm_phone_prefixe", "cpm_language", "cpm_version", "cpm_payment_config", "cpm_page_action",
    "cpm_custom", "cpm_designation", "cpm_error_message",
)  # fmt: skip


def read_form(body: bytes) -> dict[str, str]:
    """Return the fields of a notification, {} for what is no form."""
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=FIELDS_MAX, errors="strict"))
    except ValueError:
        return {}


def sign(secret_key: str, form: Mapping[str, str]) -> str:
    """Return the x-token of a form: HMAC-SHA256 of its values, one after the other; what is missing is nothing."""
    written = "".join(form.get(name, "") for name in SIGNED)
    return hmac.new(secret_key.encode(), written.encode(), "sha256").hexdigest()
