CREATE TRIGGER learnings_insert_search AFTER INSERT ON learnings WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'learning', NEW.id, NEW.title, NEW.content, coalesce((SELECT group_concat(value, ' ') FROM json_each(NEW.tags)), ''), replace(NEW.user_id || ' ' || NEW.user_id || 'learning', '-', '')); END;

CREATE TRIGGER learnings_update_search_out BEFORE UPDATE OF title, content, tags, deleted_at ON learnings WHEN OLD.deleted_at IS NULL AND (OLD.title IS NOT NEW.title OR OLD.content IS NOT NEW.content OR OLD.tags IS NOT NEW.tags OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'learning' AND id = OLD.id; END;

CREATE TRIGGER learnings_update_search_in AFTER UPDATE OF title, content, tags, deleted_at ON learnings WHEN NEW.deleted_at IS NULL AND (OLD.title IS NOT NEW.title OR OLD.content IS NOT NEW.content OR OLD.tags IS NOT NEW.tags OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'learning', NEW.id, NEW.title, NEW.content, coalesce((SELECT group_concat(value, ' ') FROM json_each(NEW.tags)), ''), replace(NEW.user_id || ' ' || NEW.user_id || 'learning', '-', '')); END;

CREATE TRIGGER learnings_delete_search AFTER DELETE ON learnings WHEN OLD.deleted_at IS NULL BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'learning' AND id = OLD.id; END;

CREATE TRIGGER learnings_insert_tags AFTER INSERT ON learnings WHEN NEW.deleted_at IS NULL AND NEW.tags <> '[]' BEGIN INSERT INTO learning_tags (user_id, tag, date, learning_id) SELECT NEW.user_id, value, NEW.date, NEW.id FROM json_each(NEW.tags); END;

CREATE TRIGGER learnings_update_tags_out BEFORE UPDATE OF tags, date, deleted_at ON learnings WHEN OLD.deleted_at IS NULL AND OLD.tags <> '[]' AND (OLD.tags IS NOT NEW.tags OR OLD.date IS NOT NEW.date OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN DELETE FROM learning_tags WHERE user_id = OLD.user_id AND tag IN (SELECT value FROM json_each(OLD.tags)) AND date = OLD.date AND learning_id = OLD.id; END;

CREATE TRIGGER learnings_update_tags_in AFTER UPDATE OF tags, date, deleted_at ON learnings WHEN NEW.deleted_at IS NULL AND NEW.tags <> '[]' AND (OLD.tags IS NOT NEW.tags OR OLD.date IS NOT NEW.date OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO learning_tags (user_id, tag, date, learning_id) SELECT NEW.user_id, value, NEW.date, NEW.id FROM json_each(NEW.tags); END;

CREATE TRIGGER learnings_delete_tags AFTER DELETE ON learnings WHEN OLD.deleted_at IS NULL AND OLD.tags <> '[]' BEGIN DELETE FROM learning_tags WHERE user_id = OLD.user_id AND tag IN (SELECT value FROM json_each(OLD.tags)) AND date = OLD.date AND learning_id = OLD.id; END;
