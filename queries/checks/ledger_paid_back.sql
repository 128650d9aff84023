-- Check: closed months pay back no more for a fine than they charged. Rows returned are faults.
SELECT 'fine' AS place, key AS subject, 'paid back ' || -fen || ' fen more to ' || person || ' than was charged' AS fault
FROM fine_settled WHERE fen < 0
