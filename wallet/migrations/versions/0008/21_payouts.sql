-- Payouts: a line that was believed told of one payout, or of one file, and no other line did that too.

CREATE UNIQUE INDEX booked_once ON bank_line (payout_id, (amount > 0)) WHERE payout_id IS NOT NULL AND booked_at IS NOT NULL;
CREATE UNIQUE INDEX booked_whole_once ON bank_line (payout_file_id) WHERE payout_file_id IS NOT NULL AND booked_at IS NOT NULL;
