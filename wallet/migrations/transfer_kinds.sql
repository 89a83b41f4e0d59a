-- What each kind of transfer may do, all of it: a row that is not here goes, one that differs is put right.
--
-- `web` and `worker` post what people ask, by USSD and by SMS; a worker what operators say; `office` what two of staff
-- agreed to, and what becomes of money that waits where an act of one ends the waiting (a locked wallet's code).
WITH wanted AS (SELECT kind, reason, string_to_array(named, ' ') AS named, string_to_array(takes, ' ') AS takes,
       string_to_array(gives, ' ') AS gives,
       ARRAY(SELECT 'mbongo_' || process FROM unnest(string_to_array(processes, ' ')) process ORDER BY 1) AS posted_by
FROM (VALUES
  -- kind               reason          what the reason is            takes from                    gives to                                 by
  ('send_money',        'operation',    'send_money',                 'customer',                   'customer fees tax',                     'web worker'),
  ('pay_request',       'request',      'paid',                       'customer',                   'customer fees tax',                     'web worker'),
  ('pay_till',          'operation',    'pay_till',                   'customer',                   'merchant fees',                         'web worker'),
  ('pay_checkout',      'checkout',     'paid',                       'customer',                   'merchant fees',                         'web worker'),
  ('pay_bill',          'operation',    'pay_bill',                   'customer',                   'merchant fees',                         'web worker'),
  ('pay_subscription',  'subscription', 'paid',                       'customer',                   'merchant fees',                         'web worker'),
  ('empty_till',        'operation',    'empty_till',                 'merchant',                   'customer',                              'web worker'),
  ('refund_payment',    'operation',    'refund_payment refund_sale refund_own_sale', 'customer merchant fees',     'customer',                              'web worker'),
  ('refund_payment',    'refund',       'succeeded',                  'merchant fees',              'customer held',                         'web worker'),
  ('take_cash_in',      'operation',    'take_cash_in',               'agent_float commissions',    'customer agent_commission',             'web worker'),
  ('send_float',        'operation',    'send_float',                 'agent_float',                'agent_float',                           'web worker'),
  ('take_commission',   'operation',    'take_commission',            'agent_commission',           'agent_float',                           'web worker'),
  -- money that waits, and its end
  ('send_to_stranger',  'operation',    'send_to_stranger',           'customer',                   'held',                                  'web worker'),
  ('hold_cash_out',     'operation',    'ask_cash_out',               'customer',                   'held',                                  'web worker'),
  ('hold_contested',    'operation',    'contest_payment',            'customer merchant',          'held',                                  'web worker'),
  ('hold_withdrawal',   'operation',    'withdraw_money close_wallet', 'customer',                  'in_transit',                            'web worker'),
  ('hold_refund',       'operation',    'give_back_recharge',         'customer',                   'in_transit',                            'web worker'),
  ('hold_refund',       'refund',       'pending',                    'merchant fees',              'in_transit',                            'web worker'),
  ('hold_salaries',     'payroll',      'paying',                     'merchant',                   'in_transit',                            'web'),
  ('pay_salary',        'salary',       'paid',                       'in_transit',                 'customer fees tax',                     'worker'),
  ('return_salary',     'salary',       'failed',                     'in_transit',                 'merchant',                              'worker'),
  ('hold_payout',       'payout',       'pending',                    'merchant in_transit',        'in_transit',                            'web worker'),
  ('pay_payout',        'payout',       'paid',                       'merchant',                   'customer',                              'web worker'),
  ('send_money',        'claim',        '',                           'held',                       'customer fees tax',                     'web worker office'),
  ('add_money',         'claim',        '',                           'held',                       'customer',                              'web worker office'),
  ('return_send',       'claim',        '',                           'held',                       'customer',                              'web worker'),
  ('keep_unclaimed',    'claim',        '',                           'held',                       'unclaimed',                             'worker'),
  ('pay_cash_out',      'cash_out',     '',                           'held commissions',           'agent_float agent_commission fees tax', 'web worker'),
  ('return_cash_out',   'cash_out',     '',                           'held',                       'customer',                              'web worker office'),
  -- what operators say, or two of staff for them
  ('add_money',         'payment',      'succeeded',                  'operator_float position',    'customer',                              'worker office'),
  ('pay_request',       'paid_request', 'succeeded',                  'operator_float position',    'customer',                              'worker office'),
  ('pay_checkout',      'paid_checkout', 'succeeded',                 'operator_float position',    'merchant fees',                         'worker office'),
  ('keep_late_payment', 'payment',      'succeeded failed expired',   'operator_float position in_transit', 'customer held',                 'worker office'),
  ('hold_late_payment', 'payment',      'succeeded',                  'operator_float position',    'in_transit',                            'worker office'),
  ('pay_withdrawal',    'payment',      'succeeded',                  'in_transit',                 'operator_float fees tax',               'worker office'),
  ('return_withdrawal', 'payment',      'failed expired',             'in_transit',                 'customer',                              'worker office'),
  ('pay_payout',        'payment',      'succeeded',                  'in_transit',                 'operator_float fees',                   'worker office'),
  ('return_payout',     'payment',      'failed expired',             'in_transit',                 'merchant',                              'worker office'),
  ('pay_refund',        'payment',      'succeeded',                  'in_transit',                 'operator_float position',               'worker office'),
  ('return_refund',     'payment',      'failed expired',             'in_transit',                 'customer merchant fees',                'worker office'),
  ('keep_unclaimed',    'payment',      'succeeded failed expired',   'operator_float in_transit position', 'unclaimed fees',                'worker office'),
  -- what a payment abroad posts beside, in its own currency, and what is over in francs
  ('convert_charged',   'payment',      'succeeded',                  'operator_float',             'position',                              'worker office'),
  ('convert_refunded',  'payment',      'succeeded',                  'position',                   'operator_float',                        'worker office'),
  ('round_charged',     'payment',      'succeeded',                  'position rounding',          'position rounding',                     'worker office'),
  -- what two of staff agreed to; what comes by a bank moves the account of that bank, and moved cash before there were any
  ('give_float',        'act',          'give_float',                 'cash',                       'agent_float',                           'office'),
  ('pay_checkout',      'act',          'pay_bank_line',              'trust_bank own_bank cash',   'merchant fees',                         'office'),
  ('pay_payout',        'banked_payout', 'paid',                      'in_transit',                 'trust_bank own_bank cash fees',         'office'),
  ('return_payout',     'banked_payout', 'failed returned',           'in_transit trust_bank own_bank cash', 'merchant',                     'office'),
  ('keep_unclaimed',    'banked_payout', 'returned',                 'trust_bank own_bank cash',   'unclaimed',                             'office'),
  ('correct_books',     'act',          'correct_books',              'operator_float suspense',    'operator_float suspense',               'office'),
  ('keep_unclaimed',    'act',          'detach_number',              'customer',                   'unclaimed',                             'office'),
  ('pay_unclaimed',     'act',          'pay_unclaimed',              'unclaimed',                  'customer',                              'office'),
  ('keep_dormant',      'dormant',      'moved',                      'customer',                   'unclaimed',                             'office'),
  ('return_dormant',    'dormant',      'returned',                   'unclaimed',                  'customer',                              'office'),
  ('hand_over_dormant', 'act',          'hand_over_dormant',          'unclaimed',                  'trust_bank',                            'office'),
  ('pay_retained',      'act',          'pay_retained',               'customer merchant agent_float', 'trust_bank',                           'office'),
  ('release_contested', 'act',          'decide_contest',             'held',                       'customer merchant',                     'office'),
  ('return_contested',  'act',          'decide_contest',             'held fees',                  'customer',                              'office'),
  -- what the house moves between its accounts, and to people (wallet/staff/moves.py): takes is debited, gives credited
  ('deposit_cash',       'act',          'move_money',                 'trust_bank own_bank',        'cash',                                  'office'),
  ('draw_cash',          'act',          'move_money',                 'cash',                       'trust_bank own_bank',                   'office'),
  ('prefund_operator',   'act',          'move_money',                 'operator_float',             'trust_bank own_bank',                   'office'),
  ('sweep_operator',     'act',          'move_money',                 'trust_bank own_bank',        'operator_float',                        'office'),
  ('settle_provider',    'act',          'move_money',                 'trust_bank own_bank bank_charges', 'operator_float',                        'office'),
  ('pay_bank_charge',    'act',          'move_money',                 'bank_charges',               'trust_bank own_bank',                   'office'),
  ('remit_tax',          'act',          'move_money',                 'tax',                        'trust_bank own_bank',                   'office'),
  ('book_vat',           'act',          'move_money',                 'fees',                       'vat',                                   'office'),
  ('remit_vat',          'act',          'move_money',                 'vat',                        'trust_bank own_bank',                   'office'),
  ('sweep_fees',         'act',          'move_money',                 'own_bank',                   'trust_bank',                            'office'),
  ('top_up_trust',       'act',          'move_money',                 'trust_bank',                 'own_bank',                              'office'),
  ('pay_in_capital',     'act',          'move_money',                 'own_bank',                   'capital',                               'office'),
  ('redeem_float',       'act',          'move_money',                 'agent_float',                'trust_bank own_bank cash',              'office'),
  ('redeem_in_cash',    'act',          'move_money',                 'agent_float',                'cash',                                  'office'),
  ('keep_unmatched',     'act',          'move_money',                 'trust_bank own_bank suspense', 'trust_bank own_bank suspense',          'office'),
  ('write_off',          'act',          'move_money',                 'losses',                     'suspense',                              'office'),
  ('write_up',           'act',          'move_money',                 'suspense',                   'other_income',                          'office'),
  ('pay_on',             'act',          'move_money',                 'suspense',                   'customer merchant agent_float',         'office'),
  ('charge_back',        'act',          'move_money',                 'customer merchant suspense', 'operator_float',                        'office'),
  ('reverse_cash_in',    'act',          'move_money',                 'customer agent_commission',  'agent_float commissions',               'office')
) row (kind, reason, named, takes, gives, processes)),
gone AS (
  DELETE FROM transfer_kind k WHERE NOT EXISTS (SELECT FROM wanted w WHERE (w.kind, w.reason) = (k.kind, k.reason)))
INSERT INTO transfer_kind AS k (kind, reason, named, takes, gives, posted_by) SELECT * FROM wanted
ON CONFLICT (kind, reason) DO UPDATE SET
    (named, takes, gives, posted_by) = (excluded.named, excluded.takes, excluded.gives, excluded.posted_by)
  WHERE (k.named, k.takes, k.gives, k.posted_by)
    IS DISTINCT FROM (excluded.named, excluded.takes, excluded.gives, excluded.posted_by);
