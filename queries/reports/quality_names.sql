-- The names of persons written in a month's records and whom they mean. Grain: one row per name, spaces removed.
-- Reads month_record. cells: in how many places it is written; known: 1 one person, more: several of that name, 0: nobody (without a roster the
-- written name stands for itself). person_name: whom it means, where known = 1.
SELECT w.name_key, min(w.written) AS written, count(*) AS cells, coalesce(any_value(m.known), 0) AS known,
  any_value(m.employee_no) FILTER (WHERE m.known = 1) AS employee_no, any_value(m.name) FILTER (WHERE m.known = 1) AS person_name
FROM written_in($month) AS w
LEFT JOIN person_match AS m USING (name_key)
GROUP BY w.name_key
ORDER BY cells DESC, w.name_key
