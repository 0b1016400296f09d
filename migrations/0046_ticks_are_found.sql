-- The notes of the ticks that are there already.
INSERT INTO search_documents (user_id, kind, id, title, notes, tags)
SELECT user_id, 'tick', id, '', note, '' FROM goal_ticks WHERE note <> '';
