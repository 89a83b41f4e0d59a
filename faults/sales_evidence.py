"""Evidence of what was paid at pages: our rows, what providers took and gave back, what shop and payers were told."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

import requests

from faults.buyers import Buyers
from faults.sales import PROVIDERS, Sale
from faults.stage import Stage
from faults.statements import NamedDifferences, lay_beside
from wallet import ledger
from wallet.payments.rails import RAILS

PAYMENTS: Final = """SELECT p.id::text, p.reference, p.rail, p.direction, p.purpose, p.amount, p.state, p.reason,
        p.handle, p.currency, COALESCE(p.charged, p.amount) AS charged, p.checkout_id::text,
        p.refunds::text, p.beside::text,
        COALESCE(c.payment_id = p.id, r.payment_id = p.id, FALSE) AS pays
    FROM payment p LEFT JOIN payment back ON back.id = p.refunds LEFT JOIN checkout c ON c.id = p.checkout_id
    LEFT JOIN recharge r ON r.id = coalesce(p.recharge_id, back.recharge_id)
    WHERE c.id IS NOT NULL OR r.id IS NOT NULL ORDER BY p.created_at"""
CHECKOUTS: Final = """SELECT id::text, reference, amount, state, payment_id::text, refunded, fee,
        state = 'paid' AND payment_id IS NULL AS by_wallet FROM checkout
    ORDER BY created_at"""
LIE: Final = "status_wrong_amount"  # our books say what we were told, until a statement is laid beside them
KEPT: Final = """SELECT payment_id::text FROM case_file WHERE payment_id IS NOT NULL"""


@dataclass(frozen=True)
class OnlineEvidence:
    """All that online sales left behind. `pages`: what each payer reads at last, by their payment's reference.

    `taken` is what each provider has of ours by its journal, `ours` the same by our books, (rail, currency) → minor
    units; `by_handle` what it took less what it gave back under each of our handles; `named` what its statement names.
    """

    payments: list[Any] = field(default_factory=list)
    checkouts: list[Any] = field(default_factory=list)
    taken: dict[tuple[str, str], int] = field(default_factory=dict)
    ours: dict[tuple[str, str], int] = field(default_factory=dict)
    by_handle: dict[str, list[str]] = field(default_factory=dict)
    heard: list[dict[str, Any]] = field(default_factory=list)
    pages: dict[str, str] = field(default_factory=dict)
    cases: Counter[str] = field(default_factory=Counter)
    in_transit: dict[str, int] = field(default_factory=dict)
    sales: tuple[Sale, ...] = ()
    named: NamedDifferences = field(default_factory=NamedDifferences)
    liars: frozenset[str] = frozenset()  # rails that named another amount than they took when they were asked


def gather_online(stage: Stage, buyers: Buyers, since: dict[str, int], sales: tuple[Sale, ...]) -> OnlineEvidence:
    """Return the evidence; `since` are the counts of journals when the run began."""
    taken, by_handle = Counter[tuple[str, str]](), dict[str, list[str]]()
    for rail in PROVIDERS:
        for one in stage.get("journal", operator=rail, since=since[rail]):
            came = one["amount"] if one["direction"] == "collection" else -one["amount"]
            taken[rail, one["currency"]] += came
            by_handle.setdefault(one["reference"], []).append(f"{one['direction']} {one['amount']} {one['currency']}")
    return OnlineEvidence(
        stage.rows(PAYMENTS),
        stage.rows(CHECKOUTS),
        dict(taken),
        {(rail, code): -hold(stage, f"operator_float:{rail}", code) for rail in PROVIDERS for code in currencies(rail)},
        by_handle,
        buyers.shop.heard(),
        dict(read_pages(buyers)),
        Counter(row[0] for row in stage.rows(KEPT)),
        {rail: hold(stage, f"in_transit:{rail}", "XAF") for rail in PROVIDERS},
        sales,
        lay_beside(stage, since, PROVIDERS),
        frozenset(one["party"] for one in stage.get("faults/struck", since=since["strikes"]) if one["fault"] == LIE),
    )


def currencies(rail: str) -> tuple[str, ...]:
    """Return the currencies in which a provider holds money for us."""
    return tuple(dict.fromkeys(("XAF", *RAILS[rail].currencies)))


def hold(stage: Stage, account: str, currency: str) -> int:
    """Return what an account of the house holds."""
    code = account if currency == "XAF" else f"{account}:{currency}"
    return stage.read(lambda db: ledger.balance(db, ledger.ours(db, code)))


def read_pages(buyers: Buyers) -> list[tuple[str, str]]:
    """Return what each payer's page says at last, by the reference of the payment they follow."""
    pages = list[tuple[str, str]]()
    for one in buyers.everybody:
        if not one.reference:
            continue
        try:
            one.visitor.open(one.visitor.ours.replace("go=1", ""))
        except (requests.RequestException, AssertionError) as failed:
            pages.append((one.reference, f"failed: {failed}"))
        else:
            pages.append((one.reference, one.visitor.html))
    return pages
