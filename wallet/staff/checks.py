"""The trail's invariants: what takes two logins was asked by one and approved, as it was asked, by another.

And each login that may ask or approve was made by an act, which names who made it.
"""

from typing import Final

from wallet.staff import permissions

APPROVED: Final = """SELECT r.subject, 'request ' || r.id || ' ' || r.kind
        FROM staff_approval p JOIN staff_request r ON r.id = p.request_id"""
INVARIANTS: Final[dict[str, str]] = {
    **permissions.INVARIANTS,
    "an act that takes two has both": """
        SELECT a.subject, 'act ' || a.number || ' ' || a.kind FROM staff_act a JOIN staff_act_kind k USING (kind)
        LEFT JOIN staff_approval p ON p.request_id = a.request_id AND p.approved_by = a.approved_by
        WHERE k.takes_two AND (p.request_id IS NULL OR a.asked_by = p.approved_by)""",
    "what is approved is what was asked": f"""{APPROVED}
        WHERE request_hash(r) <> p.content_hash OR r.asked_by = p.approved_by""",
    "every login was made by an act": """
        SELECT s.login, 'made by ' || s.made_by FROM staff s WHERE NOT EXISTS (SELECT FROM staff_act a
            WHERE a.kind = 'set_login' AND a.subject = s.login AND coalesce(a.after->>'by', '') = s.made_by)""",
    "what an act posted, it posted as approved": """
        SELECT r.subject, 'request ' || r.id || ' ' || r.kind
        FROM act_posted n JOIN staff_request r ON r.id = n.request_id
        WHERE NOT EXISTS (SELECT FROM staff_approval p WHERE p.request_id = n.request_id)""",
    "every ask stands in the trail as it was asked": """
        SELECT r.subject, 'request ' || r.id || ' ' || r.kind FROM staff_request r
        LEFT JOIN staff_act a ON a.kind = 'ask_act' AND a.after->>'ask' = r.id::text AND a.asked_by = r.asked_by
        WHERE a.after->>'hash' IS DISTINCT FROM encode(request_hash(r), 'hex')
        AND r.asked_at >= (SELECT min(q.asked_at) FROM staff_request q  -- older ones were not written there
          JOIN staff_act w ON w.kind = 'ask_act' AND w.after->>'ask' = q.id::text)
        UNION ALL SELECT a.subject, 'act ' || a.number || ' of no ask' FROM staff_act a
        WHERE a.kind = 'ask_act' AND NOT EXISTS (SELECT FROM staff_request r WHERE r.id::text = a.after->>'ask')""",
    "what was taken back was not approved": """
        SELECT r.subject, 'request ' || r.id || ' ' || r.kind FROM staff_request_end e
        JOIN staff_request r ON r.id = e.request_id LEFT JOIN staff_act a ON a.id = e.act_id
        WHERE a.kind IS DISTINCT FROM 'end_ask' OR a.after->>'ask' <> r.id::text
        OR EXISTS (SELECT FROM staff_approval p WHERE p.request_id = r.id)""",
    "what is approved was done": f"""{APPROVED}
        WHERE NOT EXISTS (SELECT FROM staff_act a WHERE a.request_id = p.request_id)""",
}
