"""Every purpose a payment may have, by the name its row holds."""

from typing import Final

from wallet.purposes import (
    add_money,
    close_wallet,
    make_payout,
    pay_checkout,
    pay_request,
    refund_checkout,
    refund_payment,
    return_late,
    return_other_amount,
    return_recharge,
    return_request,
    take_other_amount,
    withdraw_money,
)
from wallet.purposes.ending import Purpose

PURPOSES: Final[dict[str, Purpose]] = {
    "add_money": add_money.PURPOSE,
    "withdraw_money": withdraw_money.PURPOSE,
    "close_wallet": close_wallet.PURPOSE,
    "pay_request": pay_request.PURPOSE,
    "pay_checkout": pay_checkout.PURPOSE,
    "return_late": return_late.PURPOSE,
    "refund_checkout": refund_checkout.PURPOSE,
    "return_recharge": return_recharge.PURPOSE,
    "return_request": return_request.PURPOSE,
    "refund_payment": refund_payment.PURPOSE,
    "make_payout": make_payout.PURPOSE,
    "take_other_amount": take_other_amount.PURPOSE,
    "return_other_amount": return_other_amount.PURPOSE,
}
