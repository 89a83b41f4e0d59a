"""Invariants between what lists found, the money that stays for it, and who decided."""

from typing import Final

INVARIANTS: Final = {
    "whoever a list names keeps their money where it is until it is decided otherwise": """
        SELECT a.code, 'X' || h.id FROM sanction_hit h CROSS JOIN LATERAL list_accounts_of(h.kind, h.subject_id) account
        JOIN account a ON a.id = account
        WHERE (h.state = 'true' OR h.strong AND h.state = 'open') AND NOT EXISTS (
          SELECT FROM retention r WHERE (r.account_id, r.hit_id) = (account, h.id) AND r.ended_at IS NULL)""",
    "what a list does not name keeps nothing": """
        SELECT a.code, 'X' || h.id
        FROM sanction_hit h JOIN retention r ON r.hit_id = h.id JOIN account a ON a.id = r.account_id
        WHERE r.ended_at IS NULL AND (h.state = 'false' OR h.state = 'open' AND NOT h.strong)""",
    "what was found was decided by whom it may": """
        SELECT NULL, 'X' || h.id FROM sanction_hit h WHERE h.state <> 'open' AND NOT EXISTS (
          SELECT FROM staff_act s WHERE s.subject = 'X' || h.id AND (s.kind = 'decide_hit'
            OR s.kind = 'clear_hit' AND h.state = 'false' AND NOT h.strong))""",
    "a list is as it was imported": """
        SELECT NULL, 'S' || l.id || ': ' || l.entries FROM sanction_list l
        WHERE l.entries <> (SELECT count(*) FROM sanction_entry e WHERE e.list_id = l.id)
        OR NOT EXISTS (SELECT FROM staff_act s WHERE s.kind = 'import_list' AND s.subject = 'S' || l.id
          AND s.after ->> 'sha256' = l.sha256 AND s.asked_by = l.imported_by)""",
    "a list takes the place of others, or is withdrawn, by two": """
        SELECT NULL, 'S' || l.id || ': ' || l.state FROM sanction_list l WHERE l.state IN ('replaces', 'withdrawn')
        AND NOT EXISTS (SELECT FROM staff_act s WHERE s.kind = 'agree_list' AND s.subject = 'S' || l.id
          AND s.after ->> 'state' = l.state)""",
}
