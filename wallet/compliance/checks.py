"""Invariants of alerts and what is decided of them, each one query that finds where it does not hold."""

from typing import Final

INVARIANTS: Final[dict[str, str]] = {
    "an alert is in a case of its person": """
        SELECT NULL, 'alert ' || a.number FROM alert a JOIN alert_case c ON c.number = a.of_case
        WHERE c.person_id <> a.person_id""",
    "a case of alerts is closed with its file, by a decision of two": """
        SELECT NULL, 'C' || f.number || ' ' || f.state FROM case_file f LEFT JOIN alert_case c ON c.number = f.number
        WHERE f.kind = 'alert' AND (c.state IS NULL OR (c.state = 'closed') <> (f.state = 'closed')
          OR (c.state <> 'open') <> EXISTS (SELECT FROM alert_decision d WHERE d.of_case = c.number))""",
    "a decision about alerts is what two agreed to": """
        SELECT NULL, 'C' || d.of_case || ' ' || d.verdict FROM alert_decision d WHERE NOT EXISTS (
          SELECT FROM staff_act s WHERE s.request_id = d.request_id AND s.kind = 'decide_alerts'
          AND s.subject = 'C' || d.of_case AND s.after ->> 'verdict' = d.verdict)""",
    "what a rule counts by is what two agreed to": """
        SELECT NULL, r.rule || ' ' || r.since FROM alert_rule r WHERE r.since <> '-infinity' AND NOT EXISTS (
          SELECT FROM staff_act s JOIN staff_request q ON q.id = s.request_id WHERE s.request_id = r.request_id
          AND s.kind = 'set_alert_rule' AND s.subject = 'rule ' || r.rule AND q.content -> 'numbers' = r.numbers
          AND (q.content ->> 'day')::date = r.since)""",
}
