"""Answers to POSTs, each given once for its Idempotency-Key and given again for 30 days, but for what is secret."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final, NoReturn

from flask import Response, request
from sqlalchemy import Connection

from wallet.business import idempotency
from wallet.business.api_keys import ApiKey
from wallet.business.idempotency import KeyInUseError, KnownAnswer
from wallet.core.database import in_transaction
from web.api.call import ApiRequest
from web.api.json_answers import answer_written, write
from web.api.problems import PROBLEM, Trouble, answer_problem
from web.process import WebProcess

KEY: Final = re.compile(r"[\x21-\x7e]{1,255}")
HEADER: Final = "Idempotency-Key"
REPLAYED: Final = "Idempotent-Replayed"
AGAIN_SECONDS: Final = 1
UNAVAILABLE_SECONDS: Final = 5
AGAIN: Final = (400,)  # as 5xx: nothing was done, and what was mended may come under the same key


def find_key() -> str:
    """Return the key of the current request, "" where there is none that can be one."""
    given = request.headers.get(HEADER, "")
    return given if KEY.fullmatch(given) else ""


def refuse_key() -> NoReturn:
    """Raise Trouble for the current request, which has no key, or what cannot be one."""
    if request.headers.get(HEADER):
        raise Trouble("invalid_request", "At most 255 visible ASCII characters.", HEADER)
    raise Trouble("idempotency_key_required", "A new one for each thing you want done once.", HEADER)


def answer_once(
    held: WebProcess,
    program: str,
    key: str,
    admit: Callable[[ApiKey | None], ApiRequest],
    answer: Callable[[ApiRequest], Response],
) -> Response:
    """Return the answer of this key: of `answer`, done and kept in one transaction, or the one that was kept.

    `admit` returns the call of the program that says its own key, or raises Trouble, which is not kept. Of what is
    refused later nothing is done; that it was is kept by itself, but for what could not be read. Raises Trouble.
    """
    hashed, admitted = hash_request(), False

    def answer_in(db: Connection, answer: Callable[[ApiRequest], Response]) -> Response | KnownAnswer:
        nonlocal admitted
        who, known = idempotency.claim(db, held.wallet.secrets, program, key, hashed)
        call = replace(admit(who), db=db)
        admitted = True
        if known:
            return known
        made = answer(call)
        idempotency.keep(db, call.merchant_id, key, made.status_code, leave_out_secret(made), call.done)
        return made

    engine = held.wallet.engine
    try:
        try:
            done = in_transaction(engine, lambda db: answer_in(db, answer))
        except Trouble as trouble:
            if not admitted:
                raise
            refused = answer_problem(trouble)
            if refused.status_code in AGAIN or refused.status_code >= 500:
                return refused
            done = in_transaction(engine, lambda db: answer_in(db, lambda _: refused))
    except KeyInUseError:
        if idempotency.is_table_held(engine):
            raise Trouble("unavailable", retry_after=UNAVAILABLE_SECONDS) from None
        raise Trouble("idempotency_in_progress", "Ask again in a moment.", HEADER, AGAIN_SECONDS) from None
    return give_again(done) if isinstance(done, KnownAnswer) else done


def leave_out_secret(made: Response) -> str:
    """Return the body of an answer as it is kept: without the secret of an endpoint, which nothing keeps in clear."""
    body = made.get_data(as_text=True)
    if '"secret"' not in body:  # it was written a moment ago: most need not be read again
        return body
    said = made.get_json(silent=True)
    if isinstance(said, dict) and "secret" in said:
        return write({name: value for name, value in said.items() if name != "secret"})
    return body


def give_again(known: KnownAnswer) -> Response:
    """Return the answer that was kept. Raises Trouble for another request, and while there is none yet."""
    if not known.same:
        raise Trouble("idempotency_conflict", "Use a new key for another request.", HEADER)
    if not known.status:
        raise Trouble("idempotency_in_progress", "Ask again in a moment.", HEADER, AGAIN_SECONDS)
    made = answer_written(known.body, known.status, "application/json" if known.status < 400 else PROBLEM)
    made.headers[REPLAYED] = "true"
    return made


def hash_request() -> bytes:
    """Return what tells this request from another: method, path and body."""
    return hashlib.sha256(f"{request.method} {request.path}\n".encode() + request.get_data()).digest()
