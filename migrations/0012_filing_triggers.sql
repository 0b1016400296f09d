CREATE TRIGGER organizations_insert_search AFTER INSERT ON organizations WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'organization', NEW.id, NEW.name, NEW.notes, ''); END;

CREATE TRIGGER organizations_update_search AFTER UPDATE OF name, notes, deleted_at ON organizations WHEN OLD.name IS NOT NEW.name OR OLD.notes IS NOT NEW.notes OR OLD.deleted_at IS NOT NEW.deleted_at BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'organization', NEW.id, iif(NEW.deleted_at IS NULL, NEW.name, NULL), NEW.notes, ''); END;

CREATE TRIGGER projects_insert_search AFTER INSERT ON projects WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'project', NEW.id, NEW.name, NEW.client, ''); END;

CREATE TRIGGER projects_update_search AFTER UPDATE OF name, client, deleted_at ON projects WHEN OLD.name IS NOT NEW.name OR OLD.client IS NOT NEW.client OR OLD.deleted_at IS NOT NEW.deleted_at BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'project', NEW.id, iif(NEW.deleted_at IS NULL, NEW.name, NULL), NEW.client, ''); END;
