"""payroll: five thousand salaries to wallets, from the approval to the last receipt written, over as many transfers."""

import gc
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Connection, Engine, text

from bench import post
from bench.figures import MeasuredFigure, figure, in_turns
from bench.programs import open_business, owning
from bench.stage import Stage
from local.postgres import OWNER, WEB, WORKER
from local.trial_kinds import TEST, allow_trials
from wallet import ledger
from wallet.core.database import connect, in_transaction
from wallet.ledger import Entry, Transfer
from workers import salaries

DATABASE = "mbongo_bench_payroll"
LINES = 5_000
ROUNDS = 3
AMOUNT, FEE, TAX = 10_000, 50, 24
OPEN = text("""INSERT INTO person (id, account_id, name, tier, joined_at, human_id)
    SELECT id, account, 'Awa Ngono', 1, wallet_now(), gen_random_uuid()
    FROM unnest(CAST(:ids AS uuid[]), CAST(:accounts AS bigint[])) AS p (id, account)""")
REACH = text("""INSERT INTO phone (number, person_id, since)
    SELECT '+23767' || (1000000 + n), id, wallet_now()
    FROM unnest(CAST(:ids AS uuid[])) WITH ORDINALITY AS p (id, n)""")
LOGIN = text("""INSERT INTO member_login (id, email, name, language, since)
    VALUES (CAST(:id AS uuid), :id || '@example.cm', 'xx', 'fr', wallet_now())""")
WRITE = text("""INSERT INTO payroll (id, merchant_id, title, state, made_by, lines, amount, fee, tax, reference,
        created_at, asked_at)
    VALUES (CAST(:id AS uuid), CAST(:shop AS uuid), 'Novembre', 'asked', CAST(:maker AS uuid), :lines, :amounts,
        :fees, :taxes, :id, wallet_now(), wallet_now())""")
FILL = text("""INSERT INTO payroll_line (id, payroll_id, nth, typed, way, number, holder, person_id, amount, fee, tax)
    SELECT gen_random_uuid(), CAST(:id AS uuid), row_number() OVER (), '{}', 'wallet', f.number, p.name, p.id,
        :amount, :fee, :tax FROM person p JOIN phone f ON f.person_id = p.id""")
APPROVE = text("""UPDATE payroll SET state = 'paying', decided_by = CAST(:approver AS uuid), decided_at = wallet_now(),
    next_at = wallet_now() WHERE id = CAST(:id AS uuid)""")


def run(stage: Stage) -> dict[str, MeasuredFigure]:
    """Measure the figure. A minute and a half."""
    server = stage.postgres
    engine, owner = post.prepare(server)
    with owner.begin() as db:
        fees = [ledger.open_account(db, f"fees-{n}", "fees") for n in range(post.BATCH_THREADS)]
        draw = post.Draw(post.make_rich(db))
        db.execute(post.ASKED, {"seed": draw.seed, "most": ROUNDS * LINES * 2})
    owner.dispose()
    payroll = Payrolls(stage)
    measures = {"payroll": payroll.pay, "many": lambda: post_many(engine, draw, fees)}
    gc.freeze()  # as a worker does before it works (workers/work.py), for both
    taken = in_turns(measures, ROUNDS)
    engine.dispose()
    payroll.close()
    return {"payroll": figure(taken, "payroll", "many", "s")}


def post_many(engine: Engine, draw: post.Draw, fees: list[int]) -> float:
    """Return the seconds in which as many transfers are posted as salaries are paid, as post_many does."""
    batches = LINES // post.BATCH

    def thread(nth: int) -> None:
        with engine.connect() as db:
            for _ in range(nth, batches, len(fees)):
                ledger.post(db, [draw.transfer(fees[nth]) for _ in range(post.BATCH)])

    began = time.perf_counter()
    with ThreadPoolExecutor(len(fees)) as threads:
        list(threads.map(thread, range(len(fees))))
    return time.perf_counter() - began


class Payrolls:
    """A business with money, and people whom it pays again and again."""

    def __init__(self, stage: Stage) -> None:
        server = stage.postgres
        stage.make_database(DATABASE)
        allow_trials(server.url(DATABASE, OWNER))
        self.stage, self.members = stage, [str(uuid.uuid4()) for _ in range(2)]
        self.web, self.worker = (connect(server.url(DATABASE, role), 2) for role in (WEB, WORKER))
        with owning(stage, DATABASE) as owner:
            self.shop = open_business(owner, stage.settings(DATABASE).secrets, 1).merchant_id
            in_transaction(owner, self.fill)

    def fill(self, db: Connection) -> None:
        """Open the wallets, and put money in the till."""
        ids = [str(uuid.uuid4()) for _ in range(LINES)]
        accounts = [ledger.open_account(db, f"customer:{one}", "customer") for one in ids]
        db.execute(OPEN, {"ids": ids, "accounts": accounts})
        db.execute(REACH, {"ids": ids})
        for one in self.members:
            db.execute(LOGIN, {"id": one})
        self.till = db.execute(text("SELECT account_id FROM merchant")).scalar_one()
        cash = ledger.ours(db, "cash")
        ledger.post_one(db, Transfer("rich", TEST, (Entry(self.till, 10**11), Entry(cash, -(10**11)))))

    def pay(self) -> float:
        """Write a payroll and return the seconds from its approval to its end."""
        maker, approver = self.members
        row = {
            "id": str(uuid.uuid4()), "shop": self.shop, "maker": maker, "approver": approver, "lines": LINES,
            "amount": AMOUNT, "fee": FEE, "tax": TAX,
            "amounts": LINES * AMOUNT, "fees": LINES * FEE, "taxes": LINES * TAX,
        }  # fmt: skip
        total = LINES * (AMOUNT + FEE + TAX)
        with owning(self.stage, DATABASE) as owner:
            with owner.begin() as db:
                db.execute(WRITE, row)
                db.execute(FILL, row)
            with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
                db.exec_driver_sql("VACUUM ANALYZE")  # as autovacuum has long done where payrolls are paid
            began = time.perf_counter()
            with owner.begin() as db:
                db.execute(APPROVE, row)
        with self.web.begin() as db:
            held = (Entry(self.till, -total), Entry(ledger.ours(db, "in_transit:salaries"), total))
            ledger.post_one(db, Transfer(f"payroll:{row['id']}", "hold_salaries", held))
        paid = salaries.pay_with_hands(self.worker, lambda: None)
        taken = time.perf_counter() - began
        assert paid == LINES, paid
        return taken

    def close(self) -> None:
        """Give its connections back."""
        self.web.dispose()
        self.worker.dispose()
