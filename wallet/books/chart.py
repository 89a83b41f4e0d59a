"""The chart of accounts: which line of the books an account of the ledger stands on, numbered as SYSCOHADA does.

The plan's own accounts (2017) are kept to their third or fourth digit: 4191 customers in credit, 4432 VAT on
services, 4441 VAT due, 447 taxes withheld, 4712 various creditors, 552 electronic money by telephone, 585 and 588
money under way between our own accounts, 7061 services sold in the region, 6322 commissions on sales, 6588 and 7588
other costs and income. The digits behind them are ours. A new kind of account gets its line here, or a test fails; a
new kind of transfer that earns, its line in INCOME.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

BookSide = Literal["debit", "credit"]  # on which a line usually stands


@dataclass(frozen=True)
class ChartLine:
    """One line: its number, its titles, the side it stands on; its class is the number's first digit."""

    number: str
    fr: str
    en: str
    side: BookSide

    @property
    def of_class(self) -> int:
        """Return the class of the plan: 1 capital, 4 third parties, 5 money, 6 costs, 7 income."""
        return int(self.number[0])


# The line of each kind of account (account_kind), and of VAT that is parted from our fees (fee_vat). An account of its
# own in LINES_OF_ACCOUNTS stands there instead.
KINDS: Final[Mapping[str, ChartLine]] = {
    "capital": ChartLine("101300", "Capital versé", "Capital paid in", "credit"),
    "agent_commission": ChartLine("408100", "Agents, commissions à payer", "Agents, commissions to pay", "credit"),
    "customer": ChartLine("419110", "Clients, monnaie électronique", "Customers, electronic money", "credit"),
    "agent_float": ChartLine("419120", "Agents, monnaie électronique", "Agents, electronic money", "credit"),
    "merchant": ChartLine("419130", "Commerçants, monnaie électronique", "Businesses, electronic money", "credit"),
    "held": ChartLine("419140", "Clients, sommes bloquées", "Customers, money held", "credit"),
    "unclaimed": ChartLine("419150", "Clients, sommes non réclamées", "Customers, money unclaimed", "credit"),
    "fee_vat": ChartLine("443200", "État, TVA facturée sur services", "State, VAT in our fees", "credit"),
    "vat": ChartLine("444100", "État, TVA due", "State, VAT due", "credit"),
    "tax": ChartLine("447800", "État, taxe sur les transferts d'argent", "State, tax on transfers of money", "credit"),
    "suspense": ChartLine("471200", "Différences à régulariser", "Differences to be explained", "credit"),
    "position": ChartLine("588000", "Position de change", "Position in currencies", "credit"),
    "trust_bank": ChartLine("521100", "Banques, comptes de cantonnement", "Banks, trust accounts", "debit"),
    "own_bank": ChartLine("521200", "Banques, nos fonds propres", "Banks, our own money", "debit"),
    "operator_float": ChartLine("552000", "Avoirs chez les opérateurs", "Held by operators", "debit"),
    "cash": ChartLine("571000", "Caisse", "Notes and coins", "debit"),
    "in_transit": ChartLine("585000", "Virements de fonds", "Transfers of funds", "credit"),
    "bank_charges": ChartLine("631800", "Frais de banque et de prestataires", "Charges of banks, providers", "debit"),
    "commissions": ChartLine("632200", "Commissions des agents", "Commissions of agents", "debit"),
    "losses": ChartLine("658800", "Pertes sur différences", "Losses on differences", "debit"),
    "fees": ChartLine("706190", "Commissions perçues, autres mouvements", "Fees, other movements", "credit"),
    "other_income": ChartLine("758800", "Différences acquises", "Differences kept", "credit"),
    "rounding": ChartLine("776100", "Gains d'arrondi de change", "Gained by rounding currencies", "credit"),
}
# What operators, processors and banks hold stands apart; so does what is on its way, by where it goes.
LINES_OF_ACCOUNTS: Final[Mapping[str, ChartLine]] = {
    "operator_float:orange": ChartLine("552100", "Orange Money", "Orange Money", "debit"),
    "operator_float:mtn": ChartLine("552200", "MTN MoMo", "MTN MoMo", "debit"),
    "operator_float:flutterwave": ChartLine("538100", "Flutterwave", "Flutterwave", "debit"),
    "operator_float:paypal": ChartLine("538200", "PayPal", "PayPal", "debit"),
    "operator_float:btcpay": ChartLine("538300", "BTCPay", "BTCPay", "debit"),
    "operator_float:cinetpay": ChartLine("538400", "CinetPay", "CinetPay", "debit"),
    "suspense:bank_unmatched": ChartLine("471210", "Banques, à identifier", "Banks, not matched", "credit"),
    "suspense:chargeback": ChartLine("471220", "Impayés de cartes", "Charged back", "credit"),
    "suspense:operator_difference": ChartLine("471230", "Écarts avec opérateurs", "Differences of operators", "credit"),
    "suspense:wrong_cash_in": ChartLine("471240", "Dépôts erronés", "Wrong cash-ins", "credit"),
    "unclaimed:dormant": ChartLine("419160", "Clients, comptes inactifs", "Customers, dormant wallets", "credit"),
    "in_transit:bank": ChartLine("585100", "Virements vers les banques", "Transfers to banks", "credit"),
    "in_transit:salaries": ChartLine("585200", "Salaires en cours de paiement", "Salaries being paid", "credit"),
}
SENDING = ChartLine("706110", "Commissions sur transferts", "Fees on transfers", "credit")
SALES = ChartLine("706120", "Commissions sur paiements marchands", "Fees on payments to businesses", "credit")
WITHDRAWING = ChartLine("706130", "Commissions sur retraits", "Fees on withdrawals", "credit")
PAYING_OUT = ChartLine("706140", "Commissions sur reversements", "Fees on payouts", "credit")
SALARIES = ChartLine("706150", "Commissions sur salaires", "Fees on salaries", "credit")
# The line of what each kind of transfer adds to our fees, or takes; any other stands on that of the kind `fees`.
INCOME: Final[Mapping[str, ChartLine]] = {
    **dict.fromkeys(("send_money", "pay_request", "return_contested"), SENDING),
    **dict.fromkeys(("pay_till", "pay_checkout", "pay_bill", "pay_subscription"), SALES),
    **dict.fromkeys(("refund_payment", "hold_refund", "return_refund"), SALES),
    **dict.fromkeys(("pay_withdrawal", "pay_cash_out"), WITHDRAWING),
    "pay_payout": PAYING_OUT,
    "pay_salary": SALARIES,
}
# What a newer version than this has opened.
UNKNOWN: Final = ChartLine("470000", "Comptes sans ligne", "Accounts without a line", "credit")


def find_line(account_kind: str, account: str = "", transfer_kind: str = "") -> ChartLine:
    """Return the line an account stands on; of our fees, by the kind of transfer that moved them."""
    if account_kind == "fees" and transfer_kind in INCOME:
        return INCOME[transfer_kind]
    name = ":".join(account.split(":")[:2])  # what is held in another currency stands beside its francs
    return LINES_OF_ACCOUNTS.get(name) or KINDS.get(account_kind, UNKNOWN)


def list_lines() -> list[ChartLine]:
    """Return every line once, in order."""
    known = {*KINDS.values(), *LINES_OF_ACCOUNTS.values(), *INCOME.values()}
    return sorted(known, key=lambda line: line.number)


def get_line(number: str) -> ChartLine | None:
    """Return the line of a number; None for none."""
    return next((line for line in (*list_lines(), UNKNOWN) if line.number == number), None)
