-- One person's overtime and expenses of a month. Grain: one row per expense row. Money integer fen, hours as written.
SELECT e.row_key, e.date, e.kind, e.hours, e.amount_fen, e.trip_place, e.voucher_place, e.voucher_valid
FROM stg_expense AS e
LEFT JOIN person_known AS k ON k.name_key = person_key(e.employee)
WHERE month_of(e.date) = $month
  AND person_id_of(k.person_id, e.employee, (SELECT count(*) > 0 FROM stg_staff)) = $person
ORDER BY e.date, e.row_key
