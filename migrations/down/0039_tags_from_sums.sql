DROP INDEX total_stats_tags;
INSERT INTO session_tags (user_id, tag, session_id)
SELECT DISTINCT sessions.user_id, tag.value, sessions.id
FROM sessions CROSS JOIN json_each(sessions.tags) AS tag
WHERE sessions.deleted_at IS NULL AND sessions.status = 'completed' AND sessions.planned_until IS NULL;
CREATE INDEX tag_stats_by_count ON tag_stats (user_id, session_count, tag);
CREATE INDEX sessions_present ON sessions (user_id, id) WHERE deleted_at IS NULL;
CREATE TRIGGER sessions_insert_tags AFTER INSERT ON sessions WHEN NEW.deleted_at IS NULL AND NEW.tags <> '[]' BEGIN INSERT INTO session_tags (user_id, tag, session_id) SELECT DISTINCT NEW.user_id, value, NEW.id FROM json_each(NEW.tags); END;
CREATE TRIGGER sessions_update_tags_out BEFORE UPDATE OF tags, deleted_at ON sessions WHEN OLD.deleted_at IS NULL AND OLD.tags <> '[]' AND (OLD.tags IS NOT NEW.tags OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN DELETE FROM session_tags WHERE (user_id, tag, session_id) IN (SELECT OLD.user_id, value, OLD.id FROM json_each(OLD.tags)); END;
CREATE TRIGGER sessions_update_tags_in AFTER UPDATE OF tags, deleted_at ON sessions WHEN NEW.deleted_at IS NULL AND NEW.tags <> '[]' AND (OLD.tags IS NOT NEW.tags OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO session_tags (user_id, tag, session_id) SELECT DISTINCT NEW.user_id, value, NEW.id FROM json_each(NEW.tags); END;
