"""Posting one transfer that must be new, what is left out of it, and what is stored of it."""

import pytest
from sqlalchemy import Engine, text

from tests.wallet.ledger.accounts import Accounts
from wallet.core.errors import Refused
from wallet.ledger import Entry, NotPosted, Transfer, entries_of, history, post, post_one, transfer_id, undone


def test_what_is_posted_is_answered(engine: Engine, accounts: Accounts) -> None:
    with engine.begin() as db:
        posting = post_one(db, accounts.transfer("in: cash -10, moussa +10"))
        assert (posting.outcome, posting.transfer) == ("posted", transfer_id("in"))
        assert posting.balances == {accounts.id("moussa"): 10}


def test_a_refusal_is_raised_as_whoever_asked_says_it(engine: Engine, accounts: Accounts) -> None:
    short, other = Refused("refusal.not_enough"), Refused("refusal.recipient_refuses")
    blamed = {accounts.id("moussa"): short}
    with engine.begin() as db:
        for said, refused in (
            ("t: moussa -1, awa +1", short),
            ("t: awa -1, moussa +1", other),
            ("t: awa -1, moussa +2", other),
        ):
            with pytest.raises(Refused) as raised:
                post_one(db, accounts.transfer(said), other, blamed)
            assert raised.value is refused
        with pytest.raises(NotPosted, match="floor") as bare:
            post_one(db, accounts.transfer("t: awa -1, moussa +1"), blamed=blamed)
        assert (bare.value.reason, bare.value.account) == ("floor", accounts.id("awa"))


@pytest.mark.parametrize("again", ["in: cash -10, moussa +10", "in: cash -9, moussa +9"])
def test_what_was_posted_before_is_a_mistake_not_a_refusal(engine: Engine, accounts: Accounts, again: str) -> None:
    with engine.begin() as db:
        post_one(db, accounts.transfer("in: cash -10, moussa +10"))
        with pytest.raises(RuntimeError, match="in was posted before"):
            post_one(db, accounts.transfer(again), Refused("refusal.not_enough"))


def test_entries_of_nothing_are_left_out_one_by_one_and_together(engine: Engine, accounts: Accounts) -> None:
    with engine.begin() as db:
        bare = [accounts.transfer(f"{key}: cash -10, moussa +10") for key in "ab"]
        padded = [Transfer(one.key, one.kind, (*one.entries, Entry(accounts.id("fees"), 0))) for one in bare]
        assert [posting.outcome for posting in post(db, padded)] == ["posted", "posted"]
        assert [post(db, [one])[0].outcome for one in bare] == ["already", "already"]
        assert entries_of(db, transfer_id("a")) == sorted(bare[0].entries)


@pytest.mark.parametrize("many", [False, True])
def test_the_database_itself_refuses_a_leg_of_nothing(engine: Engine, accounts: Accounts, many: bool) -> None:
    legs = f"ARRAY[{accounts.id('cash')}, {accounts.id('fees')}]::bigint[], ARRAY[0, 0]::bigint[]"
    one = f"post_transfer('k', 'test', NULL, NULL, {legs}, false)"
    batch = f"post_transfers(ARRAY['k', 'k2'], ARRAY['test', 'test'], ARRAY[NULL, NULL]::uuid[], ARRAY[NULL, NULL]::uuid[], ARRAY[1, 1], {legs})"  # noqa: E501
    with engine.begin() as db:
        refused = db.execute(text(f"SELECT outcome, reason FROM {batch if many else one}")).first()
        assert refused == ("refused", "amount")


def test_a_transfer_is_stored_whole_and_its_ordinary_accounts_have_it_in_their_history(
    engine: Engine, accounts: Accounts
) -> None:
    moussa, awa, fees = (accounts.id(name) for name in ("moussa", "awa", "fees"))
    with engine.begin() as db:
        post(
            db, [accounts.transfer("in: cash -100, moussa +100"), accounts.transfer("s: moussa -60, awa +50, fees +10")]
        )
        row = db.execute(text("SELECT * FROM transfer WHERE key = 's'")).one()
        assert dict(zip(row.accounts, row.amounts, strict=True)) == {moussa: -60, awa: 50, fees: 10}
        assert dict(zip(row.accounts, row.balances, strict=True)) == {moussa: 40, awa: 50, fees: None}
        assert row.accounts == sorted(row.accounts)
        assert not row.undoing
        [seen] = history(db, awa, None, 9)
        assert seen == (1, row.id, "test", row.posted_at, 50, 50)
        assert history(db, fees, None, 9) == []
        due = db.execute(text("SELECT transfer_id, amount FROM accrual_due WHERE account_id = :fees"), {"fees": fees})
        assert due.all() == [(row.id, 10)]


def test_what_was_taken_back_is_read_from_the_one_it_was_taken_from(engine: Engine, accounts: Accounts) -> None:
    with engine.begin() as db:
        post(
            db, [accounts.transfer("in: cash -100, moussa +100"), accounts.transfer("s: moussa -60, awa +50, fees +10")]
        )
        post(
            db,
            [
                accounts.transfer("r1: awa -20, moussa +20 undoes s"),
                accounts.transfer("r2: awa -5, moussa +5 undoes s"),
            ],
        )
        assert undone(db, transfer_id("s")) == 25
        assert undone(db, transfer_id("in")) == 0
        links = db.execute(text("SELECT by_id, role, size FROM transfer_link ORDER BY size DESC")).all()
        assert links == [(transfer_id("r1"), "undoes", 20), (transfer_id("r2"), "undoes", 5)]
