CREATE TRIGGER people_insert_search AFTER INSERT ON people WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'person', NEW.id, NEW.name, NEW.notes, ''); END;

CREATE TRIGGER people_update_search AFTER UPDATE OF name, notes, deleted_at ON people WHEN OLD.name IS NOT NEW.name OR OLD.notes IS NOT NEW.notes OR OLD.deleted_at IS NOT NEW.deleted_at BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'person', NEW.id, iif(NEW.deleted_at IS NULL, NEW.name, NULL), NEW.notes, ''); END;

CREATE TRIGGER people_delete_search AFTER DELETE ON people BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'person' AND id = OLD.id; END;

CREATE TRIGGER meetings_insert_search AFTER INSERT ON meetings WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'meeting', NEW.id, NEW.title, NEW.preparation_notes || char(10) || NEW.questions_asked || char(10) || NEW.outcome_notes, ''); END;

CREATE TRIGGER meetings_update_search AFTER UPDATE OF title, preparation_notes, questions_asked, outcome_notes, deleted_at ON meetings WHEN OLD.title IS NOT NEW.title OR OLD.preparation_notes IS NOT NEW.preparation_notes OR OLD.questions_asked IS NOT NEW.questions_asked OR OLD.outcome_notes IS NOT NEW.outcome_notes OR OLD.deleted_at IS NOT NEW.deleted_at BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'meeting', NEW.id, iif(NEW.deleted_at IS NULL, NEW.title, NULL), NEW.preparation_notes || char(10) || NEW.questions_asked || char(10) || NEW.outcome_notes, ''); END;

CREATE TRIGGER meetings_delete_search AFTER DELETE ON meetings BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'meeting' AND id = OLD.id; END;

CREATE TRIGGER feedback_insert_search AFTER INSERT ON feedback WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'feedback', NEW.id, NEW.title, NEW.content, coalesce((SELECT group_concat(value, ' ') FROM json_each(NEW.tags)), '')); END;

CREATE TRIGGER feedback_update_search AFTER UPDATE OF title, content, tags, deleted_at ON feedback WHEN OLD.title IS NOT NEW.title OR OLD.content IS NOT NEW.content OR OLD.tags IS NOT NEW.tags OR OLD.deleted_at IS NOT NEW.deleted_at BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'feedback', NEW.id, iif(NEW.deleted_at IS NULL, NEW.title, NULL), NEW.content, coalesce((SELECT group_concat(value, ' ') FROM json_each(NEW.tags)), '')); END;
