"""Notices of moves, to whoever they gave money to or took it from; each stands in their history, or their day."""

from typing import Final

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.agents import agents
from wallet.ledger import Posting
from wallet.messages import notices
from wallet.operations import movements
from wallet.operations.movements import NewMovement
from wallet.operations.use_case import Doing
from wallet.people import people
from wallet.staff.moves import Leg

OWNED: Final = text("""SELECT a.kind, p.id::text AS person, g.code AS agent, m.id::text AS shop
    FROM account a LEFT JOIN agent g ON g.float_id = a.id LEFT JOIN merchant m ON m.account_id = a.id
    JOIN person p ON p.id IN (g.person_id, m.owner_id) OR p.account_id = a.id WHERE a.id = :account""")
FLOAT: Final = {True: "float_given", False: "float_redeemed"}  # by whether there is more of it now
SAID: Final = {"pay_on": "paid_on", "reverse_cash_in": "cash_in_reversed", "charge_back": "charged_back"}


def tell_owners(db: Connection, doing: Doing, move: str, legs: tuple[Leg, ...], posting: Posting) -> None:
    """Tell each person whose account a move changed, and write it down for them."""
    for leg in legs:
        account = ledger.get_named(db, leg.account)
        owned = db.execute(OWNED, {"account": account}).one_or_none()
        if owned is None or account not in posting.balances:
            continue
        person, amount = people.get_person(db, owned.person), abs(leg.amount)
        if owned.agent:
            agent = agents.find_agent(db, owned.agent)
            assert agent
            agents.note(db, agent, doing.reference, move, amount)
            said = {"amount": amount, "float": posting.balances[account], "reference": doing.reference}
            notices.tell(db, person, "receipt", FLOAT[leg.amount > 0], **said)
            continue
        given, got = (None, person.id) if leg.amount > 0 else (person.id, None)
        movements.note(db, NewMovement(
            posting.transfer, doing.reference, move, amount, giver_id=given, receiver_id=got, merchant_id=owned.shop,
        ))  # fmt: skip
        said = {"amount": amount, "balance": posting.balances[account], "reference": doing.reference}
        notices.tell(db, person, "receipt", SAID[move], **said)
