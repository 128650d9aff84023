-- int_fault: the fault key of each fault text. Grain: one row per policy version and text as written.
-- A text that equals a synonym of the fault dictionary belongs to its category, any other is its own key without
-- spaces and punctuation. Few texts stand for many tickets, so each is looked up once.
SELECT p.policy_id, p.version, w.fault, coalesce(f.category, w.plain) AS fault_key
FROM (SELECT fault, fault_text(fault) AS plain FROM (SELECT DISTINCT fault FROM stg_ticket WHERE fault IS NOT NULL)) AS w
CROSS JOIN (SELECT DISTINCT policy_id, version FROM int_month_policy) AS p
LEFT JOIN policy_fault AS f ON f.policy_id = p.policy_id AND f.version = p.version AND f.synonym = w.plain
