"""Requests for money in a world: asked, paid from a wallet, paid by an operator's customer."""

from dataclasses import replace

from sqlalchemy import Connection

from tests.world.cast import AWA, FATOU, MOUSSA
from tests.world.world import World
from wallet.core.values import Reason
from wallet.operations.actor import Actor
from wallet.operations.use_case import Outcome
from wallet.requests.ask_payment import AskPayment, check_asking, find_payer
from wallet.requests.collect_request import CollectRequest, find_collection
from wallet.requests.pay_request import PayRequest, quote_request


def asking(world: World, asker: str, payer: str, amount: int = 2_000, reason: str = "loyer") -> AskPayment:
    """Return what asks this number for money. Raises Misread."""
    actor = world.actor(asker)

    def find(db: Connection) -> AskPayment:
        found = check_asking(db, actor.person_id, find_payer(db, actor.person_id, payer), amount)
        return AskPayment(replace(found, reason=Reason.read(reason)))

    return world.do(find)


def ask(world: World, asker: str = MOUSSA, payer: str = AWA, amount: int = 2_000, key: str = "r") -> tuple[str, str]:
    """Ask for money. Returns the request's id and code."""
    assert world.perform(asker, asking(world, asker, payer, amount), key).sentence == "request_sent"
    [row] = world.rows("SELECT id::text, code FROM request ORDER BY asked_at DESC LIMIT 1")
    return row.id, row.code


def paying(world: World, payer: str, code: str) -> PayRequest:
    """Return what pays a request, at the price of now. Raises Misread, Refused."""
    actor = world.actor(payer)
    return PayRequest(world.do(lambda db: quote_request(db, actor, code)))


def collect(world: World, code: str, phone: str = FATOU, rail: str = "mtn", key: str = "") -> Outcome:
    """Let a stranger ask to pay a request by an operator: their phone is prompted."""
    actor = Actor("stranger", phone, "fr", phone)
    found = world.do(lambda db: find_collection(db, actor, code, rail))
    return world.perform(actor, CollectRequest(found), f"by {phone} {key}")


def read_state(world: World) -> str:
    """Return the state of the one request there is."""
    return str(world.one("SELECT state FROM request"))
