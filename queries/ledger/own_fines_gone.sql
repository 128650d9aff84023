-- Fines that went with what the person charged brought in or took back, and are still gone; of one month, of one batch, or
-- all. Grain: one row per batch, way (import or undo), rule and subject.
SELECT g.batch_id AS batch, g.how, g.actor, g.noted_at AS at, g.rule_no, g.month, g.ticket_no
FROM own_fine_gone AS g
WHERE ($month::VARCHAR IS NULL OR g.month = $month) AND ($batch::INTEGER IS NULL OR g.batch_id = $batch)
  AND NOT EXISTS (
    FROM mart_violation AS v
    WHERE v.detect = g.detect AND v.subject_kind = g.subject_kind AND v.subject_key = g.subject_key
      AND person_key(v.person) = person_key(g.written_person) AND NOT v.suspected
  )
ORDER BY g.month DESC, g.rule_no, g.ticket_no, g.batch_id
