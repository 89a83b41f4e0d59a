# ruff: noqa: E501 - a row of a table stays on its line
"""Rows 49–58 in texts to a till, a biller, an agent, of a request. No money moves, and no question waits."""

from typing import Final

from local.demo_agent import CODE
from tests.service.bad_input.scene import BILLER
from tests.service.bad_input.texts_table import DOTS, NO_AMOUNT, NO_PHONE, TIER_0, TOO_LONG, TWO, every, pins
from tests.world.cast import FATOU, TILL

PAY, REQUEST, WITHDRAW, HANDOVER, DECLINE = "help.pay", "help.request", "help.withdraw", "help.handover", "help.decline"
NO_CODE: Final = "error.no_such_code"

TEXTS: Final = (
    *every("row-49", "error.amount_above", {"till-above": f"PAYER 5001 {TILL}", "cash-out-above": f"RETRAIT 5001 AGENT {CODE}"}, **TIER_0),
    *every("row-49", "error.amount_above", {"request-above": "DEMANDE 25001 699000002"}, maximum=25_000),
    *every("row-49", "error.amount_below", {"till-below": f"PAYER 99 {TILL}", "cash-out-below": f"RETRAIT 99 AGENT {CODE}", "request-below": "DEMANDE 99 699000002"}, minimum=100),
    *every("row-52", NO_AMOUNT, {"request-leading-zeros": "DEMANDE 00500 699000002"}),
    *every("row-44", DOTS, {"till-point": f"PAYER 5.000 {TILL}", "request-comma": "DEMANDE 5,000 699000002 loyer"}),
    *every("row-47", TOO_LONG, {"request-twenty-nines": f"DEMANDE {'9' * 20} 699000002"}),
    *every("row-53", "error.own_number", {"request-of-oneself": "DEMANDE 500 677000001"}),
    *every("row-54", NO_CODE, {"till-of-nobody": "PAYER 500 55111", "agent-of-nobody": "RETRAIT 500 AGENT 234567", "request-of-nobody": "PAYER 48217368"}),
    *every("row-54", "error.no_such_bill", {"bill-of-nobody": f"PAYER {BILLER} FACT999"}),
    *every("row-54", "error.no_such_biller", {"biller-nobody-knows": "PAYER CAMWATER FACT118"}),
    *every("row-56", "error.fixed_line", {"request-fixed-line": "DEMANDE 500 222123456"}),
    *every("row-56", NO_PHONE, {"request-short": "DEMANDE 500 6771234"}),
    *every("row-57", TWO, {"request-two-readings": "DEMANDE 650 000 677 123 456"}),
    *every("row-58", "error.amount_is_phone", {"request-amount-that-is-a-phone": "DEMANDE 677123456 699000002"}),
    *every("row-66", "error.reason", {"reason-with-a-link": "DEMANDE 500 699000002 www.loyer.cm", "reason-too-long": "DEMANDE 500 699000002 " + "loyer " * 5}),
    *every("beyond", PAY, {"pay-alone": "PAYER", "pay-nothing-known": "PAYER bonjour"}),
    *every("beyond", REQUEST, {"request-alone": "DEMANDE", "request-without-a-number": "DEMANDE 500"}),
    *every("beyond", DECLINE, {"refuse-alone": "REFUSE"}),
    *every("beyond", NO_CODE, {"refuse-nobodys": "REFUSE 48217368"}),
    *pins("row-71", {"after-a-till": f"PAYER 500 {TILL} 739146", "after-an-agent": f"RETRAIT 500 AGENT {CODE} 739146", "after-a-request": "DEMANDE 500 699000002 739146", "in-a-reason": "DEMANDE 500 699000002 loyer 739146"}),
)  # fmt: skip

# From Fatou's phone, whose customers' codes these might be; the last is from somebody who is no agent.
BY_FATOU: Final = (
    *every("row-54", "refusal.cash_out_differs", {"code-of-nobody": "REMISE 4821735 5000"}),
    *every("beyond", HANDOVER, {"handover-alone": "REMISE", "handover-without-an-amount": "REMISE 4821735"}),
    *every("row-53", "error.own_agent", {"cash-at-oneself": f"RETRAIT 500 AGENT {CODE}"}),
)  # fmt: skip
BY_NO_AGENT: Final = every("row-54", "refusal.not_agent", {"handover-by-a-customer": "REMISE 4821735 5000"})
ON_THE_MARKET: Final = {"+237677000001": (*TEXTS, *BY_NO_AGENT), FATOU: BY_FATOU}
