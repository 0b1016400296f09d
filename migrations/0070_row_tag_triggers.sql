CREATE TRIGGER row_tags_insert_count AFTER INSERT ON row_tags BEGIN INSERT INTO tag_counts (user_id, tag, kind, row_count) VALUES (NEW.user_id, NEW.tag, NEW.kind, 1) ON CONFLICT (user_id, tag, kind) DO UPDATE SET row_count = row_count + 1; END;

CREATE TRIGGER row_tags_delete_count AFTER DELETE ON row_tags BEGIN UPDATE tag_counts SET row_count = row_count - 1 WHERE user_id = OLD.user_id AND tag = OLD.tag AND kind = OLD.kind; END;

CREATE TRIGGER tag_counts_empty AFTER UPDATE ON tag_counts WHEN NEW.row_count = 0 BEGIN DELETE FROM tag_counts WHERE user_id = NEW.user_id AND tag = NEW.tag AND kind = NEW.kind; END;

CREATE TRIGGER plans_insert_tags AFTER INSERT ON plans WHEN NEW.deleted_at IS NULL AND NEW.tags <> '[]' BEGIN INSERT INTO row_tags (user_id, tag, kind, date, id) SELECT NEW.user_id, value, 'plan', '', NEW.id FROM json_each(NEW.tags) WHERE length(value) <= 200 ON CONFLICT (user_id, tag, kind, date, id) DO NOTHING; END;

CREATE TRIGGER plans_update_tags_out BEFORE UPDATE OF tags, deleted_at ON plans WHEN OLD.deleted_at IS NULL AND OLD.tags <> '[]' AND (OLD.tags IS NOT NEW.tags OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN DELETE FROM row_tags WHERE user_id = OLD.user_id AND tag IN (SELECT value FROM json_each(OLD.tags)) AND kind = 'plan' AND date = '' AND id = OLD.id AND NOT (NEW.deleted_at IS NULL AND tag IN (SELECT value FROM json_each(NEW.tags))); END;

CREATE TRIGGER plans_update_tags_in AFTER UPDATE OF tags, deleted_at ON plans WHEN NEW.deleted_at IS NULL AND NEW.tags <> '[]' AND (OLD.tags IS NOT NEW.tags OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO row_tags (user_id, tag, kind, date, id) SELECT NEW.user_id, value, 'plan', '', NEW.id FROM json_each(NEW.tags) WHERE length(value) <= 200 ON CONFLICT (user_id, tag, kind, date, id) DO NOTHING; END;

CREATE TRIGGER plans_delete_tags AFTER DELETE ON plans WHEN OLD.deleted_at IS NULL AND OLD.tags <> '[]' BEGIN DELETE FROM row_tags WHERE user_id = OLD.user_id AND tag IN (SELECT value FROM json_each(OLD.tags)) AND kind = 'plan' AND date = '' AND id = OLD.id; END;

CREATE TRIGGER cards_insert_tags AFTER INSERT ON cards WHEN NEW.deleted_at IS NULL AND NEW.tags <> '[]' BEGIN INSERT INTO row_tags (user_id, tag, kind, date, id) SELECT NEW.user_id, value, 'card', '', NEW.id FROM json_each(NEW.tags) WHERE length(value) <= 200 ON CONFLICT (user_id, tag, kind, date, id) DO NOTHING; END;

CREATE TRIGGER cards_update_tags_out BEFORE UPDATE OF tags, deleted_at ON cards WHEN OLD.deleted_at IS NULL AND OLD.tags <> '[]' AND (OLD.tags IS NOT NEW.tags OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN DELETE FROM row_tags WHERE user_id = OLD.user_id AND tag IN (SELECT value FROM json_each(OLD.tags)) AND kind = 'card' AND date = '' AND id = OLD.id AND NOT (NEW.deleted_at IS NULL AND tag IN (SELECT value FROM json_each(NEW.tags))); END;

CREATE TRIGGER cards_update_tags_in AFTER UPDATE OF tags, deleted_at ON cards WHEN NEW.deleted_at IS NULL AND NEW.tags <> '[]' AND (OLD.tags IS NOT NEW.tags OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO row_tags (user_id, tag, kind, date, id) SELECT NEW.user_id, value, 'card', '', NEW.id FROM json_each(NEW.tags) WHERE length(value) <= 200 ON CONFLICT (user_id, tag, kind, date, id) DO NOTHING; END;

CREATE TRIGGER cards_delete_tags AFTER DELETE ON cards WHEN OLD.deleted_at IS NULL AND OLD.tags <> '[]' BEGIN DELETE FROM row_tags WHERE user_id = OLD.user_id AND tag IN (SELECT value FROM json_each(OLD.tags)) AND kind = 'card' AND date = '' AND id = OLD.id; END;

CREATE TRIGGER learnings_insert_tags AFTER INSERT ON learnings WHEN NEW.deleted_at IS NULL AND NEW.tags <> '[]' BEGIN INSERT INTO row_tags (user_id, tag, kind, date, id) SELECT NEW.user_id, value, 'learning', NEW.date, NEW.id FROM json_each(NEW.tags) WHERE length(value) <= 200 ON CONFLICT (user_id, tag, kind, date, id) DO NOTHING; END;

CREATE TRIGGER learnings_update_tags_out BEFORE UPDATE OF tags, date, deleted_at ON learnings WHEN OLD.deleted_at IS NULL AND OLD.tags <> '[]' AND (OLD.tags IS NOT NEW.tags OR OLD.date IS NOT NEW.date OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN DELETE FROM row_tags WHERE user_id = OLD.user_id AND tag IN (SELECT value FROM json_each(OLD.tags)) AND kind = 'learning' AND date = OLD.date AND id = OLD.id AND NOT (NEW.date = OLD.date AND NEW.deleted_at IS NULL AND tag IN (SELECT value FROM json_each(NEW.tags))); END;

CREATE TRIGGER learnings_update_tags_in AFTER UPDATE OF tags, date, deleted_at ON learnings WHEN NEW.deleted_at IS NULL AND NEW.tags <> '[]' AND (OLD.tags IS NOT NEW.tags OR OLD.date IS NOT NEW.date OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO row_tags (user_id, tag, kind, date, id) SELECT NEW.user_id, value, 'learning', NEW.date, NEW.id FROM json_each(NEW.tags) WHERE length(value) <= 200 ON CONFLICT (user_id, tag, kind, date, id) DO NOTHING; END;

CREATE TRIGGER learnings_delete_tags AFTER DELETE ON learnings WHEN OLD.deleted_at IS NULL AND OLD.tags <> '[]' BEGIN DELETE FROM row_tags WHERE user_id = OLD.user_id AND tag IN (SELECT value FROM json_each(OLD.tags)) AND kind = 'learning' AND date = OLD.date AND id = OLD.id; END;
