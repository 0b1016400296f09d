CREATE TRIGGER reviews_insert_search AFTER INSERT ON reviews WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'review', NEW.id, NEW.title, NEW.words, ''); END;

CREATE TRIGGER reviews_update_search AFTER UPDATE OF title, words, deleted_at ON reviews WHEN OLD.title IS NOT NEW.title OR OLD.words IS NOT NEW.words OR OLD.deleted_at IS NOT NEW.deleted_at BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'review', NEW.id, iif(NEW.deleted_at IS NULL, NEW.title, NULL), NEW.words, ''); END;

CREATE TRIGGER evidence_drafts_insert_search AFTER INSERT ON evidence_drafts WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'evidence', NEW.id, NEW.title, NEW.introduction, ''); END;

CREATE TRIGGER evidence_drafts_update_search AFTER UPDATE OF title, introduction, deleted_at ON evidence_drafts WHEN OLD.title IS NOT NEW.title OR OLD.introduction IS NOT NEW.introduction OR OLD.deleted_at IS NOT NEW.deleted_at BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'evidence', NEW.id, iif(NEW.deleted_at IS NULL, NEW.title, NULL), NEW.introduction, ''); END;

CREATE TRIGGER energy_checkins_insert_search AFTER INSERT ON energy_checkins WHEN NEW.deleted_at IS NULL AND (NEW.mood <> '' OR NEW.notes <> '') BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'checkin', NEW.id, NEW.mood, NEW.notes, ''); END;

CREATE TRIGGER energy_checkins_update_search AFTER UPDATE OF mood, notes, deleted_at ON energy_checkins WHEN OLD.mood IS NOT NEW.mood OR OLD.notes IS NOT NEW.notes OR OLD.deleted_at IS NOT NEW.deleted_at BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'checkin', NEW.id, iif(NEW.deleted_at IS NULL AND (NEW.mood <> '' OR NEW.notes <> ''), NEW.mood, NULL), NEW.notes, ''); END;
