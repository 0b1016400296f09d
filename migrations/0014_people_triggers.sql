CREATE TRIGGER people_insert_search AFTER INSERT ON people WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'person', NEW.id, NEW.name, NEW.notes, '', replace(NEW.user_id || ' ' || NEW.user_id || 'person', '-', '')); END;

CREATE TRIGGER people_update_search_out BEFORE UPDATE OF name, notes, deleted_at ON people WHEN OLD.deleted_at IS NULL AND (OLD.name IS NOT NEW.name OR OLD.notes IS NOT NEW.notes OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'person' AND id = OLD.id; END;

CREATE TRIGGER people_update_search_in AFTER UPDATE OF name, notes, deleted_at ON people WHEN NEW.deleted_at IS NULL AND (OLD.name IS NOT NEW.name OR OLD.notes IS NOT NEW.notes OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'person', NEW.id, NEW.name, NEW.notes, '', replace(NEW.user_id || ' ' || NEW.user_id || 'person', '-', '')); END;

CREATE TRIGGER people_delete_search AFTER DELETE ON people WHEN OLD.deleted_at IS NULL BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'person' AND id = OLD.id; END;

CREATE TRIGGER meetings_insert_search AFTER INSERT ON meetings WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'meeting', NEW.id, NEW.title, NEW.preparation_notes || char(10) || NEW.questions_asked || char(10) || NEW.outcome_notes, '', replace(NEW.user_id || ' ' || NEW.user_id || 'meeting', '-', '')); END;

CREATE TRIGGER meetings_update_search_out BEFORE UPDATE OF title, preparation_notes, questions_asked, outcome_notes, deleted_at ON meetings WHEN OLD.deleted_at IS NULL AND (OLD.title IS NOT NEW.title OR OLD.preparation_notes IS NOT NEW.preparation_notes OR OLD.questions_asked IS NOT NEW.questions_asked OR OLD.outcome_notes IS NOT NEW.outcome_notes OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'meeting' AND id = OLD.id; END;

CREATE TRIGGER meetings_update_search_in AFTER UPDATE OF title, preparation_notes, questions_asked, outcome_notes, deleted_at ON meetings WHEN NEW.deleted_at IS NULL AND (OLD.title IS NOT NEW.title OR OLD.preparation_notes IS NOT NEW.preparation_notes OR OLD.questions_asked IS NOT NEW.questions_asked OR OLD.outcome_notes IS NOT NEW.outcome_notes OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'meeting', NEW.id, NEW.title, NEW.preparation_notes || char(10) || NEW.questions_asked || char(10) || NEW.outcome_notes, '', replace(NEW.user_id || ' ' || NEW.user_id || 'meeting', '-', '')); END;

CREATE TRIGGER meetings_delete_search AFTER DELETE ON meetings WHEN OLD.deleted_at IS NULL BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'meeting' AND id = OLD.id; END;

CREATE TRIGGER feedback_insert_search AFTER INSERT ON feedback WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'feedback', NEW.id, NEW.title, NEW.content, coalesce((SELECT group_concat(value, ' ') FROM json_each(NEW.tags)), ''), replace(NEW.user_id || ' ' || NEW.user_id || 'feedback', '-', '')); END;

CREATE TRIGGER feedback_update_search_out BEFORE UPDATE OF title, content, tags, deleted_at ON feedback WHEN OLD.deleted_at IS NULL AND (OLD.title IS NOT NEW.title OR OLD.content IS NOT NEW.content OR OLD.tags IS NOT NEW.tags OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'feedback' AND id = OLD.id; END;

CREATE TRIGGER feedback_update_search_in AFTER UPDATE OF title, content, tags, deleted_at ON feedback WHEN NEW.deleted_at IS NULL AND (OLD.title IS NOT NEW.title OR OLD.content IS NOT NEW.content OR OLD.tags IS NOT NEW.tags OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'feedback', NEW.id, NEW.title, NEW.content, coalesce((SELECT group_concat(value, ' ') FROM json_each(NEW.tags)), ''), replace(NEW.user_id || ' ' || NEW.user_id || 'feedback', '-', '')); END;

CREATE TRIGGER feedback_delete_search AFTER DELETE ON feedback WHEN OLD.deleted_at IS NULL BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'feedback' AND id = OLD.id; END;
