-- Fines that the closed month charged and that are found in another month now. Grain: one row per such month.
SELECT month_of(v.occurred_at) AS month, list(DISTINCT s.key) AS keys
FROM fine_settled AS s
JOIN fine_decision AS d USING (key)
JOIN mart_violation AS v ON v.detect = d.detect AND v.subject_key = d.subject_key AND NOT v.suspected
  AND person_key(v.person) IS NOT DISTINCT FROM person_key(d.written_person)
WHERE s.home = $month AND s.key NOT IN (SELECT key FROM judged_fine) AND month_of(v.occurred_at) <> $month
GROUP BY ALL
ORDER BY month
