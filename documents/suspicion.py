"""A report of suspicion to ANIF, as PDF, in French: who, what, when, how much, and why somebody wonders."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from documents.shown import show_francs
from documents.typeset import typeset
from wallet.books.kind_names import KIND_NAMES

STATES = {"open": "ouvert", "frozen": "gelé", "closed": "fermé"}


def print_suspicion(name: str, said: Mapping[str, Any], written_at: datetime) -> bytes:
    """Return a report as PDF: the same bytes whenever it is read."""
    nothing = "néant"
    facts = {
        "language": "fr",
        "name": name,
        "subject": f"Déclaration d'opération suspecte {name}",
        "who": [
            ("Nom", said["name"]),
            ("Numéros", said["phones"] or nothing),
            ("Pièces vues", said["papers"] or nothing),
            ("Commerces", said["shops"] or nothing),
            ("Niveau d'identification", str(said["tier"])),
            ("Compte ouvert le", said["joined"]),
            ("État du compte", STATES[said["state"]]),
            ("Solde à la date de la déclaration", show_francs(said["balance"])),
        ],
        "what": [
            ("Dossier interne", f"{said['case']} · {said['case_detail']}"),
            ("Période examinée", f"du {said['since']} au {said['until']}"),
            ("Nombre d'écritures", str(said["count"])),
            ("Total reçu", show_francs(said["came_in"])),
            ("Total sorti", show_francs(said["went_out"])),
        ],
        "reasons": said["reasons"].split("\n"),
        "head": ["Date et heure", "Opération, contrepartie, référence", "Montant", "Solde après"],
        "entries": [
            (one["at"], KIND_NAMES.get(one["kind"], (one["kind"],))[0], one["other"], one["reference"],
             ("+" if one["amount"] > 0 else "") + show_francs(one["amount"]), show_francs(one["balance"]))
            for one in said["entries"]
        ],
        "left_out": said["count"] - len(said["entries"]),
        "officer": said["officer"],
    }  # fmt: skip
    return typeset("suspicion", facts, written_at)
