-- All fines of a month at as_of with their states; gathered into month_fine, since a page asks about a month's fines several
-- times: the list, what closing wants, a card. Grain: one row per fine key. Money integer fen, times naive local.
FROM fine_now($month, $as_of::TIMESTAMP)
