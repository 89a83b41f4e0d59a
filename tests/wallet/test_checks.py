"""The check of the books names every difference between a room's rows and the ledger."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from local.postgres import Postgres
from tests.wallet.ledger.damage import FATOU, HELD, MOUSSA, found_after, sound_ledger
from wallet.checks import INVARIANTS
from wallet.ledger import check as ledger

ASKED = """INSERT INTO staff_request
    VALUES (gen_random_uuid(), 'give_float', '123455', '{}', 'slip 17', 'alice', now())"""
UNBOUND = "1$$argon2id$v=19$m=8,t=1,p=1$YSBzYWx0$" + "A" * 43  # as the release of November 2026 stored it
# What is broken, how, and whose account must be named.
DAMAGE = {
    "what is unclaimed is what its open cases brought": (
        "INSERT INTO accrual_due SELECT id, gen_random_uuid(), 1 FROM account WHERE code = 'unclaimed'", "unclaimed"),
    "what is held is what waits": (
        "INSERT INTO accrual_due SELECT id, gen_random_uuid(), 1 FROM account WHERE code = 'held'", "held"),
    "what waits has not ended": (
        """INSERT INTO claim (id, phone, hold, channel, amount, reference, language, held_at, due_at)
        SELECT gen_random_uuid(), '', id, 'ussd', 1, 'r', 'fr', now(), now() FROM transfer WHERE key = 'h'""", "held"),
    "what waits is held whole": (
        """INSERT INTO claim (id, phone, hold, channel, amount, reference, language, held_at, due_at)
        SELECT gen_random_uuid(), '', id, 'ussd', 1, 'r', 'fr', now(), now() FROM transfer WHERE key = 'w'""", "held"),
    "what is held waits for something": (
        f"""UPDATE transfer SET accounts = array_replace(accounts, {HELD}, account_named('held'))
        WHERE key = 'w'""", "held"),
    "what waits no more has ended": (
        """INSERT INTO cash_out SELECT gen_random_uuid(), 'r', '', gen_random_uuid(), 'ussd', 50, 0, 0, 0, id, 0, '',
        'paid', 0, now(), now() FROM transfer WHERE key = 'w'""", "held"),
    "a request is paid once, or not": (
        """INSERT INTO request (id, code, asker_id, phone, amount, reference, language, state, asked_at, due_at)
        VALUES (gen_random_uuid(), 'c', gen_random_uuid(), '', 1, 'r', 'fr', 'paid', now(), now())""", None),
    "a bill is paid once, for what it says": (
        """INSERT INTO bill SELECT gen_random_uuid(), gen_random_uuid(), 'r', 'n', 510, id, now(), now()
        FROM transfer WHERE key = 's'""", None),
    "what an agent did is what was posted": (
        f"""INSERT INTO agent SELECT '123455', gen_random_uuid(), {FATOU}, {MOUSSA}, 0, 0, NULL, 'open', now();
        INSERT INTO agent_operation VALUES ('123455', 'r', 'take_cash_in', NULL, 100, 0, now())""", "test:fatou"),
    "a movement is of a transfer that was posted": (
        """INSERT INTO movement (transfer_id, reference, kind, amount, at)
        VALUES (gen_random_uuid(), 'r', 'send_money', 5, now())""", None),
    "what is contested was posted": (
        """INSERT INTO contest (id, transfer_id, case_number, reference, giver_id, receiver_id, account_id, amount,
          held, opened_at, due_at)
        VALUES (gen_random_uuid(), gen_random_uuid(), 1, 'r', gen_random_uuid(), gen_random_uuid(), 1, 5, 0, now(),
          now())""", None),
    "an account is closed with what it belongs to": (
        f"""INSERT INTO merchant (id, owner_id, name, account_id, since)
        VALUES (gen_random_uuid(), gen_random_uuid(), 'Chez Brice', {FATOU}, now());
        UPDATE account SET closed_at = now() WHERE id = {FATOU}""", "test:fatou"),
    "what reserves a payment was posted": (
        """INSERT INTO payment (id, purpose, reference, rail, direction, channel, person_id, party_kind, party, amount,
          reservation, created_at, changed_at)
        VALUES (gen_random_uuid(), '', 'r', 'mtn', 'pay', 'ussd', gen_random_uuid(), 'phone', '', 5, gen_random_uuid(),
          now(), now())""", None),
    "what is in transit is what payments under way reserve": (
        "INSERT INTO accrual_due SELECT id, gen_random_uuid(), 1 FROM account WHERE code = 'in_transit:orange'",
        "in_transit:orange"),
    "an act that takes two has both": (
        f"""{ASKED}; INSERT INTO staff_act
          (id, request_id, kind, subject, before, after, why, asked_by, approved_by, at, number, hash)
        SELECT gen_random_uuid(), id, kind, subject, '{{}}', '{{}}', why, 'alice', 'bruno', now(), 1, ''
        FROM staff_request""", "123455"),
    "every login was made by an act": (
        "INSERT INTO staff (login, recipe, verifier, since, made_by) VALUES ('mallory', '', '', now(), 'nobody')",
        "mallory"),
    "what is approved is what was asked": (
        f"{ASKED}; INSERT INTO staff_approval SELECT id, '', 'bruno', now() FROM staff_request", "123455"),
    "what is approved was done": (
        f"{ASKED}; INSERT INTO staff_approval SELECT id, request_hash(r), 'bruno', now() FROM staff_request r",
        "123455"),
    "a transfer takes from and gives to what its kind may": (
        "UPDATE transfer SET kind = 'give_float' WHERE key = 's'", "test:awa, test:fees, test:moussa"),
    "every transfer has its reason": (
        "UPDATE transfer SET kind = 'send_money' WHERE key = 's'", "test:awa, test:fees, test:moussa"),
    "a payment posts one end": (
        """INSERT INTO payment (id, purpose, reference, rail, direction, channel, person_id, party_kind, party, amount,
          created_at, changed_at)
        VALUES ('00000000-0000-0000-0000-000000000001', '', 'r', 'mtn', 'collect', 'ussd', gen_random_uuid(), 'phone',
          '', 5, now(), now());
        UPDATE transfer SET key = 'payment:00000000-0000-0000-0000-000000000001' WHERE key = 's';
        UPDATE transfer SET key = 'payment:00000000-0000-0000-0000-000000000001:kept' WHERE key = 'h'""", None),
    "kinds of transfer are as written": (
        "UPDATE transfer_kind SET takes = takes || ARRAY['cash'] WHERE kind = 'send_money'", None),
    "every rule that was loaded has its act": (
        "INSERT INTO ceiling (tier, direction, span, since, amount) VALUES (0, 'out', 'day', '2126-01-01', 9)", None),
    "payments and rules are guarded": ("ALTER TABLE payment DISABLE TRIGGER steps_stay", None),
    "everybody may do what is granted in writing, no less and no more": (
        "GRANT UPDATE (balance) ON account TO mbongo_web", None),
    "a PIN or password is bound to whom it opens": (
        f"INSERT INTO pin (person_id, hash, past) VALUES (gen_random_uuid(), '{UNBOUND}', '{{}}')", None),
    "no process's role is another's, nor above the rules": ("ALTER ROLE mbongo_read BYPASSRLS", None),
}  # fmt: skip

# Other ways to break some of them.
MORE_DAMAGE = [
    ("what is unclaimed is what its open cases brought",
     """INSERT INTO accrual_due SELECT id, gen_random_uuid(), 1 FROM account WHERE code = 'unclaimed';
     INSERT INTO case_file (id, kind, detail, transfer_id, opened_at)
     VALUES (gen_random_uuid(), 'unclaimed', '', gen_random_uuid(), now())""", "unclaimed"),
    ("a request is paid once, or not", "UPDATE transfer SET kind = 'pay_request' WHERE key = 's'", None),
    ("a bill is paid once, for what it says", "UPDATE transfer SET kind = 'pay_bill' WHERE key = 's'", None),
    ("a bill is paid once, for what it says",  # two bills by one transfer
     """UPDATE transfer SET kind = 'pay_bill' WHERE key = 's';
     INSERT INTO movement (transfer_id, reference, kind, amount, at) SELECT id, 'r', 'pay_bill', 510, now()
     FROM transfer WHERE key = 's';
     INSERT INTO bill SELECT gen_random_uuid(), gen_random_uuid(), 'r', n::text, 255 * n, id, now(), now()
     FROM transfer, generate_series(1, 2) n WHERE key = 's'""", None),
    ("what is approved is what was asked",  # by the same login
     f"{ASKED}; INSERT INTO staff_approval SELECT id, request_hash(r), 'alice', now() FROM staff_request r", "123455"),
    ("what an agent did is what was posted",  # earned, and nothing done for it
     f"INSERT INTO agent SELECT '123455', gen_random_uuid(), {FATOU}, {MOUSSA}, 0, 0, NULL, 'open', now()",
     "test:fatou"),
]  # fmt: skip


@pytest.fixture(scope="module")
def sound(postgres: Postgres) -> Iterator[Engine]:
    with sound_ledger(postgres) as engine:
        yield engine


def test_every_rooms_invariant_is_broken_here() -> None:
    assert DAMAGE.keys() == INVARIANTS.keys() - ledger.INVARIANTS.keys()


@pytest.mark.parametrize(
    ("invariant", "statement", "account"), [*((name, *damage) for name, damage in DAMAGE.items()), *MORE_DAMAGE]
)
def test_where_a_room_and_the_ledger_differ_is_named(
    sound: Engine, invariant: str, statement: str, account: str | None
) -> None:
    assert (invariant, account) in found_after(sound, statement)
