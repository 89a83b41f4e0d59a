"""Doing what whoever is signed in asks for, once for one rendering of its form."""

from flask import abort

from wallet.core.errors import Refused
from wallet.operations.actor import Actor
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Outcome, UseCase
from wallet.people.people import Person
from web.pages.attempts import is_attempt
from web.process import process
from workers.waking import wake_all


def check_attempt(attempt: str) -> None:
    """Break off with 400 for what no form of ours sends as the name of its rendering."""
    if not is_attempt(attempt):
        abort(400)


def perform(person: Person, case: UseCase, attempt: str, proof: PinProof | None = None) -> Outcome:
    """Do what a person asks on their page, once for an attempt, and wake who goes on. Raises as `Wallet.perform`."""
    held, actor = process(), Actor("person", person.id, person.language, person.phone)
    outcome = held.wallet.perform(case, actor, f"me:{person.id}:{attempt}", "web", proof)
    if outcome.refused:
        raise Refused(outcome.sentence, **outcome.values)
    wake_all(held.redis, case.wakes)
    return outcome
