"""Mutants: each guard of the money path taken out, and the tests of its own room that must notice.

`./mbongo mutants` takes them out one at a time (run.py). A guard here has a fast test of its own; a new guard gets a
line here.
"""

from dataclasses import dataclass
from typing import Final

PAYMENTS: Final = "tests/wallet/payments"
LEDGER: Final = "tests/wallet/ledger"
TRUST: Final = "tests/wallet/test_trust.py"


@dataclass(frozen=True)
class Mutant:
    """A guard without which money could be lost, doubled or given to another.

    `guard` stands once in `file`, and `gone` in its place; one of `tests` fails then.
    """

    name: str
    file: str
    guard: str
    gone: str
    tests: tuple[str, ...]


def of(file: str, tests: str | tuple[str, ...], **guards: tuple[str, str]) -> list[Mutant]:
    """Return the mutants of one file, noticed by the same tests."""
    noticed = (tests,) if isinstance(tests, str) else tests
    return [Mutant(name, file, *guard, noticed) for name, guard in guards.items()]


PAYPAL: Final = [
    *of(
        "workers/rails/paypal/client.py",
        "tests/workers/rails/test_paypal.py",
        captured_again_though_declined=("if told.word == APPROVED and not told.captures:", "if told.word == APPROVED:"),
        given_back_twice=("        if asked := told.find_refund(order.reference):\n            return asked\n", ""),
    ),
    *of(
        "workers/rails/paypal/captures.py",
        "tests/workers/rails/test_paypal.py",
        another_payments_order=("if reference and named != {reference}:", "if False:"),
    ),
]
BTCPAY: Final = of(
    "workers/rails/btcpay/client.py",
    "tests/workers/rails/test_btcpay.py",
    late_is_paid=('return Confirmation("succeeded", None, currency', 'return Confirmation("succeeded", paid, currency'),
    another_payments_invoice=('.get("orderId")) != order.reference:', '.get("orderId")) == "":'),
)
CALLBACKS: Final = of(
    "wallet/payments/callbacks.py",
    "tests/web/gateways/test_signed_callbacks.py",
    card_is_kept=("if key.lower() not in never_kept}", "}"),
    no_json_is_kept=('        return b""\n', "        return body\n"),
)
WORKER: Final = of(
    "workers/payments.py",
    ("tests/workers/test_telling_payments.py", f"{PAYMENTS}/test_attempts.py", "tests/wallet/test_stopped_people.py"),
    told_though_another_moved_it=(
        "        if attempt is None:\n            return None\n        said =",
        "        said =",
    ),
    begun_after_its_lease=("    if began >= lease_ends:", "    if False:"),
    told_though_stopped=("    if not stops.is_stopped(db, payment):", "    if True:"),
    stopped_though_it_may_have_run=('[payment.id].state == "created":', "[payment.id].state:"),
    lost_again_is_nothing=('ran = failed.ran if payment.state == "created" else "unknown"', "ran = failed.ran"),
    handle_got_anew=("order if order.handle else rail.prepare(order)", "rail.prepare(order)"),
    unasked_is_nothing=(
        'News(payment.id, None, "unknown", failed.why, failed.raw, payment.attempt)',
        "News(payment.id, None, failed.ran, failed.why, failed.raw, payment.attempt)",
    ),
    broken_is_nothing=(
        'return News(payment.id, None, "unknown", f"our own',
        'return News(payment.id, None, "no", f"our own',
    ),
    told_again_where_that_is_two=("not RAILS[payment.rail].resubmit_is_safe or ", ""),
    told_again_at_once=(" or (payment.submitted_seconds or 0) <= LATE_ARRIVAL_SECONDS:", ":"),
    prompted_again_late=(' == "unknown" and not is_late(payment)', ' == "unknown"'),
    prompted_twice=('return payment.state == "unknown" and not', "return not"),
    told_again_in_review=('return payment.state in ("unknown", "pending")', "return True"),
)
CHANGES: Final = of(
    "wallet/payments/changes.py",
    ("tests/workers/test_telling_payments.py", f"{PAYMENTS}/test_attempts.py"),
    moved_from_another_state=("WHERE p.id = c.id AND p.state = c.seen AND", "WHERE p.id = c.id AND"),
    moved_without_the_lease=(" AND p.leased_until IS NOT DISTINCT FROM c.lease\n", "\n"),
    unknown_step=("change.state not in STEPS[change.payment.state]:", "False:"),
    two_changes_at_once=("if len({change.payment.id for change in changes}) < len(changes):", "if False:"),
)
NEWS: Final = of(
    "wallet/payments/news.py",
    (f"{PAYMENTS}/test_attempts.py", f"{PAYMENTS}/test_ends_of_payments.py"),
    said_of_another_attempt=("    if not is_about_now(payment, news):", "    if False:"),
    final_state_changed=(
        "    if payment.state in FINAL:\n        if contradicts",
        "    if False:\n        if contradicts",
    ),
    paid_twice_unseen=('if payment.state == "succeeded" else "":', 'if False else "":'),
    contradiction_unseen=("        if contradicts(payment, news.said):", "        if False:"),
    mismatch_paid=("    if wrong := find_mismatch(payment, news.said):", "    if wrong := '':"),
    told_anew_though_it_may_have_run=('if news.failed == "no" and payment.state in', "if payment.state in"),
    told_anew_though_told_before=(' and payment.state in ("created", "submitting"):', ":"),
    never_given_up=(
        "        if payment.age_seconds > GIVE_UP[payment.direction].total_seconds():",
        "        if False:",
    ),
    payout_expired=('return payment.direction == "collect" and payment.age', "return payment.age"),
    payout_expired_there=(
        '    if payment.direction != "collect":\n        return judge_refusal',
        "    if False:\n        return judge_refusal",
    ),
    expired_then_failed=(
        '    if payment.state == "expired":\n        return Change(payment, "expired", said',
        '    if False:\n        return Change(payment, "expired", said',
    ),
    unknown_there_is_nothing=('"never_ran": judge_unknown_there', '"never_ran": judge_refusal'),
    review_settled_by_itself=('    if payment.state in ("review", state):', "    if payment.state == state:"),
)
AGREEMENT: Final = of(
    "wallet/payments/agreement.py",
    f"{PAYMENTS}/test_ends_of_payments.py",
    unstated_agrees=("(must_be_stated or stated[fact] is not None)", "stated[fact] is not None"),
    payout_must_be_stated=('agreement == "stated" and payment.direction == "collect"', 'agreement == "stated"'),
)
LEASES: Final = of(
    "wallet/payments/payments.py",
    "tests/workers/test_telling_payments.py",
    leased_twice=("AND (leased_until IS NULL OR leased_until <= wallet_now()) AND", "AND"),
    told_while_closed=("AND (:submit OR state <> 'created')", "AND (:submit OR true)"),
    callback_tells=("WHERE rail = :rail AND state <> 'created' AND handle <> ''", "WHERE rail = :rail"),
)
SETTLING: Final = of(
    "wallet/purposes/settle.py",
    f"{PAYMENTS}/test_ends_of_payments.py",
    room_given_back_twice=("if one.is_over and one.payment.counted]", "if one.is_over]"),
    room_given_back_by_hand_twice=("        if change.is_over and payment.counted:", "        if change.is_over:"),
    two_news_at_once=("    for batch in one_a_payment(news):", "    for batch in [list(news)]:"),
)
LEDGER_POSTING: Final = of(
    "wallet/ledger/functions.sql",
    (f"{LEDGER}/test_posting.py", f"{LEDGER}/test_transfers.py", f"{LEDGER}/test_holds.py", f"{LEDGER}/test_races.py"),
    below_the_floor=("WHEN balances[leg] < known.floor AND leg_amounts[leg] < 0 THEN 'floor'", ""),
    to_a_closed_account=(
        "reason := CASE WHEN known.closed_at IS NOT NULL THEN 'closed'\n                     WHEN",
        "reason := CASE WHEN",
    ),
    unbalanced=("reason := CASE WHEN total <> 0 OR size = 0 THEN 'unbalanced' END;", "reason := NULL;"),
    undone_too_much=(
        "    IF already + size > transfer_size(target.amounts) THEN RETURN 'undone_too_much'; END IF;\n",
        "",
    ),
    ended_twice=("    RETURN 'already_ended';", "    RETURN NULL;"),
    ended_though_undone=("    RETURN 'already_undone';", "    RETURN NULL;"),
    undoing_undone=("    IF target.undoing THEN RETURN 'undoes_an_undoing'; END IF;\n", ""),
    unlocked=(
        "FROM account a WHERE a.id = ANY (leg_accounts) AND NOT a.accrued ORDER BY a.id FOR NO KEY UPDATE\n    LOOP",
        "FROM account a WHERE a.id = ANY (leg_accounts) AND NOT a.accrued ORDER BY a.id\n    LOOP",
    ),
    same_key_other_content=("CASE WHEN known.same THEN 'already' ELSE 'clash' END", "'already'"),
    closed_with_money=("  IF found_account.balance <> 0 THEN RETURN 'balance_left'; END IF;\n", ""),
    many_below_the_floor=("(l.accrued OR l.amount > 0 OR coalesce(l.spendable, 0) >= 0)", "true"),
    many_to_a_closed_account=("l.accrued IS NOT NULL AND l.closed_at IS NULL AND", "l.accrued IS NOT NULL AND"),
)
PERFORMING: Final = of(
    "wallet/perform.py",
    ("tests/wallet/test_perform.py", "tests/wallet/operations/test_actors.py"),
    unproved=("    if (type(proof) if proof else None) not in case.accepts:", "    if False:"),
    proof_not_compared=("                proof.verify(self.engine, self.secrets, actor)", "                pass"),
    known_before_the_pin=("        if by_pin and not actor.person_id and (known", "        if (known"),
    done_twice=(
        "        if reference is None:\n            return replay(operations",
        "        if False:\n            return replay(operations",
    ),
    not_allowed=(
        "        refuse_unallowed(case, actor)\n        check_accepted(case, proof)\n        if (actor",
        "        if (actor",
    ),
    closed_acts=('    if person is None or person.state == "closed":', "    if person is None:"),
    stopped_acts=(
        "    if not case.when_stopped:\n        people.refuse_stopped(person)",
        "    if False:\n        people.refuse_stopped(person)",
    ),
    held_phone_pays=("    if case.moves_money and CHANNELS[doing.channel].needs_free_phone:", "    if False:"),
    other_content_replayed=("    if known.is_same(actor, case):", "    if True:"),
)
WATCHED: Final = of(
    "wallet/prices/watches.py",
    "tests/wallet/test_watched_wallets.py",
    lets_all_out=("    if amount > left:", "    if False:"),
    counts_nothing=("    limits.recount(db, person.id, limits.WATCHED, amount)", "    pass"),
    sums_of_a_wallet=("WHERE h.human_id = CAST(:human AS uuid)", "WHERE h.id = CAST(:human AS uuid)"),
)
WATCHING: Final = of(
    "wallet/perform.py",
    "tests/wallet/test_watched_wallets.py",
    nothing_is_watched=("    watches.count_leaving(db, person, case.find_leaving(db, doing))", "    pass"),
)
CODE_LOOKS: Final = of(
    "wallet/requests/code_looks.py",
    "tests/wallet/requests/test_code_looks.py",
    codes_tried_without_end=("if looks.wrong <= WRONG_A_DAY and looks.seen", "if looks.seen"),
    requests_seen_without_end=("looks.wrong <= WRONG_A_DAY and looks.seen <= SEEN_A_DAY", "looks.wrong <= WRONG_A_DAY"),
)
SEEN_BY_CODE: Final = of(
    "wallet/requests/pay_request.py",
    "tests/wallet/requests/test_code_looks.py",
    names_for_any_stranger=(
        "    if request.is_for(actor):\n        return asker.shown",
        "    if True:\n        return asker.shown",
    ),
)
NAMES: Final = of(
    "wallet/people/people.py",
    ("tests/wallet/people/test_counted_by_human.py", "tests/wallet/people/test_names.py"),
    names_of_each_wallet=(
        "JOIN name_shown n ON n.viewer_id = h.id\n    WHERE h.human_id",
        "JOIN name_shown n ON n.viewer_id = h.id\n    WHERE h.id",
    ),
)
GUESSING: Final = [
    *of(
        "wallet/requests/blocks.py",
        "tests/wallet/people/test_names.py",
        named_by_blocking=('blocked.shown if db.execute(KNOWN, row).first() else ""', "blocked.shown"),
    ),
    *of(
        "wallet/topups/guessed_room.py",
        "tests/wallet/topups/test_recharges.py",
        room_asked_for_ever=("scalar_one() > ASKED_A_DAY", "scalar_one() > 10**9"),
    ),
    *of(
        "wallet/salaries/wrong_names.py",
        "tests/wallet/salaries/test_payrolls.py",
        names_guessed_for_ever=("len(wrong) < OF_A_NUMBER_MOST", "True"),
        names_forgotten=("    if names.added:", "    if False:"),
    ),
]
SIM_LOOKS: Final = of(
    "wallet/prices/sim_looks.py",
    "tests/workers/test_sim_swaps.py",
    each_is_small=("    return threshold is not None and", "    return False and"),
    gone_unseen=("if is_large(room, amount) and not sims", "if False and not sims"),
)
CLAIMING: Final = [
    *of(
        "wallet/operations/functions.sql",
        "tests/wallet/operations/test_claiming.py",
        claimed_without_a_proof=("  IF NOT is_proved(by, said, proof) THEN\n", "  IF false THEN\n"),
        proved_by_anything=("convert_to(said, 'UTF8'))) = proof)", "convert_to(said, 'UTF8'))) <> '')"),
        opened_again=("  PERFORM refuse_step(is_masked_operation(OLD, NEW), 'what an operation came to');\n", ""),
        a_key_by_anybody=("    THEN is_proved(by, 'key", "    THEN true OR is_proved(by, 'key"),
        the_first_key_at_any_time=("    ELSE NOT EXISTS (SELECT FROM person) END", "    ELSE true END"),
        a_key_replaced=(
            "new_outer) ON CONFLICT DO NOTHING",
            "new_outer) ON CONFLICT (pepper) DO UPDATE SET (inner_pad, outer_pad) = (new_inner, new_outer)",
        ),
        a_wallet_of_another=("WHERE l.amount < 0 AND NOT a.accrued AND a.id <> p.account_id", "WHERE false"),
    ),
    *of(
        "wallet/ledger/reasons.sql",
        "tests/wallet/operations/test_claiming.py",
        a_request_paid_for_another=(" AND is_askers('pay_request', accounts, amounts)", ""),
        a_checkout_paid_for_another=("\n      AND is_askers('pay_checkout', accounts, amounts)", ""),
        a_code_paid_without_its_agent=(
            "asked WHERE asked.actor_id = g.person_id::text)",
            "asked RIGHT JOIN (VALUES (1)) any_one ON true)",
        ),
    ),
    *of(
        "wallet/core/operation_keys.py",
        "tests/wallet/operations/test_claiming.py",
        an_old_key_that_stays=('    db.execute(END, {"pepper": secrets.newest})\n', ""),
    ),
    *of(
        "local/migrate.py",
        "tests/wallet/migrations/test_upgrade.py",
        migrated_without_a_key=("    if stopped:\n", "    if False:\n"),
    ),
    *of(
        "wallet/migrations/grants.txt",
        "tests/wallet/operations/test_claiming.py",
        written_by_hand=(
            "web worker office | select, update (sentence, values, refused, told) | operation",
            "web worker office | select, insert, update (sentence, values, refused, told) | operation",
        ),
    ),
]
STORED: Final = of(
    "wallet/operations/operations.py",
    "tests/wallet/test_perform.py",
    anybody_s_outcome=("(same_actor or same_phone) and ", ""),
)
CODES: Final = of(
    "wallet/operations/asks.py",
    "tests/wallet/operations/test_answering_questions.py",
    any_code=(
        "    if ask_id and is_same_code(digest, digest_code(secrets, actor.phone, asked)):",
        "    if ask_id:",
    ),
    tries_without_end=("tried.tries > TRIES and tried.state", "False and tried.state"),
    codes_without_end=(
        "if WRONG_CODES.count(db, actor.phone) > WRONG_CODES.most or",
        "if WRONG_CODES.count(db, actor.phone) < 0 or",
    ),
    code_of_any_phone=(
        'secrets.hex_digest("text code", f"{phone} {code}", pepper)',
        'secrets.hex_digest("text code", code, pepper)',
    ),
    question_for_ever=("NOT done AND wallet_now() - asked_at > :good_for AS expired", "false AS expired"),
)
TRIES: Final = of(
    "wallet/people/attempts.py",
    "tests/wallet/people/test_pins.py",
    compared_while_locked=(" AND (locked_until IS NULL OR locked_until <= wallet_now())\n", "\n"),
    any_pin=('    if not hashes.match(secrets, "pin", owner, row.hash, typed):', "    if False:"),
    told_of_a_lock_that_goes=("if not why.undecided or time.monotonic() > patience:", "if True:"),
)
TURNED: Final = of(
    "wallet/people/attempts.py",
    "tests/wallet/core/test_turned_pepper.py",
    locked_for_a_pepper_that_is_gone=("      AND split_part(hash, '$', 1) = ANY(:peppers)\n", ""),
    counted_for_ever_by_a_move=("split_part(hash, '$', 6) = split_part(:compared, '$', 6)", "hash = :compared"),
)
RESEALED: Final = of(
    "wallet/core/hashes.py",
    "tests/wallet/core/test_turned_pepper.py",
    old_pepper_is_enough=("{key if Recipe.read(recipe).sealed else _write(digest)}", "{key}"),
)
ISSUED: Final = of(
    "wallet/operations/asks.py",
    "tests/wallet/core/test_turned_pepper.py",
    another_code_after_the_switch=("    return tried.pepper if tried else None", "    return None"),
)
CEILINGS: Final = of(
    "wallet/prices/limits.py",
    "tests/wallet/test_ceilings.py",
    any_amount=("        if amount > room.ceilings[span] - room.used[span]:", "        if False:"),
    nothing_counted=(
        "amount FROM a\n    ON CONFLICT (person_id, direction, day) DO UPDATE SET amount = usage.amount + ex",
        "amount FROM a\n    ON CONFLICT (person_id, direction, day) DO UPDATE SET amount = ex",
    ),
    balance_without_end=('    if highest is None or balance_after + room.used["balance"] <= highest:', "    if True:"),
    expected_not_counted=('balance_after + room.used["balance"] <= highest', "balance_after <= highest"),
    own_channel_without_end=(
        'return ("out", channel) if CHANNELS[channel].own_ceiling else ("out",)',
        'return ("out",)',
    ),
)
SENDING: Final = of(
    "wallet/sending/send_money.py",
    "tests/wallet/sending/test_send_money.py",
    other_price_charged=('        tariffs.check_price(db, "send_money", quote)\n', ""),
    to_a_closed_wallet=('        if receiver is None or receiver.state != "open":', "        if receiver is None:"),
    to_oneself=("    if person.id == person_id:", "    if False:"),
)
WITHDRAWING: Final = of(
    "wallet/topups/withdraw_money.py",
    "tests/wallet/topups/test_withdraw_money.py",
    under_the_owner_s_lock=("        people.refuse_locked(owner)\n", ""),
    withdrawn_at_another_price=('        tariffs.check_price(db, "withdraw_money", payout)\n', ""),
    sim_not_looked_at=("sim = sim_looks.find_number_to_check(db, owner, room, payout.amount)", 'sim = ""'),
    withdrawn_uncounted=(
        "room = limits.spend(db, owner, payout.amount, doing.channel)",
        'room = limits.read_room(db, owner, "out")',
    ),
)
CASH: Final = of(
    "wallet/agents/cash_outs.py",
    "tests/wallet/agents/test_cash_outs.py",
    any_cash_code=("right_code = matches(one, digest) and counted", "right_code = one is not None and counted"),
    cash_codes_without_end=(" and counted <= WRONG_CODES.most\n", "\n"),
    any_cash_amount=(" and one is not None and one.amount == amount\n", " and one is not None\n"),
    paid_to_a_stopped_customer=("served = right_code and may_move and", "served = right_code and"),
)
PAYING_OUT: Final = of(
    "wallet/agents/pay_cash_out.py",
    ("tests/wallet/agents/test_cash_outs.py", "tests/wallet/test_stopped_people.py"),
    another_agent_pays=("one.agent_code == agent.code and one.until", "one.until"),
    paid_too_late=(" and one.until > now(db) and", " and"),
    another_amount=(" and one.amount == self.handover.amount\n", "\n"),
    paid_under_a_lock=(
        'if not in_time or customer.state != "open" or customer.locked_by_owner:',
        "if not in_time:",
    ),
)
REQUESTS: Final = of(
    "wallet/requests/payment_requests.py",
    ("tests/wallet/requests",),
    paid_after_its_end=('    if request.state != "open":', "    if False:"),
    prompted_twice_for_a_request=(
        '    if db.execute(live, {"id": request.id, "phone": phone}).first():',
        "    if False:",
    ),
)
REFUNDS: Final = [
    *of(
        "wallet/business/refunds.py",
        "tests/wallet/business/test_refunds.py",
        refunded_by_another=("found.receiver_id != person_id or ", ""),
    ),
    *of(
        "wallet/business/refund_payment.py",
        "tests/wallet/business/test_refunds.py",
        more_than_came_in=("    if amount > incoming.left:", "    if False:"),
        refunded_to_another=(" or giver.id != incoming.giver_id:", ":"),
    ),
]
HUMANS: Final = of(
    "wallet/prices/limits.py",
    "tests/wallet/people/test_humans.py",
    ceilings_begin_anew=("WHERE h.human_id = a.human AND u.direction", "WHERE h.id = a.id AND u.direction"),
)
PROMPTS: Final = of(
    "wallet/payments/prompts.py",
    (f"{PAYMENTS}/test_ends_of_payments.py", "tests/wallet/test_caps_at_once.py"),
    prompts_without_end=("if prompts >= PROMPTS_A_DAY or", "if"),
    prompts_after_a_no=(" or refusals >= REFUSALS:", ":"),
    prompts_race=("    numbers.take_turn(db, payer)\n", ""),
)
CHECKOUTS: Final = of(
    "wallet/business/checkouts.py",
    "tests/wallet/business/test_pay_checkout.py",
    checkout_paid_twice=("    check_open(checkout)\n    return checkout", "    return checkout"),
)
LATE: Final = of(
    "wallet/purposes/pay_checkout.py",
    "tests/wallet/business/test_pay_checkout.py",
    late_success_kept=('    if checkout.state == "open" and', "    if True and"),
    late_success_not_given_back=("        payments.create(db, make_return(db, end))\n", ""),
)
COLLECT: Final = of(
    "wallet/business/collect_checkout.py",
    "tests/wallet/business/test_pay_checkout.py",
    other_checkout_paid=('    if actor.kind == "payer" and actor.id != checkout.id:', "    if False:"),
    checkout_prompts_without_end=("        check_prompts(db, asked.phone)\n", "        pass\n"),
    checkout_payments_without_end=(
        '    if party.kind == "phone" and (count.same or count.live >= LIVE_MOST):',
        "    if False:",
    ),
)
REFUNDED: Final = [
    *of(
        "wallet/business/refund_checkout.py",
        "tests/wallet/business/test_refund_checkout.py",
        another_shops_checkout_refunded=("checkout.merchant_id != merchant_id or ", ""),
        refunded_by_another_shop=("        refuse_another(doing.actor, shop.id)\n", ""),
        refunded_though_stopped=("        people.refuse_stopped(doing.people[shop.owner_id])\n", ""),
        checkout_refunded_above_what_is_left=("        if self.amount > found.left:", "        if False:"),
    ),
    *of(
        "wallet/business/api_keys.py",
        "tests/wallet/business/test_refund_checkout.py",
        refunded_by_a_key_that_ended=('> wallet_now())""")\n\n\n@data', 'IS NOT NULL)""")\n\n\n@data'),
    ),
    *of(
        "wallet/business/functions.sql",
        "tests/wallet/business/test_refund_checkout.py",
        refund_written_above_what_was_paid=("may_go_back(NEW.checkout_id, NEW.amount, NEW.fee) IS NOT TRUE", "false"),
        shops_fee_given_back_twice=("back.fee <= div(c.fee * back.francs, transfer_size(t.amounts))", "true"),
        refund_ended_by_hand=("p.state IN ('failed', 'expired') END) THEN", "true END) THEN"),
        refund_done_by_hand=("WHEN 'succeeded' THEN p.state = 'succeeded' ELSE", "WHEN 'succeeded' THEN true ELSE"),
    ),
    *of(
        "wallet/ledger/reasons.sql",
        "tests/wallet/business/test_refund_reasons.py",
        refund_paid_by_others=(
            "    AND coalesce(amounts[array_position(accounts, m.account_id)], 0) = r.fee - r.amount\n",
            "",
        ),
        refund_to_anybody=("WHERE o.id = paid.giver_id AND p.id IS NULL", "WHERE true"),
        refund_returned_to_others=("WHERE t.id = ended AND t.accounts = is_justified.accounts", "WHERE t.id = ended"),
    ),
]
RETURNED: Final = [
    *of(
        "wallet/business/return_origins.py",
        "tests/web/checkout/test_signed_returns.py",
        led_to_any_origin=("read_origin(url)}).first() is None:", "read_origin(url)}).first() is False:"),
        result_said_by_another=("    if any(name in ADDED for", "    if False and any(name in ADDED for"),
    ),
    *of(
        "wallet/payments/functions.sql",
        "tests/web/checkout/test_back_from_a_page.py",
        hurried_without_end=("    AND p.hurries < 6 AND", "    AND"),
        hurried_at_every_load=(
            " AND (p.hurried_at IS NULL OR p.hurried_at <= wallet_now() - interval '10 seconds')",
            "",
        ),
    ),
]
LOTS: Final = [
    *of(
        "wallet/topups/functions.sql",
        "tests/wallet/topups/test_lots.py",
        given_back_above_what_is_left=("WHERE l.room >= 0 AND l.amount >= 0 AND", "WHERE"),
        newest_lot_spent_first=("sum(l.net) OVER (ORDER BY l.seq)", "sum(l.net) OVER (ORDER BY l.seq DESC)"),
        returned_is_a_new_lot=("ON l.by_id = m.transfer_id\n", "ON false\n"),
    ),
    *of(
        "wallet/topups/give_back_recharge.py",
        "tests/wallet/topups/test_lots.py",
        given_back_above_the_lot=("        if self.amount > left:", "        if False:"),
        given_back_under_a_lock=("        people.refuse_locked(owner)\n", ""),
        given_back_by_another_rail=("        if payment.rail != self.operator or self.phone", "        if self.phone"),
    ),
    *of(
        "wallet/topups/lots.py",
        "tests/wallet/topups/test_lots.py",
        anothers_lot_given_back=("    AND o.id = CAST(:person AS uuid)", ""),
    ),
]
ASKED_AT_PAGES: Final = [
    *of(
        "wallet/business/ask_checkout.py",
        "tests/wallet/business/test_ask_checkout.py",
        asked_at_anothers_page=("        refuse_other_payer(doing.actor, checkout)\n", ""),
    ),
    *of(
        "wallet/operations/page_asks.py",
        "tests/wallet/business/test_ask_checkout.py",
        page_drops_a_question=(" or asks.find_waiting(db, phone):", ":"),
        numbers_asked_without_end=(" < ASKED_A_DAY", " >= 0"),
        checkout_asks_without_end=("for number in range(ASKED_MOST)]", "for number in range(99)]"),
    ),
    *of(
        "wallet/requests/payment_requests.py",
        "tests/web/checkout/test_request_page.py",
        request_paid_at_anothers_page=('    if actor.kind == "payer" and actor.id != request.id:', "    if False:"),
        request_prompts_without_end=("    if asked.ever >= EVER_MOST:", "    if False:"),
        request_prompts_many_at_once=("    if at_phone and asked.live >= LIVE_MOST:", "    if False:"),
    ),
]
OFFICE: Final = of(
    "wallet/staff/approvals.py",
    "tests/wallet/staff",
    own_request_approved=("    if login == request.asked_by:", "    if False:"),
    approved_too_late=("    if clock.now(db) - request.asked_at > GOOD_FOR:", "    if False:"),
    asker_has_left=("    if not logins.is_active(db, request.asked_by):", "    if False:"),
    asker_of_another_role=('    permissions.refuse(db, request.asked_by, "ask", request.act.kind)\n', ""),
)
SESSIONS: Final = of(
    "wallet/staff/functions.sql",
    ("tests/wallet/staff/test_database_judges_staff.py", "tests/wallet/staff/test_staff_logins.py"),
    anybody_s_key=(" AND verifier = sha256(key) AND tried", " AND tried"),
    another_key_than_counted=(" AND tried = sha256(key)", ""),
    guessed_for_nothing=("    AND tried_in <> pg_current_xact_id();", "    ;"),
    own_request_by_sql=("    OR asked.asked_by = login\n", ""),
    other_content_by_sql=("    OR request_hash(asked) <> content_hash\n", ""),
)
SESSIONS_SEEN: Final = of(
    "wallet/staff/factors.sql",
    ("tests/wallet/staff/test_database_judges_staff.py", "tests/wallet/staff/test_staff_logins.py"),
    session_without_end=(" AND o.until > wallet_now() AND s.until IS NULL", " AND s.until IS NULL"),
    session_of_who_left=(" AND o.until > wallet_now() AND s.until IS NULL", " AND o.until > wallet_now()"),
)
APPS: Final = of(
    "wallet/staff/factors.sql",
    "tests/wallet/staff/test_staff_apps.py",
    second_app_in_its_place=("\n  WHERE a.confirmed_at IS NULL;", ";"),
    code_tried_for_ever=("    AND (locked_until IS NULL OR locked_until <= wallet_now())\n", ""),
    code_used_twice=("    AND last_step < step AND proof", "    AND proof"),
    code_said_without_its_key=(" AND proof = sha256(key)", ""),
    code_guessed_for_nothing=(" AND tried_in <> pg_current_xact_id()", ""),
    code_of_long_ago=(" OR o.factor_at > wallet_now() - interval '10 minutes'", " OR o.factor_at IS NOT NULL"),
)
SHOWN: Final = of(
    "wallet/staff/functions.sql",
    "tests/wallet/staff/test_staff_apps.py",
    session_without_a_code=(" o WHERE NOT o.has_app OR o.factor_at IS NOT NULL\n", " o\n"),
    approved_long_after_a_code=("    OR NOT is_fresh_staff_session(session)\n", ""),
)
ASKS: Final = of(
    "wallet/staff/functions.sql",
    "tests/wallet/staff/test_asks.py",
    asked_over_another=("    IF (asked.kind, asked.asked_by) <> (ask_staff_act.kind, login) THEN", "    IF false THEN"),
    taken_back_by_anybody=(" OR NOT (asked.asked_by = login OR may_by_role(login, 'approve', asked.kind))", ""),
    approved_after_its_end=(
        "      AND NOT EXISTS (SELECT FROM staff_request_end e WHERE e.request_id = r.id)",
        "     ",
    ),
    told_by_a_login=("IF kind IN ('ask_act', 'end_ask', 'wrong_password') THEN", "IF false THEN"),
    told_of_no_wrong_password=("s.verifier <> sha256(key)", "false"),
)

ROBBED: Final = [
    *of(
        "wallet/agents/lock_customer.py",
        "tests/wallet/agents/test_robbed_locks.py",
        locks_without_end=("if robbed_locks.count_by_agent(db, agent.code) >= robbed_locks.BY_ONE_AGENT:", "if False:"),
        locked_again_and_again=(
            "if robbed_locks.count_of_person(db, customer.id) >= robbed_locks.OF_ONE_PERSON:",
            "if False:",
        ),
    ),
    *of(
        "wallet/agents/seen_customer.py",
        "tests/wallet/agents/test_robbed_locks.py",
        locked_without_the_document=(
            "return customer if customer and self.is_on_record(db, customer, agent) else None",
            "return customer",
        ),
        agents_own_wallet=("customer.id == doing.person.id or ", ""),
    ),
    *of(
        "wallet/people/identities.py",
        "tests/wallet/agents/test_robbed_locks.py",
        document_found_by_trying=(" and db.execute(WRONG_LATELY, row).scalar_one() < WRONG_A_DAY", ""),
    ),
    *of(
        "wallet/agents/identify_person.py",
        "tests/wallet/agents/test_a_wallet_keeps_its_owner.py",
        renamed_by_who_knows_its_number=("if person.has_pin and not documents", "if False and not documents"),
        identified_while_robbed=("if person.robbed:", "if False:"),
    ),
    *of(
        "wallet/agents/start_pin_reset.py",
        "tests/wallet/agents/test_id_alone_opens_nothing.py",
        pin_reset_just_let_go=("if robbed_locks.is_lifted_lately(db, customer.id):", "if False:"),
    ),
    *of(
        "wallet/accounts/lock_wallet.py",
        "tests/wallet/agents/test_robbed_locks.py",
        pin_alone_unlocks=("        people.refuse_robbed(doing.person)\n", ""),
    ),
]
MISTAKES: Final = [
    *of(
        "wallet/sending/cancel_send.py",
        "tests/wallet/accounts/test_mistakes.py",
        taken_back_by_another=("if claim is None or claim.sender_id != sender.id:", "if claim is None:"),
        cancelled_without_end=("if claims.count_cancelled(db, sender.id) >= A_DAY:", "if False:"),
    ),
    *of(
        "wallet/accounts/contests.py",
        ("tests/wallet/accounts/test_contests.py",),
        contests_without_end=(".scalar_one() >= MOST_OPEN:", ".scalar_one() < 0:"),
    ),
    *of(
        "wallet/operations/movements.py",
        ("tests/wallet/accounts/test_contests.py",),
        contested_twice=("    AND NOT EXISTS (SELECT FROM contest k WHERE k.transfer_id = m.transfer_id)", ""),
        contested_late=("m.at > wallet_now() - interval '{CONTESTED_WITHIN.total_seconds()} seconds'", "true"),
    ),
]
CLAIMS: Final = of(
    "wallet/sending/claims.py",
    "tests/wallet/sending/test_claims.py",
    returned_early=("AND id = :id AND due_at <= wallet_now() FOR UPDATE", "AND id = :id FOR UPDATE"),
)
TO_SOURCE: Final = of(
    "wallet/operations/refunds.py",
    "tests/wallet/operations/test_operator_refunds.py",
    more_than_is_left=("    if amount > find_left(db, collected):", "    if False:"),
    from_another_account=("    if not any(entry.account == account and", "    if not any(True and"),
)
TAKEN_BACK: Final = of(
    "wallet/operations/taken_back.py",
    ("tests/wallet/operations/test_operator_refunds.py", "tests/wallet/business/test_refunds.py"),
    those_on_the_way=("return ledger.undone(db, transfer) + on_its_way", "return ledger.undone(db, transfer)"),
    refunds_race=("WHERE transfer_id = :id FOR UPDATE", "WHERE transfer_id = :id"),
)
CASH_IN: Final = of(
    "wallet/agents/take_cash_in.py",
    "tests/wallet/agents/test_take_cash_in.py",
    cash_in_for_oneself=(" or customer.id == person.id:", ":"),
    other_commission=('        tariffs.check_commission(db, "take_cash_in", credit.amount, credit.commission)\n', ""),
    cash_in_for_a_stopped_one=('        if customer.state != "open":', "        if False:"),
)
RESETS: Final = of(
    "wallet/people/pin_resets.py",
    "tests/wallet/accounts/test_pin_resets.py",
    reset_by_nobody=("    if reset is None:", "    if False:"),
    reset_after_a_swap=(
        "    sim = sims.lock_row(db, person.phone)\n    if sim.watched_until:",
        "    sim = sims.lock_row(db, person.phone)\n    if False:",
    ),
    reset_unchecked=("    if not reset.has_look(sim):", "    if False:"),
    reset_for_ever=(" AND state = 'open' AND started_at > wallet_now() - :good_for", " AND state = 'open'"),
    blind_at_once=("    if sim.is_blind and", "    if False and"),
    looked_at_long_ago=("max(self.started_at, sim.now - sims.FRESH)", "self.started_at"),
)
OUTBOX: Final = of(
    "wallet/messages/notices.py",
    "tests/workers/test_outbox.py",
    code_texted_twice=("(kind = 'code' OR maybe_sent + 1 >= :most)", "maybe_sent + 1 >= :most"),
    code_texted_again=('(notice.kind == "code" or notice.maybe_sent', "(notice.maybe_sent"),
    texted_for_ever=("(good_until <= wallet_now() OR (state", "((state"),
)
INBOX: Final = of(
    "workers/inbox.py",
    "tests/wallet/topups/test_topups_by_sms.py",
    money_asked_long_ago=("        if heard.late and name in MONEY:", "        if False:"),
)
STOPS: Final = of(
    "wallet/payments/stops.py",
    "tests/wallet/test_stopped_people.py",
    frozen_pays=('one.state == "frozen" or ', ""),
    robbed_pays=("one.robbed or ", ""),
    locked_pays=(' or (one.locked_by_owner and payment.direction == "pay")', ""),
)
HOLDS: Final = of(
    "wallet/ledger/holds.py",
    (f"{LEDGER}/test_holds.py", "tests/wallet/agents/test_cash_outs.py", "tests/wallet/sending/test_claims.py"),
    hold_ended_by_many=("undoes=undoes, ends=held)", "undoes=undoes)"),
)
PRICES: Final = of(
    "wallet/prices/tariffs.py",
    "tests/wallet/prices",
    fee_above_the_amount=("fee = min(fee, amount) if self.fee_max is None", "fee = fee if self.fee_max is None"),
    fee_above_amount_below_maximum=("else min(fee, amount, self.fee_max)", "else min(fee, self.fee_max)"),
    tax_above_the_amount=("self.tax_fixed, amount)", "self.tax_fixed, 10**12)"),
    price_in_the_customer_s_favour=(
        "return -(-amount * parts_per_million // WHOLE)",
        "return amount * parts_per_million // WHOLE",
    ),
    commission_rounded_up=("* self.commission_ppm // WHOLE", "* self.commission_ppm // WHOLE + 1"),
)
SEALS: Final = of(
    "web/gateways/seals.py",
    "tests/web/gateways/test_sessions.py",
    changed_in_redis=("        raise BrokenSeal\n", "        pass\n"),
    of_another_phone=('    keyed.update(phone.encode() + b"\\n")', "    keyed.update(b'')"),
)
RECORDS: Final = of(
    "web/gateways/sessions.py",
    "tests/web/gateways/test_sessions.py",
    as_old_as_redis_says=("if self.age_seconds <= RESUME_SECONDS else None", "if True else None"),
)
JOBS: Final = of(
    "workers/jobs.py",
    "tests/workers/test_jobs.py",
    any_function=(" and named == JOBS[queue] and ", " and "),
    job_of_another_queue=("job.origin == queue and ", ""),
    with_other_arguments=(" and not job.kwargs and ", " and "),
    called_back_as_redis_says=(' if name.decode(errors="replace") in READ})', "})"),
)
LIFE: Final = of(
    "wallet/core/life.sql",
    "tests/wallet/core/test_life.py",
    waiting_text_forgotten=("$w$state <> 'waiting'$w$", "'true'"),
    evidence_forgotten=("AND p.state NOT IN ('succeeded', 'failed'))$w$", "AND false)$w$"),
)
TRAIL: Final = of(
    "wallet/staff/audit.py",
    "tests/wallet/staff/test_anchors.py",
    trail_written_anew=("        if known.get(number, hash_before) != hash_before:", "        if False:"),
    trail_cut=("    if (wanted := max(known, default=0)) > number:", "    if (wanted := 0) > number:"),
)
ANCHORS: Final = of(
    "wallet/staff/anchors.py",
    "tests/wallet/staff/test_anchors.py",
    signed_by_nobody=("if not hmac.compare_digest(anchor.signature, anchor.compute_signature(keys)):", "if False:"),
    anchor_taken_away=("        if anchor.previous not in signatures:", "        if False:"),
)
ANCHORING: Final = of(
    "workers/anchor.py",
    "tests/wallet/staff/test_anchors.py",
    signs_what_was_changed=("        if found.broken:", "        if False:"),
    said_sent_before_it_was=("            if answer.status_code // 100 != ACCEPTED:", "            if False:"),
)
EVENTS: Final = of(
    "wallet/core/security_events.py",
    "tests/wallet/core/test_security_events.py",
    spraying_unseen=("seen.victims >= seen.most and ", "False and "),
)
MOVES: Final = [
    *of(
        "wallet/ledger/moves.sql",
        "tests/wallet/staff/test_moves.py",
        moved_otherwise_than_asked=("RETURN moves_as_asked(content, kind, moved, amounts) AND", "RETURN true AND"),
        moved_what_is_not_there=(" AND NOT EXISTS (SELECT FROM list_overdrawn(kind, moved, amounts));", ";"),
        swept_what_is_peoples=("WHERE move = 'sweep_fees' AND", "WHERE false AND"),
    ),
    *of(
        "wallet/staff/planned_moves.py",
        "tests/wallet/staff/test_moves_with_people.py",
        taken_below_zero=("taken = min(amount, customer.balance)", "taken = amount"),
        charged_back_twice=("if amount > payment.amount - made:", "if amount > payment.amount:"),
        vat_booked_twice=(" - made)\n\n\ndef plan_vat", ")\n\n\ndef plan_vat"),
        refunded_and_charged_back=("payment.amount - back - made)  #", "payment.amount - made)  #"),
        charged_back_and_refunded=("posted if theirs else None)", "None)"),
    ),
]
REASONS: Final = of(
    "wallet/ledger/reasons.sql",
    (
        f"{LEDGER}/test_reasons_named.py",
        f"{LEDGER}/test_reasons_used_once.py",
        f"{LEDGER}/test_money_from_nowhere.py",
        TRUST,
    ),
    ended_at_another_amount=("    AND size IN (p.amount, p.amount + p.fee + p.tax) AND ended", "    AND ended"),
    ended_what_was_not_reserved=(" AND ended IS NOT DISTINCT FROM p.reservation\n", "\n"),
    paid_out_as_if_it_had_come=("THEN p.state = 'succeeded' AND 'operator_float' = ANY (rule.takes)", "THEN true"),
    settled_by_one=("    AND (session_user <> 'mbongo_office'\n", "    AND (true\n"),
    commission_of_any_size=("(size - house) * f.commission_ppm / 1000000", "1000000000000"),
    fee_given_back_twice=(
        " OR t.id IN (\n            SELECT u.by_id FROM transfer_link u WHERE u.target = undone AND u.role = 'undoes')",
        "",
    ),
    act_posted_twice=("    RETURN FOUND;", "    RETURN true;"),
    float_of_any_size=("(act.content ->> 'amount')::bigint = size AND EXISTS", "EXISTS"),
    contest_given_more=(
        "      AND size = CASE act.content ->> 'verdict' WHEN 'leave' THEN k.held - k.fee ELSE k.held END\n",
        "",
    ),
    waits_for_another_sum=(" AND t.kind = is_held_for.kind\n    AND transfer_size(t.amounts) = size AND", " AND"),
    claimed_of_another_hold=("AND c.hold = ended AND c.amount + c.fee + c.tax = size\n", "\n"),
    commission_written_beside=("      AND c.commission <= coalesce((", "      AND 0 <= coalesce(("),
)
REASONS_OF_PAYMENTS: Final = of(
    "wallet/payments/functions.sql",
    (
        f"{LEDGER}/test_reasons_named.py",
        f"{LEDGER}/test_reasons_used_once.py",
        f"{LEDGER}/test_money_from_nowhere.py",
        TRUST,
    ),
    end_posted_twice=("  IF ended IS NOT NULL AND NOT FOUND THEN", "  IF false THEN"),
    goes_from_any_state=("  IF NOT NEW.state = ANY (steps) THEN", "  IF false THEN"),
    pays_out_more_than_was_held=("    AND transfer_size(t.amounts) = NEW.amount + NEW.fee + NEW.tax\n", ""),
    pays_out_what_was_held_for_others=(
        "'{hold_withdrawal,hold_payout}' ELSE '{hold_refund,hold_late_payment}' END::text[])",
        "ARRAY[t.kind] ELSE ARRAY[t.kind] END)",
    ),
    pays_out_what_ended=(
        "\n    AND NOT EXISTS (SELECT FROM transfer_link l WHERE l.target = t.id AND l.role = 'ends')) THEN",
        ") THEN",
    ),
)
ABROAD: Final = f"{PAYMENTS}/test_payments_abroad.py"
CONVERSIONS: Final = of(
    "wallet/ledger/reasons.sql",
    ABROAD,
    euros_out_of_francs=(
        "      OR a.kind = CASE p.currency WHEN 'XAF' THEN 'position' ELSE 'operator_float' END\n",
        "",
    ),
    converted_before_its_end=("    AND EXISTS (SELECT FROM payment_posted e WHERE e.payment_id = p.id)\n", ""),
    converted_at_any_size=(" AND size = p.charged\n", "\n"),
    rounded_at_any_size=(" = rounding_due(p.id)\n", " <> 0\n"),
    converted_under_any_key=(
        "    RETURN key = CASE rule.kind WHEN",
        "    RETURN key LIKE '%' || named_id || '%' OR key = CASE rule.kind WHEN",
    ),
)
QUOTED: Final = of(
    "wallet/payments/functions.sql",
    ABROAD,
    charged_by_an_old_quote=(" AND q.until > wallet_now()\n", "\n"),
    charged_what_no_quote_says=(
        "(q.currency, q.charged, q.francs) = (NEW.currency::text, NEW.charged, NEW.amount)",
        "true",
    ),
    refunded_more_than_its_share=(
        "r.state NOT IN ('failed', 'expired')) = NEW.charged))",
        "r.state NOT IN ('failed', 'expired')) > 0))",
    ),
    ended_without_what_was_charged=(
        "    AND (rounding_due(NEW.payment_id) <> 0 OR NOT EXISTS",
        "    AND (false AND NOT EXISTS",
    ),
)
RATES: Final = of(
    "wallet/prices/functions.sql",
    "tests/wallet/prices/test_currency_rates.py",
    rate_loaded_by_one=("\n  IF agreed IS NULL THEN\n", "\n  IF false THEN\n"),
    quoted_by_an_older_rate=("n.since > r.since", "false"),
)
SHARES: Final = of(
    "wallet/prices/quotes.py",
    "tests/wallet/prices/test_currency_rates.py",
    share_rounded_up=("(gone + more) // francs - given", "(gone + more + 1) // francs - given"),
)
CURRENCIES: Final = of(
    "wallet/ledger/functions.sql",
    f"{LEDGER}/test_currencies.py",
    two_currencies_alone=("THEN 'two_currencies' END", "THEN NULL END"),
    two_currencies_in_a_batch=(" AND min(l.currency::text) = max(l.currency::text)", ""),
)
FLOATS: Final = of(
    "wallet/payments/floats.py",
    "tests/workers/test_asking_floats.py",
    asked_each_time=("AND (float_asked_at IS NULL OR float_asked_at <= wallet_now() - :every)\n", "\n"),
    owed_is_owned=("    ours = -ledger.balance", "    ours = ledger.balance"),
    just_paid_unseen=("\n    OR rail = :rail AND state = 'succeeded' AND changed_at >= :asked_at", ""),
)
LIFTS: Final = of(
    "wallet/staff/lifts.sql",
    "tests/wallet/staff/test_lifts.py",
    frozen_let_go=(" AND is_agreed_about('{unfreeze_wallet}', OLD.id::text)", ""),
    closed_by_anybody=(" AND is_asked('{close_wallet}', OLD.id::text) END, 'the state of a wallet'", " END, ''"),
    shop_closed_by_anybody=("is_asked('{close_wallet}', OLD.owner_id::text)", "true"),
    agent_reinstated_by_one=(" AND is_agreed_about('{reinstate_agent}', OLD.code)", ""),
    any_tier=(
        "NEW.tier = greatest(OLD.tier, 1) AND (is_asked('{identify_person}')\n",
        "(true OR is_asked('{identify_person}')\n",
    ),
    case_closed_by_one=(
        "  PERFORM refuse_step(NEW.state = 'closed' AND (\n",
        "  PERFORM refuse_step(NEW.state = 'closed' OR (\n",
    ),
    used_as_long_as_open=(
        "state <> 'closed')\n    OR EXISTS (SELECT FROM agent",
        "false)\n    OR EXISTS (SELECT FROM agent",
    ),
)
CLOSED_IN_USE: Final = of(
    "wallet/ledger/functions.sql",
    "tests/wallet/staff/test_lifts.py",
    closed_in_use=("  PERFORM refuse_step(NOT is_in_use(closing), 'an account in use');\n", ""),
)
BESIDES: Final = "tests/wallet/test_nobody_besides.py"
FOR_LOGINS: Final = "tests/wallet/staff/test_for_logins.py"
NOBODY_BESIDES: Final = [
    *of(
        "wallet/ledger/reasons.sql",
        (BESIDES, "tests/wallet/accounts/test_mistakes.py"),
        split_among_others=("AND NOT a.accrued AND (a.id = ANY (owners)) IS NOT TRUE)", "AND false)"),
        contest_left_by_the_fee_of_another=(
            "OR act.content ->> 'verdict' = 'leave' OR is_houses_share",
            "OR is_houses_share",
        ),
    ),
    *of(
        "wallet/staff/lifts.sql",
        (BESIDES, FOR_LOGINS),
        number_ended_by_anybody=(
            "refuse_step(OLD.until IS NULL AND (\n    is_agreed_about('{detach_number}', OLD.person_id",
            "refuse_step(true OR (\n    is_agreed_about('{detach_number}', OLD.person_id",
        ),
        second_number=(
            "  PERFORM refuse_step(NOT EXISTS (SELECT FROM phone f",
            "  PERFORM (NOT EXISTS (SELECT FROM phone f",
        ),
        raised_beside_an_agent=(
            "OR is_done_alone('{appoint_agent}', OLD.id::text))\n",
            "OR is_acted('appoint_agent'))\n",
        ),
        written_without_a_login=("  PERFORM refuse_step(false, TG_TABLE_NAME || ', which a login does');\n", ""),
        written_about_another=(" AND d.about = given_about);", ");"),
        bills_of_another_shop=(
            "  PERFORM refuse_step(is_done_alone('{load_bills}'",
            "  PERFORM (true OR is_done_alone('{load_bills}'",
        ),
        prompt_of_the_office=("  PERFORM refuse_step(false, TG_TABLE_NAME || ' of people');\n", ""),
    ),
    *of(
        "wallet/ledger/reasons.sql",
        FOR_LOGINS,
        waits_ended_by_the_office_alone=("rule.reason <> 'trial' AND NOT is_acted('act') THEN", "false THEN"),
    ),
    *of(
        "wallet/business/functions.sql",
        FOR_LOGINS,
        said_to_be_paid=("t.id = NEW.paid_with AND t.key = 'checkout:' || NEW.id)", "t.id = NEW.paid_with)"),
    ),
    *of(
        "wallet/staff/for_logins.txt",
        FOR_LOGINS,
        keys_of_any_shop=(
            "add_api_key:merchant_id\napi_key          | update",
            "add_api_key\napi_key          | update",
        ),
        files_without_a_login=("settlement_file  | insert                               | import_file:Fid\n", ""),
    ),
    *of(
        "wallet/staff/functions.sql",
        FOR_LOGINS,
        noted_about_another=("began.about <> subject AND NOT EXISTS", "false AND NOT EXISTS"),
    ),
    *of(
        "wallet/ledger/functions.sql",
        FOR_LOGINS,
        account_of_an_agent_opened=(
            "CASE WHEN account_kind LIKE 'agent%' THEN is_acted('appoint_agent')",
            "CASE WHEN account_kind LIKE 'agent%' THEN true",
        ),
    ),
]
PROGRAMS: Final = [
    *of(
        "wallet/perform.py",
        "tests/web/api/test_refunds_by_api.py",
        refunded_by_a_key_that_ends_meanwhile=("            proof.check(db, actor)\n", "            pass\n"),
    ),
    *of(
        "wallet/business/functions.sql",
        "tests/web/api/test_keys_by_api.py",
        key_without_end=(
            " AND m.until IS NULL AND (k.until IS NULL OR k.until > wallet_now())",
            " AND m.until IS NULL",
        ),
        key_of_a_closed_shop=("k.digest = ANY (digests) AND m.until IS NULL AND", "k.digest = ANY (digests) AND"),
    ),
    *of(
        "web/api/keys.py",
        "tests/web/api/test_keys_by_api.py",
        key_from_anywhere=("    if networks and not is_within", "    if False and not is_within"),
        key_of_the_sandbox=("    if key.live != live:", "    if False:"),
    ),
    *of(
        "web/api/app.py",
        "tests/web/api/test_keys_by_api.py",
        key_for_everything=(
            "        if route.permission and route.permission not in key.permissions:",
            "        if False:",
        ),
    ),
    *of(
        "web/api/idempotent.py",
        "tests/web/api/test_idempotency.py",
        answer_to_another_request=("    if not known.same:", "    if False:"),
        secret_kept_with_its_answer=('if isinstance(said, dict) and "secret" in said:', "if False:"),
    ),
    *of(
        "wallet/business/idempotency.py",
        "tests/web/api/test_idempotency.py",
        done_twice_at_once=(" - interval '{UNDER_WAY_SECONDS} seconds'\n", "\n"),
    ),
    *of(
        "workers/public_hosts.py",
        "tests/workers/test_public_hosts.py",
        one_public_address_is_enough=("not all(map(is_public, addresses))", "not any(map(is_public, addresses))"),
        host_that_begins_like_ours=(
            '        if urlsplit(request.url or "").hostname != self.host:',
            "        if False:",
        ),
        translated_into_a_private_one=("any(read in network for network in TRANSLATED)", "False"),
    ),
    *of(
        "workers/timely_answers.py",
        "tests/workers/rails/test_wire.py",
        answer_without_end=("None if seconds is None else time.monotonic() + seconds", "None"),
    ),
    *of(
        "workers/tell_endpoint.py",
        "tests/workers/test_webhooks.py",
        led_elsewhere=("allow_redirects=False", "allow_redirects=True"),
    ),
]

RECHARGES: Final = [
    *of(
        "wallet/payments/other_amounts.py",
        "tests/wallet/business/test_pay_checkout.py",
        too_little_pays=("    pays = done or new > asked\n", "    pays = True\n"),
        said_twice_comes_twice=(" - payments.sum_beside(db, payment.id)\n", "\n"),
        any_amount_is_taken=(" <= find_tolerated(db, payment):", " <= asked:"),
    ),
    *of(
        "wallet/payments/functions.sql",
        "tests/wallet/business/test_pay_checkout.py",
        amount_changed_by_a_worker=("<= find_tolerated(OLD.rail, coalesce(OLD.charged, OLD.amount))", "<= OLD.amount"),
    ),
    *of(
        "wallet/purposes/late_recharge.py",
        "tests/wallet/topups/test_recharges.py",
        recharge_credited_twice=(
            "    return paid_by != end.payment.id and (paid_by is not None or",
            "    return (False and",
        ),
        anothers_recharge_fits_always=(" or not has_room(db, end) else None", " else None"),
        second_payer_keeps_nothing=('        payments.create(db, make_return(db, end, "return_recharge"))\n', ""),
    ),
    *of(
        "wallet/purposes/add_money.py",
        "tests/wallet/topups/test_recharges.py",
        paid_recharge_still_expected=(
            "        recharges.uncount_room(db, recharge.id)\n        if recharge.is_own",
            "        if recharge.is_own",
        ),
        room_given_back_while_another_may_come=(" and not recharges.may_come(db, recharge.id, end.payment.id)", ""),
        room_of_anothers_uncounted=(
            "            recharges.count_room(db, end.payment.recharge_id)\n",
            "            pass\n",
        ),
    ),
    *of(
        "wallet/topups/pay_recharge.py",
        "tests/wallet/topups/test_recharges.py",
        other_recharge_paid=("        if (doing.actor.id, self.owner_id, self.amount) !=", "        if not"),
        recharge_payments_without_end=(
            '    if party.kind == "phone" and count.live >= LIVE_MOST:',
            "    if False:",
        ),
        room_taken_once_a_payment=("    if recharge.counted_at:\n        return\n", ""),
        room_taken_by_strangers=(
            "    take = limits.use if recharge.is_own else limits.check\n",
            "    take = limits.use\n",
        ),
    ),
    *of(
        "wallet/topups/recharges.py",
        "tests/wallet/topups/test_recharges.py",
        recharge_paid_after_its_time=('    if recharge.state != "open":', "    if False:"),
    ),
    *of(
        "wallet/topups/functions.sql",
        "tests/wallet/topups/test_recharges.py",
        recharge_marked_by_anything=(" AND p.state = 'succeeded'", ""),
        recharge_unmarked=(
            "(OLD.payment_id IS NOT NULL OR NOT EXISTS (",
            "(NEW.payment_id IS NOT NULL AND NOT EXISTS (",
        ),
    ),
    *of(
        "wallet/payments/functions.sql",
        "tests/wallet/topups/test_recharges.py",
        late_given_back_by_another=(
            "    AND (t.kind <> 'hold_late_payment' OR starts_with(t.key, 'payment:' || NEW.refunds))\n",
            "",
        ),
    ),
    *of(
        "wallet/ledger/reasons.sql",
        "tests/wallet/topups/test_recharges.py",
        recharge_credited_by_a_worker=(
            "ELSE '{hold_late_payment,keep_late_payment}'",
            "ELSE '{add_money,hold_late_payment}'",
        ),
    ),
]
SIGNING_IN: Final = [
    *of(
        "wallet/accounts/functions.sql",
        "tests/web/me/test_signing_in.py",
        page_code_tried_without_end=("id = code AND tries < 3 AND", "id = code AND"),
        page_codes_without_end=(
            "    RETURN false;\n  END IF;\n  INSERT INTO page_code",
            "  END IF;\n  INSERT INTO page_code",
        ),
    ),
    *of(
        "wallet/accounts/functions.sql",
        "tests/wallet/accounts/test_page_codes_by_sql.py",
        page_code_compared_uncounted=(" AND tried = sha256(key) AND tried_in <> pg_current_xact_id()", ""),
        page_code_counted_in_vain=(" AND tried_in <> pg_current_xact_id()", ""),
        page_code_of_any_key=("AND digest = sha256(key) AND", "AND"),
        page_code_texted_to_a_swapped_sim=("\n    AND NOT is_swapped(number);", ";"),
        page_code_texted_to_another=("id = asked AND phone = number AND", "id = asked AND"),
        page_session_of_the_robbed=("p.state <> 'closed' AND NOT p.robbed", "p.state <> 'closed'"),
        page_session_taken_up_again=("refuse_step(OLD.ended_at IS NULL AND (", "refuse_step(true OR ("),
    ),
    *of(
        "wallet/members/sent_addresses.sql",
        "tests/wallet/members/test_sent_addresses.py",
        invitation_sent_to_another=(" AND reached IN (i.email, i.phone);", ";"),
        invitation_sent_when_over=("i.state = 'open' AND i.until > wallet_now() AND reached", "reached"),
        new_password_sent_to_another=(" AND reached IN (l.email, l.phone) AND", " AND"),
        new_password_sent_to_a_swapped_sim=(" AND NOT is_swapped(reached);", ";"),
        new_password_sent_when_over=("r.used_at IS NULL AND r.until > wallet_now() AND reached", "reached"),
    ),
    *of(
        "wallet/accounts/page_sessions.py",
        "tests/web/me/test_signing_in.py",
        session_never_idle=(" AND seen_at > wallet_now() - :idle AND", " AND"),
        session_outlives_its_number=(" AND f.until IS NULL)", ")"),
        signed_out_still_in=('LIVE: Final = """ended_at IS NULL AND', 'LIVE: Final = """'),
        robbed_seen=(" and not person.robbed\n\n\ndef _digest", "\n\n\ndef _digest"),
    ),
    *of(
        "web/pages/browser_token.py",
        "tests/web/me/test_signing_in.py",
        forms_of_anybody=("        if not mine:\n            abort(400)\n", ""),
    ),
]
FORGED_CHECKOUTS: Final = "tests/wallet/business/test_forged_checkouts.py"
FORGED: Final = [
    *of(
        "wallet/staff/lifts.sql",
        "tests/cli/test_api_keys.py",
        key_that_refunds_by_one=("NEW.permissions && '{refunds:write,payouts:write}'", "false"),
        key_that_does_all_by_one=("(NEW.permissions = '{}' OR NEW.permissions &&", "(NEW.permissions &&"),
    ),
    *of(
        "wallet/staff/lifts.sql",
        "tests/wallet/staff/test_forged_keys.py",
        ended_key_taken_up=("NEW.until IS NULL OR NEW.until > OLD.until", "false"),
        key_that_does_all_by_two=("NEW.permissions @> OLD.permissions AND NEW.permissions <> '{}'", "true"),
        key_that_does_more_by_two=(
            "NEW.permissions <@ (OLD.permissions || '{refunds:write,payouts:write}'::text[])",
            "true",
        ),
    ),
    *of(
        "wallet/staff/lifts.sql",
        "tests/wallet/reconciliation/test_forged_bank_payments.py",
        line_paid_without_money=("= (NEW.checkout_id, 'paid', 'bank')", "= (NEW.checkout_id, c.state, c.paid_by)"),
    ),
    *of(
        "wallet/ledger/reasons.sql",
        "tests/wallet/reconciliation/test_forged_bank_payments.py",
        line_pays_another_checkout=("AND is_checkout_of(c, act.content ->> 'code')", ""),
        fee_of_a_line_never_posted=(
            "      AND fee_of(accounts, amounts) = c.fee AND is_between(accounts, m.account_id)\n",
            "      AND is_between(accounts, m.account_id)\n",
        ),
    ),
    *of(
        "wallet/ledger/reasons.sql",
        FORGED_CHECKOUTS,
        fee_to_another_shop=("= c.amount - c.fee AND fee_of(accounts, amounts) = c.fee\n", "= c.amount - c.fee\n"),
        fee_that_no_payment_paid=("c.state = 'paid' AND fee_of(accounts, amounts) = c.fee\n", "c.state = 'paid'\n"),
    ),
    *of(
        "wallet/payments/functions.sql",
        FORGED_CHECKOUTS,
        checkout_asked_for_less=("c.id = NEW.checkout_id AND c.amount = NEW.amount)", "c.id = NEW.checkout_id)"),
        another_payers_refund=("r.payment_id = NEW.id AND c.payment_id = NEW.refunds))", "true))"),
    ),
    *of(
        "wallet/business/functions.sql",
        FORGED_CHECKOUTS,
        refund_without_money=("t.id = transfer_id('refund:' || NEW.id)", "true"),
        refund_that_nobody_asked=(" OR NOT is_refund_asked(NEW))", ")"),
        refund_of_another_sum=("(o.content ->> 'amount')::bigint = made.amount", "true"),
        refund_of_another_checkout=("(o.content ->> 'checkout_id')::uuid = made.checkout_id AND ", ""),
        refund_by_another_shop=("m.id = made.merchant_id AND m.owner_id::text = o.actor_id", "true"),
        fee_back_with_a_part=("back.fee <= div(c.fee * back.francs, transfer_size(t.amounts))", "back.fee <= c.fee"),
        another_shops_link=("(l.id, l.merchant_id) = (NEW.link_id, NEW.merchant_id)", "l.id = NEW.link_id"),
        another_shops_invoice=("(i.id, i.merchant_id) = (NEW.invoice_id, NEW.merchant_id)", "i.id = NEW.invoice_id"),
    ),
    *of(
        "wallet/business/functions.sql",
        "tests/wallet/business/test_forged_events.py",
        told_of_what_was_not_paid=(
            "EXISTS (SELECT FROM checkout c WHERE (c.id, c.merchant_id, c.state) = (one, NEW.merchant_id, 'paid')",
            "EXISTS (SELECT FROM checkout c WHERE c.id = one",
        ),
        told_of_another_amount=("\n        AND c.amount = (NEW.data ->> 'amount')::bigint)", ")"),
    ),
    *of(
        "wallet/business/invoices.sql",
        "tests/wallet/business/test_forged_invoices.py",
        number_of_another=("NEW.number = invoice_number(NEW.kind, NEW.year, NEW.place)", "true"),
        paper_says_other_sums=(
            "convert_to(NEW.canonical, 'UTF8')) AND says_itself(NEW)",
            "convert_to(NEW.canonical, 'UTF8'))",
        ),
        chain_of_another=("NEW.hash = sha256(coalesce(last.hash, '') || convert_to(NEW.canonical, 'UTF8'))", "true"),
    ),
    *of(
        "wallet/members/second_factors.sql",
        "tests/wallet/members/test_forged_factors.py",
        factor_beside_a_factor=("(is_fresh(session) OR NOT has_factor(l.id) AND", "(true AND"),
        factor_without_its_key=("coalesce(l.factor_proof = sha256(key), l.factor_proof IS NULL)", "true"),
        recovery_code_from_its_row=("digest = sha256(code_digest)", "digest IN (code_digest, sha256(code_digest))"),
    ),
    *of(
        "wallet/members/sessions.sql",
        "tests/wallet/members/test_forged_factors.py",
        session_taken_up=("OLD.ended_at IS NULL AND (goes_on(OLD)", "(goes_on(OLD)"),
    ),
]
PAYOUTS_TESTS: Final = (
    "tests/wallet/payouts/test_forged_payouts.py",
    "tests/wallet/payouts/test_forged_payout_files.py",
)
PAYOUTS: Final = [
    *of(
        "wallet/payouts/functions.sql",
        PAYOUTS_TESTS[:1],
        account_added_untold=("WHERE owner.phone IS NOT NULL AND NOT EXISTS (", "WHERE false AND NOT EXISTS ("),
        paid_out_at_any_price=(
            "  SELECT CASE way WHEN 'wallet' THEN fee = 0 ELSE EXISTS (",
            "  SELECT CASE WHEN true THEN true ELSE EXISTS (",
        ),
        ordered_by_any_member=("AND m.until IS NULL AND p.may = what)", "AND m.until IS NULL)"),
        ordered_by_any_key=("AND (k.permissions = '{}' OR what = ANY (k.permissions))) END", "AND true) END"),
        ordered_for_another_business=("      WHERE k.merchant_id = business AND k.id", "      WHERE k.id"),
        ordered_once_paid_twice=("    WHERE o.reference = made.reference AND NOT made", "    WHERE NOT made"),
        another_sum_than_ordered=(
            "      = (made.account_id, made.amount, made.fee)\n",
            "      = (made.account_id, made.amount, made.fee) IS NOT NULL\n",
        ),
        decided_as_nobody_said=("    AND (o.content ->> 'agreed' = '0') = (made.state = 'refused') AND", "    AND"),
        scheduled_before_its_time=(
            "    AND s.next_at <= wallet_now() AND made.amount >= s.least)",
            "    AND made.amount >= s.least)",
        ),
        scheduled_below_its_sum=(" AND made.amount >= s.least)", ")"),
        scheduled_twice=("AND NOT (TG_OP = 'INSERT' AND NEW.by_schedule AND", "AND NOT (false AND"),
        begins_without_a_payment=(
            "    AND (NEW.payment_id IS NOT NULL) = (way = 'phone' AND NEW.state = 'pending');",
            ";",
        ),
        payment_named_anew=("  PERFORM refuse_step(false, 'what is said of a payout');", ""),
        another_payment_pays_it=(
            "      WHEN 'phone' THEN (y.reservation, y.amount, y.fee, y.party) = (t.id, p.amount, p.fee, s.number)\n",
            "      WHEN 'phone' THEN true\n",
        ),
        ended_and_not_said=(
            "  PERFORM refuse_step(is_payout_whole(p.id), 'that a payment of a payout ended')",
            "  PERFORM true",
        ),
        scheduled_by_nobody=(
            "find_asked('{save_schedule}') o WHERE may_for_business(o, NEW.merchant_id, 'payouts:write')",
            "(SELECT to_jsonb(NEW) AS content) o WHERE true",
        ),
        scheduled_for_years=(
            "  PERFORM refuse_step(NEW.next_at > wallet_now() AND NEW.next_at <= wallet_now()\n",
            "  PERFORM refuse_step(NEW.next_at > wallet_now() AND NEW.next_at <= wallet_now() + interval '99 years'\n",
        ),
        put_aside_elsewhere=(" AND cardinality(accounts) = 2 AND ended IS NULL\n", " AND ended IS NULL\n"),
        put_aside_ends_another=(
            " AND cardinality(accounts) = 2 AND ended IS NULL\n",
            " AND cardinality(accounts) = 2\n",
        ),
    ),
    *of(
        "wallet/payouts/functions.sql",
        PAYOUTS_TESTS[1:],
        told_of_another_sum=(
            "AND (line.payout_id = told.id AND abs(line.amount) = told.amount OR",
            "AND (line.payout_id = told.id OR",
        ),
        told_though_never_sent=(
            "    SELECT FROM payout_file f WHERE f.id = told.file_id AND f.state = 'sent' AND",
            "    SELECT FROM payout_file f WHERE f.id = told.file_id AND",
        ),
        paid_by_no_line=("':paid') AND is_booked(p, false) AND (p.state", "':paid') AND (p.state"),
        back_by_no_line=(
            "          OR is_booked(p, true) AND EXISTS (SELECT FROM transfer b\n",
            "          OR EXISTS (SELECT FROM transfer b\n",
        ),
        paid_and_rejected=("l.amount < 0 AND is_told_by(p, l)))", "l.amount < 0 AND false))"),
        approved_by_who_gathered_it=(" AND m.asked_by = y.approved_by))", " AND false))"),
        file_orders_anything=(" AND orders_its_payouts(f) END, 'what a file orders')", " END, 'what a file orders')"),
        file_orders_besides=("      WHERE w.words LIKE '<?xml%' AND (strpos", "      WHERE false AND (strpos"),
        sent_in_two_files=(
            "f.id = coalesce(NEW.file_id, OLD.file_id) AND f.state = 'made')",
            "f.id = coalesce(NEW.file_id, OLD.file_id))",
        ),
        dropped_with_what_is_in_it=(
            "CASE f.state WHEN 'dropped' THEN p.n = 0\n",
            "CASE f.state WHEN 'dropped' THEN true\n",
        ),
        price_of_a_payout_is_all_of_it=(
            "is_between(accounts, NULL) AND fee_of(accounts, amounts) = p.fee\n",
            "is_between(accounts, NULL)\n",
        ),
    ),
    *of(
        "wallet/ledger/reasons.sql",
        PAYOUTS_TESTS[:1],
        emptied_into_any_wallet=(
            "m.account_id = ANY (accounts) AND is_between(accounts, m.account_id, o.account_id))\n    WHEN",
            "true)\n    WHEN",
        ),
        given_back_to_who_did_not_pay=("\n      AND is_between(is_businesss_own.accounts, VARIADIC t.accounts))", ")"),
        failed_payout_unclaimed=(
            "a.kind = 'merchant' AND a.closed_at IS NULL AND",
            "a.kind = 'merchant' AND false AND",
        ),
        price_of_a_payment_is_all_of_it=(
            "        AND fee_of(accounts, amounts) <> CASE WHEN rule.kind LIKE",
            "        AND 0 <> CASE WHEN false AND rule.kind LIKE",
        ),
    ),
    *of(
        "wallet/business/functions.sql",
        "tests/web/api/test_payouts_by_api.py",
        answered_otherwise_later=("  PERFORM refuse_step(false, 'what a program was answered');\n", ""),
    ),
    *of(
        "wallet/staff/lifts.sql",
        PAYOUTS_TESTS[1:],
        line_read_as_matched=("    WHEN TG_OP = 'INSERT' THEN false\n", "    WHEN TG_OP = 'INSERT' THEN true\n"),
        line_of_another_import=(
            "OLD.state = 'open' AND is_done_alone('{import_statement}', 'B' || OLD.file_id) END",
            "true END",
        ),
        line_of_another_payout=(
            "      SELECT FROM payout p WHERE p.id = NEW.payout_id AND is_told_by(p, NEW)) THEN false",
            "      SELECT FROM payout p WHERE p.id = NEW.payout_id) THEN false",
        ),
    ),
]

SUBSCRIBED: Final = [
    *of(
        "wallet/subscriptions/functions.sql",
        "tests/wallet/subscriptions/test_forged_charges.py",
        charged_before_its_day=("        AND NEW.due_on <= (wallet_now() AT TIME ZONE 'Africa/Douala')::date\n", ""),
        charged_more_than_the_price=(
            "        AND NEW.amount = plan_price_at(p.id, (NEW.due_on + time '08:00') AT TIME ZONE 'Africa/Douala')\n",
            "",
        ),
        charged_more_than_agreed=("        AND NEW.amount <= agreed.most AND NEW.fee", "        AND NEW.fee"),
        charged_without_money=(
            "FOR EACH ROW WHEN (NEW.state = 'paid') EXECUTE FUNCTION keep_charge_moved()",
            "FOR EACH ROW WHEN (false) EXECUTE FUNCTION keep_charge_moved()",
        ),
        agreed_by_another=("AND o.actor_kind = 'person' AND o.actor_id = s.person_id::text\n", "\n"),
        agreed_to_more_than_it_costs=(
            "      AND NEW.most <= (SELECT greatest(p.most, max(c.amount)) FROM plan_price c WHERE c.plan_id = p.id)),",
            "      ),",
        ),
        begun_again_by_nobody=("OR OLD.state IN ('active', 'past_due') OR agreed\n", "OR true\n"),
        periods_skipped=("c.period < NEW.period) = NEW.period - OLD.period, ", "c.period < NEW.period) >= 0, "),
        days_counted_anew=("OR agreed AND NEW.first = OLD.period)", "OR NEW.first = OLD.period)"),
        prices_heaped=(
            "AND NOT EXISTS (SELECT FROM plan_price p WHERE p.plan_id = NEW.plan_id AND p.since > wallet_now())",
            "",
        ),
        price_at_once=("THEN NEW.since >= wallet_now() + interval '30 days' - interval '1 minute'", "THEN true"),
    ),
    *of(
        "wallet/subscriptions/charging.py",
        "tests/wallet/subscriptions/test_charging.py",
        asked_for_more=("    if amount > found.most:\n", "    if False:\n"),
        charged_untold=("    elif days and not was_told(found, told, now):", "    elif False:"),
        all_missed_charged=("    if newest <= found.period:\n", "    if True:\n"),
        stopped_people_charged=("            people.refuse_stopped(person)\n", ""),
        locked_people_charged=("            people.refuse_locked(person)\n", ""),
        tried_for_ever=("    if tries < len(list_tries(found.every)):", "    if tries < 100:"),
    ),
    *of(
        "wallet/subscriptions/charging.py",
        "tests/wallet/subscriptions/test_attacks.py",
        charged_past_the_last=("        newest = min(newest, found.times - 1)\n", "        pass\n"),
        paused_past_the_last=('found.at_last == "pause" and not missed.is_over', 'found.at_last == "pause"'),
        told_another_amount=('{"charged": amount, ', '{"charged": found.amount, '),
    ),
    *of(
        "wallet/subscriptions/plans.py",
        "tests/wallet/subscriptions/test_attacks.py",
        price_announced_meanwhile=('    db.execute(LOCK, {"id": plan_id})  # first', "    # first"),
    ),
    *of(
        "wallet/subscriptions/subscribe.py",
        "tests/wallet/subscriptions/test_attacks.py",
        agreed_to_at_a_closed_shop=("    if not merchants.is_open(db, shop.id) or people", "    if False and people"),
    ),
]

SALARIES: Final = [
    *of(
        "wallet/salaries/functions.sql",
        "tests/wallet/salaries/test_forged_payrolls.py",
        approved_of_other_sums=(
            "          = (NEW.lines, NEW.amount, NEW.fee, NEW.tax))\n",
            "          IS NOT NULL)\n",
        ),
        asked_unsummed=("NEW.state = 'asked' AND is_payroll_summed(NEW) AND EXISTS", "NEW.state = 'asked' AND EXISTS"),
        asked_by_another=(
            "'salaries:make') o WHERE is_makers(o, NEW))\n    WHEN",
            "'salaries:make') o)\n    WHEN",
        ),
        salaries_without_money=(
            "FOR EACH ROW WHEN (NEW.state = 'paying') EXECUTE FUNCTION keep_payroll_held()",
            "FOR EACH ROW WHEN (false) EXECUTE FUNCTION keep_payroll_held()",
        ),
        drafts_of_others=("WHERE is_makers(o, b)\n      AND (TG_OP", "WHERE (TG_OP"),
        approved_by_a_program=("(o.actor_kind = 'member' OR may = 'salaries:make')", "true"),
        line_said_paid=(
            "FOR EACH ROW WHEN (NEW.state <> 'waiting') EXECUTE FUNCTION keep_line_moved()",
            "FOR EACH ROW WHEN (false) EXECUTE FUNCTION keep_line_moved()",
        ),
        salary_back_and_paid=("WHERE l.state = 'paid' AND l.way = 'wallet'", "WHERE l.way = 'wallet'"),
        line_said_again=("FROM stood WHERE state <> 'waiting')", "FROM stood WHERE false)"),
        salary_of_another=("AND a.payees = ARRAY[o.account_id]", ""),
        salary_of_more=("(a.amount, a.fee, a.tax) = (l.amount, l.fee, l.tax)", "(a.fee, a.tax) = (l.fee, l.tax)"),
        salary_payout_of_more=(
            "(b.merchant_id, l.amount, l.fee, l.reference) = (made.merchant_id, made.amount, made.fee, made.reference)",
            "b.merchant_id = made.merchant_id",
        ),
        paid_twice_by_retries=("r.payroll_id = b.parent_id AND is_line_back(r))", "r.payroll_id = b.parent_id)"),
        done_while_lines_wait=("ELSE NEW.state = 'done' AND NOT EXISTS (", "ELSE NEW.state = 'done' OR NOT EXISTS ("),
    ),
    *of(
        "wallet/salaries/paying.py",
        "tests/wallet/salaries/test_payrolls.py",
        stopped_wallet_paid=('    if person.state != "open" or person.robbed:\n', "    if False:\n"),
        moved_number_paid=("    if person.phone != line.number:\n", "    if False:\n"),
        ceiling_not_looked_at=("highest is not None and line.amount > highest", "False"),
        stopped_owner_pays=('    if owner.state == "frozen" or owner.robbed:', "    if False:"),
    ),
    *of(
        "wallet/salaries/paying.py",
        "tests/wallet/salaries/test_payrolls_at_once.py",
        line_taken_by_two=(" ORDER BY nth LIMIT :most FOR NO KEY UPDATE SKIP LOCKED", " ORDER BY nth LIMIT :most"),
        payroll_ended_by_nobody=(
            "AND state = 'paying' FOR NO KEY UPDATE\")\nGO_ON",
            "AND state = 'paying'\")\nGO_ON",
        ),
    ),
    *of(
        "wallet/people/people.py",
        "tests/wallet/salaries/test_payrolls_at_once.py",
        owner_stopped_in_the_middle=(" FOR SHARE OF p", ""),
    ),
    *of(
        "wallet/salaries/part_by_part.py",
        "tests/wallet/salaries/test_broken_lines.py",
        broken_line_keeps_others=(
            "                    self.most = len(take.taken) // 2\n",
            "                    raise\n",
        ),
        broken_line_never_back=("db.execute(IS_OLD, old).first() is None:", "True:"),
        broken_line_back_at_once=("if not isinstance(failed, SalaryRefused) and db", "if False and db"),
    ),
    *of(
        "wallet/salaries/decide_payroll.py",
        "tests/wallet/salaries/test_payrolls.py",
        salaries_by_a_stale_factor=("        sessions.check_fresh(db, doing.proof)\n", ""),
        bad_rows_asked=("        if found.bad:\n", "        if False:\n"),
    ),
    *of(
        "wallet/salaries/decide_payroll.py",
        "tests/wallet/business/test_bound_by_level.py",
        approved_above_its_level=("        if bound.payout_most is not None and find", "        if False and find"),
    ),
    *of(
        "wallet/salaries/functions.sql",
        ("tests/wallet/business/test_bound_by_level.py", "tests/wallet/salaries/test_told_how_it_ended.py"),
        salaries_above_their_level=(
            " AND is_payroll_summed(NEW) AND may_pay_salaries(NEW)\n",
            " AND is_payroll_summed(NEW)\n",
        ),
        done_and_changed=(
            "      AND to_jsonb(NEW) - 'tell_at' - 'told_way' = to_jsonb(OLD) - 'tell_at' - 'told_way'\n",
            "",
        ),
    ),
    *of(
        "wallet/salaries/judge_rows.py",
        "tests/wallet/salaries/test_judged_rows.py",
        row_above_its_level=("facts.most is not None and amount > facts.most", "False"),
        other_operator_unasked=(
            '    if other := find_other(number, rail, "pay_to_phone"):\n',
            "    if other := None:\n",
        ),
    ),
    *of(
        "wallet/payouts/change_settlement.py",
        "tests/wallet/payouts/test_settlement_accounts.py",
        other_operator_added=("            if other and not self.meant:\n", "            if False:\n"),
    ),
    *of(
        "wallet/staff/actions/pay_bank_line.py",
        "tests/wallet/reconciliation/test_bank_payments.py",
        banked_above_the_month=("        if not levels.has_room(db, shop.id, due.paid):\n", "        if False:\n"),
        banked_uncounted=("        levels.count(db, checkout.merchant_id, due.paid)\n", ""),
    ),
]

OWN_TILLS: Final = [
    *of(
        "wallet/business/own_tills.py",
        "tests/wallet/members/test_roles_of_members.py",
        at_any_till=(
            "        if till not in memberships.list_own_tills(db, actor.business_id, actor.id):\n",
            "        if False:\n",
        ),
        at_no_till=("    if till or permission.endswith(NARROWED):\n", "    if till:\n"),
        at_a_till_of_others=(
            "    elif till not in memberships.list_tills(db, actor.business_id):\n",
            "    elif False:\n",
        ),
    ),
    *of(
        "wallet/business/take_at_till.py",
        "tests/wallet/members/test_roles_of_members.py",
        cancelled_at_any_till=("        refuse_other_till(db, doing.actor, self.permission, checkout.till)\n", ""),
    ),
    *of(
        "wallet/business/create_link.py",
        "tests/wallet/members/test_roles_of_members.py",
        any_link_closed=("        refuse_elsewhere(db, doing.actor, self.permission, link.till)\n", ""),
    ),
    *of(
        "wallet/business/orders.py",
        "tests/wallet/members/test_roles_of_members.py",
        any_order_moved=("        refuse_elsewhere(db, doing.actor, self.permission, order.till)\n", ""),
    ),
    *of(
        "wallet/business/refund_sale.py",
        "tests/wallet/subscriptions/test_refunded_charges.py",
        cashier_gives_any_charge_back=("        self.refuse_narrowed(db, doing, incoming)\n", ""),
    ),
]

VERIFIED: Final = [
    *of(
        "wallet/verification/functions.sql",
        "tests/wallet/verification/test_verification.py",
        raised_beyond_papers=("NEW.level <= documented_level(NEW.id) AND EXISTS (", "EXISTS ("),
        raised_by_one=(
            "WHEN NEW.level > OLD.level THEN NEW.level <=",
            "WHEN NEW.level > OLD.level THEN true OR NEW.level <=",
        ),
        falls_though_shown=("'mbongo_worker' AND NEW.level = documented_level(NEW.id) END", "'mbongo_worker' END"),
        shown_by_what_is_over=("AND (d.valid_until IS NULL OR d.valid_until >=", "AND (true OR d.valid_until >="),
        shown_by_what_waits=("AND d.kind = n.kind AND d.state = 'accepted'\n", "AND d.kind = n.kind\n"),
        accepted_by_nobody=(
            "      AND is_done_alone(ARRAY[CASE NEW.state",
            "      OR is_done_alone(ARRAY[CASE NEW.state",
        ),
        ended_before_its_day=(
            "session_user = 'mbongo_worker' AND OLD.valid_until < today",
            "session_user = 'mbongo_worker'",
        ),
        paper_that_nobody_sends=("      AND is_members_paper(NEW, 'send_document'), 'what", ", 'what"),
        opened_unseen=("is_done_alone('{look_at_document}', document::text)", "true"),
        bytes_kept_for_ever=("  IF NEW.state IN ('refused', 'withdrawn') THEN\n", "  IF false THEN\n"),
    ),
    *of(
        "wallet/verification/functions.sql",
        "tests/wallet/verification/test_settings_judged.py",
        settings_by_any_role=("AND may_for_business(o, NEW.id, 'settings:write') AND\n", "AND\n"),
        renamed_otherwise=("(o.content ->> 'name', coalesce(OLD.phone", "(NEW.name, coalesce(OLD.phone"),
        reached_otherwise=("o.content ->> 'email', OLD.language", "NEW.email, OLD.language"),
        renamed_at_will=("OLD.renamed_at <= wallet_now() - interval '30 days', true)", "true, true)"),
    ),
    *of(
        "wallet/verification/functions.sql",
        "tests/wallet/verification/test_level_rules.py",
        rule_of_another_level=("(r.content ->> 'level')::smallint = NEW.level\n", "true\n"),
        rule_from_another_day=(
            "AT TIME ZONE 'Africa/Douala') = NEW.since AND",
            "AT TIME ZONE 'Africa/Douala') < NEW.since AND",
        ),
        rule_that_binds_at_once=(" AND NEW.since > wallet_now()\n", "\n"),
        rule_of_other_methods=("(r.content -> 'methods')) = NEW.methods\n", "(r.content -> 'methods')) <> '{}'\n"),
        rule_of_other_ceilings=(
            "        IS NOT DISTINCT FROM (NEW.payment_most, NEW.month",
            "        IS DISTINCT FROM (NULL, NEW.month",
        ),
        rule_by_nobody=("refuse_step(agreed IS NOT NULL, 'what a level", "refuse_step(true, 'what a level"),
    ),
    *of(
        "wallet/business/levels.py",
        ("tests/wallet/verification/test_verification.py", "tests/wallet/business/test_bound_by_level.py"),
        paid_unverified=(
            '    if not bound.methods:\n        raise Refused("refusal',
            '    if False:\n        raise Refused("refusal',
        ),
        paid_by_any_method=("    if method not in bound.methods:\n", "    if False:\n"),
        paid_above=("bound.payment_most is not None and amount", "False and amount"),
        month_not_counted=("count(db, merchant_id, amount) > bound.month_most", "False"),
        month_not_asked=("lock_row_month(db, merchant_id) + amount > bound.month_most", "False"),
        month_not_judged_again=("    return most is None or ", "    return True or "),
        paid_out_above=("bound.payout_most is not None and amount", "False and amount"),
    ),
    *of(
        "wallet/core/sealed_content.py",
        "tests/wallet/verification/test_verification.py",
        bytes_changed_unnoticed=(
            "    except (InvalidTag, KeyError, ValueError) as wrong:\n",
            "    except KeyError as wrong:\n",
        ),
    ),
    *of(
        "wallet/ledger/functions.sql",
        "tests/wallet/retentions/test_retentions.py",
        retained_leaves=("THEN 'retained' END;", "THEN NULL END;"),
        many_retained_leave=("a.balance - greatest(a.floor, nullif(a.retained, 0))", "a.balance - a.floor"),
        closed_though_retained=("  IF found_account.retained > 0 THEN RETURN 'retained'; END IF;", "  NULL;"),
    ),
    *of(
        "wallet/retentions/functions.sql",
        "tests/wallet/retentions/test_retentions.py",
        paid_before_earlier_orders=(
            "    AND a.balance - (act.content ->> 'amount')::bigint >= retained_before(r.id))",
            ")",
        ),
    ),
    *of(
        "wallet/verification/renewal.py",
        "tests/wallet/verification/test_verification.py",
        told_though_renewed=('    if not db.execute(RENEWED, {"id": document_id}).scalar_one():\n', "    if True:\n"),
        told_again_and_again=("    if days >= told:\n", "    if False:\n"),
        level_stays_up=("        fall(db, shop)\n", ""),
    ),
    *of(
        "documents/sent/draw.py",
        "tests/documents/test_papers_redrawn.py",
        wall_decoded=("if max(width, height) > SIDE_MOST or width * height > PIXELS_MOST:", "if False:"),
        picture_as_it_came=(
            '    bare = Image.frombytes("RGB", picture.size, picture.tobytes())\n',
            "    bare = picture\n",
        ),
        book_drawn=("if not 1 <= len(opened) <= PAGES_MOST:", "if len(opened) < 1:"),
    ),
]

BOOKS: Final = of(
    "wallet/ledger/functions.sql",
    "tests/wallet/books/test_day_sums.py",
    posted_into_a_day_that_is_over=(
        "undone IS NOT NULL, greatest(wallet_now(), (SELECT until FROM posting_horizon), newest_at))",
        "undone IS NOT NULL, greatest(wallet_now(), newest_at))",
    ),
    posted_before_an_accounts_newest_entry=(
        "undone IS NOT NULL, greatest(wallet_now(), (SELECT until FROM posting_horizon), newest_at))",
        "undone IS NOT NULL, greatest(wallet_now(), (SELECT until FROM posting_horizon)))",
    ),
    many_posted_before_an_accounts_newest_entry=(", max(l.last_at)) AS at FROM leg l", ") AS at FROM leg l"),
)
BOOKS_BY_DAY: Final = of(
    "wallet/books/functions.sql",
    "tests/wallet/books/test_day_sums.py",
    added_up_before_it_was_whole=(
        "  IF pg_snapshot_xmin(pg_current_snapshot()) <= horizon.sure_in THEN\n    RETURN false;\n  END IF;\n",
        "",
    ),
)
CLOSED_DAYS: Final = of(
    "wallet/books/functions.sql",
    "tests/wallet/books/test_closed_days.py",
    closed_otherwise_than_shown=(" OR shown <> encode(sha256(convert_to(NEW.figures, 'UTF8')), 'hex')", ""),
    closed_before_it_is_over=(" OR refuse_closing(NEW.day) IS NOT NULL", ""),
    closed_by_one=("NEW.request_id IS NULL OR ", ""),
)
CLOSED_MONTHS: Final = of(
    "wallet/books/months.sql",
    "tests/wallet/books/test_closed_months.py",
    closed_while_something_keeps_it_open=("\n    OR EXISTS (SELECT FROM list_open_points(NEW.month))", ""),
    declared_otherwise_than_shown=(
        "shown <> encode(sha256(convert_to(NEW.figures, 'UTF8')), 'hex')\n    OR NOT EXISTS (SELECT FROM closed_day",
        "NOT EXISTS (SELECT FROM closed_day",
    ),
)
RAIL_LEGS: Final = of(
    "wallet/reconciliation/rail_legs.py",
    "tests/wallet/reconciliation/test_moves_at_operators.py",
    two_rows_of_one_move=(" AND p.rows = 1 AND p.legs = 1", " AND p.rows = 1"),
    told_twice=(" AND NOT EXISTS (SELECT FROM rail_leg o WHERE o.row_id = r.id)", ""),
)
COMPLIANCE: Final = [
    *of(
        "wallet/dormancy/functions.sql",
        "tests/wallet/dormancy/test_handing_over.py",
        handed_before_it_is_due=("'H' || OLD.handover_id) AND is_long_kept(OLD.id)", "'H' || OLD.handover_id)"),
        handed_of_whoever_woke=("AND last_act_of(l.person_id) = l.idle_since AND may", "AND may"),
        another_sum_handed=("      = (SELECT sum(l.amount)", "      >= (SELECT sum(l.amount)"),
        dormancy_ruled_by_nobody=("agreed.id IS NULL OR (agreed.content ->> 'day')", "(agreed.content ->> 'day')"),
    ),
    *of(
        "wallet/compliance/functions.sql",
        "tests/wallet/compliance/test_deciding.py",
        alerts_decided_by_nobody=("agreed.id IS NULL OR held.state IS NULL", "held.state IS NULL"),
        alerts_decided_unseen=("(agreed.content ->> 'alerts')::bigint <>", "0 >"),
        alerts_frozen_by_word=("    OR verdict = 'frozen' AND NOT EXISTS", "    OR verdict = 'iced' AND NOT EXISTS"),
    ),
    *of(
        "wallet/staff/lifts.sql",
        "tests/wallet/compliance/test_deciding.py",
        alerts_closed_as_any_case=("OLD.kind NOT IN ('sanction', 'alert') AND", "OLD.kind NOT IN ('sanction') AND"),
    ),
    *of(
        "wallet/compliance/functions.sql",
        "tests/wallet/compliance/test_judging.py",
        quiet_for_ever=(" AND on_day < d.until", ""),
        never_quiet=("is_alert_quiet(next_one.rule, found.thing, next_one.until) OR EXISTS", "EXISTS"),
        same_pattern_again=(" AND a.ends >= found.begins);", " AND false);"),
        judged_before_it_is_over=(
            "OR wallet_now() < over + interval '1 hour' OR (SELECT until FROM day_summed) < over THEN\n    RETURN NULL",
            "OR false THEN\n    RETURN NULL",
        ),
    ),
    *of(
        "wallet/compliance/functions.sql",
        "tests/wallet/compliance/test_numbers.py",
        rule_set_by_nobody=("  IF agreed.id IS NULL OR begins <=", "  IF begins <="),
        rule_of_no_numbers=(" OR g.value::text !~ '^[1-9][0-9]{0,11}$'", ""),
    ),
]
RAIL_HOLDS: Final = [
    *of(
        "wallet/payments/rail_holds.sql",
        "tests/wallet/payments/test_rail_holds.py",
        rails_held_by_nobody=("IF NOT is_done_alone('{hold_rails}', 'rails') THEN", "IF false THEN"),
        rails_released_by_nobody=("IF NOT is_agreed_about('{release_rails}', 'rails') THEN", "IF false THEN"),
        released_unreconciled=("IF EXISTS (SELECT FROM list_unreconciled()) THEN", "IF false THEN"),
        a_file_of_before_counts=(" AND s.imported_at >= h.since", ""),
        released_with_differences=("WHERE d.differences > 0 OR NOT", "WHERE NOT"),
        restored_and_told=("    OR find_restored_to() <> '' AND NOT EXISTS", "    OR false AND NOT EXISTS"),
        took_over_and_told=("CASE WHEN find_timeline() > 1 AND", "CASE WHEN false AND"),
        noted_without_a_standby=(
            "SELECT note_timeline() WHERE current_setting",
            "SELECT note_timeline() WHERE '' = current_setting",
        ),
        held_again_when_settings_change=("  PERFORM note_timeline();", "  --"),
        a_hold_opened_again=("WHEN (OLD.released_at IS NOT NULL OR (OLD.number", "WHEN ((OLD.number"),
    ),
    *of(
        "wallet/payments/functions.sql",
        "tests/wallet/payments/test_rail_holds.py",
        told_while_held=("IF NEW.state = 'submitting' AND are_rails_held() THEN", "IF false THEN"),
    ),
    *of(
        "wallet/payouts/functions.sql",
        "tests/wallet/payouts/test_forged_payout_files.py",
        file_sent_while_held=("OLD.state = 'approved' AND NOT are_rails_held() AND", "OLD.state = 'approved' AND"),
    ),
]
MUTANTS: Final = tuple(
    mutant
    for group in (
        BOOKS, BOOKS_BY_DAY, CLOSED_DAYS, CLOSED_MONTHS, RAIL_LEGS, COMPLIANCE, PAYPAL, BTCPAY, CALLBACKS,
        WORKER, CHANGES, NEWS, AGREEMENT, LEASES, SETTLING, LEDGER_POSTING, PERFORMING, STORED, CODES, TRIES, CEILINGS,
        CLAIMING, TURNED, RESEALED, ISSUED, CONVERSIONS, QUOTED, RATES, SHARES, CURRENCIES,
        SENDING, WITHDRAWING, CASH, PAYING_OUT, REQUESTS, REFUNDS, PROMPTS, OFFICE, SESSIONS, ASKS, ROBBED, MISTAKES,
        SESSIONS_SEEN, APPS, SHOWN,
        CHECKOUTS, LATE, COLLECT, REFUNDED, RETURNED, LOTS, ASKED_AT_PAGES,
        RECHARGES, SIGNING_IN, FORGED, PAYOUTS, SUBSCRIBED, SALARIES, VERIFIED, OWN_TILLS,
        CLAIMS, TO_SOURCE, TAKEN_BACK, CASH_IN, RESETS, OUTBOX, INBOX, STOPS, HOLDS, RAIL_HOLDS, PRICES, HUMANS,
        SEALS, RECORDS, JOBS, LIFE, TRAIL, ANCHORS, ANCHORING, EVENTS,
        MOVES, REASONS, REASONS_OF_PAYMENTS, FLOATS, LIFTS, CLOSED_IN_USE, NOBODY_BESIDES, PROGRAMS,
        WATCHED, WATCHING, SIM_LOOKS, CODE_LOOKS, SEEN_BY_CODE, NAMES, GUESSING,
    )
    for mutant in group
)  # fmt: skip
