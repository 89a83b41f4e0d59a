"""The regulator's figures of a month as rows for a terminal, CSV and XLSX, in French or English."""

from collections.abc import Iterable, Iterator
from typing import Final

from cli.books_sheets import write_amount
from documents.sheet import Cell, Row
from wallet.books.kind_names import KIND_NAMES
from wallet.books.safeguarding import SHEET
from wallet.compliance.months import MonthFigure
from wallet.core.values import CURRENCY

# Each part of the figures in order, and what is in them beside kinds of transfer: in French, in English.
PARTS: Final[dict[str, tuple[str, str]]] = {
    "wallets": ("Comptes par niveau", "Wallets by level"),
    "money": ("Encours en fin de mois", "Outstanding at the month's end"),
    "volume": ("Opérations par nature", "Operations by kind"),
    "agents": ("Agents", "Agents"),
    "cases": ("Réclamations et dossiers", "Complaints and cases"),
    "frauds": ("Fraudes et annulations", "Frauds and reversals"),
    "alerts": ("Alertes par règle", "Alerts by rule"),
    "decisions": ("Décisions et déclarations", "Decisions and reports"),
}
WHATS: Final[dict[str, tuple[str, str]]] = {
    "opened": ("ouverts dans le mois", "opened in the month"),
    "open": ("en service", "open"),
    "active": ("actifs dans le mois", "active in the month"),
    "dormant": ("sans mouvement depuis un an", "without movement for a year"),
    "frozen": ("gelés", "frozen"),
    "closed": ("fermés dans le mois", "closed in the month"),
    "robbed": ("bloqués après un vol", "locked for who was robbed"),
    "taken_back": ("sommes rendues ou annulées", "given back or reversed"),
    "under_7": ("encore ouverts, moins de 7 jours", "still open, under 7 days"),
    "under_30": ("encore ouverts, 7 à 30 jours", "still open, 7 to 30 days"),
    "over_30": ("encore ouverts, plus de 30 jours", "still open, over 30 days"),
    "withdraw_money": ("retraits vers un opérateur", "withdrawals to an operator"),
    "make_payout": ("reversements aux marchands", "payouts to merchants"),
    "structuring": ("fractionnement", "structuring"),
    "velocity": ("vitesse inhabituelle", "velocity"),
    "mule": ("collecte puis sortie", "many to one, then out"),
    "agent_splits": ("agent: fractionnement", "agent: splits"),
    "agent_circles": ("agent: circuits", "agent: circles"),
    "shared_documents": ("pièces partagées", "shared documents"),
    "shared_numbers": ("numéros partagés", "shared numbers"),
    "nothing_unusual": ("rien d'inhabituel", "nothing unusual"),
    "watched": ("surveillance", "watched"),
    "reported": ("à déclarer", "to be reported"),
    "reports": ("déclarations de soupçon écrites", "reports of suspicion written"),
}
RULE_DORMANT: Final = ("réveil d'un compte inactif", "dormant, then active")
LEVEL: Final = ("niveau {}", "level {}")
# Of what people hold, and where it is: the parts of the safeguarding sheet.
SUMS: Final[dict[str, tuple[str, str]]] = {
    "owed": ("dû au public, total", "owed to the public, total"),
    "kept": ("gardé (cantonnement, opérateurs, caisse), total", "kept (trust accounts, operators, cash), total"),
}
KINDS: Final = {kind: place for place in SHEET for kind in place.kinds}


def list_figures(figures: Iterable[MonthFigure], language: str) -> Iterator[Row]:
    """Yield the figures, part by part; below what accounts hold, what is owed against what is kept."""
    found, side = list(figures), 0 if language == "fr" else 1
    for part, titles in PARTS.items():
        own = [one for one in found if one.part == part]
        for one in own:
            yield titles[side], _name(one, side), _name_level(one, side), *_write(one)
        if part == "money":
            yield from _add_up(own, titles[side], side)


def _add_up(own: Iterable[MonthFigure], title: str, side: int) -> Iterator[Row]:
    held = [(KINDS[one.what], one.amount) for one in own if one.level == CURRENCY]
    for part, names in SUMS.items():
        amount = sum(amount for place, amount in held if place.part == part)
        yield title, names[side], CURRENCY, "", write_amount(amount if part == "owed" else -amount, CURRENCY)


def _name(one: MonthFigure, side: int) -> str:
    if one.part == "money":
        place = KINDS[one.what]
        return f"{place.fr if side == 0 else place.en} ({one.what})"
    if (one.part, one.what) == ("alerts", "dormant"):
        return RULE_DORMANT[side]
    return (WHATS.get(one.what) or KIND_NAMES.get(one.what, (one.what, one.what)))[side]


def _name_level(one: MonthFigure, side: int) -> str:
    if one.part == "wallets":
        return LEVEL[side].format(one.level)
    return KIND_NAMES.get(one.level, (one.level, one.level))[side]


def _write(one: MonthFigure) -> tuple[Cell, Cell]:
    if one.part == "money":
        return "", write_amount(one.amount, one.level)
    return one.number, one.amount if one.part in ("volume", "agents", "frauds", "alerts") and one.amount else ""
