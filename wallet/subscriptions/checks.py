"""Invariants between subscriptions, their agreements, their charges, and the money that these moved."""

from typing import Final

INVARIANTS: Final = {
    "a charge of a subscription moved its money, and each such money is a charge": """
        SELECT NULL, 'charge ' || coalesce(c.reference, t.key)
        FROM (SELECT * FROM transfer WHERE key LIKE 'subscription:%') t
        FULL JOIN (SELECT c.*, o.account_id AS giver, m.account_id AS shop FROM charge c
          JOIN subscription s ON s.id = c.subscription_id JOIN plan p ON p.id = s.plan_id
          JOIN merchant m ON m.id = p.merchant_id JOIN person o ON o.id = s.person_id WHERE c.state = 'paid') c
          ON t.key = 'subscription:' || c.subscription_id || ':' || c.period
        WHERE t.id IS NULL OR c.period IS NULL OR t.kind <> 'pay_subscription'
          OR t.amounts[array_position(t.accounts, c.giver)] IS DISTINCT FROM -c.amount
          OR t.amounts[array_position(t.accounts, c.shop)] IS DISTINCT FROM c.amount - c.fee""",
    "nobody was charged more than they had agreed to, nor more often": """
        SELECT NULL, 'subscription ' || c.subscription_id || ' period ' || c.period FROM charge c
        LEFT JOIN LATERAL (SELECT * FROM mandate m WHERE m.subscription_id = c.subscription_id AND m.agreed_at <= c.at
          ORDER BY m.agreed_at DESC LIMIT 1) m ON true
        WHERE c.state = 'paid' AND (m.id IS NULL OR c.amount > m.most OR c.period >= coalesce(m.times, c.period + 1)
          OR c.due_on > (c.at AT TIME ZONE 'Africa/Douala')::date)""",
    "an agreement is its subscriber's own": """
        SELECT NULL, 'mandate ' || m.reference FROM mandate m JOIN subscription s ON s.id = m.subscription_id
        LEFT JOIN operation o USING (reference)
        WHERE o.kind IS DISTINCT FROM 'subscribe' OR o.refused OR o.actor_id <> s.person_id::text""",
    "a subscription's periods were each charged or missed": """
        SELECT NULL, 'subscription ' || s.id || ' at period ' || s.period FROM subscription s
        WHERE s.period <> (SELECT count(*) FROM charge c WHERE c.subscription_id = s.id)""",
}
