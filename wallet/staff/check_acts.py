"""Invariants of what staff did: each key, link, number, file, lock and reset that a login made or ended has its act."""

from typing import Final

# An act `s` of one of these kinds about this subject.
ACT: Final = "EXISTS (SELECT FROM staff_act s WHERE s.kind IN ({kinds}) AND s.subject = {about}{more})"


def _act(kinds: str, about: str, more: str = "") -> str:
    listed = ", ".join(f"'{kind}'" for kind in kinds.split())
    return ACT.format(kinds=listed, about=about, more=f" AND {more}" if more else "")


CLOSED_BY_OWNER: Final = """EXISTS (SELECT FROM operation o WHERE o.kind = 'close_wallet' AND o.refused IS NOT TRUE
    AND o.actor_id = {owner})"""
INVARIANTS: Final = {
    "every key of a program was made by an act": f"""
        SELECT NULL, k.hint FROM api_key k
        WHERE NOT {_act("add_api_key", "k.merchant_id::text", "s.after->>'key' = k.hint")}
        AND NOT EXISTS (SELECT FROM operation o WHERE o.actor_kind = 'member' AND o.refused IS NOT TRUE
          AND o.kind = 'make_api_key' AND o.values->>'key' = k.hint)""",
    "a key of a program is ended by an act, or by a member": f"""
        SELECT NULL, k.hint FROM api_key k WHERE k.until IS NOT NULL
        AND NOT {_act("end_api_key", "k.merchant_id::text", "s.before->>'key' = k.hint")}
        AND NOT {_act("add_api_key", "k.merchant_id::text", "s.after->>'rolls' = k.hint")}
        AND NOT EXISTS (SELECT FROM operation o WHERE o.actor_kind = 'member' AND o.refused IS NOT TRUE
          AND k.hint = CASE o.kind WHEN 'end_own_api_key' THEN o.content->>'hint'
            WHEN 'make_api_key' THEN o.content->>'rolls' END)""",
    "a link is ended by its business or an act": f"""
        SELECT NULL, l.title FROM link l JOIN merchant m ON m.id = l.merchant_id WHERE l.state = 'closed'
        AND NOT {_act("end_link", "l.id::text")} AND m.until IS NULL AND NOT EXISTS (
          SELECT FROM operation o WHERE o.kind IN ('close_link', 'close_own_link')
          AND o.content->>'link_id' = l.id::text AND o.refused IS NOT TRUE)""",
    "a shop is closed by its owner or an act": f"""
        SELECT a.code, m.name FROM merchant m JOIN account a ON a.id = m.account_id WHERE m.until IS NOT NULL
        AND NOT {_act("close_shop", "m.id::text")} AND NOT {_act("detach_number", "m.owner_id::text")}
        AND NOT {CLOSED_BY_OWNER.format(owner="m.owner_id::text")}""",
    "an agent is closed by an act, or with their wallet": f"""
        SELECT a.code, g.code FROM agent g JOIN account a ON a.id = g.float_id WHERE g.state = 'closed'
        AND NOT {_act("close_agent", "g.code")} AND NOT {_act("detach_number", "g.person_id::text")}
        AND NOT {CLOSED_BY_OWNER.format(owner="g.person_id::text")}""",
    "an agent is suspended by an act": f"""
        SELECT a.code, g.code FROM agent g JOIN account a ON a.id = g.float_id
        WHERE g.state = 'suspended' AND NOT {_act("suspend_agent", "g.code")}""",
    "a number that went to somebody else was detached by an act": f"""
        SELECT NULL, f.number FROM phone f WHERE f.passed_on AND NOT {_act("detach_number", "f.person_id::text")}""",
    "what a login did to a wallet is its act": f"""
        SELECT a.code, l.locked_by || ' locked it' FROM robbed_lock l JOIN staff t ON t.login = l.locked_by
        JOIN person p ON p.id = l.person_id JOIN account a ON a.id = p.account_id
        WHERE NOT {_act("lock_for_owner", "p.id::text", "s.asked_by = l.locked_by")}
        UNION ALL SELECT a.code, r.started_by || ' let its PIN be chosen' FROM pin_reset r
        JOIN staff t ON t.login = r.started_by
        JOIN person p ON p.id = r.person_id JOIN account a ON a.id = p.account_id
        WHERE NOT {_act("allow_pin_reset", "p.id::text", "s.asked_by = r.started_by")}
        UNION ALL SELECT a.code, i.seen_by || ' saw its ID' FROM identity i JOIN staff t ON t.login = i.seen_by
        JOIN person p ON p.id = i.person_id JOIN account a ON a.id = p.account_id
        WHERE NOT {_act("identify_wallet", "p.id::text")} AND NOT EXISTS (SELECT FROM agent g
          WHERE g.person_id = p.id AND {_act("appoint_agent", "g.code")})""",
    "an operator's file is imported, and withdrawn, by an act": f"""
        SELECT NULL, 'F' || f.id || ' imported' FROM settlement_file f WHERE NOT {_act("import_file", "'F' || f.id")}
        UNION ALL SELECT NULL, 'F' || f.id || ' withdrawn' FROM settlement_file f
        WHERE f.withdrawn_at IS NOT NULL AND NOT {_act("withdraw_file", "'F' || f.id")}""",
    "a difference is corrected by acts, and as often": """
        SELECT NULL, 'D' || d.id || ' corrected ' || d.corrections FROM discrepancy d WHERE d.corrections <> (
          SELECT count(*) FROM staff_act s WHERE s.kind = 'correct_books' AND s.subject = 'D' || d.id)""",
}
