DROP TABLE tag_counts;

DROP TABLE row_tags;

CREATE TABLE learning_tags (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  date TEXT NOT NULL,
  learning_id TEXT NOT NULL,
  PRIMARY KEY (user_id, tag, date, learning_id)
) STRICT, WITHOUT ROWID;

INSERT INTO learning_tags (user_id, tag, date, learning_id)
SELECT DISTINCT learnings.user_id, tag.value, learnings.date, learnings.id
FROM learnings, json_each(learnings.tags) AS tag
WHERE learnings.deleted_at IS NULL;

CREATE TRIGGER learnings_insert_tags AFTER INSERT ON learnings WHEN NEW.deleted_at IS NULL AND NEW.tags <> '[]' BEGIN INSERT INTO learning_tags (user_id, tag, date, learning_id) SELECT NEW.user_id, value, NEW.date, NEW.id FROM json_each(NEW.tags); END;

CREATE TRIGGER learnings_update_tags_out BEFORE UPDATE OF tags, date, deleted_at ON learnings WHEN OLD.deleted_at IS NULL AND OLD.tags <> '[]' AND (OLD.tags IS NOT NEW.tags OR OLD.date IS NOT NEW.date OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN DELETE FROM learning_tags WHERE user_id = OLD.user_id AND tag IN (SELECT value FROM json_each(OLD.tags)) AND date = OLD.date AND learning_id = OLD.id; END;

CREATE TRIGGER learnings_update_tags_in AFTER UPDATE OF tags, date, deleted_at ON learnings WHEN NEW.deleted_at IS NULL AND NEW.tags <> '[]' AND (OLD.tags IS NOT NEW.tags OR OLD.date IS NOT NEW.date OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO learning_tags (user_id, tag, date, learning_id) SELECT NEW.user_id, value, NEW.date, NEW.id FROM json_each(NEW.tags); END;

CREATE TRIGGER learnings_delete_tags AFTER DELETE ON learnings WHEN OLD.deleted_at IS NULL AND OLD.tags <> '[]' BEGIN DELETE FROM learning_tags WHERE user_id = OLD.user_id AND tag IN (SELECT value FROM json_each(OLD.tags)) AND date = OLD.date AND learning_id = OLD.id; END;
