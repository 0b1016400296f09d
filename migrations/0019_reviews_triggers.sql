CREATE TRIGGER reviews_insert_search AFTER INSERT ON reviews WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'review', NEW.id, NEW.title, NEW.words, '', replace(NEW.user_id || ' ' || NEW.user_id || 'review', '-', '')); END;

CREATE TRIGGER reviews_update_search_out BEFORE UPDATE OF title, words, deleted_at ON reviews WHEN OLD.deleted_at IS NULL AND (OLD.title IS NOT NEW.title OR OLD.words IS NOT NEW.words OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'review' AND id = OLD.id; END;

CREATE TRIGGER reviews_update_search_in AFTER UPDATE OF title, words, deleted_at ON reviews WHEN NEW.deleted_at IS NULL AND (OLD.title IS NOT NEW.title OR OLD.words IS NOT NEW.words OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'review', NEW.id, NEW.title, NEW.words, '', replace(NEW.user_id || ' ' || NEW.user_id || 'review', '-', '')); END;

CREATE TRIGGER reviews_delete_search AFTER DELETE ON reviews WHEN OLD.deleted_at IS NULL BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'review' AND id = OLD.id; END;

CREATE TRIGGER evidence_drafts_insert_search AFTER INSERT ON evidence_drafts WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'evidence', NEW.id, NEW.title, NEW.introduction, '', replace(NEW.user_id || ' ' || NEW.user_id || 'evidence', '-', '')); END;

CREATE TRIGGER evidence_drafts_update_search_out BEFORE UPDATE OF title, introduction, deleted_at ON evidence_drafts WHEN OLD.deleted_at IS NULL AND (OLD.title IS NOT NEW.title OR OLD.introduction IS NOT NEW.introduction OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'evidence' AND id = OLD.id; END;

CREATE TRIGGER evidence_drafts_update_search_in AFTER UPDATE OF title, introduction, deleted_at ON evidence_drafts WHEN NEW.deleted_at IS NULL AND (OLD.title IS NOT NEW.title OR OLD.introduction IS NOT NEW.introduction OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'evidence', NEW.id, NEW.title, NEW.introduction, '', replace(NEW.user_id || ' ' || NEW.user_id || 'evidence', '-', '')); END;

CREATE TRIGGER evidence_drafts_delete_search AFTER DELETE ON evidence_drafts WHEN OLD.deleted_at IS NULL BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'evidence' AND id = OLD.id; END;

CREATE TRIGGER energy_checkins_insert_search AFTER INSERT ON energy_checkins WHEN NEW.deleted_at IS NULL AND (NEW.mood <> '' OR NEW.notes <> '') BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'checkin', NEW.id, NEW.mood, NEW.notes, '', replace(NEW.user_id || ' ' || NEW.user_id || 'checkin', '-', '')); END;

CREATE TRIGGER energy_checkins_update_search_out BEFORE UPDATE OF mood, notes, deleted_at ON energy_checkins WHEN OLD.deleted_at IS NULL AND (OLD.mood IS NOT NEW.mood OR OLD.notes IS NOT NEW.notes OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'checkin' AND id = OLD.id; END;

CREATE TRIGGER energy_checkins_update_search_in AFTER UPDATE OF mood, notes, deleted_at ON energy_checkins WHEN NEW.deleted_at IS NULL AND (NEW.mood <> '' OR NEW.notes <> '') AND (OLD.mood IS NOT NEW.mood OR OLD.notes IS NOT NEW.notes OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'checkin', NEW.id, NEW.mood, NEW.notes, '', replace(NEW.user_id || ' ' || NEW.user_id || 'checkin', '-', '')); END;

CREATE TRIGGER energy_checkins_delete_search AFTER DELETE ON energy_checkins WHEN OLD.deleted_at IS NULL BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'checkin' AND id = OLD.id; END;
