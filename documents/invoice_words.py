"""Words of invoices by what they name: a kind of paper, why no tax is due, what is withheld."""

from documents.words import Say


def name_kind(say: Say, kind: str) -> str:
    """Return what a paper of a kind is called."""
    return {"proforma": say("Proforma invoice"), "credit_note": say("Credit note")}.get(kind, say("Invoice"))


def name_exemption(say: Say, code: str) -> str:
    """Return the words the law wants where no tax is due."""
    return say("Paid by the State") if code == "state" else say("Exempt")


def name_withheld(say: Say, code: str) -> str:
    """Return what a share that is withheld is called; of one added later, no more than that."""
    if code.startswith("vat_"):
        return say("VAT withheld")
    return say("Income tax withheld") if code.startswith("income_") else say("Withheld")


def list_columns(say: Say) -> list[str]:
    """Return the heads of the table of lines."""
    return [say("Item"), say("Quantity"), say("Unit price"), say("Discount"), say("VAT"), say("Net")]
