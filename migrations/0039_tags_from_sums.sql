-- The tags of sessions that count are in the ledger with their sums, so that these are not kept a second time.
DROP INDEX tag_stats_by_count;

DROP TRIGGER sessions_insert_tags;

DROP TRIGGER sessions_update_tags_out;

DROP TRIGGER sessions_update_tags_in;

DELETE FROM session_tags
WHERE EXISTS (
  SELECT 1 FROM sessions
  WHERE sessions.user_id = session_tags.user_id AND sessions.id = session_id AND status = 'completed'
    AND planned_until IS NULL);

-- Sessions are listed by their unique index, which has the few deleted ones, too.
DROP INDEX sessions_present;

-- Finds tags by their first letters, in capitals or not. Holds keys only, so that it is written once for a tag.
CREATE INDEX total_stats_tags ON total_stats (user_id, subject COLLATE NOCASE, subject) WHERE subject >= 'tag:#' AND subject < 'tag:$';
