-- The note of a tick is searched, and finds the goal.
CREATE TRIGGER goal_ticks_insert_search AFTER INSERT ON goal_ticks WHEN NEW.note <> '' BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'tick', NEW.id, '', NEW.note, ''); END;

CREATE TRIGGER goal_ticks_update_search AFTER UPDATE OF note ON goal_ticks WHEN OLD.note <> NEW.note BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'tick', NEW.id, iif(NEW.note <> '', '', NULL), NEW.note, ''); END;

CREATE TRIGGER goal_ticks_delete_search AFTER DELETE ON goal_ticks WHEN OLD.note <> '' BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'tick' AND id = OLD.id; END;
