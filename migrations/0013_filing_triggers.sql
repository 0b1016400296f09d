CREATE TRIGGER organizations_insert_search AFTER INSERT ON organizations WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'organization', NEW.id, NEW.name, NEW.notes, '', replace(NEW.user_id || ' ' || NEW.user_id || 'organization', '-', '')); END;

CREATE TRIGGER organizations_update_search_out BEFORE UPDATE OF name, notes, deleted_at ON organizations WHEN OLD.deleted_at IS NULL AND (OLD.name IS NOT NEW.name OR OLD.notes IS NOT NEW.notes OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'organization' AND id = OLD.id; END;

CREATE TRIGGER organizations_update_search_in AFTER UPDATE OF name, notes, deleted_at ON organizations WHEN NEW.deleted_at IS NULL AND (OLD.name IS NOT NEW.name OR OLD.notes IS NOT NEW.notes OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'organization', NEW.id, NEW.name, NEW.notes, '', replace(NEW.user_id || ' ' || NEW.user_id || 'organization', '-', '')); END;

CREATE TRIGGER organizations_delete_search AFTER DELETE ON organizations WHEN OLD.deleted_at IS NULL BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'organization' AND id = OLD.id; END;

CREATE TRIGGER projects_insert_search AFTER INSERT ON projects WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'project', NEW.id, NEW.name, NEW.client, '', replace(NEW.user_id || ' ' || NEW.user_id || 'project', '-', '')); END;

CREATE TRIGGER projects_update_search_out BEFORE UPDATE OF name, client, deleted_at ON projects WHEN OLD.deleted_at IS NULL AND (OLD.name IS NOT NEW.name OR OLD.client IS NOT NEW.client OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'project' AND id = OLD.id; END;

CREATE TRIGGER projects_update_search_in AFTER UPDATE OF name, client, deleted_at ON projects WHEN NEW.deleted_at IS NULL AND (OLD.name IS NOT NEW.name OR OLD.client IS NOT NEW.client OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'project', NEW.id, NEW.name, NEW.client, '', replace(NEW.user_id || ' ' || NEW.user_id || 'project', '-', '')); END;

CREATE TRIGGER projects_delete_search AFTER DELETE ON projects WHEN OLD.deleted_at IS NULL BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'project' AND id = OLD.id; END;
