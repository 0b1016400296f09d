-- Printed by scripts/search-triggers.ts from the registry of kinds, but for the first two.
-- FTS5 with external content removes a row only when given the exact text that was indexed.
CREATE TRIGGER search_documents_insert_index AFTER INSERT ON search_documents BEGIN INSERT INTO search_index (rowid, owner, title, notes, tags) VALUES (NEW.number, NEW.owner, NEW.title, NEW.notes, NEW.tags); END;

CREATE TRIGGER search_documents_delete_index AFTER DELETE ON search_documents BEGIN INSERT INTO search_index (search_index, rowid, owner, title, notes, tags) VALUES ('delete', OLD.number, OLD.owner, OLD.title, OLD.notes, OLD.tags); END;

CREATE TRIGGER goals_insert_search AFTER INSERT ON goals WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'goal', NEW.id, NEW.title, NEW.description, '', replace(NEW.user_id || ' ' || NEW.user_id || 'goal', '-', '')); END;

CREATE TRIGGER goals_update_search_out BEFORE UPDATE OF title, description, deleted_at ON goals WHEN OLD.deleted_at IS NULL AND (OLD.title IS NOT NEW.title OR OLD.description IS NOT NEW.description OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'goal' AND id = OLD.id; END;

CREATE TRIGGER goals_update_search_in AFTER UPDATE OF title, description, deleted_at ON goals WHEN NEW.deleted_at IS NULL AND (OLD.title IS NOT NEW.title OR OLD.description IS NOT NEW.description OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'goal', NEW.id, NEW.title, NEW.description, '', replace(NEW.user_id || ' ' || NEW.user_id || 'goal', '-', '')); END;

CREATE TRIGGER goals_delete_search AFTER DELETE ON goals WHEN OLD.deleted_at IS NULL BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'goal' AND id = OLD.id; END;

CREATE TRIGGER goal_milestones_insert_search AFTER INSERT ON goal_milestones WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'milestone', NEW.id, NEW.description, '', '', replace(NEW.user_id || ' ' || NEW.user_id || 'milestone', '-', '')); END;

CREATE TRIGGER goal_milestones_update_search_out BEFORE UPDATE OF description, deleted_at ON goal_milestones WHEN OLD.deleted_at IS NULL AND (OLD.description IS NOT NEW.description OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'milestone' AND id = OLD.id; END;

CREATE TRIGGER goal_milestones_update_search_in AFTER UPDATE OF description, deleted_at ON goal_milestones WHEN NEW.deleted_at IS NULL AND (OLD.description IS NOT NEW.description OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'milestone', NEW.id, NEW.description, '', '', replace(NEW.user_id || ' ' || NEW.user_id || 'milestone', '-', '')); END;

CREATE TRIGGER goal_milestones_delete_search AFTER DELETE ON goal_milestones WHEN OLD.deleted_at IS NULL BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'milestone' AND id = OLD.id; END;

CREATE TRIGGER projects_insert_search AFTER INSERT ON projects WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'project', NEW.id, NEW.name, NEW.client, '', replace(NEW.user_id || ' ' || NEW.user_id || 'project', '-', '')); END;

CREATE TRIGGER projects_update_search_out BEFORE UPDATE OF name, client, deleted_at ON projects WHEN OLD.deleted_at IS NULL AND (OLD.name IS NOT NEW.name OR OLD.client IS NOT NEW.client OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'project' AND id = OLD.id; END;

CREATE TRIGGER projects_update_search_in AFTER UPDATE OF name, client, deleted_at ON projects WHEN NEW.deleted_at IS NULL AND (OLD.name IS NOT NEW.name OR OLD.client IS NOT NEW.client OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'project', NEW.id, NEW.name, NEW.client, '', replace(NEW.user_id || ' ' || NEW.user_id || 'project', '-', '')); END;

CREATE TRIGGER projects_delete_search AFTER DELETE ON projects WHEN OLD.deleted_at IS NULL BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'project' AND id = OLD.id; END;

CREATE TRIGGER sessions_insert_search AFTER INSERT ON sessions WHEN NEW.deleted_at IS NULL AND (NEW.title <> '' OR NEW.notes <> '' OR NEW.tags <> '[]') BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'session', NEW.id, NEW.title, NEW.notes, coalesce((SELECT group_concat(value, ' ') FROM json_each(NEW.tags)), ''), replace(NEW.user_id || ' ' || NEW.user_id || 'session', '-', '')); END;

CREATE TRIGGER sessions_update_search_out BEFORE UPDATE OF title, notes, tags, deleted_at ON sessions WHEN OLD.deleted_at IS NULL AND (OLD.title IS NOT NEW.title OR OLD.notes IS NOT NEW.notes OR OLD.tags IS NOT NEW.tags OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'session' AND id = OLD.id; END;

CREATE TRIGGER sessions_update_search_in AFTER UPDATE OF title, notes, tags, deleted_at ON sessions WHEN NEW.deleted_at IS NULL AND (NEW.title <> '' OR NEW.notes <> '' OR NEW.tags <> '[]') AND (OLD.title IS NOT NEW.title OR OLD.notes IS NOT NEW.notes OR OLD.tags IS NOT NEW.tags OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'session', NEW.id, NEW.title, NEW.notes, coalesce((SELECT group_concat(value, ' ') FROM json_each(NEW.tags)), ''), replace(NEW.user_id || ' ' || NEW.user_id || 'session', '-', '')); END;

CREATE TRIGGER sessions_delete_search AFTER DELETE ON sessions WHEN OLD.deleted_at IS NULL BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'session' AND id = OLD.id; END;
