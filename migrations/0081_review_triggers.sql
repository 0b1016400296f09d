CREATE TRIGGER reviews_insert_search AFTER INSERT ON reviews WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'review', NEW.id, NEW.title, NEW.words, '', replace(NEW.user_id || ' ' || NEW.user_id || 'review', '-', '')); END;

CREATE TRIGGER reviews_update_search_out BEFORE UPDATE OF title, words, deleted_at ON reviews WHEN OLD.deleted_at IS NULL AND (OLD.title IS NOT NEW.title OR OLD.words IS NOT NEW.words OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'review' AND id = OLD.id; END;

CREATE TRIGGER reviews_update_search_in AFTER UPDATE OF title, words, deleted_at ON reviews WHEN NEW.deleted_at IS NULL AND (OLD.title IS NOT NEW.title OR OLD.words IS NOT NEW.words OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'review', NEW.id, NEW.title, NEW.words, '', replace(NEW.user_id || ' ' || NEW.user_id || 'review', '-', '')); END;

CREATE TRIGGER reviews_delete_search AFTER DELETE ON reviews WHEN OLD.deleted_at IS NULL BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'review' AND id = OLD.id; END;

CREATE TRIGGER evidence_drafts_insert_search AFTER INSERT ON evidence_drafts WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'evidence', NEW.id, NEW.title, NEW.introduction, '', replace(NEW.user_id || ' ' || NEW.user_id || 'evidence', '-', '')); END;

CREATE TRIGGER evidence_drafts_update_search_out BEFORE UPDATE OF title, introduction, deleted_at ON evidence_drafts WHEN OLD.deleted_at IS NULL AND (OLD.title IS NOT NEW.title OR OLD.introduction IS NOT NEW.introduction OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'evidence' AND id = OLD.id; END;

CREATE TRIGGER evidence_drafts_update_search_in AFTER UPDATE OF title, introduction, deleted_at ON evidence_drafts WHEN NEW.deleted_at IS NULL AND (OLD.title IS NOT NEW.title OR OLD.introduction IS NOT NEW.introduction OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'evidence', NEW.id, NEW.title, NEW.introduction, '', replace(NEW.user_id || ' ' || NEW.user_id || 'evidence', '-', '')); END;

CREATE TRIGGER evidence_drafts_delete_search AFTER DELETE ON evidence_drafts WHEN OLD.deleted_at IS NULL BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'evidence' AND id = OLD.id; END;

CREATE TRIGGER tasks_carried AFTER UPDATE OF date ON tasks WHEN OLD.status IN ('todo', 'in_progress') AND NEW.status IN ('todo', 'in_progress') AND OLD.date IS NOT NULL AND (NEW.date IS NULL OR NEW.date > OLD.date) BEGIN INSERT INTO task_carries (user_id, from_date, task_id) VALUES (NEW.user_id, OLD.date, NEW.id) ON CONFLICT (user_id, from_date, task_id) DO NOTHING; END;

CREATE TRIGGER tasks_moved_back AFTER UPDATE OF date ON tasks WHEN NEW.date IS NOT NULL AND (OLD.date IS NULL OR NEW.date < OLD.date) BEGIN DELETE FROM task_carries WHERE user_id = NEW.user_id AND task_id = NEW.id AND from_date >= NEW.date; END;
