CREATE TRIGGER people_insert_search AFTER INSERT ON people WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'person', NEW.id, NEW.name, NEW.notes, '', replace(NEW.user_id || ' ' || NEW.user_id || 'person', '-', '')); END;

CREATE TRIGGER people_update_search_out BEFORE UPDATE OF name, notes, deleted_at ON people WHEN OLD.deleted_at IS NULL AND (OLD.name IS NOT NEW.name OR OLD.notes IS NOT NEW.notes OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'person' AND id = OLD.id; END;

CREATE TRIGGER people_update_search_in AFTER UPDATE OF name, notes, deleted_at ON people WHEN NEW.deleted_at IS NULL AND (OLD.name IS NOT NEW.name OR OLD.notes IS NOT NEW.notes OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'person', NEW.id, NEW.name, NEW.notes, '', replace(NEW.user_id || ' ' || NEW.user_id || 'person', '-', '')); END;

CREATE TRIGGER people_delete_search AFTER DELETE ON people WHEN OLD.deleted_at IS NULL BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'person' AND id = OLD.id; END;

CREATE TRIGGER meetings_insert_search AFTER INSERT ON meetings WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'meeting', NEW.id, NEW.title, NEW.preparation_notes || char(10) || NEW.questions_asked || char(10) || NEW.outcome_notes, '', replace(NEW.user_id || ' ' || NEW.user_id || 'meeting', '-', '')); END;

CREATE TRIGGER meetings_update_search_out BEFORE UPDATE OF title, preparation_notes, questions_asked, outcome_notes, deleted_at ON meetings WHEN OLD.deleted_at IS NULL AND (OLD.title IS NOT NEW.title OR OLD.preparation_notes IS NOT NEW.preparation_notes OR OLD.questions_asked IS NOT NEW.questions_asked OR OLD.outcome_notes IS NOT NEW.outcome_notes OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'meeting' AND id = OLD.id; END;

CREATE TRIGGER meetings_update_search_in AFTER UPDATE OF title, preparation_notes, questions_asked, outcome_notes, deleted_at ON meetings WHEN NEW.deleted_at IS NULL AND (OLD.title IS NOT NEW.title OR OLD.preparation_notes IS NOT NEW.preparation_notes OR OLD.questions_asked IS NOT NEW.questions_asked OR OLD.outcome_notes IS NOT NEW.outcome_notes OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'meeting', NEW.id, NEW.title, NEW.preparation_notes || char(10) || NEW.questions_asked || char(10) || NEW.outcome_notes, '', replace(NEW.user_id || ' ' || NEW.user_id || 'meeting', '-', '')); END;

CREATE TRIGGER meetings_delete_search AFTER DELETE ON meetings WHEN OLD.deleted_at IS NULL BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'meeting' AND id = OLD.id; END;

CREATE TRIGGER meetings_insert_people AFTER INSERT ON meetings WHEN NEW.deleted_at IS NULL AND NEW.attendees <> '[]' BEGIN INSERT INTO meeting_people (user_id, person_id, date, meeting_id) SELECT NEW.user_id, value, NEW.date, NEW.id FROM json_each(NEW.attendees) WHERE true ON CONFLICT (user_id, person_id, date, meeting_id) DO NOTHING; END;

CREATE TRIGGER meetings_update_people_out BEFORE UPDATE OF attendees, date, deleted_at ON meetings WHEN OLD.deleted_at IS NULL AND OLD.attendees <> '[]' AND (OLD.attendees IS NOT NEW.attendees OR OLD.date IS NOT NEW.date OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN DELETE FROM meeting_people WHERE user_id = OLD.user_id AND person_id IN (SELECT value FROM json_each(OLD.attendees)) AND date = OLD.date AND meeting_id = OLD.id; END;

CREATE TRIGGER meetings_update_people_in AFTER UPDATE OF attendees, date, deleted_at ON meetings WHEN NEW.deleted_at IS NULL AND NEW.attendees <> '[]' AND (OLD.attendees IS NOT NEW.attendees OR OLD.date IS NOT NEW.date OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO meeting_people (user_id, person_id, date, meeting_id) SELECT NEW.user_id, value, NEW.date, NEW.id FROM json_each(NEW.attendees) WHERE true ON CONFLICT (user_id, person_id, date, meeting_id) DO NOTHING; END;

CREATE TRIGGER meetings_delete_people AFTER DELETE ON meetings WHEN OLD.deleted_at IS NULL AND OLD.attendees <> '[]' BEGIN DELETE FROM meeting_people WHERE user_id = OLD.user_id AND person_id IN (SELECT value FROM json_each(OLD.attendees)) AND date = OLD.date AND meeting_id = OLD.id; END;

CREATE TRIGGER feedback_insert_search AFTER INSERT ON feedback WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'feedback', NEW.id, NEW.title, NEW.content, coalesce((SELECT group_concat(value, ' ') FROM json_each(NEW.tags)), ''), replace(NEW.user_id || ' ' || NEW.user_id || 'feedback', '-', '')); END;

CREATE TRIGGER feedback_update_search_out BEFORE UPDATE OF title, content, tags, deleted_at ON feedback WHEN OLD.deleted_at IS NULL AND (OLD.title IS NOT NEW.title OR OLD.content IS NOT NEW.content OR OLD.tags IS NOT NEW.tags OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'feedback' AND id = OLD.id; END;

CREATE TRIGGER feedback_update_search_in AFTER UPDATE OF title, content, tags, deleted_at ON feedback WHEN NEW.deleted_at IS NULL AND (OLD.title IS NOT NEW.title OR OLD.content IS NOT NEW.content OR OLD.tags IS NOT NEW.tags OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'feedback', NEW.id, NEW.title, NEW.content, coalesce((SELECT group_concat(value, ' ') FROM json_each(NEW.tags)), ''), replace(NEW.user_id || ' ' || NEW.user_id || 'feedback', '-', '')); END;

CREATE TRIGGER feedback_delete_search AFTER DELETE ON feedback WHEN OLD.deleted_at IS NULL BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'feedback' AND id = OLD.id; END;

CREATE TRIGGER feedback_insert_tags AFTER INSERT ON feedback WHEN NEW.deleted_at IS NULL AND NEW.tags <> '[]' BEGIN INSERT INTO row_tags (user_id, tag, kind, date, id) SELECT NEW.user_id, value, 'feedback', NEW.date, NEW.id FROM json_each(NEW.tags) WHERE length(value) <= 200 ON CONFLICT (user_id, tag, kind, date, id) DO NOTHING; END;

CREATE TRIGGER feedback_update_tags_out BEFORE UPDATE OF tags, date, deleted_at ON feedback WHEN OLD.deleted_at IS NULL AND OLD.tags <> '[]' AND (OLD.tags IS NOT NEW.tags OR OLD.date IS NOT NEW.date OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN DELETE FROM row_tags WHERE user_id = OLD.user_id AND tag IN (SELECT value FROM json_each(OLD.tags)) AND kind = 'feedback' AND date = OLD.date AND id = OLD.id AND NOT (NEW.date = OLD.date AND NEW.deleted_at IS NULL AND tag IN (SELECT value FROM json_each(NEW.tags))); END;

CREATE TRIGGER feedback_update_tags_in AFTER UPDATE OF tags, date, deleted_at ON feedback WHEN NEW.deleted_at IS NULL AND NEW.tags <> '[]' AND (OLD.tags IS NOT NEW.tags OR OLD.date IS NOT NEW.date OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO row_tags (user_id, tag, kind, date, id) SELECT NEW.user_id, value, 'feedback', NEW.date, NEW.id FROM json_each(NEW.tags) WHERE length(value) <= 200 ON CONFLICT (user_id, tag, kind, date, id) DO NOTHING; END;

CREATE TRIGGER feedback_delete_tags AFTER DELETE ON feedback WHEN OLD.deleted_at IS NULL AND OLD.tags <> '[]' BEGIN DELETE FROM row_tags WHERE user_id = OLD.user_id AND tag IN (SELECT value FROM json_each(OLD.tags)) AND kind = 'feedback' AND date = OLD.date AND id = OLD.id; END;
