CREATE TRIGGER cards_insert_search AFTER INSERT ON cards WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'card', NEW.id, NEW.question, NEW.answer, coalesce((SELECT group_concat(value, ' ') FROM json_each(NEW.tags)), ''), replace(NEW.user_id || ' ' || NEW.user_id || 'card', '-', '')); END;

CREATE TRIGGER cards_update_search_out BEFORE UPDATE OF question, answer, tags, deleted_at ON cards WHEN OLD.deleted_at IS NULL AND (OLD.question IS NOT NEW.question OR OLD.answer IS NOT NEW.answer OR OLD.tags IS NOT NEW.tags OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'card' AND id = OLD.id; END;

CREATE TRIGGER cards_update_search_in AFTER UPDATE OF question, answer, tags, deleted_at ON cards WHEN NEW.deleted_at IS NULL AND (OLD.question IS NOT NEW.question OR OLD.answer IS NOT NEW.answer OR OLD.tags IS NOT NEW.tags OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'card', NEW.id, NEW.question, NEW.answer, coalesce((SELECT group_concat(value, ' ') FROM json_each(NEW.tags)), ''), replace(NEW.user_id || ' ' || NEW.user_id || 'card', '-', '')); END;

CREATE TRIGGER cards_delete_search AFTER DELETE ON cards WHEN OLD.deleted_at IS NULL BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'card' AND id = OLD.id; END;

CREATE TRIGGER plans_switch_scheduler AFTER UPDATE OF scheduler ON plans WHEN OLD.scheduler <> NEW.scheduler BEGIN UPDATE cards SET scheduler = NEW.scheduler, next_review = iif(NEW.scheduler = 'fsrs', fsrs_next, sm2_next), seq = NEW.seq WHERE user_id = NEW.user_id AND plan_id = NEW.id; END;
