"""The office: where a command of staff is done, for the login whose session it is, and that it was done is kept."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

import click
from sqlalchemy import Connection

from cli.envelope import make_place
from cli.sentences import tell
from cli.words import say
from wallet.core import clock
from wallet.core.database import in_transaction
from wallet.core.errors import Misread, Refused
from wallet.core.replica import read_report
from wallet.operations.use_case import Outcome, UseCase
from wallet.perform import Wallet
from wallet.staff import permissions, reading, unmasking
from wallet.staff.acts import STAFF_ACTS, staff_actor
from wallet.staff.approvals import ApprovalRequest, get_request
from wallet.staff.permissions import May
from wallet.staff.sessions import SessionProof

Found = TypeVar("Found")


class Unagreed(Exception):
    """Shown, and not yet agreed to: `content_hash` names what was shown, and does it when it comes back."""

    def __init__(self, content_hash: str) -> None:
        super().__init__("not agreed to")
        self.content_hash = content_hash


@dataclass
class Office:
    """The wallet, as one command of one login reaches it.

    `files` are those sent along, by what was typed; `kept` those to be kept where it was typed; `agreed` is the hash of
    what the login was shown and agreed to, "" before that, and `declined` of what it said no to; `approving` is what it
    would approve. `public_url` is where browsers find us, "" for nowhere.
    """

    wallet: Wallet
    login: str
    session: SessionProof
    folder: Path
    files: Mapping[str, Path] = field(default_factory=dict)
    agreed: str = ""
    declined: str = ""
    public_url: str = ""
    kept: dict[str, Path] = field(default_factory=dict)
    has_acted: bool = False
    approving: ApprovalRequest | None = None

    def read(self, look: Callable[[Connection], Found]) -> Found:
        """Return what `look` finds, in a transaction of its own."""
        return in_transaction(self.wallet.engine, look)

    def read_report(self, look: Callable[[Connection], Found]) -> Found:
        """Return what `look` finds, which only reads, and may read much; at the replica, where there is one."""
        return read_report(self.wallet.engine, look)

    def perform(self, case: UseCase) -> Outcome:
        """Do what is asked, and return what came of it. Raises Refused when nothing did."""
        if case.kind in STAFF_ACTS:
            self.refuse("ask", case.kind)
        key, actor = f"office:{uuid.uuid4()}", self.read(lambda db: staff_actor(db, self.login))
        outcome = self.wallet.perform(case, actor, key, "office", self.session)
        if outcome.sentence == "staff.another_waits":
            other = self.read(lambda db: get_request(db, outcome.values["request_id"]))
            raise Refused("staff.asked_already", **describe_request(other))
        if outcome.refused:
            raise Refused(outcome.sentence, **outcome.values)
        self.has_acted = True
        return outcome

    def do(self, case: UseCase) -> None:
        """Do what is asked, and print what came of it."""
        outcome = self.perform(case)
        values = dict(outcome.values)
        if outcome.sentence in ("staff.asked", "staff.asked_anew"):
            values["command"] = say(f"approve.{values['kind']}", **values)
        tell(say(outcome.sentence, **values))

    def list_clear(self) -> set[str]:
        """Return the numbers (nine digits) and addresses of those whom this login said why it sees in clear."""
        seen = self.read(lambda db: unmasking.list_unmasked(db, self.session.secret))
        numbers = {number.removeprefix("+237") for one in seen for number in one.numbers}
        return numbers | {address.lower() for one in seen for address in one.addresses}

    def refuse(self, may: May, what: str) -> None:
        """Raise Refused for what the role of this login may not do."""
        self.read(lambda db: permissions.refuse(db, self.login, may, what))

    def note(self, words: str, refused: str) -> None:
        """Keep what this login read by these words, or was refused, unless what it did is kept already."""
        secret, approving = self.session.secret, self.approving
        if refused and approving:
            self.read(lambda db: reading.note_refused_approval(db, secret, approving, refused))
        elif refused:
            self.read(lambda db: reading.note_refused(db, secret, words, refused))
        elif not self.has_acted:
            self.read(lambda db: reading.note(db, secret, words))

    def note_declined(self, request: ApprovalRequest) -> None:
        """Keep that this login said no to a request."""
        self.read(lambda db: reading.note_declined(db, self.session.secret, request))
        self.has_acted = True

    def keep(self, typed: str) -> Path:
        """Return where to write a file that is to be kept where `typed` says."""
        return self.kept.setdefault(typed, make_place(self.folder / f"kept{len(self.kept)}", typed))


def describe_request(request: ApprovalRequest) -> dict[str, str]:
    """Return what is said of something that was asked: what, by whom, when, and the command that approves it."""
    kind, values = request.act.kind, request.act.list_values()
    return {
        "asked": say(f"act.{kind}", **values),
        "command": say(f"approve.{kind}", **values),
        "login": request.asked_by,
        "at": clock.written(request.asked_at),
        "ask": request.name,
    }


pass_office = click.make_pass_decorator(Office)


class Readable(Protocol):
    """A kind of value that is read from what somebody typed."""

    @classmethod
    def read(cls, text: str) -> Any:
        """Return the value. Raises Misread."""


def read(kind: type[Readable], written: str) -> Any:
    """Return what was typed, read as a value of this kind. Raises Refused, saying what was typed and what is wrong."""
    try:
        return kind.read(written)
    except Misread as wrong:
        raise Refused("staff.not_read", written=written, problem=say(wrong.key, **wrong.values)) from None
