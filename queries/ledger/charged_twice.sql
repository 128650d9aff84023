-- Confirmed fines among those asked for that charge a person for what another confirmed fine charges him or her already: an
-- event that was detected and a complaint about it, of one rule and ticket. Where both name the same person in the sheets they
-- are one fine from the start (macros/fines_of.sql); here somebody was assigned. Grain: one row per key.
-- keys: JSON array of fine keys.
WITH charged AS (
  SELECT key, rule_no, ticket_no, detect = 'complaint' AS complained, person_mark(employee_no, person_name) AS person, person_name
  FROM fine_decision
  WHERE to_state IN ('confirmed', 'adjusted') AND action <> 'assign' AND ticket_no IS NOT NULL AND person_name IS NOT NULL
    AND ticket_no IN (
      SELECT ticket_no FROM fine_decision WHERE key IN (SELECT unnest(from_json($keys, '["VARCHAR"]'))))
)
SELECT c.key, any_value(c.person_name) AS person, any_value(c.ticket_no) AS ticket_no, any_value(c.rule_no) AS rule,
  min(o.key) AS other
FROM charged AS c
JOIN charged AS o ON o.rule_no = c.rule_no AND o.ticket_no = c.ticket_no AND o.person = c.person AND o.complained <> c.complained
WHERE c.key IN (SELECT unnest(from_json($keys, '["VARCHAR"]')))
GROUP BY c.key
ORDER BY c.key
