"""Invariants between the papers of businesses, who judged them, and the levels that follow."""

from typing import Final

INVARIANTS: Final = {
    "a paper of a business was judged by the login that it says": """
        SELECT NULL, 'paper ' || d.id FROM business_document d WHERE d.judged_by IS NOT NULL AND NOT EXISTS (
          SELECT FROM staff_act a WHERE a.subject = d.id::text AND a.asked_by = d.judged_by
          AND a.kind = CASE d.state WHEN 'refused' THEN 'refuse_document' ELSE 'accept_document' END)""",
    "a paper of a business is kept as long as it shows something": """
        SELECT NULL, 'paper ' || d.id FROM business_document d LEFT JOIN document_content c ON c.document_id = d.id
        WHERE d.state IN ('asked', 'accepted', 'ended') AND (c.document_id IS NULL OR c.let_go_at IS NOT NULL)""",
    "what a level binds was agreed to by two": """
        SELECT NULL, 'level ' || r.level || ' from ' || r.since FROM level_rule r
        WHERE r.since > '-infinity' AND NOT EXISTS (
          SELECT FROM staff_act a WHERE a.kind = 'change_level' AND a.request_id = r.request_id)""",
    "a company was raised to its level by two": """
        SELECT NULL, 'business ' || m.name FROM merchant m WHERE m.level = 2 AND NOT EXISTS (
          SELECT FROM staff_act a WHERE a.kind = 'raise_level' AND a.subject = m.id::text)""",
}
