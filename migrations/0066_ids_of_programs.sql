-- Ids that a program chose before all writes had one rule for ids: such a row could not be exported, restored, or reached by
-- its path. It gets a new id.
DELETE FROM search_documents WHERE kind = 'tick' AND (id GLOB '*[^A-Za-z0-9._:-]*' OR id IN ('', '.', '..') OR instr(CAST(id AS BLOB), x'00'));

UPDATE goal_ticks SET id = lower(hex(randomblob(16))) WHERE (id GLOB '*[^A-Za-z0-9._:-]*' OR id IN ('', '.', '..') OR instr(CAST(id AS BLOB), x'00'));

INSERT INTO search_documents (user_id, kind, id, title, notes, tags)
SELECT user_id, 'tick', id, '', note, '' FROM goal_ticks
WHERE note <> '' AND NOT EXISTS (
  SELECT 1 FROM search_documents AS found
  WHERE found.user_id = goal_ticks.user_id AND found.kind = 'tick' AND found.id = goal_ticks.id);

UPDATE card_reviews SET id = lower(hex(randomblob(16))) WHERE (id GLOB '*[^A-Za-z0-9._:-]*' OR id IN ('', '.', '..') OR instr(CAST(id AS BLOB), x'00'));

UPDATE app_usage SET id = lower(hex(randomblob(16))) WHERE (id GLOB '*[^A-Za-z0-9._:-]*' OR id IN ('', '.', '..') OR instr(CAST(id AS BLOB), x'00'));

-- No plan has a chunk with such an id. Devices are sent the rows again.
UPDATE change_heads SET seq = seq + 1 WHERE user_id IN (
  SELECT user_id FROM sessions WHERE (chunk_id GLOB '*[^A-Za-z0-9._:-]*' OR chunk_id IN ('', '.', '..') OR instr(CAST(chunk_id AS BLOB), x'00'))
  UNION SELECT user_id FROM cards WHERE (chunk_id GLOB '*[^A-Za-z0-9._:-]*' OR chunk_id IN ('', '.', '..') OR instr(CAST(chunk_id AS BLOB), x'00')));

UPDATE sessions SET chunk_id = NULL, seq = (SELECT seq FROM change_heads WHERE change_heads.user_id = sessions.user_id)
WHERE (chunk_id GLOB '*[^A-Za-z0-9._:-]*' OR chunk_id IN ('', '.', '..') OR instr(CAST(chunk_id AS BLOB), x'00'));

UPDATE cards SET chunk_id = NULL, seq = (SELECT seq FROM change_heads WHERE change_heads.user_id = cards.user_id)
WHERE (chunk_id GLOB '*[^A-Za-z0-9._:-]*' OR chunk_id IN ('', '.', '..') OR instr(CAST(chunk_id AS BLOB), x'00'));
