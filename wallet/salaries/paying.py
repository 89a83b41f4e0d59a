"""Pay the lines of a payroll that was approved, some at a time, each once: to wallets at once, to others as payouts.

What cannot be paid comes back to its business. A line is taken under its payroll's lock, in the transaction that pays
it: whatever dies, it was paid whole or waits. An operator that is down keeps its own lines waiting, and no others.
"""

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
from wallet.salaries.facts import find_most

AT_A_TIME: Final = 250
TRIED_AGAIN_AFTER: Final = timedelta(minutes=5)  # of an operator that is down
DUE: Final = "SELECT id::text FROM payroll WHERE next_at <= wallet_now() ORDER BY next_at"
SOMETHING_DUE: Final = "SELECT 1 FROM payroll WHERE next_at <= wallet_now()"
LOCK: Final = text(f"""SELECT {payrolls.COLUMNS} FROM payroll b WHERE b.id = CAST(:id AS uuid) AND b.state = 'paying'
      AND b.next_at <= wallet_now() FOR NO KEY UPDATE SKIP LOCKED""")  # noqa: S608 - a constant
LINE: Final = "SELECT id::text, way, rail, number, holder, person_id::text, amount, fee, tax FROM payroll_line"
TAKE: Final = text(f"""{LINE}
    WHERE payroll_id = CAST(:id AS uuid) AND state = 'waiting' AND NOT rail = ANY (CAST(:down AS text[]))
      AND NOT id = ANY (CAST(:aside AS uuid[]))
    ORDER BY nth LIMIT :most""")
TAKE_ONE: Final = text(f"""{LINE} WHERE id = CAST(:line AS uuid) AND payroll_id = CAST(:id AS uuid)
      AND state = 'waiting' AND NOT EXISTS (SELECT FROM transfer t
        WHERE t.id IN (transfer_id('salary:' || payroll_line.id), transfer_id('payout:' || payroll_line.id)))""")
SAY: Final = text("""UPDATE payroll_line l
    SET state = r.state, reason = r.reason, reference = r.reference, ended_at = wallet_now()
    FROM unnest(CAST(:ids AS uuid[]), CAST(:states AS text[]), CAST(:reasons AS text[]), CAST(:names AS text[]))
      AS r (id, state, reason, reference) WHERE l.id = r.id""")
PAYEES: Final = text("""INSERT INTO settlement_account (id, merchant_id, kind, rail, number, holder, added_by, added_at,
        ready_at, removed_at)
    SELECT l.id, b.merchant_id, l.way, l.rail, l.number, CASE l.way WHEN 'bank' THEN l.holder ELSE '' END, b.decided_by,
      wallet_now(), wallet_now() + interval '48 hours', wallet_now()
    FROM payroll_line l JOIN payroll b ON b.id = l.payroll_id WHERE l.id = ANY (CAST(:ids AS uuid[]))""")
GO_ON: Final = text("""UPDATE payroll SET next_at = wallet_now() + :later WHERE id = CAST(:id AS uuid)""")
END: Final = text(
    """UPDATE payroll SET state = 'done', ended_at = wallet_now(), next_at = NULL WHERE id = CAST(:id AS uuid)"""
)
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

    0 where another worker is at it, or all of them wait for an operator.
    """
    row = db.execute(LOCK, {"id": payroll_id}).one_or_none()
    if row is None:
        return 0
    payroll = payrolls.Payroll(**row._mapping)
    shop = merchants.get_merchant(db, payroll.merchant_id)
    down = operators.list_closed(db)
    take = take or Take(AT_A_TIME, [])
    wanted = {"id": payroll.id, "down": down, "most": take.most, "aside": take.aside}
    due = [DueLine(**line._mapping) for line in db.execute(TAKE, wanted)]
    take.taken = [line.id for line in due]
    to_wallets = [line for line in due if line.way == "wallet"]
    known = people.lock_rows(db, *sorted({shop.owner_id, *(str(line.person_id) for line in to_wallets)}))
    owner = known[shop.owner_id]
    if owner.state == "frozen" or owner.robbed:  # its money stops; what was approved waits
        db.execute(GO_ON, {"id": payroll.id, "later": TRIED_AGAIN_AFTER})
        return 0
    done = pay_wallets(db, shop, to_wallets, known)
    done += send(db, shop, owner, [line for line in due if line.way != "wallet"])
    if db.execute(WAITS, {"id": payroll.id}).first():
        db.execute(GO_ON, {"id": payroll.id, "later": timedelta() if due else TRIED_AGAIN_AFTER})
    else:
        db.execute(END, {"id": payroll.id})
        payrolls.note(db, payroll, "payroll.done")
    return done


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
        told.append(Message(person, "salary_paid", said))
    notices.tell_all(db, "receipt", *told)


def say(db: Connection, said: dict[str, tuple[str, str, str | None]]) -> None:
    """Note what became of lines: state, reason and reference, by id."""
    if said:
        states, reasons, names = (list(column) for column in zip(*said.values(), strict=True))
        db.execute(SAY, {"ids": list(said), "states": states, "reasons": reasons, "names": names})


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
    row = db.execute(LOCK, {"id": payroll_id}).one_or_none()
    found = row and db.execute(TAKE_ONE, {"id": payroll_id, "line": line_id}).one_or_none()
    if not row or not found:
        return 0
    shop = merchants.get_merchant(db, str(row.merchant_id))
    people.lock_rows(db, shop.owner_id)
    give_back(db, shop, [DueLine(**found._mapping)], {line_id: "not_payable"})
    return 1


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
