"""Pay the lines of a payroll that was approved, some at a time, each once: to wallets at once, to others as payouts.

What cannot be paid comes back to its business. A line is locked in the transaction that pays it, so that several may
be at one payroll: whatever dies, it was paid whole or waits. An operator that is down keeps its own lines waiting, and
no others. Locked are, in this order: lines, people, their accounts, and the payroll as its next step is noted.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.business import merchants
from wallet.business.merchants import Merchant
from wallet.ledger import Entry, Posting, Transfer
from wallet.messages import notices
from wallet.messages.notices import Message
from wallet.operations import drawn_references, movements
from wallet.operations.movements import NewMovement
from wallet.payments import operators, payments
from wallet.payments.party import at_phone
from wallet.payments.payments import NewPayment
from wallet.payouts import payouts, put_aside
from wallet.payouts.for_salaries import note_back
from wallet.payouts.payouts import NewPayout
from wallet.people import people
from wallet.people.people import Person
from wallet.prices import limits
from wallet.prices.limits import AskedAmount
from wallet.salaries import payrolls
from wallet.salaries.decide_payroll import AT
from wallet.salaries.payrolls import Payroll

AT_A_TIME: Final = 500
TRIED_AGAIN_AFTER: Final = timedelta(minutes=5)  # of an operator that is down
DUE: Final = "SELECT id::text FROM payroll WHERE next_at <= wallet_now() ORDER BY next_at"
SOMETHING_DUE: Final = "SELECT 1 FROM payroll WHERE next_at <= wallet_now()"
GET_DUE: Final = text(f"""SELECT {payrolls.COLUMNS} FROM payroll b WHERE b.id = CAST(:id AS uuid) AND b.state = 'paying'
      AND b.next_at <= wallet_now()""")  # noqa: S608 - a constant
LINE: Final = "SELECT id::text, way, rail, number, holder, person_id::text, amount, fee, tax FROM payroll_line"
PAYABLE: Final = """WHERE payroll_id = CAST(:id AS uuid) AND state = 'waiting'
      AND NOT rail = ANY (CAST(:down AS text[])) AND NOT id = ANY (CAST(:aside AS uuid[]))"""
TAKE: Final = text(f"{LINE} {PAYABLE} ORDER BY nth LIMIT :most FOR NO KEY UPDATE SKIP LOCKED")
TAKEN: Final = text(f"SELECT 1 FROM payroll_line {PAYABLE} LIMIT 1")  # noqa: S608 - a constant
TAKE_ONE: Final = text(f"""{LINE} WHERE id = CAST(:line AS uuid) AND payroll_id = CAST(:id AS uuid)
      AND state = 'waiting' AND NOT EXISTS (SELECT FROM transfer t
        WHERE t.id IN (transfer_id('salary:' || payroll_line.id), transfer_id('payout:' || payroll_line.id)))
    FOR NO KEY UPDATE""")  # waits for another worker who has it among others, and will not pay it either
SAY: Final = text("""UPDATE payroll_line l
    SET state = r.state, reason = r.reason, reference = r.reference, ended_at = wallet_now()
    FROM jsonb_to_recordset(CAST(:said AS jsonb)) AS r (id uuid, state text, reason text, reference text)
    WHERE l.id = r.id""")
PAYEES: Final = text("""INSERT INTO settlement_account (id, merchant_id, kind, rail, number, holder, added_by, added_at,
        ready_at, removed_at)
    SELECT l.id, b.merchant_id, l.way, l.rail, l.number, CASE l.way WHEN 'bank' THEN l.holder ELSE '' END, b.decided_by,
      wallet_now(), wallet_now() + interval '48 hours', wallet_now()
    FROM payroll_line l JOIN payroll b ON b.id = l.payroll_id WHERE l.id = ANY (CAST(:ids AS uuid[]))""")
DELAY: Final = text("""UPDATE payroll_line SET reason = 'delayed'
    WHERE id = CAST(:line AS uuid) AND payroll_id = CAST(:id AS uuid) AND state = 'waiting' AND reason = ''""")
LOCK: Final = text("SELECT 1 FROM payroll WHERE id = CAST(:id AS uuid) AND state = 'paying' FOR NO KEY UPDATE")
GO_ON: Final = text("""UPDATE payroll SET next_at = wallet_now() + :later WHERE id = CAST(:id AS uuid)""")
END: Final = text(
    """UPDATE payroll SET state = 'done', ended_at = wallet_now(), next_at = NULL, tell_at = wallet_now()
        WHERE id = CAST(:id AS uuid)"""
)
BALANCES: Final = text("SELECT id, balance FROM account WHERE id = ANY (CAST(:ids AS bigint[]))")
WAITS: Final = text("SELECT 1 FROM payroll_line WHERE payroll_id = CAST(:id AS uuid) AND state = 'waiting' LIMIT 1")


@dataclass(frozen=True)
class DueLine:
    """A line that waits to be paid."""

    id: str
    way: str
    rail: str
    number: str
    holder: str
    person_id: str | None
    amount: int
    fee: int
    tax: int

    @property
    def total(self) -> int:
        """Return what is put aside for it."""
        return self.amount + self.fee + self.tax

    @property
    def key(self) -> str:
        """Return the key of the transfer that pays it to a wallet; the one that gives it back begins with it."""
        return f"salary:{self.id}"


@dataclass
class Take:
    """Lines to take: how many at a time, without which; and then those that were taken."""

    most: int
    aside: list[str]
    taken: list[str] = field(default_factory=list)


class SalaryRefused(Exception):
    """The books refuse what pays a line."""


def pay_some(db: Connection, payroll_id: str, take: Take | None = None) -> int:
    """Pay the next lines of a payroll, in one transaction; return how many were ended or sent.

    0 where other workers are at all that is left, or it waits for an operator.
    """
    row = db.execute(GET_DUE, {"id": payroll_id}).one_or_none()
    if row is None:
        return 0
    payroll = Payroll(**row._mapping)
    shop = merchants.get_merchant(db, payroll.merchant_id)
    down = operators.list_closed(db)
    take = take or Take(AT_A_TIME, [])
    wanted = {"id": payroll.id, "down": down, "most": take.most, "aside": take.aside}
    due = [DueLine(*line) for line in db.execute(TAKE, wanted).all()]
    take.taken = [line.id for line in due]
    if not due and db.execute(TAKEN, wanted).first():
        return 0
    to_wallets = [line for line in due if line.way == "wallet"]
    known = people.lock_rows_beside(db, shop.owner_id, *(str(line.person_id) for line in to_wallets))
    owner = known[shop.owner_id]
    if owner.state == "frozen" or owner.robbed:  # its money stops; what was approved waits
        go_on(db, payroll, TRIED_AGAIN_AFTER)
        return 0
    done = pay_wallets(db, shop, to_wallets, known)
    done += send(db, shop, owner, [line for line in due if line.way != "wallet"])
    go_on(db, payroll, timedelta() if due else TRIED_AGAIN_AFTER)
    return done


def go_on(db: Connection, payroll: Payroll, later: timedelta) -> None:
    """Have a payroll gone on with that much later, or end it where none of its lines waits."""
    if db.execute(LOCK, {"id": payroll.id}).first() is None:
        return  # another worker's lines were the last ones
    if db.execute(WAITS, {"id": payroll.id}).first():  # looked at once whoever was before us has committed
        db.execute(GO_ON, {"id": payroll.id, "later": later})
    else:
        db.execute(END, {"id": payroll.id})
        payrolls.note(db, payroll, "payroll.done")


def pay_wallets(db: Connection, shop: Merchant, lines: Sequence[DueLine], known: dict[str, Person]) -> int:
    """Pay lines to wallets, each human's first one of these; give back those that cannot be. Returns how many."""
    now = list(_take_one_each(lines, known))
    if not now:
        return 0
    most = find_most(db, [known[str(line.person_id)] for line in now])
    wrong = {line.id: why for line in now if (why := _find_fault(line, known[str(line.person_id)], most))}
    paid, back = [line for line in now if line.id not in wrong], [line for line in now if line.id in wrong]
    names = drawn_references.draw_many(db, [line.key for line in paid])
    say(db, {line.id: ("paid", "", name) for line, name in zip(paid, names, strict=True)})
    if paid:
        limits.count(db, *(AskedAmount(known[str(line.person_id)], "in", line.amount) for line in paid))
        at, fees, tax = (ledger.ours(db, name) for name in (AT, "fees", "tax"))
        posted = _post(db, [
            Transfer(line.key, "pay_salary", (
                Entry(at, -line.total), Entry(known[str(line.person_id)].account_id, line.amount),
                Entry(fees, line.fee), Entry(tax, line.tax),
            )) for line in paid
        ])  # fmt: skip
        _note_paid(db, shop, list(zip(paid, names, posted, strict=True)), known)
    give_back(db, shop, back, wrong)
    return len(now)


def find_most(db: Connection, takers: Sequence[Person]) -> dict[str, int | None]:
    """Return the most that each person's wallet may take now, None where no ceiling binds it."""
    rooms = limits.read_rooms(db, *(AskedAmount(one, "in", 0) for one in takers))
    rows = db.execute(BALANCES, {"ids": [one.account_id for one in takers]}).all()
    balances = {row.id: row.balance for row in rows}
    return {
        one.id: room.find_most(balances[one.account_id]) for one, room in zip(takers, rooms, strict=True)
    }  # fmt: skip


def _take_one_each(lines: Iterable[DueLine], known: dict[str, Person]) -> Iterable[DueLine]:
    """Yield the first line of each human: ceilings are counted once a statement, the others come next."""
    seen = set()
    for line in lines:
        human = known[str(line.person_id)].human_id
        if human not in seen:
            seen.add(human)
            yield line


def _find_fault(line: DueLine, person: Person, most: dict[str, int | None]) -> str:
    """Return why a wallet cannot be paid now, "" where it can."""
    if person.phone != line.number:
        return "number_moved"
    if person.state != "open" or person.robbed:
        return "wallet_stopped"
    highest = most[person.id]
    return "wallet_takes_less" if highest is not None and line.amount > highest else ""


def _post(db: Connection, transfers: Sequence[Transfer]) -> list[Posting]:
    """Post transfers that nothing should refuse: whoever is paid is locked. Raises SalaryRefused where one is.

    Raises RuntimeError for what was posted before: by whom, a person must look.
    """
    posted = ledger.post(db, transfers)
    if wrong := [one for one in posted if one.outcome != "posted"]:
        wrongs = SalaryRefused if wrong[0].outcome == "refused" else RuntimeError
        raise wrongs(f"a salary was {wrong[0].outcome}: {wrong[0].reason}")
    return posted


def _note_paid(
    db: Connection, shop: Merchant, paid: Sequence[tuple[DueLine, str, Posting]], known: dict[str, Person]
) -> None:
    movements.note(db, *(
        NewMovement(
            posting.transfer, name, "pay_salary", line.amount, giver_id=shop.owner_id, receiver_id=line.person_id,
            fee=line.fee, tax=line.tax, merchant_id=shop.id,
        ) for line, name, posting in paid
    ))  # fmt: skip
    told = []
    for line, name, posting in paid:
        person = known[str(line.person_id)]
        said = {
            "amount": line.amount,
            "shop": shop.name,
            "balance": posting.balances[person.account_id],
            "reference": name,
        }
        told.append([Message(person, "salary_paid", said)])
    notices.tell_each(db, "receipt", told)


def say(db: Connection, said: dict[str, tuple[str, str, str | None]]) -> None:
    """Note what became of lines: state, reason and reference, by id."""
    if said:
        rows = [
            {"id": line_id, "state": state, "reason": reason, "reference": name}
            for line_id, (state, reason, name) in said.items()
        ]
        db.execute(SAY, {"said": json.dumps(rows)})


def give_back(db: Connection, shop: Merchant, lines: Sequence[DueLine], why: dict[str, str]) -> None:
    """Give lines back to their business that cannot be paid."""
    if not lines:
        return
    say(db, {line.id: ("failed", why[line.id], None) for line in lines})
    at = ledger.ours(db, AT)
    posted = _post(db, [
        Transfer(f"{line.key}:returned", "return_salary", (Entry(at, -line.total), Entry(shop.account_id, line.total)))
        for line in lines
    ])  # fmt: skip
    names = drawn_references.draw_many(db, [f"{line.key}:returned" for line in lines])
    movements.note(
        db,
        *(
            note_back(shop, one.transfer, name, line.total)
            for line, one, name in zip(lines, posted, names, strict=True)
        ),
    )


def give_back_one(db: Connection, payroll_id: str, line_id: str) -> int:
    """Give back a line that waits and that something of its own keeps from being paid; return how many."""
    row = db.execute(GET_DUE, {"id": payroll_id}).one_or_none()
    found = row and db.execute(TAKE_ONE, {"id": payroll_id, "line": line_id}).one_or_none()
    if not row or not found:
        return 0
    shop = merchants.get_merchant(db, str(row.merchant_id))
    people.lock_rows(db, shop.owner_id)
    give_back(db, shop, [DueLine(**found._mapping)], {line_id: "not_payable"})
    return 1


def delay_one(db: Connection, payroll_id: str, line_id: str) -> None:
    """Note of a line that something keeps from being paid for now that it is tried again, for its business to read."""
    db.execute(DELAY, {"id": payroll_id, "line": line_id})


def send(db: Connection, shop: Merchant, owner: Person, lines: Sequence[DueLine]) -> int:
    """Make a payout of each line to a phone or a bank; return how many."""
    if not lines:
        return 0
    names = drawn_references.draw_many(db, [line.key for line in lines])
    say(db, {line.id: ("sent", "", name) for line, name in zip(lines, names, strict=True)})
    db.execute(PAYEES, {"ids": [line.id for line in lines]})
    made = [
        NewPayout(
            shop.id, line.id, line.amount, line.fee, name, "pending", id=line.id, for_salary=True,
            payment_id=str(uuid4()) if line.way == "phone" else None,
        ) for line, name in zip(lines, names, strict=True)
    ]  # fmt: skip
    payouts.create_for_salaries(db, made)
    at = ledger.ours(db, AT)
    held = _post(db, [
        Transfer(f"payout:{line.id}", "hold_payout", (
            Entry(at, -line.total), Entry(ledger.ours(db, f"in_transit:{line.rail or 'bank'}"), line.total),
        )) for line in lines
    ])  # fmt: skip
    for line, one, posting in zip(lines, made, held, strict=True):
        if one.payment_id:
            payments.create(db, NewPayment(
                purpose=put_aside.PURPOSE, direction="pay", reference=one.reference, rail=line.rail,
                party=at_phone(line.number), channel="system", person_id=owner.id, asked_by=None, amount=line.amount,
                fee=line.fee, reservation=posting.transfer, counted=False, id=one.payment_id,
            ))  # fmt: skip
    return len(lines)
