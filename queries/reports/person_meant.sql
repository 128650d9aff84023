-- Whom a written name means. Grain: one row, or none where it means nobody or several.
SELECT person_id FROM person_known WHERE name_key = person_key($person)
